"""What the writers were told, which is what the ledger must never forget."""

import threading
from collections.abc import Sequence

import msgspec


class Deed(msgspec.Struct, frozen=True):
    """One act that was acknowledged."""

    key: str
    """Its Idempotency-Key."""
    kind: str
    """The slug of the event that it is recorded as."""
    account: str
    position: str
    created: str
    amount_minor: int = 0
    """What it did to the money held."""
    reference: str | None = None


class Deeds:
    """All that was acknowledged, by any writer, in the order in which the answers came."""

    def __init__(self) -> None:
        self._deeds: list[Deed] = []
        self._surprises: list[str] = []
        self._heard = threading.Condition()

    def __len__(self) -> int:
        return len(self._deeds)

    def note(self, deed: Deed) -> None:
        """An act was acknowledged."""
        with self._heard:
            self._deeds.append(deed)
            self._heard.notify_all()

    def since(self, number: int) -> Sequence[Deed]:
        """All after the first so many."""
        with self._heard:
            return self._deeds[number:]

    def surprise(self, sentence: str) -> None:
        """An answer came that no fault excuses."""
        with self._heard:
            self._surprises.append(sentence)

    @property
    def surprises(self) -> Sequence[str]:
        """All answers that no fault excuses."""
        with self._heard:
            return tuple(self._surprises)

    def wait_beyond(self, number: int, seconds: float) -> bool:
        """Wait until more acts than so many are acknowledged; whether that came in time."""
        with self._heard:
            return self._heard.wait_for(lambda: len(self._deeds) > number, seconds)
