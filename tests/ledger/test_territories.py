"""Territories: entered in the register, moved without making a circle, and stated about by named authors."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.associations.commands import JoinAssociation, NameTerritory, RegisterAccount, RegisterAssociation
from ledger.associations.events import AssociationJoined
from ledger.associations.refusals import CountryMalformed, UnknownAssociation, UpperTierNotWider
from ledger.associations.rules import AssociationKind, Tier
from ledger.associations.state import Association
from ledger.command import Paper, Person
from ledger.identifiers import AssociationId, TerritoryId
from ledger.refusals import TextEmpty
from ledger.territories.commands import (
    MoveTerritory,
    NameGiven,
    RegisterTerritory,
    StateResources,
    StateTogetherMembership,
)
from ledger.territories.events import (
    ResourcesStated,
    TerritoryMoved,
    TerritoryRegistered,
    TogetherMembershipStated,
)
from ledger.territories.refusals import (
    LanguageMalformed,
    TerritoryInCircle,
    TerritoryNamedAlready,
    TerritoryNameMissing,
    UnknownTerritory,
)
from ledger.territories.state import PARENTS, Standing, Territory, TerritoryKind
from tests.scenario import Scenario

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOWHERE = TerritoryId("territory-0000000000000000")


def register(scenario: Scenario, parent: TerritoryId | None = None, name: str = "Fontainhas") -> TerritoryId:
    """A village in the register."""
    names = (NameGiven("pt", name), NameGiven("kea", name))
    command = RegisterTerritory(kind=TerritoryKind.VILLAGE, country="CV", names=names, parent=parent)
    return TerritoryId(scenario.done(command))


def test_a_territory_is_registered_with_its_names_by_language_and_its_parent() -> None:
    """T1"""
    scenario = Scenario(NOON)
    island = register(scenario, name="Santo Antão")
    register(scenario, parent=island)
    (registered,) = (fact.event for fact in scenario.recorded)
    assert isinstance(registered, TerritoryRegistered)
    assert registered.parent == island
    papers = {outcome.seal for outcome in scenario.outcomes if isinstance(outcome, Paper)}
    assert set(registered.names) == {"pt", "kea"}
    assert set(registered.names.values()) == papers


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"country": "Cabo Verde"}, CountryMalformed),
        ({"names": ()}, TerritoryNameMissing),
        ({"names": (NameGiven("Portuguese", "Fontainhas"),)}, LanguageMalformed),
        ({"names": (NameGiven("pt", " "),)}, TextEmpty),
        ({"parent": NOWHERE}, UnknownTerritory),
        ({"parent": "association-x"}, UnknownTerritory),
    ],
)
def test_what_a_territory_is_registered_with_can_be_read(
    changes: dict[str, object], refusal: type[Exception]
) -> None:
    """T1"""
    given_ = {"kind": TerritoryKind.VILLAGE, "country": "CV", "names": (NameGiven("pt", "Fontainhas"),)}
    scenario = Scenario(NOON)
    scenario.when(RegisterTerritory(**{**given_, **changes})).then_refused(refusal)  # type: ignore[arg-type]


def test_a_territory_moves_into_another_and_out_of_it() -> None:
    """T1"""
    scenario = Scenario(NOON)
    island, village = register(scenario), register(scenario)
    scenario.when(MoveTerritory(territory=village, parent=island))
    scenario.then(TerritoryMoved(parent=island, effective=NOON.date()))
    scenario.when(MoveTerritory(territory=village, parent=island)).then()
    scenario.when(MoveTerritory(territory=village, parent=None))
    scenario.then(TerritoryMoved(parent=None, effective=NOON.date()))
    assert scenario.state(village, Territory).parent is None


def test_a_territory_lies_neither_in_itself_nor_in_what_lies_in_it() -> None:
    """T1"""
    scenario = Scenario(NOON)
    island = register(scenario)
    town = register(scenario, parent=island)
    village = register(scenario, parent=town)
    for parent in (island, town, village):
        scenario.when(MoveTerritory(territory=island, parent=parent)).then_refused(TerritoryInCircle)
    for command in (
        MoveTerritory(territory=NOWHERE, parent=None),
        MoveTerritory(territory=village, parent=NOWHERE),
    ):
        scenario.when(command).then_refused(UnknownTerritory)


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(-1, 7)), max_size=60))
def test_whatever_is_moved_no_chain_of_parents_has_a_circle(moves: list[tuple[int, int]]) -> None:
    """T1: some moves are refused, and each chain of parents comes to an end."""
    scenario = Scenario(NOON)
    territories = [register(scenario) for _ in range(8)]
    for moved, into in moves:
        parent = None if into < 0 else territories[into]
        scenario.when(MoveTerritory(territory=territories[moved], parent=parent))
        assert scenario.refusal is None or type(scenario.refusal) is TerritoryInCircle
    parents = scenario.workspace.marks.group(PARENTS, str)
    for territory in territories:
        steps, above = 0, scenario.state(territory, Territory).parent
        assert parents.get(f"{PARENTS}{territory}") == above  # type: ignore[call-overload]
        while above is not None:
            steps, above = steps + 1, scenario.state(above, Territory).parent
            assert steps < len(territories)


def test_advantaged_or_disadvantaged_is_stated_by_somebody_on_a_day_and_never_an_attribute() -> None:
    """T2, T1"""
    scenario = Scenario(NOON)
    village = register(scenario)
    statement = StateResources(
        territory=village, standing=Standing.DISADVANTAGED, author="INE", grounds="Water is an hour away."
    )
    scenario.when(statement)
    (stated,) = (fact.event for fact in scenario.recorded)
    assert isinstance(stated, ResourcesStated)
    assert (stated.standing, stated.effective) == (Standing.DISADVANTAGED, NOON.date())
    (author,) = (outcome for outcome in scenario.outcomes if isinstance(outcome, Person))
    assert (author.token, author.name, author.public) == (stated.author, "INE", True)
    assert not {"advantaged", "disadvantaged", "standing"} & set(Territory.__struct_fields__)
    scenario.when(
        StateResources(territory=NOWHERE, standing=Standing.ADVANTAGED, author="INE", grounds="It rains.")
    ).then_refused(UnknownTerritory)


def test_a_territory_joins_together_and_leaves_it() -> None:
    """T1"""
    scenario = Scenario(NOON)
    village = register(scenario)
    for member in (True, False):
        command = StateTogetherMembership(territory=village, member=member)
        scenario.when(command)
        scenario.then(TogetherMembershipStated(member_of_together=member, effective=NOON.date()))
        scenario.when(command).then()


def association(scenario: Scenario, territory: TerritoryId | None = None) -> AssociationId:
    """An association in the register."""
    command = RegisterAssociation(
        kind=AssociationKind.RESIDENTS,
        tier=Tier.MICRO_LOCAL,
        name="Águas das Caldeiras",
        country="CV",
        territory=territory,
    )
    return AssociationId(scenario.done(command))


def test_an_account_knows_where_its_association_is_at_home_whenever_that_is_entered() -> None:
    """T1, W5"""
    scenario = Scenario(NOON)
    village = register(scenario)
    early, late, last = association(scenario, village), association(scenario), association(scenario)
    accounts = [
        scenario.done(RegisterAccount(association=registered, partition="main"))
        for registered in (early, late)
    ]
    scenario.done(NameTerritory(association=late, territory=village))
    scenario.done(NameTerritory(association=last, territory=village))
    accounts.append(scenario.done(RegisterAccount(association=last, partition="main")))
    repeated = list(scenario.outbox)
    scenario.delivered()
    for arrived in repeated:
        scenario.outbox.append(arrived)
    scenario.delivered()
    for account in accounts:
        assert scenario.workspace.keep(account).state.territory == village  # type: ignore[arg-type, attr-defined]


def test_where_an_association_is_at_home_is_entered_once_and_known() -> None:
    """T1, A1"""
    scenario = Scenario(NOON)
    village = register(scenario)
    home = association(scenario, village)
    assert scenario.state(home, Association).territory == village
    scenario.when(NameTerritory(association=home, territory=village)).then_refused(TerritoryNamedAlready)
    somewhere = association(scenario)
    scenario.when(NameTerritory(association=somewhere, territory=NOWHERE)).then_refused(UnknownTerritory)
    nobody = AssociationId("association-0000000000000000")
    scenario.when(NameTerritory(association=nobody, territory=village)).then_refused(UnknownAssociation)
    scenario.when(
        RegisterAssociation(
            kind=AssociationKind.RESIDENTS, tier=Tier.MICRO_LOCAL, name="X", country="CV", territory=NOWHERE
        )
    ).then_refused(UnknownTerritory)


def test_an_association_belongs_to_one_of_a_wider_tier_and_no_way_up_has_a_circle() -> None:
    """A1, A2"""
    scenario = Scenario(NOON)
    of_tier = {
        tier: AssociationId(
            scenario.done(
                RegisterAssociation(kind=AssociationKind.FEDERATION, tier=tier, name="X", country="CV")
            )
        )
        for tier in Tier
    }
    village, federation, fund = of_tier.values()
    for lower, upper in ((village, federation), (federation, fund), (village, fund)):
        join = JoinAssociation(association=lower, upper=upper)
        scenario.when(join).then(AssociationJoined(upper=upper))
        scenario.when(join).then()
    for lower, upper in ((fund, village), (federation, village), (federation, federation), (fund, fund)):
        scenario.when(JoinAssociation(association=lower, upper=upper)).then_refused(UpperTierNotWider)
    nobody = AssociationId("association-0000000000000000")
    for lower, upper in ((nobody, fund), (village, nobody)):
        scenario.when(JoinAssociation(association=lower, upper=upper)).then_refused(UnknownAssociation)
