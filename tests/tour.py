"""A season in which everything happens at least once: one event of every kind, through the ledger's own commands.

The order matters to people, not to the tests: who is appointed must be a member, who is refunded must have given.
"""

from ledger.accounts.commands import LiftEarmarkByDecision
from ledger.associations.commands import (
    AppointByDecision,
    ChangeRulesByDecision,
    DeclareOfAge,
    EnrolMember,
    LeaveMember,
    ReinstateMember,
    SuspendMember,
)
from ledger.associations.given import CriterionGiven, RulesGiven
from ledger.associations.rules import Office
from ledger.contributions.commands import (
    Giver,
    LiftEarmark,
    PledgeContribution,
    ReceiveContribution,
    WithdrawPledge,
)
from ledger.contributions.state import GiverKind, Motive
from ledger.disbursements.commands import CancelDisbursement, FailDisbursement, ReturnDisbursement
from ledger.identifiers import ContributionId, KeyId, MemberToken
from ledger.keys.commands import IssueKey, RevokeKey
from ledger.keys.secret import hash_of
from ledger.keys.state import Grant, Role
from ledger.ledger import Request
from ledger.proposals.commands import (
    AmendProposal,
    AmountGiven,
    AppointGiven,
    ChangeRulesGiven,
    CloseProposal,
    DeclareInterest,
    LiftEarmarkGiven,
    ReportProposal,
    WithdrawProposal,
)
from ledger.proposals.events import Tie
from ledger.rounds.commands import DeclareRecusal, OpenRound
from tests.season import Season
from tests.tours import (
    beginnings,
    bookings,
    calls,
    currency_exchanges,
    flows,
    goods,
    installations,
    learning,
    minutes,
    objections,
    papers,
    payment_files,
    periods,
    places,
    promises,
    proxies,
    statements,
    transfers,
    twinnings,
)


def tour(season: Season) -> Season:
    """Take a season that is not founded yet through everything."""
    season.found()
    _keys(season)
    _members(season)
    _money_in(season)
    _decisions_without_money(season)
    _approval_round(season)
    _money_out(season)
    currency_exchanges.tour(season)
    twinnings.tour(season)
    promises.tour(season)
    learning.tour(season)
    goods.tour(season)
    transfers.tour(season)
    calls.tour(season)
    installations.tour(season)
    flows.tour(season)
    currency_exchanges.reversed_tour(season)
    minutes.tour(season)
    bookings.tour(season)
    papers.tour(season)
    payment_files.tour(season)
    periods.tour(season)
    statements.tour(season)
    places.tour(season)
    beginnings.tour(season)
    objections.tour(season)
    proxies.tour(season)
    return season


def _keys(season: Season) -> None:
    grant = Grant(account=season.account, member=season.treasurer, roles=(Role.MEMBER, Role.TREASURER))
    issue = IssueKey(secret_hash=hash_of("a secret of the tests"), grants=(grant,))
    key = season.ledger.handle(
        issue, by="registrar", request=Request(caller="registrar", key="first", content="issue")
    ).created
    season.do(RevokeKey(key=KeyId(key)), by="registrar")


def _members(season: Season) -> None:
    account = season.account
    young = MemberToken(season.do(EnrolMember(account=account, name="Nia", of_age=False)))
    season.do(DeclareOfAge(account=account, member=young))
    season.do(SuspendMember(account=account, member=young, reason="Away."))
    season.do(ReinstateMember(account=account, member=young))
    season.do(LeaveMember(account=account, member=young))


def _money_in(season: Season) -> None:
    account, bus = season.account, season.purpose()
    pledge = PledgeContribution(
        account=account,
        unit="EUR",
        amount="40.00",
        giver=Giver(kind=GiverKind.ASSOCIATION, name="Les Amis"),
        anonymous=True,
        motive=Motive.GRANT,
        earmark=bus,
    )
    kept, dropped = ContributionId(season.do(pledge)), ContributionId(season.do(pledge))
    season.do(WithdrawPledge(account=account, contribution=dropped))
    receive = ReceiveContribution(account=account, unit="EUR", amount="40.00", pledge=kept, reference="CV-1")
    season.ledger.handle(
        receive, by=season.treasurer, request=Request(caller="treasurer", key="kept", content="40.00")
    )
    lifted = season.receive("15.00", purpose=bus)
    season.do(LiftEarmark(account=account, contribution=lifted, consent="Use it as you need."))
    season.do(season.reverse(season.receive("1.00")))
    season.do(season.refund(season.receive("2.00"), "1.50"))
    season.receive("50.00", purpose=bus)
    season.receive("500.00")


def _decisions_without_money(season: Season) -> None:
    account = season.account
    bus = next(iter(season.state().purposes))
    lift = season.accepted(LiftEarmarkGiven(purpose=bus, amount=AmountGiven("EUR", "10.00")))
    season.do(LiftEarmarkByDecision(account=account, proposal=lift))
    adopted = RulesGiven(
        quorum_percent=10,
        second_call_quorum_percent=5,
        seniority_days=1,
        criteria=(
            CriterionGiven("most-need", "Who has least."),
            CriterionGiven("far", "Who lives far away."),
        ),
    )
    changed = season.accepted(ChangeRulesGiven(rules=adopted))
    season.do(ChangeRulesByDecision(account=account, proposal=changed))
    auditor = season.auditor
    (successor,) = season.enrol()
    appointed = season.accepted(AppointGiven(office=Office.AUDITOR, member=successor))
    season.do(LeaveMember(account=account, member=auditor))
    season.do(AppointByDecision(account=account, proposal=appointed))


def _approval_round(season: Season) -> None:
    """Three proposals: one amended and chosen, one not chosen, one withdrawn before."""
    account = season.account
    (close,) = season.enrol()
    chosen = season.drafted_proposal(season.spending("30.00"))
    season.do(
        AmendProposal(
            account=account,
            proposal=chosen,
            need="A better roof.",
            measure=season.spending("35.00"),
            pass_on_plan="Next year.",
        )
    )
    season.do(DeclareInterest(account=account, proposal=chosen, member=close, tie=Tie.CLOSE_TIE))
    season.admitted(chosen)
    refused = season.admitted_proposal(season.spending("20.00"))
    withdrawn = season.admitted_proposal(season.spending("10.00"))
    proposer = season.proposal(withdrawn).proposer
    season.do(WithdrawProposal(account=account, proposal=withdrawn, proposer=proposer), by=proposer)
    drafted = season.drafted_round((chosen, refused), budget="60.00")
    season.do(DeclareRecusal(account=account, round=drafted, member=close, reason="My cousin builds it."))
    season.do(OpenRound(account=account, round=drafted))
    first = season.labels(drafted)[0]
    season.decide_round(drafted, {season.treasurer: (first,), season.second_signatory: (first,)})


def _money_out(season: Season) -> None:
    account = season.account
    proposal = season.accepted_proposal("100.00")
    season.evidenced(season.authorised(proposal, "25.00"))
    cancelled = season.authorised(proposal, "5.00")
    season.do(CancelDisbursement(account=account, disbursement=cancelled, reason="The mason left."))
    failed = season.sent(season.authorised(proposal, "6.00"))
    season.do(FailDisbursement(account=account, disbursement=failed, reason="Wrong number."))
    returned = season.settled(season.authorised(proposal, "7.00"), reference="WALLET-7")
    season.do(ReturnDisbursement(account=account, disbursement=returned, reason="Paid twice."))
    season.do(ReportProposal(account=account, proposal=proposal, report="The roof is on."))
    season.do(CloseProposal(account=account, proposal=proposal))
