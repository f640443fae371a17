"""A promise is opened, honoured, honoured less, and forgiven."""

from ledger.contributions.commands import ReceiveContribution, RefundContribution
from ledger.identifiers import ContributionId
from ledger.promises.commands import ForgivePromise
from ledger.promises.honouring import HonoursGiven
from tests.season import Season


def tour(season: Season) -> None:
    """Of 21 euros, 9 are passed on, 3 of these given back, and the rest of the promise is forgiven."""
    account = season.account
    season.receive("40.00")
    paid = season.settled(season.authorised(season.accepted_proposal("21.00"), "21.00"))
    passed_on = ReceiveContribution(
        account=account,
        unit="EUR",
        amount="9.00",
        honours=HonoursGiven(disbursement=paid, account=account, unit="EUR", amount="9.00"),
    )
    contribution = ContributionId(season.do(passed_on))
    season.do(
        RefundContribution(
            account=account, contribution=contribution, unit="EUR", amount="3.00", reason="Counted twice."
        )
    )
    season.do(ForgivePromise(account=account, disbursement=paid, reason="The harvest failed."))
