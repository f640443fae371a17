"""What must hold after a fault: nothing acknowledged is lost, nothing is there twice, all sums and views agree.

The verdict does not take the word of the code under test alone. Rows are counted and compared by plain SQL against
what the writers were told; only what they mean is left to the ledger's own decoder, replay and views.
"""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from ledger.contributions.events import ContributionReceived
from ledger.encoding import decode
from ledger.event import Recorded
from tests.chaos.deeds import Deed, Deeds
from tests.chaos.logs import Log, Stored

Place = tuple[str, int]
"""A partition and a position in it."""


class Verdict:
    """Looks at one database again and again, and remembers every row since it first saw it."""

    def __init__(self, log: Log) -> None:
        self.lost: set[str] = set()
        self.duplicated: set[str] = set()
        self._log = log
        self._digests: dict[str, dict[int, bytes]] = {}
        self._looked_up = 0
        """How many deeds were found in the log."""
        self._before = self._counted()
        """What was recorded before anybody was told anything."""
        self._see_new()

    def glance(self, deeds: Deeds) -> None:
        """After each fault: every act acknowledged since the last look is there, and no new row is odd."""
        told = deeds.since(self._looked_up)
        self._see_new()
        for deed in told:
            partition, position = place_of(deed.position)
            if position not in self._digests.get(partition, {}):
                self.lost.add(
                    f"{deed.kind} {deed.created} at {deed.position} was acknowledged and is not there"
                )
        self._looked_up += len(told)

    def examine(self, deeds: Deeds) -> None:
        """While all writers rest: every row is as it was first seen, and each act is recorded exactly once."""
        self.glance(deeds)
        found: list[Recorded] = []
        for partition in self._log.partitions():
            rows = list(self._log.rows(partition))
            self._compare(partition, rows)
            self._versions(partition, rows)
            found += [decode(partition, *row) for row in rows if row.topic == ContributionReceived.kind()]
        told = deeds.since(0)
        self._kinds(told)
        self._contributions(found, told)
        self._answers(told)

    def _see_new(self) -> None:
        for partition in self._log.partitions():
            known = self._digests.setdefault(partition, {})
            for row in self._log.rows(partition, max(known, default=0)):
                known[row.position] = _digest(row)

    def _compare(self, partition: str, rows: Sequence[Stored]) -> None:
        """The log only grows at its end, and keeps every byte."""
        known, there = self._digests[partition], {row.position: _digest(row) for row in rows}
        for position in known.keys() | there.keys():
            if position not in there:
                self.lost.add(f"{partition}.{position} was there and is gone")
            elif position not in known:
                self.lost.add(f"{partition}.{position} came up behind events that were there already")
            elif known[position] != there[position]:
                self.lost.add(f"{partition}.{position} has other bytes than before")

    def _versions(self, partition: str, rows: Sequence[Stored]) -> None:
        reached: dict[str, int] = {}
        for row in rows:
            due = reached.get(row.stream, 0) + 1
            if row.version > due:
                self.lost.add(f"version {due} of {row.stream} in {partition}")
            elif row.version < due:
                self.duplicated.add(f"version {row.version} of {row.stream} in {partition}")
            reached[row.stream] = max(row.version, due)

    def _counted(self) -> Counter[str]:
        counted: Counter[str] = Counter()
        for partition in self._log.partitions():
            counted.update(self._log.counted(partition))
        return counted

    def _kinds(self, told: Sequence[Deed]) -> None:
        """As many events of each kind as acts of it were acknowledged: no act stands twice, none is left out."""
        there, due = self._counted(), Counter(deed.kind for deed in told)
        for kind in due:
            more = there[kind] - self._before[kind] - due[kind]
            found, sentence = (self.duplicated, "too many") if more > 0 else (self.lost, "too few")
            found.update(f"one {kind} {sentence} ({n})" for n in range(abs(more)))

    def _contributions(self, found: Sequence[Recorded], told: Sequence[Deed]) -> None:
        """Each is found by its position, its id and its amount, which no other has."""
        at = {(recorded.partition, recorded.position): recorded.event for recorded in found}
        for deed in told:
            if deed.kind == ContributionReceived.kind():
                event = at.get(place_of(deed.position))
                expected = (deed.created, deed.amount_minor)
                if not isinstance(event, ContributionReceived):
                    self.lost.add(f"{deed.created} is not at {deed.position}")
                elif (event.contribution, event.amount_minor) != expected:
                    self.lost.add(f"another event than {deed.created} is at {deed.position}")

    def _answers(self, told: Sequence[Deed]) -> None:
        """Two acts have two places, and a reference is booked once."""
        answers = Counter((deed.kind, deed.position, deed.created) for deed in told)
        keys = Counter(deed.key for deed in told)
        references = Counter((deed.account, deed.reference) for deed in told if deed.reference)
        for counted in (answers, keys, references):
            self.duplicated.update(f"{what} {times} times" for what, times in counted.items() if times > 1)


def place_of(position: str) -> Place:
    """Where a written position lies."""
    partition, _, number = position.rpartition(".")
    return partition, int(number)


def _digest(row: Stored) -> bytes:
    stream, version, topic, state = row[1:]
    return sha256(b"\0".join((stream.encode(), str(version).encode(), topic.encode(), state))).digest()
