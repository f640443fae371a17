"""Every text and file that the log names, looked at once: what is altered or missing is told by its event's place."""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from ledger.encoding import decode
from ledger.event import Recorded
from ledger.identifiers import Seal, account_of, is_seal
from ledger.marking import Marking
from ledger.papers.events import PaperFiled
from ledger.papers.state import PaperRecord, paper_mark
from ledger.storage.store import Reading, Store

AT_ONCE = 500
"""Seals that are looked up together."""

_SEALED = re.compile(rb'"[0-9a-f]{64}"').search
"""Tells, before an event is read, whether it can name any."""

OF_NO_PAPER: dict[str, frozenset[str]] = {
    "ballot-cast": frozenset({"seal"}),
    "bank-details-noted": frozenset({"seal"}),
    "installation-recognised": frozenset({"key"}),
    "minutes-recorded": frozenset({"attending"}),
    "period-closed": frozenset({"report"}),
    "proposal-amended": frozenset({"seal", "report"}),
    "proposal-drafted": frozenset({"seal", "report"}),
    "round-counted": frozenset({"choices", "ballots", "set_aside"}),
    "round-opened": frozenset({"seal", "members_list", "tokens_list"}),
    "show-of-hands-entered": frozenset({"seal", "tokens"}),
}
"""By kind of event, the fields that hold a seal of something else: a choice, a version, a list, a report, a key."""


class Trouble(StrEnum):
    """What is wrong with a paper."""

    ALTERED = "altered"
    """What is stored is not what was sealed."""
    MISSING = "missing"
    """Nothing is stored, and nobody had it forgotten."""
    STILL_THERE = "still-there"
    """It was forgotten, and is there again, as after the restore of an older copy."""


class Finding(NamedTuple):
    """A paper with which something is wrong, and the event that names it."""

    partition: str
    position: int
    kind: str
    """Of the event."""
    field: str
    seal: Seal
    trouble: Trouble


class PapersCheck:
    """One look at all papers of a database."""

    def __init__(self, store: Store, tick: Callable[[int, int], None] | None = None) -> None:
        self.sound = 0
        self.forgotten = 0
        self._store = store
        self._tick = tick

    def findings(self) -> Iterator[Finding]:
        """What is wrong, in the order of the logs."""
        for partition in self._store.partitions():
            with self._store.source(partition) as reading:
                yield from self._of(partition, reading)

    def _of(self, partition: str, reading: Reading) -> Iterator[Finding]:
        named: list[tuple[Recorded, str, Seal]] = []
        head = reading.head()
        for position, stream, version, kind, state in reading.rows():
            if _SEALED(state):
                recorded = decode(partition, position, stream, version, kind, state)
                named += ((recorded, field, seal) for field, seal in seals_of(recorded))
            if len(named) >= AT_ONCE:
                yield from self._looked_at(named, reading)
                named.clear()
                if self._tick is not None:
                    self._tick(position, head)
        yield from self._looked_at(named, reading)

    def _looked_at(self, named: list[tuple[Recorded, str, Seal]], reading: Reading) -> Iterator[Finding]:
        held = self._store.papers.holds({seal for _, _, seal in named})
        marks = Marking(reading)
        for recorded, field, seal in named:
            trouble = self._trouble(recorded, held.get(seal), marks)
            if trouble is not None:
                yield Finding(
                    recorded.partition, recorded.position, recorded.event.kind(), field, seal, trouble
                )

    def _trouble(self, recorded: Recorded, fits: bool | None, marks: Marking) -> Trouble | None:
        event = recorded.event
        if isinstance(event, PaperFiled):
            record = marks.get(paper_mark(account_of(recorded.stream), event.paper), PaperRecord)
            if record is not None and record.forgotten:
                self.forgotten += fits is None
                return None if fits is None else Trouble.STILL_THERE
        if fits is None:
            # What another account told may have come without its text.
            return None if recorded.envelope.actor.startswith("account-") else Trouble.MISSING
        self.sound += fits
        return None if fits else Trouble.ALTERED


def seals_of(recorded: Recorded) -> Iterator[tuple[str, Seal]]:
    """The seals of texts and files that an event names, each with the name of its field."""
    others = OF_NO_PAPER.get(recorded.event.kind(), frozenset())
    return (found for found in _seals(msgspec.to_builtins(recorded.event), "") if found[0] not in others)


def _seals(value: Any, field: str) -> Iterator[tuple[str, Seal]]:
    if isinstance(value, str) and is_seal(value):
        yield field, Seal(value)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _seals(inner, name)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _seals(inner, field)
