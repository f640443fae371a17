"""The French file of accounting entries: 18 columns, tabs between them, commas in amounts (arrêté A47 A-1).

Debit and credit are euros. Another unit is never made into euros (L3): its lines hold its amount beside an amount of
nothing, so that every entry is told and every journal is numbered without a gap. Entries are valid from the day on
which they were recorded, since nothing changes them after it.
"""

from collections.abc import Iterator
from datetime import date

from api.exports.gathering import Book, Entry
from api.exports.naming import one_line
from ledger.context import moment_of
from ledger.identifiers import AWAITING, UNRESTRICTED
from ledger.money import to_decimal
from ledger.places.state import PlaceKind
from projections.periods import NumberedEntry
from projections.postings import HELD, at_place

COLUMNS = (
    "JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef PieceDate "
    "EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise"
).split()
UNIT = "EUR"
BROUGHT_FORWARD = "AN", "À nouveaux"
JOURNALS = {
    "receipts": "Recettes",
    "payments": "Paiements",
    "moves": "Mouvements entre lieux et fonds",
    "standing": "Frais, intérêts et écarts",
    "corrections": "Corrections",
    "kind": "Dons en nature et heures",
}
PLACES = {
    PlaceKind.BANK_ACCOUNT: "512",
    PlaceKind.CASH_BOX: "530",
    PlaceKind.MOBILE_WALLET: "517",
    PlaceKind.ADVANCE: "467",
}
"""Accounts of the French plan: banks, cash, other financial bodies, other debtors."""
NOWHERE = "471000"
"""What lies at no named place waits."""
FUNDS: dict[str, str] = {UNRESTRICTED: "1020000", AWAITING: "4680000"}
DEDICATED = "196"
"""Funds dedicated to a purpose."""
DESTINATIONS = {"unassigned": 0, "a": 1, "b": 2, "c": 3}


def lines(book: Book) -> Iterator[str]:
    """The file, line by line."""
    yield "\t".join(COLUMNS)
    accounts = _accounts(book)
    yield from _brought_forward(book, accounts)
    entries = book.entries()
    told = next(entries, None)
    for numbered in book.numbered():
        if told is None or told.head.position != numbered.position:
            yield _line(numbered, (NOWHERE, "Rien"), 0, UNIT, "", numbered.booked)
        while told is not None and told.head.position == numbered.position:
            yield from _entry(numbered, told, accounts)
            told = next(entries, None)


def _entry(numbered: NumberedEntry, entry: Entry, accounts: dict[str, tuple[str, str]]) -> Iterator[str]:
    valid = moment_of(entry.head.recorded_us).date()
    for line in entry.lines:
        minor = line.debit_minor - line.credit_minor
        yield _line(numbered, accounts[line.code], minor, line.unit, line.kind, valid)


def _line(
    numbered: NumberedEntry, account: tuple[str, str], minor: int, unit: str, kind: str, valid: date
) -> str:
    return _row(
        (numbered.journal.code, JOURNALS[numbered.journal], numbered.code),
        numbered.booked,
        account,
        (f"{numbered.position}", numbered.effective, kind or "sans mouvement"),
        (minor, unit),
        valid,
    )


def _brought_forward(book: Book, accounts: dict[str, tuple[str, str]]) -> Iterator[str]:
    """One entry, the first of the file."""
    for (code, unit), minor in sorted(book.opening.items()):
        if minor:
            yield _row(
                (*BROUGHT_FORWARD, "AN1"),
                book.since,
                accounts[code],
                ("AN1", book.since, "À nouveaux"),
                (minor, unit),
                book.since,
            )


def _row(
    journal: tuple[str, str, str],
    booked: date,
    account: tuple[str, str],
    piece: tuple[str, date, str],
    amount: tuple[int, str],
    valid: date,
) -> str:
    minor, unit = amount
    own = minor if unit == UNIT else 0
    foreign = ("", "") if unit == UNIT else (_comma(minor, unit), unit)
    reference, day, label = piece
    return "\t".join(
        (
            *journal,
            f"{booked:%Y%m%d}",
            *account,
            "",
            "",
            reference,
            f"{day:%Y%m%d}",
            label,
            _comma(max(own, 0), UNIT),
            _comma(max(-own, 0), UNIT),
            "",
            "",
            f"{valid:%Y%m%d}",
            *foreign,
        )
    )


def _comma(minor: int, unit: str) -> str:
    return to_decimal(minor, unit).replace(".", ",")


def _accounts(book: Book) -> dict[str, tuple[str, str]]:
    """The number and name of the account for every code; places and purposes are numbered as they came."""
    found = {HELD: (NOWHERE, "Sans lieu nommé")}
    for number, place in enumerate(book.places, 1):
        found[at_place(place.label)] = f"{PLACES[place.kind]}{number:03}", place.label
    declared = [purpose for purpose in book.purposes if purpose not in FUNDS]
    for purpose, name in book.purposes.items():
        base = FUNDS.get(purpose) or f"{DEDICATED}{declared.index(purpose) + 1:03}0"
        for destination, digit in DESTINATIONS.items():
            label = one_line(name) if destination == "unassigned" else f"{one_line(name)} ({destination})"
            found[f"funds:{purpose}:{destination}"] = f"{base[:-1]}{digit}", label
    return found
