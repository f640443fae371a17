"""How a season records: commands one by one or many at a time, and what is read back of them."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from datetime import datetime
from itertools import islice
from typing import TypeVar

from ledger.answers import Answer
from ledger.command import Command
from ledger.context import ScriptedClock
from ledger.identifiers import AccountId, stream_of
from ledger.ledger import Ledger
from ledger.storage.store import StoreUnavailable

T = TypeVar("T")

AT_ONCE = 512
"""Commands under way at the same time, so that they share commits while memory stays bounded."""

REGISTER = "register"
"""The actor of what happens before there are members."""


class Recorder:
    """A ledger whose clock walks through the days of a season."""

    def __init__(
        self, ledger: Ledger, clock: ScriptedClock, progress: Callable[[str, int, int], None]
    ) -> None:
        self.ledger = ledger
        self.progress = progress
        self._clock = clock
        self.actor = REGISTER
        """Who records where nobody else is named."""

    def at(self, moment: datetime) -> None:
        """From now on it is this moment."""
        self._clock.set(moment)

    def do(self, command: Command, by: str | None = None) -> str:
        """Carry out one command; what it made."""
        return self.ledger.handle(command, by=by or self.actor).created

    def submit(self, command: Command, by: str) -> Future[Answer]:
        """Carry out a command among others."""
        return self.ledger.submit(command, by=by)

    def all(self, what: str, commands: Iterable[Command], count: int) -> list[Answer]:
        """Carry out many; the progress is told, unless nobody says of what."""
        answers: list[Answer] = []
        for group in groups(commands, AT_ONCE):
            under_way = [self.submit(command, by=self.actor) for command in group]
            answers.extend(future.result() for future in under_way)
            if what:
                self.progress(what, len(answers), count)
        return answers

    def state(self, stream: str, kind: type[T]) -> T:
        """The state of a stream that the season wrote."""
        found = self.ledger.state(stream_of(AccountId(stream)))
        if found is None or not isinstance(found[0], kind):
            raise StoreUnavailable(
                "The season's account cannot be read back: run `usf replay` on this database."
            )
        return found[0]

    def recorded(self) -> int:
        """Events of all partitions."""
        store = self.ledger.store
        return sum(map(store.head, store.partitions()))


def groups(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in groups of this size, the last one smaller."""
    iterator = iter(items)
    while group := list(islice(iterator, size)):
        yield group
