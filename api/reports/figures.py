"""What the page tells, in figures: all of it follows from the books of the period (L7), and names nobody (L9)."""

from collections import Counter
from datetime import date

import msgspec

from api.exports.gathering import Book, Sums
from api.reports.agreeing import agrees
from ledger.accounts.events import PaymentBooked, PaymentRestored
from ledger.accounts.state import Destination
from ledger.associations.rules import Office
from ledger.disbursements.state import PartyKind
from ledger.identifiers import Seal
from ledger.periods.natures import Journal, Nature
from ledger.periods.report import Report
from ledger.places.state import PlaceKind
from ledger.units import is_money
from projections import disbursements, members, periods, reconciliation, tracking
from projections.chains import PromiseTotals, promise_totals
from projections.postings import HELD, at_place

WITHIN = frozenset({Nature.ASSIGNED, Nature.EARMARKED, Nature.MOVED})
"""What stays in the fund, and serves another purpose or destination."""


class Line(msgspec.Struct, frozen=True):
    """What is held of a unit, or of a part of it, in minor units: opening + came + went + within = closing."""

    unit: str
    purpose: str
    destination: Destination | None
    opening: int
    came: int
    went: int
    within: int
    closing: int


class Reason(msgspec.Struct, frozen=True):
    """Why money came or went: the nature of entries, and the motive or the kind."""

    nature: Nature
    detail: str | None
    unit: str
    amount: int


class Paid(msgspec.Struct, frozen=True):
    """What was paid for one kind of beneficiary and destination."""

    beneficiary: PartyKind
    destination: Destination
    unit: str
    amount: int


class Lying(msgspec.Struct, frozen=True):
    """What lies somewhere by the books, and what a statement or a count says of it."""

    label: str | None
    """None of advances, which are told as one, and of what lies at no named place."""
    kind: PlaceKind | None
    """None of what lies at no named place."""
    unit: str
    amount: int
    agrees: bool | None = None
    """None where nobody compared it yet."""
    statement: date | None = None
    """Until when the last statement goes."""
    count: date | None = None
    """When it was counted last."""


class Figures(msgspec.Struct, frozen=True):
    """All that is told."""

    book: Book
    totals: tuple[Line, ...]
    """One per unit."""
    lines: tuple[Line, ...]
    """One per unit, purpose and destination."""
    reasons: tuple[Reason, ...]
    decided: tuple[tuple[Destination, str, int], ...]
    paid: tuple[Paid, ...]
    lying: tuple[Lying, ...]
    promises: tuple[PromiseTotals, ...]
    offices: frozenset[Office]
    """Those that are held."""
    journals: tuple[tuple[Journal, int], ...]
    late: int
    seal: Seal
    position: str


def figures(book: Book) -> Figures:
    """Of a period that was gathered."""
    partition = book.ledger.partition_of(book.account)
    report = periods.report(book.db, book.ledger.store, partition, book.account, book.until)
    assert report is not None, "a period that was gathered has a report"
    lines = tuple(_lines(report))
    ending = periods.period(book.db, book.account, book.until)
    position = ending.position if ending else tracking.position(book.db, periods.Periods.name, partition)
    return Figures(
        book=book,
        totals=tuple(_totals(lines)),
        lines=lines,
        reasons=tuple(_reasons(report)),
        decided=tuple(_decided(report)),
        paid=tuple(_paid(book, partition)),
        lying=tuple(_lying(book, book.ends[book.until])),
        promises=tuple(promise_totals(book.db, book.account)),
        offices=frozenset(term.office for term in members.officers(book.db, book.account)),
        journals=tuple((one.journal, one.entries) for one in report.journals),
        late=report.late,
        seal=report.seal,
        position=f"{partition}.{position}",
    )


def _lines(report: Report) -> list[Line]:
    found = []
    for line in report.lines:
        came = went = within = 0
        for moved in line.moved:
            if moved.nature in WITHIN:
                within += moved.amount_minor
            elif moved.amount_minor > 0:
                came += moved.amount_minor
            else:
                went += moved.amount_minor
        if line.opening_minor or line.closing_minor or came or went or within:
            where = line.unit, line.purpose, line.destination
            found.append(Line(*where, line.opening_minor, came, went, within, line.closing_minor))
    return found


def _totals(lines: tuple[Line, ...]) -> list[Line]:
    """One line per unit; units are never added (L3)."""
    return [
        Line(
            unit,
            "",
            None,
            *(
                sum(getattr(line, name) for line in lines if line.unit == unit)
                for name in ("opening", "came", "went", "within", "closing")
            ),
        )
        for unit in sorted({line.unit for line in lines})
    ]


def _reasons(report: Report) -> list[Reason]:
    """Why money came and went; goods and hours are told apart from it."""
    sums: Counter[tuple[Nature, str, str, bool]] = Counter()
    for line in report.lines:
        for moved in line.moved:
            if is_money(line.unit) and moved.nature not in WITHIN:
                key = moved.nature, moved.detail or "", line.unit, moved.amount_minor > 0
                sums[key] += moved.amount_minor
    order = list(Nature)
    return [
        Reason(nature, detail or None, unit, amount)
        for (nature, detail, unit, _), amount in sorted(
            sums.items(), key=lambda one: (order.index(one[0][0]), *one[0][1:])
        )
        if amount
    ]


def _decided(report: Report) -> list[tuple[Destination, str, int]]:
    """What decisions assigned to each destination, less what they did not use."""
    sums: Counter[tuple[Destination, str]] = Counter()
    for line in report.lines:
        if line.destination != Destination.UNASSIGNED:
            for moved in line.moved:
                if moved.nature is Nature.ASSIGNED:
                    sums[line.destination, line.unit] += moved.amount_minor
    return [(destination, unit, amount) for (destination, unit), amount in sorted(sums.items()) if amount]


def _paid(book: Book, partition: str) -> list[Paid]:
    """What was paid, less what came back."""
    positions = [
        entry.position for entry in book.numbered() if entry.journal in {Journal.PAYMENTS, Journal.KIND}
    ]
    sums: Counter[tuple[PartyKind, Destination, str]] = Counter()
    for at in range(0, len(positions), 500):
        for recorded in book.ledger.store.events_at(partition, positions[at : at + 500]):
            event = recorded.event
            if not isinstance(event, PaymentBooked | PaymentRestored):
                continue
            sign = 1 if isinstance(event, PaymentBooked) else -1
            row = disbursements.find(book.db, book.account, event.disbursement)
            kind = PartyKind.LOCAL_ACCOUNT if row is None else row.beneficiary_kind
            # A person is public only as a household.
            told = PartyKind.HOUSEHOLD if kind is PartyKind.PERSON else kind
            key = told, event.destination, event.line.unit
            sums[key] += sign * event.line.amount_minor
    return [
        Paid(*key, amount)
        for key, amount in sorted(sums.items(), key=lambda one: (one[0][2], one[0][1], one[0][0]))
        if amount
    ]


def _lying(book: Book, closing: Sums) -> list[Lying]:
    """Where the closing lies; who has an advance is told to nobody."""
    found: list[Lying] = []
    advances: Counter[str] = Counter()
    for place in book.places:
        for (code, unit), amount in sorted(closing.items()):
            if code != at_place(place.label):
                continue
            if place.kind is PlaceKind.ADVANCE:
                advances[unit] += amount
                continue
            compared = reconciliation.reconcile(book.db, book.account, place.id, unit, book.until)
            statement, count = compared.statement, compared.count
            if amount or statement or count:
                found.append(
                    Lying(
                        place.label,
                        place.kind,
                        unit,
                        amount,
                        agrees(book, compared, amount),
                        statement.ends if statement else None,
                        count.effective if count else None,
                    )
                )
    found += [
        Lying(None, PlaceKind.ADVANCE, unit, amount) for unit, amount in sorted(advances.items()) if amount
    ]
    nowhere = {unit: amount for (code, unit), amount in closing.items() if code == HELD and is_money(unit)}
    return found + [Lying(None, None, unit, amount) for unit, amount in sorted(nowhere.items()) if amount]
