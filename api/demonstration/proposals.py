"""How a village writes proposals, and brings them to where they can go on a ballot."""

from api.demonstration.village import Village
from ledger.accounts.state import Destination
from ledger.associations.rules import Office
from ledger.identifiers import UNRESTRICTED, ProposalId, PurposeId, TwinningId
from ledger.proposals.commands import (
    AdmitProposal,
    AmendProposal,
    DeclareInterest,
    DraftProposal,
    StateInterests,
    SubmitProposal,
)
from ledger.proposals.events import Tie
from ledger.proposals.given import AmountGiven, CostGiven, LineGiven, MeasureGiven, SpendGiven


def cost(what: str, amount: str, unit: str = "CVE") -> CostGiven:
    """A line of the costs."""
    return CostGiven(what, unit, amount)


def line(amount: str, unit: str = "CVE", purpose: PurposeId = UNRESTRICTED) -> LineGiven:
    """An amount asked of the account."""
    return LineGiven(unit, purpose, amount)


def spend(
    criterion: str,
    beneficiaries: int,
    costs: tuple[CostGiven, ...],
    *requested: LineGiven,
    own: tuple[AmountGiven, ...] = (),
    other: tuple[AmountGiven, ...] = (),
    children: bool = False,
) -> SpendGiven:
    """A measure for those who are most disadvantaged in the village itself; children promise nothing (B7)."""
    return SpendGiven(
        destination=Destination.DISADVANTAGED_AT_HOME,
        criterion=criterion,
        beneficiaries=beneficiaries,
        costs=costs,
        own=own,
        other=other,
        requested=requested,
        children_benefit=children,
    )


def spend_for(
    twinning: TwinningId,
    beneficiaries: int,
    costs: tuple[CostGiven, ...],
    *requested: LineGiven,
    children: bool = False,
) -> SpendGiven:
    """A measure for the twinned area."""
    return SpendGiven(
        destination=Destination.TWINNED_AREA,
        twinning=twinning,
        beneficiaries=beneficiaries,
        costs=costs,
        requested=requested,
        children_benefit=children,
    )


def draft(
    village: Village, by: str, need: str, measure: MeasureGiven, *, plan: str = "", name: str | None = None
) -> ProposalId:
    """A member writes a proposal."""
    proposer = village.people[by]
    command = DraftProposal(
        account=village.account, proposer=proposer, need=need, measure=measure, pass_on_plan=plan
    )
    proposal = ProposalId(village.do(command, by=proposer))
    if name is not None:
        village.ids[name] = proposal
    return proposal


def amend(village: Village, proposal: ProposalId, need: str, measure: MeasureGiven, plan: str = "") -> None:
    """A new version, which is a draft again."""
    account = village.account
    village.do(
        AmendProposal(account=account, proposal=proposal, need=need, measure=measure, pass_on_plan=plan)
    )


def declare_interest(village: Village, proposal: ProposalId, member: str, tie: Tie) -> None:
    """A member says that they are not disinterested."""
    token = village.people[member]
    command = DeclareInterest(account=village.account, proposal=proposal, member=token, tie=tie)
    village.do(command, by=token)


def state_interests(village: Village, proposal: ProposalId, by: str) -> None:
    """The proposer says that all interests are declared."""
    proposer = village.people[by]
    village.do(StateInterests(account=village.account, proposal=proposal, proposer=proposer), by=proposer)


def submit(village: Village, proposal: ProposalId, by: str) -> None:
    """The proposer states the interests and hands the proposal in."""
    state_interests(village, proposal, by)
    proposer = village.people[by]
    village.do(SubmitProposal(account=village.account, proposal=proposal, proposer=proposer), by=proposer)


def admit(village: Village, proposal: ProposalId, version: int = 1) -> None:
    """The second signatory, or the treasurer while there is none, lets it go on a ballot."""
    officer = village.officers.get(Office.SECOND_SIGNATORY, village.treasurer)
    village.do(AdmitProposal(account=village.account, proposal=proposal, version=version), by=officer)


def admitted(
    village: Village, by: str, need: str, measure: MeasureGiven, *, plan: str = "", name: str | None = None
) -> ProposalId:
    """A proposal that is ready for a ballot."""
    proposal = draft(village, by, need, measure, plan=plan, name=name)
    submit(village, proposal, by)
    admit(village, proposal)
    return proposal
