"""What each kind of entry asks of the ledger: ordinary commands, one after the other.

A step is told what the steps before it made. Nothing is looked up before a step is made, so that an entry which was
recorded before is known again whatever its names mean since.
"""

from zoneinfo import ZoneInfo

from api.sheets.assembly import assembly_steps
from api.sheets.cells import minutes_of
from api.sheets.entry import Cells, names_in
from api.sheets.people import Named
from api.sheets.reading import CellRefused, Entry
from api.sheets.refusals import IdUnknown, LinesUnlike, OnePersonNeeded, TwoPeopleNeeded, WordUnknown
from api.sheets.steps import Done, Step
from api.sheets.words import Column, Kind
from ledger.associations.commands import EnrolMember, LeaveMember
from ledger.bookings.commands import BookEntry, CountPlace
from ledger.bookings.state import BookingKind
from ledger.command import AccountCommand
from ledger.contributions.commands import Giver, ReceiveCollection, ReceiveContribution
from ledger.contributions.state import GiverKind, Motive
from ledger.disbursements.commands import SendDisbursement, SettleDisbursement
from ledger.goods.commands import AcceptGoods, DeliverGoods
from ledger.goods.state import Condition
from ledger.identifiers import AccountId, ContributionId, DisbursementId, PartyToken, SheetId, is_id
from ledger.places.commands import MoveMoney
from ledger.work.commands import ConfirmWorkDay, HoursGiven, RecordWorkDay
from ledger.work.refusals import WorkerTwice

C = Column
_MONEY = frozenset({C.DAY, C.AMOUNT, C.UNIT})
_GIVEN = (_MONEY | {C.WHO}, frozenset({C.PLACE, C.PURPOSE, C.WHAT, C.REFERENCE, C.TEXT}))
_SHOWN = frozenset({C.PLACE, C.PURPOSE, C.REFERENCE, C.TEXT})

COLUMNS: dict[Kind, tuple[frozenset[Column], frozenset[Column]]] = {
    Kind.MEMBER: (frozenset({C.DAY, C.WHO}), frozenset({C.WHAT, C.TEXT})),
    Kind.LEAVING: (frozenset({C.DAY, C.WHO}), frozenset()),
    Kind.GIFT: _GIVEN,
    Kind.FEE: _GIVEN,
    Kind.EVENT: _GIVEN,
    Kind.LEGACY: _GIVEN,
    Kind.GRANT: _GIVEN,
    Kind.REMITTANCE: _GIVEN,
    Kind.COLLECTION: (_MONEY | {C.BY}, frozenset({C.PLACE, C.PURPOSE})),
    Kind.GOODS: (_MONEY | {C.WHO, C.WHAT}, frozenset({C.PURPOSE, C.BY, C.TEXT})),
    Kind.HOURS: (frozenset({C.DAY, C.WHO, C.AMOUNT, C.BY}), frozenset({C.PURPOSE})),
    Kind.PAYMENT: (frozenset({C.DAY, C.ABOUT}), frozenset({C.PLACE, C.REFERENCE, C.BY, C.TEXT})),
    Kind.MOVE: (_MONEY | {C.TO}, frozenset({C.PLACE, C.REFERENCE, C.TEXT})),
    Kind.COUNT: (_MONEY | {C.PLACE, C.BY}, frozenset()),
    Kind.OPENING_BALANCE: (_MONEY, _SHOWN),
    Kind.INTEREST: (_MONEY, _SHOWN),
    Kind.BANK_FEE: (_MONEY, _SHOWN | {C.BY}),
    Kind.THEFT: (_MONEY | {C.BY}, _SHOWN),
    Kind.LOSS: (_MONEY | {C.BY}, _SHOWN),
    Kind.MINUTES: (
        frozenset({C.DAY, C.TIME, C.CONVENED, C.WHAT, C.BY, C.TEXT}),
        frozenset({C.AMOUNT, C.WHO, C.UNTIL}),
    ),
    Kind.VOTES: (frozenset({C.ABOUT, C.WHAT, C.AMOUNT}), frozenset({C.TEXT, C.DAY})),
}
"""What must, and what may, stand in a row of each kind, besides its number and its kind."""

MOTIVES = {
    Kind.GIFT: Motive.GIFT,
    Kind.FEE: Motive.MEMBERSHIP_FEE,
    Kind.EVENT: Motive.EVENT,
    Kind.LEGACY: Motive.LEGACY,
    Kind.GRANT: Motive.GRANT,
    Kind.REMITTANCE: Motive.REMITTANCE,
}
BOOKED = {
    Kind.OPENING_BALANCE: BookingKind.OPENING_BALANCE,
    Kind.INTEREST: BookingKind.INTEREST,
    Kind.BANK_FEE: BookingKind.BANK_FEE,
    Kind.THEFT: BookingKind.THEFT,
    Kind.LOSS: BookingKind.LOSS,
}
GIVERS = frozenset(kind.value for kind in GiverKind)
_ANONYMOUS = "anonymous"
_UNDER_AGE = "minor"
CONDITIONS = frozenset(condition.value for condition in Condition)


def steps_of(account: AccountId, entry: Entry, named: Named, zone: ZoneInfo | None) -> tuple[Step, ...]:
    """What is asked, one after the other. A step raises CellRefused when it is made."""
    kind, cells = entry.kind, Cells(entry.first, named)
    for nth, row in enumerate(entry.rows):
        lined = Kind.VOTES if nth and kind is Kind.MINUTES else kind
        Cells(row, named).require(*_columns(lined, nth))
    match kind:
        case Kind.MEMBER:
            return (lambda _: _enrol(account, cells),)
        case Kind.LEAVING:
            return (lambda _: LeaveMember(account=account, member=cells.member(C.WHO), effective=cells.day),)
        case Kind.COLLECTION:
            return (lambda _: _collection(account, cells),)
        case Kind.GOODS:
            inspected = (lambda done: _inspect(account, cells, done),) if entry.first.said(C.BY) else ()
            return (lambda _: _deliver(account, cells), *inspected)
        case Kind.HOURS:
            confirmed = (lambda done: _confirm(account, cells, done),) if _confirmer(cells) else ()
            return (lambda _: _work_day(account, entry, named), *confirmed)
        case Kind.PAYMENT:
            # What the bank or the receiver answers later settles later.
            shown = entry.first.said(C.REFERENCE) or entry.first.said(C.BY)
            settled = (lambda _: _settle(account, cells),) if shown else ()
            return (lambda _: _send(account, cells), *settled)
        case Kind.MOVE:
            return (lambda _: _move(account, cells),)
        case Kind.COUNT:
            return (lambda _: _count(account, cells),)
        case Kind.MINUTES:
            return assembly_steps(account, entry, named, zone)
        case _ if kind in BOOKED:
            return (lambda _: _book(account, cells, BOOKED[kind]),)
        case _:
            return (lambda _: _receive(account, cells, MOTIVES[kind]),)


def _columns(kind: Kind, nth: int) -> tuple[frozenset[Column], frozenset[Column]]:
    must, may = COLUMNS[kind]
    # What the first row of an attendance sheet says holds for those below it.
    repeated = frozenset({C.DAY, C.BY}) & must if nth else frozenset()
    return must - repeated, may | repeated


def _enrol(account: AccountId, cells: Cells) -> AccountCommand:
    (name,) = cells.read(C.WHO, _single)
    under_age = _UNDER_AGE in cells.words(frozenset({_UNDER_AGE}))
    contact = cells.text(C.TEXT)
    return EnrolMember(account=account, name=name, contact=contact, of_age=not under_age, effective=cells.day)


def _single(said: str) -> tuple[str]:
    # A semicolon would make two people of whoever is named later.
    names = names_in(said)
    if len(names) != 1:
        raise OnePersonNeeded
    return (" ".join(names[0].split()),)


def _giver(cells: Cells, known: PartyToken | None, words: frozenset[str]) -> Giver | PartyToken:
    kinds = words & GIVERS
    if len(kinds) > 1:
        raise CellRefused(cells.row, C.WHAT, WordUnknown())
    if known is not None:
        return known
    (name,) = cells.read(C.WHO, _single)
    kind = GiverKind(next(iter(kinds), GiverKind.PERSON.value))
    return Giver(kind=kind, name=name, contact=cells.text(C.TEXT))


def _receive(account: AccountId, cells: Cells, motive: Motive) -> AccountCommand:
    words = cells.words(GIVERS | {_ANONYMOUS})
    known = cells.read(C.WHO, lambda said: cells.named.giver_named(*_single(said)))
    return ReceiveContribution(
        account=account,
        unit=cells.unit,
        amount=cells.amount,
        giver=_giver(cells, known, words),
        anonymous=_ANONYMOUS in words,
        motive=motive,
        earmark=cells.purpose,
        reference=cells.text(C.REFERENCE),
        place=cells.place(),
        effective=cells.day,
    )


def _collection(account: AccountId, cells: Cells) -> AccountCommand:
    return ReceiveCollection(
        account=account,
        unit=cells.unit,
        amount=cells.amount,
        counted_by=cells.two(),
        purpose=cells.purpose,
        place=cells.place(),
        effective=cells.day,
    )


def _deliver(account: AccountId, cells: Cells) -> AccountCommand:
    words = cells.words(CONDITIONS | GIVERS | {_ANONYMOUS})
    known = cells.read(C.WHO, lambda said: cells.named.worker_named(*_single(said)))
    giver = known if known is not None else _giver(cells, None, words)
    return DeliverGoods(
        account=account,
        unit=cells.unit,
        amount=cells.amount,
        condition=_condition(cells),
        giver=giver,
        anonymous=_ANONYMOUS in words,
        earmark=cells.purpose,
        effective=cells.day,
    )


def _condition(cells: Cells) -> Condition:
    found = cells.words(CONDITIONS | GIVERS | {_ANONYMOUS}) & CONDITIONS
    if len(found) != 1:
        raise CellRefused(cells.row, C.WHAT, WordUnknown())
    return Condition(next(iter(found)))


def _inspect(account: AccountId, cells: Cells, done: list[Done]) -> AccountCommand:
    return AcceptGoods(
        account=account,
        contribution=ContributionId(done[0].created),
        inspector=cells.member(C.BY),
        condition=_condition(cells),
        effective=cells.day,
    )


def _confirmer(cells: Cells) -> str | None:
    """The second person named; without one the sheet waits to be confirmed."""
    names = names_in(cells.row.said(C.BY))
    return names[1] if len(names) > 1 else None


def _work_day(account: AccountId, entry: Entry, named: Named) -> AccountCommand:
    first = Cells(entry.first, named)
    names = names_in(entry.first.said(C.BY))
    if not 1 <= len(names) <= 2:
        raise CellRefused(entry.first, C.BY, TwoPeopleNeeded())
    lines, workers = [], set()
    for row in entry.rows:
        cells = Cells(row, named)
        for column in (C.DAY, C.BY, C.PURPOSE):
            if row.said(column) and row.said(column) != entry.first.said(column):
                raise CellRefused(row, column, LinesUnlike())
        (name,) = cells.read(C.WHO, _single)
        if name in workers:
            raise CellRefused(row, C.WHO, WorkerTwice())
        workers.add(name)
        known = cells.read(C.WHO, lambda said: named.worker_named(*_single(said)))
        minutes = cells.read(C.AMOUNT, minutes_of)
        lines.append(HoursGiven(Giver(name=name) if known is None else known, minutes))
    leader = first.read(C.BY, lambda _: named.member_named(names[0]))
    return RecordWorkDay(
        account=account, day=first.day, leader=leader, lines=tuple(lines), purpose=first.purpose
    )


def _confirm(account: AccountId, cells: Cells, done: list[Done]) -> AccountCommand:
    confirmer = cells.read(C.BY, lambda _: cells.named.member_named(_confirmer(cells) or ""))
    return ConfirmWorkDay(account=account, sheet=SheetId(done[0].created), confirmer=confirmer)


def _disbursement(cells: Cells) -> DisbursementId:
    def known(said: str) -> DisbursementId:
        if not is_id("disbursement", said):
            raise IdUnknown
        return DisbursementId(said)

    return cells.read(C.ABOUT, known)


def _send(account: AccountId, cells: Cells) -> AccountCommand:
    return SendDisbursement(
        account=account, disbursement=_disbursement(cells), place=cells.place(), effective=cells.day
    )


def _settle(account: AccountId, cells: Cells) -> AccountCommand:
    return SettleDisbursement(
        account=account,
        disbursement=_disbursement(cells),
        reference=cells.text(C.REFERENCE),
        attesting=cells.member(C.BY) if cells.row.said(C.BY) else None,
        acknowledgement=cells.text(C.TEXT),
        effective=cells.day,
    )


def _move(account: AccountId, cells: Cells) -> AccountCommand:
    target = cells.place(C.TO)
    assert target is not None, "the cell must be filled in"
    return MoveMoney(
        account=account,
        unit=cells.unit,
        amount=cells.amount,
        origin=cells.place(),
        target=target,
        reference=cells.text(C.REFERENCE),
        evidence=cells.text(C.TEXT),
        effective=cells.day,
    )


def _count(account: AccountId, cells: Cells) -> AccountCommand:
    place = cells.place()
    assert place is not None, "the cell must be filled in"
    return CountPlace(
        account=account,
        place=place,
        unit=cells.unit,
        counted=cells.amount,
        counted_by=cells.two(),
        effective=cells.day,
    )


def _book(account: AccountId, cells: Cells, kind: BookingKind) -> AccountCommand:
    return BookEntry(
        account=account,
        kind=kind,
        unit=cells.unit,
        amount=cells.amount,
        purpose=cells.purpose,
        place=cells.place(),
        reference=cells.text(C.REFERENCE),
        evidence=cells.text(C.TEXT),
        confirmed_by=cells.two() if cells.row.said(C.BY) else (),
        effective=cells.day,
    )
