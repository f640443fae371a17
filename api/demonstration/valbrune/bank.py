"""The committee's bank account: statements taken and matched, fees and interest from their lines, and a late fact."""

from api.demonstration import places
from api.demonstration.bank import UNIT, Bank, BankLine, Statement
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.bookings.commands import BookEntry
from ledger.bookings.state import BookingKind
from ledger.money import to_decimal
from ledger.places.state import PlaceKind
from ledger.statements.commands import BookLine

ACCOUNT = "place_bank"
OPENING = "1850"
FEE, INTEREST = -690, 412


def statements(town: Village, bank: Bank) -> Chapter:
    """Opened with what the last statement of the old books says; from then on every line finds its entry."""
    yield 4
    places.open_place(
        town, ACCOUNT, PlaceKind.BANK_ACCOUNT, "compte", "Compte courant du comité, banque du bourg.", UNIT
    )
    places.book(
        town,
        BookingKind.OPENING_BALANCE,
        OPENING,
        ACCOUNT,
        "Dernier relevé de l'ancienne comptabilité, signé par l'assemblée.",
        unit=UNIT,
    )
    opening = bank.entries()[0]
    bank.opens_with(opening.number, opening.amount_minor)
    yield 35
    first = bank.state(5, 31, BankLine(31, FEE, "FRAIS DE TENUE DE COMPTE"))
    bank.match_opening(first, opening.number)
    # Ten fees of fifteen euros came on one day: the second line was first taken for the third member's.
    second, third = list(first.entries)[1:3]
    wrong = bank.match(first.line(second), first.entries[third].number)
    bank.undo(wrong, "Deux cotisations de quinze euros: la ligne porte le nom de l'autre membre.")
    bank.match_all(first)
    fees(town, bank, first)
    yield 65
    next_one = bank.state(
        32, 61, BankLine(60, INTEREST, "INTERETS CREDITEURS"), BankLine(61, FEE, "FRAIS DE TENUE DE COMPTE")
    )
    bank.match_all(next_one)
    fees(town, bank, next_one)
    yield 126
    summer = bank.state(62, 122, BankLine(92, FEE, "FRAIS DE TENUE DE COMPTE"))
    bank.match_all(summer)
    fees(town, bank, summer)
    yield 177
    late = bank.state(123, 173, BankLine(173, -250, "FRAIS REGULARISES, MOIS PRECEDENTS"))
    bank.match_all(late)
    book(town, bank, late, late.unknown[0], BookingKind.BANK_FEE, day=118)
    yield 252
    autumn = bank.state(174, 248, BankLine(245, FEE, "FRAIS DE TENUE DE COMPTE"))
    bank.match_all(autumn)
    fees(town, bank, autumn)


def newest(town: Village, bank: Bank) -> Chapter:
    """The last statement: one match is doubtful, one line waits for its entry, and one for somebody who knows it."""
    yield 296
    last = bank.state(
        249, 294, BankLine(292, 4500, "REMISE DE CHEQUE"), BankLine(294, FEE, "FRAIS DE TENUE DE COMPTE")
    )
    known = list(last.entries)
    matched, waits = known[0], known[-1]
    bank.match_all(last, matched, waits)
    town.ids["match"] = bank.match(last.line(matched), last.entries[matched].number)
    town.ids["statement"] = last.id
    town.ids["line_to_match"] = str(waits)
    town.ids["entry_to_match"] = str(last.entries[waits].number)
    town.ids["line_to_book"] = str(last.unknown[0])
    book(town, bank, last, last.unknown[1], BookingKind.BANK_FEE)


def fees(town: Village, bank: Bank, statement: Statement) -> None:
    """What the bank took and gave by itself is booked from its lines, under the standing rules."""
    for number in statement.unknown:
        book(town, bank, statement, number)


def book(
    town: Village,
    bank: Bank,
    statement: Statement,
    number: int,
    kind: BookingKind | None = None,
    day: int | None = None,
) -> None:
    """Book a line straight from the queue; `day` where it took effect before the bank showed it."""
    line = statement.lines[number - 1]
    booking = BookEntry(
        account=town.account,
        kind=kind or (BookingKind.INTEREST if line.amount_minor > 0 else BookingKind.BANK_FEE),
        unit=UNIT,
        amount=to_decimal(abs(line.amount_minor), UNIT),
        place=bank.place,
        evidence="Relevé et barème de la banque.",
        effective=line.booked if day is None else town.calendar.day(day),
    )
    town.do(
        BookLine(
            account=town.account, place=bank.place, unit=UNIT, line=statement.line(number), booking=booking
        )
    )
    bank.told.add(bank.entries()[-1].number)
