"""What lives as long as the application serves, and every request may reach."""

from asyncio import Semaphore
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from api.http.access import Access, Measures
from api.http.keys import Keys
from api.http.reading import Following, Readers
from api.http.replies import LoopReplies
from api.http.settings import Settings
from api.http.uploads import Room
from api.http.window import Window
from api.participation import Remembered
from ledger.ledger import Ledger
from ledger.refusals import Refused


@dataclass
class State:
    """One application's."""

    ledger: Ledger
    follower: Following
    settings: Settings
    readers: Readers
    keys: Keys
    replies: LoopReplies = field(default_factory=LoopReplies)
    window: Window = field(default_factory=Window)
    papers: Room = field(init=False)
    """Room for the papers that are on their way."""
    recounts: Semaphore = field(default_factory=lambda: Semaphore(1))
    """Whoever has a round counted again holds it."""
    participations: Remembered = field(default_factory=Remembered)
    measures: Measures = field(default_factory=Measures)
    logs: set[str] = field(default_factory=set)
    """Partitions that are known to be there; none ever goes."""
    on_problem: Callable[[Any, type[Refused]], None] | None = None
    """Tests listen here: called with the route and the refusal of every problem."""

    def __post_init__(self) -> None:
        self.access = Access(self.measures)
        self.papers = Room(self.settings.papers_in_memory_bytes)
