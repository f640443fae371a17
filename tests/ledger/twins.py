"""Two villages, each with a founded account in its own territory, that may be twinned."""

from datetime import UTC, date, datetime

from ledger.associations.events import AssociationFounded, LocalAccountOpened
from ledger.associations.rules import AssociationKind, Rules, Tier
from ledger.command import Fact
from ledger.identifiers import (
    AccountId,
    AssociationId,
    MemberToken,
    Seal,
    TerritoryId,
    TwinningId,
    stream_of,
)
from ledger.twinnings.commands import AcceptTwinning, ProposeTwinning
from ledger.twinnings.state import Twinning
from tests.scenario import Scenario

CALDEIRAS, PLOUHA = AccountId("account-0000000000000ca1"), AccountId("account-0000000000000p10")
SANTO_ANTAO, BRITTANY = TerritoryId("territory-0000000000000ca1"), TerritoryId("territory-0000000000000p10")
OPENED = date(2026, 1, 10)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SEAL = Seal("5ea1" * 16)
AGREEMENT = "We stand by each other."


def villages(territory: TerritoryId | None = SANTO_ANTAO, other: TerritoryId | None = BRITTANY) -> Scenario:
    """Two founded accounts and nothing between them."""
    scenario = Scenario(NOON)
    for account, home in ((CALDEIRAS, territory), (PLOUHA, other)):
        scenario.given(
            Fact(
                account,
                LocalAccountOpened(
                    association=AssociationId("association-0000000000000ca1"),
                    association_kind=AssociationKind.RESIDENTS,
                    tier=Tier.MICRO_LOCAL,
                    opened=OPENED,
                    territory=home,
                ),
            ),
            Fact(
                account,
                AssociationFounded(
                    statutes=SEAL,
                    rules=Rules(),
                    attesting=(MemberToken("member-ana"), MemberToken("member-bia")),
                    effective=OPENED,
                ),
            ),
        )
    return scenario


def proposed(scenario: Scenario) -> TwinningId:
    """Caldeiras proposes; Plouha has not heard of it yet."""
    propose = ProposeTwinning(account=CALDEIRAS, other=PLOUHA, agreement=AGREEMENT)
    return TwinningId(scenario.done(propose))


def offered(scenario: Scenario) -> TwinningId:
    """Caldeiras proposes, and Plouha is asked."""
    twinning = proposed(scenario)
    scenario.delivered()
    return twinning


def twinned(scenario: Scenario) -> TwinningId:
    """Both sides have accepted and know it."""
    twinning = offered(scenario)
    scenario.done(AcceptTwinning(account=PLOUHA, twinning=twinning))
    scenario.delivered()
    return twinning


def side(scenario: Scenario, account: AccountId, twinning: TwinningId) -> Twinning:
    """A twinning as one side holds it."""
    state = scenario.state(stream_of(account, twinning), Twinning)
    assert isinstance(state, Twinning)
    return state
