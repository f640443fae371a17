"""Which lines and entries are likely the same money: a pure function of what is open.

Certain is what one reference names, or what has one amount within a few days and no rival on either side. All else is
for people: a line with several entries that it may be, several entries of one day that make it together, and entries
that take each other back.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum

import msgspec

from ledger.identifiers import KeyedHash
from ledger.statements.state import LineName
from projections.reconciliation.rows import OpenEntry, OpenLine

WINDOW_DAYS = 5
"""So many days a bank's date may lie from the books' one, weekends and holidays included."""
MOST_RIVALS = 10
"""Entries that are offered for one line."""


class Because(StrEnum):
    """Why a match is likely."""

    REFERENCE = "reference"
    """The entry is booked under the line's reference."""
    PAYMENT = "payment"
    """The order that the bank carried out names the payment."""
    AMOUNT_AND_DAY = "amount-and-day"
    ONE_DAY_TOGETHER = "one-day-together"
    """Entries of one day make the line together, as where cash is paid in."""
    TAKEN_BACK = "taken-back"
    """A booking and its correction, which no statement shows."""


class LikelyMatch(msgspec.Struct, frozen=True):
    """Lines and entries that may be matched: their sums are equal."""

    because: Because
    lines: tuple[LineName, ...]
    entries: tuple[int, ...]
    days_apart: int = 0
    """Between the line and the farthest entry."""


class LikelyMatches(msgspec.Struct, frozen=True):
    """What may be matched at once, and what somebody decides."""

    certain: tuple[LikelyMatch, ...]
    for_people: tuple[LikelyMatch, ...]
    """Of several with the same line, at most one is right."""


def likely_matches(
    lines: Iterable[OpenLine],
    entries: Iterable[OpenEntry],
    booked: Mapping[KeyedHash, str],
    window_days: int = WINDOW_DAYS,
) -> LikelyMatches:
    """What is likely the same money; `booked` says what is booked under a line's reference."""
    open_lines = {LineName(line.statement, line.number): line for line in lines}
    open_entries = {entry.entry: entry for entry in entries}
    certain: list[LikelyMatch] = []

    def settle(found: Iterator[tuple[OpenLine, LikelyMatch]]) -> None:
        """Keep what no two lines claim; what two claim stays open."""
        claims = list(found)
        times: defaultdict[int, int] = defaultdict(int)
        for _, likely in claims:
            for entry in likely.entries:
                times[entry] += 1
        for line, likely in claims:
            if all(times[entry] == 1 for entry in likely.entries):
                certain.append(likely)
                del open_lines[LineName(line.statement, line.number)]
                for entry in likely.entries:
                    del open_entries[entry]

    settle(_named(open_lines.values(), open_entries.values(), booked))
    settle(_alone(open_lines.values(), open_entries.values(), booked, window_days))
    for_people = [
        *_rivals(open_lines.values(), open_entries.values(), window_days),
        *_together(open_lines.values(), open_entries.values(), window_days),
        *_taken_back(open_entries.values()),
    ]
    return LikelyMatches(tuple(certain), tuple(for_people))


def _named(
    lines: Collection[OpenLine], entries: Iterable[OpenEntry], booked: Mapping[KeyedHash, str]
) -> Iterator[tuple[OpenLine, LikelyMatch]]:
    """Lines whose reference, or whose payment, names one entry of their amount."""
    about: defaultdict[tuple[str, int], list[OpenEntry]] = defaultdict(list)
    for entry in entries:
        about[entry.about, entry.amount_minor].append(entry)
    for line in lines:
        under = None if line.reference is None else booked.get(line.reference)
        for because, named in ((Because.REFERENCE, under), (Because.PAYMENT, line.payment)):
            found = [] if named is None else about[named, line.amount_minor]
            if len(found) == 1:
                yield line, _pair(because, line, found[0])
                break


def _alone(
    lines: Collection[OpenLine],
    entries: Iterable[OpenEntry],
    booked: Mapping[KeyedHash, str],
    window_days: int,
) -> Iterator[tuple[OpenLine, LikelyMatch]]:
    """Lines that one entry alone can be. What is booked under a line's reference, and is not it, is for people."""
    candidates = _candidates(lines, entries, window_days)
    for line, found in zip(lines, candidates, strict=True):
        if len(found) == 1 and line.reference not in booked:
            yield line, _pair(Because.AMOUNT_AND_DAY, line, found[0])


def _rivals(
    lines: Collection[OpenLine], entries: Iterable[OpenEntry], window_days: int
) -> Iterator[LikelyMatch]:
    """Entries that each may be the line, nearest first."""
    candidates = _candidates(lines, entries, window_days)
    for line, found in zip(lines, candidates, strict=True):
        nearest = sorted(found, key=lambda entry: (_apart(line, entry), entry.entry))
        yield from (_pair(Because.AMOUNT_AND_DAY, line, entry) for entry in nearest[:MOST_RIVALS])


def _together(
    lines: Collection[OpenLine], entries: Iterable[OpenEntry], window_days: int
) -> Iterator[LikelyMatch]:
    """Several entries of one day that make one line."""
    days: defaultdict[object, list[OpenEntry]] = defaultdict(list)
    for entry in entries:
        days[entry.effective].append(entry)
    sums: defaultdict[int, list[list[OpenEntry]]] = defaultdict(list)
    for of_day in days.values():
        if len(of_day) > 1:
            sums[sum(entry.amount_minor for entry in of_day)].append(of_day)
    for line in lines:
        for of_day in sums.get(line.amount_minor, ()):
            if _apart(line, of_day[0]) <= window_days:
                yield LikelyMatch(
                    Because.ONE_DAY_TOGETHER,
                    (LineName(line.statement, line.number),),
                    tuple(entry.entry for entry in of_day),
                    _apart(line, of_day[0]),
                )


def _taken_back(entries: Iterable[OpenEntry]) -> Iterator[LikelyMatch]:
    """Two entries about the same, which come to nothing."""
    before: defaultdict[tuple[str, int], list[OpenEntry]] = defaultdict(list)
    for entry in entries:
        earlier = before[entry.about, -entry.amount_minor]
        if earlier:
            first = earlier.pop(0)
            apart = abs((entry.effective - first.effective).days)
            yield LikelyMatch(Because.TAKEN_BACK, (), (first.entry, entry.entry), apart)
        else:
            before[entry.about, entry.amount_minor].append(entry)


def _candidates(
    lines: Collection[OpenLine], entries: Iterable[OpenEntry], window_days: int
) -> list[list[OpenEntry]]:
    """The entries of each line's amount within the window."""
    amounts: defaultdict[int, list[OpenEntry]] = defaultdict(list)
    for entry in entries:
        amounts[entry.amount_minor].append(entry)
    return [
        [entry for entry in amounts[line.amount_minor] if _apart(line, entry) <= window_days]
        for line in lines
    ]


def _apart(line: OpenLine, entry: OpenEntry) -> int:
    return abs((line.booked - entry.effective).days)


def _pair(because: Because, line: OpenLine, entry: OpenEntry) -> LikelyMatch:
    return LikelyMatch(because, (LineName(line.statement, line.number),), (entry.entry,), _apart(line, entry))
