"""Proposals: drafted, amended, submitted, admitted; withdrawn, carried out, reported and closed."""

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.http.models.base import command
from api.http.models.paths import AccountPath, ProposalPath
from api.http.models.proposals import Admission, Interest, NewVersion, Report
from api.http.named_refusals import refusals_of
from api.http.permissions import MEMBERS, OFFICERS
from api.http.recording import Acting, ActingOnVersion, Recorded
from api.http.refusals import KeyOfNoMember, OthersInterest
from api.http.routing import Router
from ledger.accounts.commands import LiftEarmarkByDecision
from ledger.associations.commands import AppointByDecision, ChangeRulesByDecision
from ledger.calls.commands import MakeCall
from ledger.command import AccountCommand
from ledger.identifiers import AccountId, ProposalId, stream_of
from ledger.ledger import Ledger
from ledger.lent_offices.commands import LendOfficerByDecision
from ledger.periods.commands import ClosePeriodByDecision
from ledger.proposals.commands import (
    AdmitProposal,
    AmendProposal,
    CloseProposal,
    DeclareInterest,
    DraftProposal,
    ReportProposal,
    StateInterests,
    SubmitProposal,
    WithdrawProposal,
)
from ledger.proposals.measure import CallOnFund, ChangeRules, ClosePeriod, LendOfficer, LiftEarmark
from ledger.proposals.state import Proposal

routes = Router("proposals", prefix="/v1/accounts/{account}")


def _stream(account: str, proposal: str) -> str:
    return stream_of(AccountId(account), proposal)


@routes.records(
    "/proposals",
    permission=MEMBERS,
    refusals=(KeyOfNoMember, *refusals_of(DraftProposal)),
    response_model=Recorded,
)
async def draft_proposal(account: AccountPath, body: NewVersion, act: Acting) -> Response:
    """Write what the assembly is to decide; the key's own member is the proposer."""
    return await act(command(DraftProposal, body, account=account, proposer=act.caller.own_token))


@routes.records(
    "/proposals/{proposal}/versions",
    permission=MEMBERS,
    refusals=refusals_of(AmendProposal),
    versioned=True,
    response_model=Recorded,
)
async def amend_proposal(
    account: AccountPath, proposal: ProposalPath, body: NewVersion, act: ActingOnVersion
) -> Response:
    """Write a new version, which is a draft again; possible until a round opens on the proposal."""
    amended = command(AmendProposal, body, account=account, proposal=proposal)
    return await act(amended, about=_stream(account, proposal))


@routes.records(
    "/proposals/{proposal}/interests",
    permission=MEMBERS,
    refusals=(KeyOfNoMember, OthersInterest, *refusals_of(DeclareInterest)),
    versioned=True,
    response_model=Recorded,
)
async def declare_interest(
    account: AccountPath, proposal: ProposalPath, body: Interest, act: ActingOnVersion
) -> Response:
    """Declare that somebody benefits, is paid, or is close to who does; an officer may declare it for others."""
    member = body.member or act.caller.own_token
    if member != act.caller.member and OFFICERS.roles.isdisjoint(act.caller.roles):
        raise OthersInterest
    declared = command(DeclareInterest, body, account=account, proposal=proposal, member=member)
    return await act(declared, about=_stream(account, proposal))


@routes.records(
    "/proposals/{proposal}/interest-statements",
    permission=MEMBERS,
    refusals=(KeyOfNoMember, *refusals_of(StateInterests)),
    versioned=True,
    body=False,
    response_model=Recorded,
)
async def state_interests(account: AccountPath, proposal: ProposalPath, act: ActingOnVersion) -> Response:
    """The proposer says that the interests declared are all that are known, be it none."""
    stated = command(StateInterests, account=account, proposal=proposal, proposer=act.caller.own_token)
    return await act(stated, about=_stream(account, proposal))


@routes.records(
    "/proposals/{proposal}/submissions",
    permission=MEMBERS,
    refusals=(KeyOfNoMember, *refusals_of(SubmitProposal)),
    versioned=True,
    body=False,
    response_model=Recorded,
)
async def submit_proposal(account: AccountPath, proposal: ProposalPath, act: ActingOnVersion) -> Response:
    """The proposer hands the present version in."""
    submitted = command(SubmitProposal, account=account, proposal=proposal, proposer=act.caller.own_token)
    return await act(submitted, about=_stream(account, proposal))


@routes.records(
    "/proposals/{proposal}/admissions",
    permission=OFFICERS,
    refusals=refusals_of(AdmitProposal),
    versioned=True,
    response_model=Recorded,
)
async def admit_proposal(
    account: AccountPath, proposal: ProposalPath, body: Admission, act: ActingOnVersion
) -> Response:
    """Let a submitted version go on a ballot."""
    admitted = command(AdmitProposal, body, account=account, proposal=proposal)
    return await act(admitted, about=_stream(account, proposal))


@routes.records(
    "/proposals/{proposal}/withdrawals",
    permission=MEMBERS,
    refusals=(KeyOfNoMember, *refusals_of(WithdrawProposal)),
    versioned=True,
    body=False,
    response_model=Recorded,
)
async def withdraw_proposal(account: AccountPath, proposal: ProposalPath, act: ActingOnVersion) -> Response:
    """The proposer takes it back, before any round opened on it."""
    withdrawn = command(WithdrawProposal, account=account, proposal=proposal, proposer=act.caller.own_token)
    return await act(withdrawn, about=_stream(account, proposal))


@routes.records(
    "/proposals/{proposal}/executions",
    permission=OFFICERS,
    refusals=refusals_of(
        AppointByDecision,
        LendOfficerByDecision,
        ChangeRulesByDecision,
        LiftEarmarkByDecision,
        MakeCall,
        ClosePeriodByDecision,
    ),
    versioned=True,
    body=False,
    response_model=Recorded,
)
async def execute_proposal(account: AccountPath, proposal: ProposalPath, act: ActingOnVersion) -> Response:
    """Carry out a final decision: to appoint, lend, change rules, lift an earmark, call, or close the books."""
    stream = _stream(account, proposal)
    kind = await run_in_threadpool(_execution_of, act.ledger, account, proposal)
    return await act(command(kind, account=account, proposal=proposal), about=stream)


def _execution_of(ledger: Ledger, account: str, proposal: str) -> type[AccountCommand]:
    """Which command carries out what a proposal asks for; whichever it is decides anew whether it may."""
    found = ledger.state(stream_of(AccountId(account), ProposalId(proposal)))
    measure = found[0].measure if found is not None and isinstance(found[0], Proposal) else None
    match measure:
        case LendOfficer():
            return LendOfficerByDecision
        case ChangeRules():
            return ChangeRulesByDecision
        case LiftEarmark():
            return LiftEarmarkByDecision
        case CallOnFund():
            return MakeCall
        case ClosePeriod():
            return ClosePeriodByDecision
        case _:
            return AppointByDecision


@routes.records(
    "/proposals/{proposal}/reports",
    permission=MEMBERS,
    refusals=refusals_of(ReportProposal),
    versioned=True,
    response_model=Recorded,
)
async def report_proposal(
    account: AccountPath, proposal: ProposalPath, body: Report, act: ActingOnVersion
) -> Response:
    """Tell the assembly what came of it."""
    reported = command(ReportProposal, body, account=account, proposal=proposal)
    return await act(reported, about=_stream(account, proposal))


@routes.records(
    "/proposals/{proposal}/closures",
    permission=OFFICERS,
    refusals=refusals_of(CloseProposal),
    versioned=True,
    body=False,
    response_model=Recorded,
)
async def close_proposal(account: AccountPath, proposal: ProposalPath, act: ActingOnVersion) -> Response:
    """Nothing more is done under it; what it did not use goes back to its purpose."""
    closed = command(CloseProposal, account=account, proposal=proposal)
    return await act(closed, about=_stream(account, proposal))
