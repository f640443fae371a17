"""Águas das Caldeiras as the tests know it: a founded association with three officers, and what it may have decided."""

from datetime import UTC, date, datetime

from ledger.accounts.state import Account
from ledger.associations.commands import FoundAssociation, Founder, OpenLocalAccount
from ledger.associations.rules import AssociationKind, Office, Tier
from ledger.command import Fact
from ledger.contributions.commands import Giver, ReceiveContribution
from ledger.identifiers import AccountId, AssociationId, MemberToken, ProposalId, RoundId, Seal, stream_of
from ledger.proposals.events import ProposalAccepted, ProposalDrafted
from ledger.proposals.measure import Measure
from tests.scenario import Scenario

ACCOUNT = AccountId("account-caldeiras")
ASSOCIATION = AssociationId("association-caldeiras")
OPENED = date(2026, 1, 10)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PROPOSAL = ProposalId("proposal-one")

FOUNDERS = (
    Founder(name="Ana Lima", contact="+238 991 11 11", office=Office.TREASURER, attests=True),
    Founder(name="Bia Reis", office=Office.SECOND_SIGNATORY, attests=True),
    Founder(name="Caty Dias", office=Office.AUDITOR),
    Founder(name="Duda Melo"),
)

OPEN = OpenLocalAccount(
    account=ACCOUNT,
    association=ASSOCIATION,
    association_kind=AssociationKind.RESIDENTS,
    tier=Tier.MICRO_LOCAL,
    opened=OPENED,
)
FOUND = FoundAssociation(account=ACCOUNT, statutes="We share.", founders=FOUNDERS, effective=OPENED)


def opened() -> Scenario:
    """The account exists and waits for the founding."""
    scenario = Scenario(NOON)
    scenario.done(OPEN)
    return scenario


def founded() -> Scenario:
    """Founded in January, with a treasurer, a second signatory, an auditor and one more member."""
    scenario = opened()
    scenario.done(FOUND)
    return scenario


def account(scenario: Scenario) -> Account:
    """The account as it stands."""
    state = scenario.state(ACCOUNT, Account)
    assert isinstance(state, Account)
    return state


def officer(scenario: Scenario, office: Office) -> MemberToken:
    """Who holds an office."""
    return account(scenario).officers[office]


def treasurer(scenario: Scenario) -> MemberToken:
    """Who keeps the purse."""
    return officer(scenario, Office.TREASURER)


def give(scenario: Scenario, amount: str, unit: str = "EUR") -> str:
    """An unrestricted gift that came in."""
    giver = Giver(name="Emma Grant")
    return scenario.done(ReceiveContribution(account=ACCOUNT, unit=unit, amount=amount, giver=giver))


def drafted(measure: Measure, proposal: ProposalId = PROPOSAL) -> Fact:
    """A proposal that nobody has decided yet."""
    event = ProposalDrafted(
        proposer=MemberToken("member-proposer"), measure=measure, paper=Seal("00"), seal=Seal("01")
    )
    return Fact(stream_of(ACCOUNT, proposal), event)


def decided(measure: Measure, proposal: ProposalId = PROPOSAL, under: int = 1) -> tuple[Fact, Fact]:
    """A proposal that a final decision accepted, under the first rules unless said otherwise."""
    accepted = ProposalAccepted(round=RoundId("round-one"), decided=OPENED, rules_version=under)
    return drafted(measure, proposal), Fact(stream_of(ACCOUNT, proposal), accepted)
