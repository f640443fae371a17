"""An association with a bank account and a box, whose statements the tests of several rooms take."""

from datetime import date, timedelta

from ledger.command import AccountCommand
from ledger.contributions.commands import Giver, ReceiveContribution
from ledger.identifiers import MatchId, PlaceId, StatementId, stream_of
from ledger.money import to_decimal
from ledger.places.commands import OpenPlace
from ledger.places.state import PlaceKind
from ledger.statements.commands import (
    BookLine,
    LineGiven,
    LineText,
    MatchLines,
    TakeStatement,
    UndoMatch,
)
from ledger.statements.state import LineName, Statements, statements_of
from tests.ledger.caldeiras import ACCOUNT, founded
from tests.scenario import Scenario

FEBRUARY = date(2026, 2, 1)
ENDS = date(2026, 2, 28)


class Village:
    """An association with a bank account, whose statements are taken."""

    def __init__(self) -> None:
        self.scenario: Scenario = founded()
        self.bank = PlaceId(
            self.scenario.done(OpenPlace(account=ACCOUNT, kind=PlaceKind.BANK_ACCOUNT, label="bank"))
        )
        self.box = PlaceId(
            self.scenario.done(OpenPlace(account=ACCOUNT, kind=PlaceKind.CASH_BOX, label="box"))
        )

    def statement(
        self,
        *amounts: int,
        opening: int | None = 0,
        closing: int | None = None,
        begins: date = FEBRUARY,
        ends: date = ENDS,
        booked: date | None = None,
        references: tuple[str, ...] = (),
    ) -> TakeStatement:
        """A statement that adds up unless another closing balance is given."""
        made = None if opening is None else opening + sum(amounts)
        return TakeStatement(
            account=ACCOUNT,
            place=self.bank,
            unit="EUR",
            begins=begins,
            ends=ends,
            opening_minor=opening,
            closing_minor=made if closing is None else closing,
            lines=tuple(
                LineGiven(
                    number=number,
                    amount_minor=amount,
                    booked=booked or begins + timedelta(days=number),
                    said=LineText(reference=references[number - 1] if references else ""),
                )
                for number, amount in enumerate(amounts, 1)
            ),
        )

    def taken(self, *amounts: int, references: tuple[str, ...] = ()) -> StatementId:
        """A statement of February that was taken."""
        return StatementId(self.scenario.done(self.statement(*amounts, references=references)))

    def received(self, amount_minor: int, reference: str | None = None) -> int:
        """A gift that lies in the bank; the entry's number."""
        self.scenario.done(self.gift(amount_minor, reference))
        return self.newest()

    def gift(
        self,
        amount_minor: int,
        reference: str | None = None,
        effective: date | None = None,
        place: PlaceId | None = None,
    ) -> ReceiveContribution:
        """A gift, to the bank unless another place is named."""
        return ReceiveContribution(
            account=ACCOUNT,
            unit="EUR",
            amount=to_decimal(amount_minor, "EUR"),
            giver=Giver(name="Rui Dias"),
            reference=reference,
            place=place or self.bank,
            effective=effective,
        )

    def newest(self) -> int:
        """The number of the account's newest entry."""
        return self.scenario.workspace.keep(stream_of(ACCOUNT)).version

    def match(self, lines: tuple[LineName, ...], entries: tuple[int, ...]) -> MatchLines:
        """The command that says that they are the same money."""
        return MatchLines(account=ACCOUNT, place=self.bank, unit="EUR", lines=lines, entries=entries)

    def book(self, line: LineName, booking: AccountCommand) -> BookLine:
        """The command that books a line."""
        return BookLine(account=ACCOUNT, place=self.bank, unit="EUR", line=line, booking=booking)

    def undo(self, match: str) -> UndoMatch:
        """The command that undoes a match."""
        return UndoMatch(account=ACCOUNT, place=self.bank, match=MatchId(match), reason="Another Rui.")

    @property
    def statements(self) -> Statements:
        """The row of the bank's statements."""
        state = self.scenario.state(statements_of(ACCOUNT, self.bank), Statements)
        assert isinstance(state, Statements)
        return state
