"""A village that decides: members, money, proposals and rounds, as the tests of both need them."""

from datetime import UTC, date, datetime, timedelta

from ledger.accounts.events import PurposeDeclared, PurposeKind
from ledger.accounts.state import Account, Destination, Line
from ledger.associations.events import AssociationFounded, LocalAccountOpened, MemberEnrolled, MemberSuspended
from ledger.associations.rules import AssociationKind, Body, Criterion, Rules, Tier
from ledger.command import Fact
from ledger.contributions.events import ContributionReceived, ContributionReversed
from ledger.event import Event
from ledger.identifiers import (
    UNRESTRICTED,
    AccountId,
    AssociationId,
    ContributionId,
    MemberToken,
    PartyToken,
    ProposalId,
    PurposeId,
    RoundId,
    RoundToken,
    Seal,
    stream_of,
)
from ledger.money import to_decimal
from ledger.proposals.commands import (
    AdmitProposal,
    AmountGiven,
    CostGiven,
    DraftProposal,
    LineGiven,
    MeasureGiven,
    SpendGiven,
    StateInterests,
    SubmitProposal,
)
from ledger.proposals.state import Proposal, ProposalStatus
from ledger.rounds.commands import CastBallot, CloseRound, CountRound, DraftRound, MakeRoundFinal, OpenRound
from ledger.rounds.counting import Result
from ledger.rounds.state import Round
from ledger.rounds.terms import BallotType, Item
from tests.scenario import Scenario

ACCOUNT = AccountId("account-0000000000000ca1")
GALINHA = AccountId("account-000000000000ga1n")
SCHOOL = PurposeId("purpose-school")
WAY_TO_SCHOOL = "way-to-school"
SEAL = Seal("5ea1")
FOUNDED = date(2026, 1, 10)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DEADLINE = NOON + timedelta(days=7)
RULES = Rules(criteria=(Criterion(WAY_TO_SCHOOL, SEAL),))

ANA, BIA, CATY, DUDA, EVA = MEMBERS = tuple(
    MemberToken(f"member-{name}") for name in ("ana", "bia", "caty", "duda", "eva")
)


def in_account(*events: Event) -> tuple[Fact, ...]:
    """Facts of the account's own stream."""
    return tuple(Fact(ACCOUNT, event) for event in events)


def village(rules: Rules = RULES, tier: Tier = Tier.MICRO_LOCAL) -> Scenario:
    """Five members since January, 1,000 euros unrestricted, and a purpose without money."""
    scenario = Scenario(NOON)
    scenario.given(
        *in_account(
            LocalAccountOpened(
                association=AssociationId("association-caldeiras"),
                association_kind=AssociationKind.RESIDENTS,
                tier=tier,
                opened=FOUNDED,
            ),
            AssociationFounded(statutes=SEAL, rules=rules, attesting=(ANA, BIA), effective=FOUNDED),
            *(MemberEnrolled(member=member, effective=FOUNDED) for member in MEMBERS),
            PurposeDeclared(purpose=SCHOOL, purpose_kind=PurposeKind.PROJECT, description=SEAL),
            gift(1000_00),
        )
    )
    return scenario


def gift(
    amount_minor: int, unit: str = "EUR", contribution: str = "contribution-one"
) -> ContributionReceived:
    """An unrestricted gift."""
    return ContributionReceived(
        contribution=ContributionId(contribution),
        giver=PartyToken("giver-one"),
        unit=unit,
        amount_minor=amount_minor,
        effective=FOUNDED,
    )


def bounced(amount_minor: int, contribution: str = "contribution-one") -> ContributionReversed:
    """A gift that turned out not to have come."""
    return ContributionReversed(
        contribution=ContributionId(contribution),
        purpose=UNRESTRICTED,
        unit="EUR",
        amount_minor=amount_minor,
        reason=SEAL,
        effective=FOUNDED,
    )


def suspended(member: MemberToken) -> MemberSuspended:
    """A member who is suspended."""
    return MemberSuspended(member=member, reason=SEAL, effective=FOUNDED)


def euros(amount: str, purpose: PurposeId = UNRESTRICTED) -> LineGiven:
    """A budget line, or what is asked for."""
    return LineGiven("EUR", purpose, amount)


def line(amount_minor: int, purpose: PurposeId = UNRESTRICTED) -> Line:
    """The same, in minor units."""
    return Line("EUR", purpose, amount_minor)


def spend(amount: str = "100.00") -> SpendGiven:
    """The way to school: all of its cost is asked for."""
    return SpendGiven(
        destination=Destination.DISADVANTAGED_AT_HOME,
        criterion=WAY_TO_SCHOOL,
        beneficiaries=12,
        costs=(CostGiven("A seat in the van", "EUR", amount),),
        requested=(euros(amount),),
    )


def shared(costs: str, own: str, requested: str) -> SpendGiven:
    """The same, partly paid by those who ask."""
    return SpendGiven(
        destination=Destination.DISADVANTAGED_AT_HOME,
        criterion=WAY_TO_SCHOOL,
        beneficiaries=12,
        costs=(CostGiven("A seat in the van", "EUR", costs),),
        own=(AmountGiven("EUR", own),),
        requested=(euros(requested),),
    )


def draft(measure: MeasureGiven | None = None, proposer: MemberToken = ANA) -> DraftProposal:
    """Ana writes a proposal."""
    return DraftProposal(
        account=ACCOUNT,
        proposer=proposer,
        need="Twelve children walk two hours to school.",
        measure=measure or spend(),
        pass_on_plan="Not able yet.",
    )


def submitted(scenario: Scenario, measure: MeasureGiven | None = None) -> ProposalId:
    """Ana's proposal is handed in."""
    proposal = ProposalId(scenario.done(draft(measure)))
    scenario.done(StateInterests(account=ACCOUNT, proposal=proposal, proposer=ANA))
    scenario.done(SubmitProposal(account=ACCOUNT, proposal=proposal, proposer=ANA))
    return proposal


def admitted(scenario: Scenario, measure: MeasureGiven | None = None) -> ProposalId:
    """Ana's proposal may go on a ballot."""
    proposal = submitted(scenario, measure)
    scenario.done(AdmitProposal(account=ACCOUNT, proposal=proposal, version=1))
    return proposal


def asks(proposal: ProposalId, budget: tuple[LineGiven, ...] = (), label: str = "van") -> DraftRound:
    """A round with one question: yes, no or abstain."""
    return DraftRound(
        account=ACCOUNT,
        title="The van",
        ballot_type=BallotType.YES_NO_ABSTAIN,
        body=Body.GENERAL_ASSEMBLY,
        items=(Item(label, proposal),),
        budget=budget,
        closes=DEADLINE,
    )


def shares_out(budget: str, **items: ProposalId) -> DraftRound:
    """A round that shares out a budget in euros."""
    return DraftRound(
        account=ACCOUNT,
        title="The season",
        ballot_type=BallotType.APPROVAL,
        body=Body.GENERAL_ASSEMBLY,
        items=tuple(Item(label, proposal) for label, proposal in items.items()),
        budget=(euros(budget),),
        closes=DEADLINE,
    )


def opened(scenario: Scenario, drafted: DraftRound) -> RoundId:
    """The round is open."""
    round_id = RoundId(scenario.done(drafted))
    scenario.done(OpenRound(account=ACCOUNT, round=round_id))
    return round_id


def question(scenario: Scenario, measure: MeasureGiven | None = None) -> RoundId:
    """A round with one question is open."""
    return opened(scenario, asks(admitted(scenario, measure)))


def season(scenario: Scenario, budget: str, **costs: int) -> RoundId:
    """A round that shares out a budget is open; options by label, with their costs in cents."""
    items = {label: admitted(scenario, spend(to_decimal(cost, "EUR"))) for label, cost in costs.items()}
    return opened(scenario, shares_out(budget, **items))


def ballot(scenario: Scenario, round_id: RoundId, member: MemberToken, *choices: str) -> CastBallot:
    """What a member casts, under the token drawn for this round."""
    return CastBallot(account=ACCOUNT, round=round_id, elector=scenario.round_tokens[member], choices=choices)


def cast(scenario: Scenario, round_id: RoundId, member: MemberToken, *choices: str) -> str:
    """A member's ballot is in."""
    command = ballot(scenario, round_id, member, *choices)
    return scenario.done(command, by=command.elector)


def closed(scenario: Scenario, round_id: RoundId) -> None:
    """The deadline has passed, and the round is closed."""
    scenario.at(DEADLINE).done(CloseRound(account=ACCOUNT, round=round_id))


def counted(scenario: Scenario, round_id: RoundId) -> Result:
    """The round is closed and counted."""
    closed(scenario, round_id)
    scenario.done(CountRound(account=ACCOUNT, round=round_id))
    result = round_of(scenario, round_id).result
    assert result is not None
    return result


def final(scenario: Scenario, round_id: RoundId) -> Result:
    """The round is closed, counted and final; its window is zero."""
    result = counted(scenario, round_id)
    scenario.done(MakeRoundFinal(account=ACCOUNT, round=round_id))
    return result


def account_of(scenario: Scenario) -> Account:
    """The account as it stands."""
    state = scenario.state(ACCOUNT, Account)
    assert isinstance(state, Account)
    return state


def round_of(scenario: Scenario, round_id: RoundId) -> Round:
    """The round as it stands."""
    state = scenario.state(stream_of(ACCOUNT, round_id), Round)
    assert isinstance(state, Round)
    return state


def proposal_of(scenario: Scenario, proposal: ProposalId) -> Proposal:
    """The proposal as it stands."""
    state = scenario.state(stream_of(ACCOUNT, proposal), Proposal)
    assert isinstance(state, Proposal)
    return state


def status_of(scenario: Scenario, proposal: ProposalId) -> ProposalStatus:
    """Where a proposal stands."""
    return proposal_of(scenario, proposal).status


def available(scenario: Scenario, purpose: PurposeId = UNRESTRICTED) -> int:
    """Cents that can be decided about."""
    return account_of(scenario).available("EUR", purpose)


def nobody() -> RoundToken:
    """A token that was never drawn."""
    return RoundToken("elector-nobody")
