"""The journal: double entry over everything that was received, moved and paid, and its trial balance (L1).

Nothing of it is stored: postings follow from entries, from where money lies, and from their events.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from heapq import merge
from itertools import groupby

import msgspec

from ledger.event import Recorded
from ledger.identifiers import AccountId, PlaceId
from projections import periods, places
from projections.as_of import FIRST, NOW, AsOf, Moment, at, known
from projections.base import Database, Source
from projections.entries import Asked, Fund, asked, by_event, entries_of, funds_of
from projections.movements import Movement, movements_of
from projections.placings import placings_of
from projections.postings import HELD, Posting, at_place, postings_of


class JournalLine(msgspec.Struct, frozen=True):
    """A posting, in minor units; one of debit and credit is zero."""

    position: int
    line: int
    unit: str
    code: str
    """`assets:<label>` of a place, `assets:held` at no named place, or `funds:<purpose>:<destination>`."""
    debit_minor: int
    credit_minor: int
    effective: date
    booked: date
    """The same, or the first day of the period that was open when it was recorded (L7)."""
    number: str | None
    """In a closed period, that of its entry in its journal, such as R12."""
    recorded_us: int
    kind: str


class TrialLine(msgspec.Struct, frozen=True):
    """What all postings under one code come to, in minor units."""

    unit: str
    code: str
    debit_minor: int
    credit_minor: int
    balance_minor: int
    """Debit less credit: what is held is positive, the funds for which it is held negative."""


def postings(
    db: Database,
    source: Source,
    account: AccountId,
    as_of: AsOf = NOW,
    *,
    after: tuple[int, int] = (0, 0),
    limit: int | None = None,
) -> list[JournalLine]:
    """An account's postings in the order of recording, after the (position, line) of the page before."""
    funds = funds_of(db, account)
    partition = _partition(db, account, funds)
    if partition is None:
        return []
    of = Asked(known(as_of, source, partition), as_of.effective)
    start = at(source, partition, after[0], 0) if after != (0, 0) else FIRST
    labels = _labels(db, account)
    lines: list[tuple[Recorded, int, Posting]] = []
    for recorded in merge(
        _moving_funds(db, source, funds, of, start, limit),
        places.moves(db, source, account, of.known, of.day, start),
        key=lambda recorded: recorded.position,
    ):
        placings = placings_of(recorded.event)
        for line, posting in enumerate(postings_of(movements_of(recorded), placings, labels), 1):
            if (recorded.position, line) > after and (of.day is None or posting.effective <= of.day):
                lines.append((recorded, line, posting))
                if len(lines) == limit:
                    return _booked(db, account, of, lines)
    return _booked(db, account, of, lines)


def _booked(
    db: Database, account: AccountId, of: Asked, lines: list[tuple[Recorded, int, Posting]]
) -> list[JournalLine]:
    """The lines with the days on which they are booked and, where these are closed, their entries' numbers."""
    closed = [one for one in periods.periods(db, account) if (one.recorded_us, one.position, 0) <= of.known]
    told = {one.until for one in closed}
    numbers = periods.numbers(db, account, [recorded.version for recorded, *_ in lines] if closed else [])
    booked = []
    for recorded, line, posting in lines:
        numbered = numbers.get(recorded.version)
        booked.append(
            JournalLine(
                recorded.position,
                line,
                posting.unit,
                posting.code,
                posting.debit,
                posting.credit,
                posting.effective,
                periods.booked(closed, recorded.position, posting.effective),
                numbered.code if numbered is not None and numbered.period in told else None,
                recorded.envelope.recorded_us,
                recorded.event.kind(),
            )
        )
    return booked


def _moving_funds(
    db: Database, source: Source, funds: list[Fund], of: Asked, start: Moment, limit: int | None
) -> Iterator[Recorded]:
    """The events that have entries, each once."""
    found = entries_of(db, source, funds, of, start, limit) if funds else iter(())
    for _, entries in groupby(found, key=lambda told: told.recorded.position):
        yield next(entries).recorded


def _partition(db: Database, account: AccountId, funds: list[Fund]) -> str | None:
    """Where the account's log lies; None where nothing was ever booked."""
    if funds:
        return funds[0].partition
    return next((pocket.partition for pocket in places.pockets(db, account)), None)


def _labels(db: Database, account: AccountId) -> dict[PlaceId, str]:
    return {place.id: place.label for place in places.of_account(db, account)}


def trial_balance(db: Database, source: Source, account: AccountId, as_of: AsOf = NOW) -> list[TrialLine]:
    """Debit, credit and balance by unit and code; per unit, the balances add up to nothing (L1)."""
    funds = funds_of(db, account)
    totals: _Totals = defaultdict(lambda: [0, 0])
    alike: defaultdict[tuple[Fund, bool], int] = defaultdict(int)
    """What events with one entry brought to each fund, and what they took: as if each were one."""
    for _, moved in by_event(db, funds, asked(as_of, source, funds)):
        if len(moved) == 1:
            ((fund, by),) = moved
            alike[fund, by.held > 0] += by.held
        else:
            _post(totals, [(fund, by.held) for fund, by in moved])
    for (fund, _), held in alike.items():
        _post(totals, [(fund, held)])
    _lay(db, source, account, as_of, totals)
    return [
        TrialLine(unit, code, debit, credit, debit - credit)
        for (unit, code), (debit, credit) in sorted(totals.items())
        if debit or credit
    ]


_Totals = defaultdict[tuple[str, str], list[int]]
"""Debit and credit, by unit and code."""


def _lay(db: Database, source: Source, account: AccountId, as_of: AsOf, totals: _Totals) -> None:
    """Say of all that is held where it lies.

    Beside moves, what an event brings to a place is all that it brings of that unit, so that it is taken over whole
    from what is held at no named place (projections.placings).
    """
    labels = _labels(db, account)
    moved: defaultdict[tuple[int, str], int] = defaultdict(int)
    for pocket in places.pockets(db, account):
        here, nowhere = totals[pocket.unit, at_place(labels[pocket.place])], totals[pocket.unit, HELD]
        for entry, amount, between in places.amounts(
            db, pocket, known(as_of, source, pocket.partition), as_of.effective
        ):
            side = int(amount < 0)
            here[side] += abs(amount)
            if between:
                moved[entry, pocket.unit] += amount
            else:
                nowhere[side] -= abs(amount)
    for (_, unit), came in moved.items():
        totals[unit, HELD][int(came > 0)] += abs(came)


def _post(totals: dict[tuple[str, str], list[int]], moved: list[tuple[Fund, int]]) -> None:
    """Add the postings of one event's entries."""
    for posting in postings_of(
        Movement(fund.unit, fund.purpose, fund.destination, held, effective=date.min) for fund, held in moved
    ):
        total = totals[posting.unit, posting.code]
        total[0] += posting.debit
        total[1] += posting.credit
