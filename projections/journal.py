"""The journal: double entry over everything that was received, moved and paid, and its trial balance (L1).

Nothing of it is stored: postings follow from entries and their events.
"""

from collections import defaultdict
from datetime import date
from itertools import groupby

import msgspec

from ledger.identifiers import AccountId
from projections.as_of import FIRST, NOW, AsOf, at
from projections.base import Database, Source
from projections.entries import Fund, asked, by_event, entries_of, funds_of
from projections.movements import Movement, movements_of
from projections.postings import postings_of


class JournalLine(msgspec.Struct, frozen=True):
    """A posting, in minor units; one of debit and credit is zero."""

    position: int
    line: int
    unit: str
    code: str
    """`assets:held`, or `funds:<purpose>:<destination>`."""
    debit_minor: int
    credit_minor: int
    effective: date
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
    of = asked(as_of, source, funds)
    start = at(source, funds[0].partition, after[0], 0) if funds and after != (0, 0) else FIRST
    lines: list[JournalLine] = []
    found = entries_of(db, source, funds, of, start, limit)
    for position, entries in groupby(found, key=lambda told: told.recorded.position):
        recorded = next(entries).recorded
        for line, posting in enumerate(postings_of(movements_of(recorded)), 1):
            if (position, line) > after and (of.day is None or posting.effective <= of.day):
                lines.append(
                    JournalLine(
                        position,
                        line,
                        posting.unit,
                        posting.code,
                        posting.debit,
                        posting.credit,
                        posting.effective,
                        recorded.envelope.recorded_us,
                        recorded.event.kind(),
                    )
                )
                if len(lines) == limit:
                    return lines
    return lines


def trial_balance(db: Database, source: Source, account: AccountId, as_of: AsOf = NOW) -> list[TrialLine]:
    """Debit, credit and balance by unit and code; per unit, the balances add up to nothing (L1)."""
    funds = funds_of(db, account)
    totals: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
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
    return [
        TrialLine(unit, code, debit, credit, debit - credit)
        for (unit, code), (debit, credit) in sorted(totals.items())
    ]


def _post(totals: dict[tuple[str, str], list[int]], moved: list[tuple[Fund, int]]) -> None:
    """Add the postings of one event's entries."""
    for posting in postings_of(
        Movement(fund.unit, fund.purpose, fund.destination, held, effective=date.min) for fund, held in moved
    ):
        total = totals[posting.unit, posting.code]
        total[0] += posting.debit
        total[1] += posting.credit
