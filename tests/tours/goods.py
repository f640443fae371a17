"""Gifts in kind and work: delivered, inspected, counted, lent, worked and valued."""

from ledger.contributions.commands import Giver
from ledger.contributions.state import GiverKind, Motive
from ledger.disbursements.commands import PartyGiven
from ledger.disbursements.state import PartyKind
from ledger.goods.commands import AcceptGoods, ChangeStock, DeliverGoods, LendGoods, RefuseGoods, ReturnLoan
from ledger.goods.state import Condition, StockChangeKind
from ledger.identifiers import ContributionId, LoanId, SheetId
from ledger.valuations.commands import StateValuation
from ledger.valuations.state import ValuationMethod
from ledger.work.commands import ConfirmWorkDay, HoursGiven, RecordWorkDay, RefuseWorkDay
from tests.season import Season


def tour(season: Season) -> None:
    """One event of every kind that goods and hours have."""
    _goods(season)
    _stock(season)
    _work(season)


def _delivered(season: Season, unit: str, amount: str, motive: Motive = Motive.GIFT) -> ContributionId:
    deliver = DeliverGoods(
        account=season.account,
        unit=unit,
        amount=amount,
        condition=Condition.GOOD,
        giver=Giver(kind=GiverKind.COMPANY, name="Emma's Farm"),
        anonymous=True,
        motive=motive,
        earmark=next(iter(season.state().purposes)),
    )
    return ContributionId(season.do(deliver))


def _goods(season: Season) -> None:
    account, inspector = season.account, season.second_signatory
    goats = _delivered(season, "goat:piece", "5", Motive.CARBON_OFFSET)
    season.do(
        AcceptGoods(
            account=account,
            contribution=goats,
            inspector=inspector,
            condition=Condition.WORN,
            amount="4",
            reason="One limps, as Emma knows.",
            carbon_kg="12.5",
        )
    )
    refused = _delivered(season, "cement:kg", "50")
    season.do(
        RefuseGoods(account=account, contribution=refused, inspector=inspector, reason="Wet, says Ana.")
    )
    season.do(
        StateValuation(
            account=account,
            unit="goat:piece",
            amount="4",
            contribution=goats,
            currency="EUR",
            value="200.00",
            method=ValuationMethod.MARKET_PRICE,
            source="The market of Ribeira Grande, said Emma.",
        )
    )


def _stock(season: Season) -> None:
    account, two = season.account, (season.second_signatory, season.auditor)
    season.do(
        ChangeStock(
            account=account,
            kind=StockChangeKind.BIRTH,
            unit="goat:piece",
            amount="3",
            reason="Two kids of Emma's goat, and one more.",
            confirmed_by=two,
        )
    )
    lend = LendGoods(
        account=account,
        unit="goat:piece",
        amount="2",
        borrower=PartyGiven(kind=PartyKind.HOUSEHOLD, name="Rui Mason"),
        condition=Condition.GOOD,
    )
    loan = LoanId(season.do(lend))
    season.do(
        ReturnLoan(
            account=account,
            loan=loan,
            amount="1",
            missing="1",
            condition=Condition.WORN,
            reason="It fell from the roof.",
            confirmed_by=two,
        )
    )


def _work(season: Season) -> None:
    account, today = season.account, season.now().date()

    def recorded(*minutes: int) -> SheetId:
        lines = [HoursGiven(worker=season.treasurer, minutes=minutes[0])]
        lines += [HoursGiven(worker=Giver(name="Emma Grant"), minutes=worked) for worked in minutes[1:]]
        record = RecordWorkDay(
            account=account,
            day=today,
            leader=season.auditor,
            lines=tuple(lines),
            motive=Motive.EVENT,
            purpose=next(iter(season.state().purposes)),
        )
        return SheetId(season.do(record))

    confirmer = season.second_signatory
    season.do(ConfirmWorkDay(account=account, sheet=recorded(480, 90), confirmer=confirmer))
    season.do(
        RefuseWorkDay(account=account, sheet=recorded(30), confirmer=confirmer, reason="Ana was not there.")
    )
