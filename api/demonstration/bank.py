"""A village's bank: its statements, as the entries and the bank's own lines make them, and its payment files.

The statements are written from what the books hold, each line on the day of its entry; what the bank alone knows is
given beside it.
"""

from datetime import date
from random import Random

import msgspec

from api.demonstration import places
from api.demonstration.village import Village
from api.payments.orders import Order, Payment, written
from ledger.accounts.events import PaymentBooked, PaymentRestored
from ledger.bank_details.commands import NoteBankDetails
from ledger.bank_details.state import BankDetails
from ledger.context import moment_of
from ledger.disbursements.state import Disbursement
from ledger.identifiers import (
    BankDetailsId,
    DisbursementId,
    MatchId,
    PaymentFileId,
    PlaceId,
    StatementId,
    Stream,
    random_id,
    stream_of,
)
from ledger.money import to_decimal
from ledger.papers.media import examined
from ledger.payment_files.commands import MakePaymentFile, PaymentGiven
from ledger.payment_files.state import end_to_end_id
from ledger.places.laying import laid_at
from ledger.statements.commands import LineGiven, LineText, MatchLines, TakeStatement, UndoMatch
from ledger.statements.state import BROUGHT_FORWARD, LineName

UNIT = "EUR"


class BankLine(msgspec.Struct, frozen=True):
    """What the bank alone knows so far: so many cents on a day of the season, and what it writes beside them."""

    day: int
    amount_minor: int
    text: str


class Entry(msgspec.Struct, frozen=True):
    """What the books lay at the bank: the entry's number, the day and the amount, and which payment it is."""

    number: int
    day: date
    amount_minor: int
    payment: DisbursementId | None


class Statement(msgspec.Struct, frozen=True):
    """A statement that was taken: which entry each line is, and which lines the books do not know."""

    id: StatementId
    lines: tuple[LineGiven, ...]
    entries: dict[int, Entry]
    """By number of the line."""
    unknown: tuple[int, ...]

    def line(self, number: int) -> LineName:
        """A line of it."""
        return LineName(self.id, number)


class Bank:
    """A place of a village, as its bank keeps it."""

    def __init__(self, village: Village, place: str, shown: str) -> None:
        self.village = village
        self.name = place
        self.letters = shown
        """With which the bank's own references begin."""
        self.closing_minor = 0
        self.sequence = 0
        self.told: set[int] = set()
        """Entries that stood on a statement."""
        self.ordered: dict[str, str] = {}
        """The end-to-end ids of payments, by disbursement."""
        self.ids = Random(shown)
        """For the ids of payment files, which whoever writes the file draws."""

    @property
    def place(self) -> PlaceId:
        """The place."""
        return places.place(self.village, self.name)

    def opens_with(self, entry: int, amount_minor: int) -> None:
        """What the bank had brought forward already when the books began."""
        self.told.add(entry)
        self.closing_minor = amount_minor

    def state(self, begins: int, ends: int, *own: BankLine) -> Statement:
        """Take the statement of these days, with what the bank alone knows."""
        village, first, last = (
            self.village,
            self.village.calendar.day(begins),
            self.village.calendar.day(ends),
        )
        listed: list[tuple[date, int, str, str, Entry | None]] = [
            (village.calendar.day(line.day), line.amount_minor, line.text, "", None) for line in own
        ]
        for entry in self.entries():
            if entry.number not in self.told and entry.day <= last:
                self.told.add(entry.number)
                order = self.ordered.get(entry.payment or "", "")
                text = "VIREMENT RECU" if entry.amount_minor > 0 else "VIREMENT EMIS"
                listed.append((max(entry.day, first), entry.amount_minor, text, order, entry))
        listed.sort(key=lambda line: line[0])
        lines, entries = [], {}
        for number, (day, amount_minor, text, order, own_entry) in enumerate(listed, 1):
            self.sequence += 1
            reference = f"{self.letters}{self.sequence:05}"
            said = LineText(reference=reference, end_to_end=order, text=text)
            lines.append(LineGiven(number=number, amount_minor=amount_minor, booked=day, said=said))
            if own_entry is not None:
                entries[number] = own_entry
        opening, closing = self.closing_minor, self.closing_minor + sum(line.amount_minor for line in lines)
        command = TakeStatement(
            account=village.account,
            place=self.place,
            unit=UNIT,
            begins=first,
            ends=last,
            opening_minor=opening,
            closing_minor=closing,
            lines=tuple(lines),
            file=examined(_table(lines)),
        )
        taken = StatementId(village.do(command))
        self.closing_minor = closing
        unknown = tuple(line.number for line in lines if line.number not in entries)
        return Statement(taken, tuple(lines), entries, unknown)

    def entries(self) -> list[Entry]:
        """What the books lay at the bank, in order."""
        found = []
        account = self.village.account
        for recorded in self.village.ledger.events_of(Stream(account)):
            minor = laid_at(recorded.event, self.place, UNIT)
            if minor:
                event = recorded.event
                day = getattr(event, "effective", None) or moment_of(recorded.envelope.recorded_us).date()
                payment = event.disbursement if isinstance(event, PaymentBooked | PaymentRestored) else None
                found.append(Entry(recorded.version, day, minor, payment))
        return found

    def match(self, line: LineName, *entries: int) -> MatchId:
        """They are the same money."""
        command = MatchLines(
            account=self.village.account, place=self.place, unit=UNIT, lines=(line,), entries=entries
        )
        return MatchId(self.village.do(command))

    def match_opening(self, statement: Statement, entry: int) -> None:
        """What the first statement begins with is the opening balance."""
        self.match(statement.line(BROUGHT_FORWARD), entry)

    def match_all(self, statement: Statement, *but: int) -> None:
        """Every line that the books know, but for some."""
        for number, entry in statement.entries.items():
            if number not in but:
                self.match(statement.line(number), entry.number)

    def never_left(self, payment: DisbursementId) -> None:
        """The bank rejected it: what was booked takes itself back, and no statement will show it."""
        taken_back = tuple(entry.number for entry in self.entries() if entry.payment == payment)
        self.told.update(taken_back)
        command = MatchLines(account=self.village.account, place=self.place, unit=UNIT, entries=taken_back)
        self.village.do(command)

    def undo(self, match: MatchId, reason: str) -> None:
        """They were not the same money."""
        command = UndoMatch(account=self.village.account, place=self.place, match=match, reason=reason)
        self.village.do(command)

    # Payment files

    def note(self, holder: str, iban: str, name: str | None = None) -> tuple[BankDetailsId, BankDetails]:
        """Say which bank account is a payee's, or our own."""
        command = NoteBankDetails(account=self.village.account, holder=PlaceId(holder), iban=iban, name=name)
        return BankDetailsId(self.village.do(command)), BankDetails(iban=iban.replace(" ", ""), name=name)

    def order(
        self,
        debtor: tuple[BankDetailsId, BankDetails],
        *payments: tuple[DisbursementId, tuple[BankDetailsId, BankDetails]],
    ) -> PaymentFileId:
        """Write a file of orders for what was signed off."""
        village = self.village
        file = PaymentFileId(random_id("payment-file", self.ids.getrandbits(80)))
        orders = []
        for number, (disbursement, (_, to)) in enumerate(payments, 1):
            self.ordered[disbursement] = end_to_end_id(file, number)
            orders.append(
                Payment(
                    end_to_end=end_to_end_id(file, number),
                    amount_minor=disbursed(village, disbursement).line.amount_minor,
                    to=to,
                    name=to.name or "",
                    about=disbursement,
                )
            )
        now = moment_of(village.ledger.clock.now_us())
        order = Order(file, debtor[1], debtor[1].name or "", now.date(), now, tuple(orders))
        command = MakePaymentFile(
            account=village.account,
            file=file,
            place=self.place,
            debtor=debtor[0],
            execution=now.date(),
            payments=tuple(PaymentGiven(disbursement, noted) for disbursement, (noted, _) in payments),
            text=written(order),
        )
        village.do(command)
        return file


def disbursed(village: Village, disbursement: DisbursementId) -> Disbursement:
    """A payment as it stands."""
    found = village.ledger.state(stream_of(village.account, disbursement))
    assert found is not None
    assert isinstance(found[0], Disbursement)
    return found[0]


def _table(lines: list[LineGiven]) -> bytes:
    """The file that the bank lets one download."""
    rows = [
        f"{line.booked};{to_decimal(line.amount_minor, UNIT)};{line.said.reference};{line.said.text}"
        for line in lines
    ]
    return "\n".join(("Date;Montant;Référence;Libellé", *rows, "")).encode()
