"""A promise is opened, honoured, honoured less, and forgiven."""

from ledger.contributions.commands import Giver, ReceiveContribution, RefundContribution
from ledger.contributions.state import Motive
from ledger.disbursements.state import Disbursement
from ledger.identifiers import ContributionId, DisbursementId, PartyToken, SheetId, stream_of
from ledger.promises.commands import ForgivePromise
from ledger.promises.honouring import HonoursGiven
from ledger.work.commands import ConfirmWorkDay, HoursGiven, RecordWorkDay
from ledger.work.events import WorkDayConfirmed
from tests.season import Season


def tour(season: Season) -> None:
    """Of 21 euros, 9 are passed on, 3 of these given back, 4 by work, and the rest of the promise is forgiven."""
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
    _worked(season, paid)
    season.do(ForgivePromise(account=account, disbursement=paid, reason="The harvest failed."))
    _offset(season)


def _worked(season: Season, paid: DisbursementId) -> None:
    """Who benefited works twice for others; one line of that turns out to be wrong."""
    found = season.ledger.state(stream_of(season.account, paid))
    assert found is not None
    assert isinstance(found[0], Disbursement)
    worker = PartyToken(found[0].beneficiary.token)
    for amount in ("4.00", "2.00"):
        line = HoursGiven(worker=worker, minutes=60, honours=HonoursGiven(disbursement=paid, amount=amount))
        day, account = season.now().date(), season.account
        record = RecordWorkDay(account=account, day=day, leader=season.auditor, lines=(line,))
        sheet = SheetId(season.do(record))
        season.do(ConfirmWorkDay(account=account, sheet=sheet, confirmer=season.second_signatory))
    last = season.ledger.store.stream(season.ledger.partition_of(season.account), stream_of(season.account))
    lines = [recorded.event for recorded in last if isinstance(recorded.event, WorkDayConfirmed)][-1].lines
    season.do(season.reverse(lines[0].contribution))


def _offset(season: Season) -> None:
    """What offset carbon goes back in two parts."""
    given = ReceiveContribution(
        account=season.account,
        unit="EUR",
        amount="5.00",
        giver=Giver(name="Emma Grant"),
        motive=Motive.CARBON_OFFSET,
        carbon_kg="1.5",
    )
    contribution = ContributionId(season.do(given))
    for amount in ("2.00", "3.00"):
        season.do(season.refund(contribution, amount))
