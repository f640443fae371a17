"""A bank says what lies there: a statement is taken, matched, undone, matched again, and one line booked from it."""

from datetime import date

from ledger.contributions.commands import Giver, ReceiveContribution
from ledger.identifiers import MatchId, PlaceId, StatementId, stream_of
from ledger.places.commands import OpenPlace
from ledger.places.state import PlaceKind
from ledger.statements.commands import BookLine, LineGiven, LineText, MatchLines, TakeStatement, UndoMatch
from ledger.statements.state import LineName
from tests.season import Season


def tour(season: Season) -> None:
    """Money that was booked, a payment that was sent, and a gift that only the bank knew of."""
    account, unit = season.account, season.unit
    bank = PlaceId(season.do(OpenPlace(account=account, kind=PlaceKind.BANK_ACCOUNT, label="statement-bank")))
    gift = ReceiveContribution(
        account=account, unit=unit, amount="30.00", giver=Giver(name="Rui Dias"), place=bank
    )
    season.do(gift)
    booked = _newest(season)
    today = season.now().date()
    statement = StatementId(season.do(_statement(season, bank, today)))
    first = MatchLines(
        account=account, place=bank, unit=unit, lines=(LineName(statement, 1),), entries=(booked,)
    )
    undone = MatchId(season.do(first))
    season.do(UndoMatch(account=account, place=bank, match=undone, reason="That was another Rui."))
    season.do(first)
    other = ReceiveContribution(
        account=account, unit=unit, amount="12.50", giver=Giver(name="Eva Reis"), place=bank
    )
    season.do(BookLine(account=account, place=bank, unit=unit, line=LineName(statement, 2), booking=other))


def _statement(season: Season, bank: PlaceId, today: date) -> TakeStatement:
    return TakeStatement(
        account=season.account,
        place=bank,
        unit=season.unit,
        begins=today,
        ends=today,
        opening_minor=0,
        closing_minor=4250,
        lines=(
            LineGiven(
                number=1,
                amount_minor=3000,
                booked=today,
                said=LineText(reference="CV-1-8841", name="Rui Dias", text="For the road"),
            ),
            LineGiven(number=2, amount_minor=1250, booked=today, said=LineText(reference="CV-1-8842")),
        ),
    )


def _newest(season: Season) -> int:
    state = season.ledger.state(stream_of(season.account))
    assert state is not None, "the account was opened long ago"
    return state[1]
