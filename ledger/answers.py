"""What a caller asks and is told, and what the ledger remembers of it to tell it again."""

from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any, Protocol

import msgspec

from ledger.event import Event


class Request(msgspec.Struct, frozen=True):
    """What makes a repeated request recognisable: who asked, with which key, for what."""

    caller: str
    key: str
    content: str
    pepper: str = ""
    """Drawn by chance, and destroyed when nobody is to test any more who asked, or for what (V7)."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller is told. Rebuilt, for a repeat, from what the log holds."""

    position: str
    """Of the last event recorded for the command: `<partition>.<number>`, to be compared and passed on only."""
    created: str
    """Id of what the command made or was about."""
    replayed: bool = False
    kinds: tuple[str, ...] = ()
    """Kinds of the events recorded, or, in a dry run, that would be."""
    foreseen: tuple[Event, ...] = ()
    """In a dry run, the events themselves."""


class RequestRecord(msgspec.Struct, frozen=True):
    """What an idempotency key came to."""

    fingerprint: str
    position: int
    created: str


class Replies(Protocol):
    """Who is told what came of commands: all those of a batch in one call, which can wake many who wait at once."""

    def begins(self, about: Any) -> bool:
        """A command is about to be decided; False where nobody waits for it any more, and it is left out."""

    def deliver(self, answered: Sequence[tuple[Any, Answer | Exception]]) -> None:
        """What came of commands, each with what it was posted about. Called by a thread of the ledger; never raises."""


class Futures:
    """Replies to whoever holds a future each (Replies)."""

    def begins(self, about: "Future[Answer]") -> bool:
        return about.set_running_or_notify_cancel()

    def deliver(self, answered: "Sequence[tuple[Future[Answer], Answer | Exception]]") -> None:
        for future, came in answered:
            if isinstance(came, Answer):
                future.set_result(came)
            else:
                future.set_exception(came)


FUTURES = Futures()
