"""Links: begun and ended under a twinning, told to the twin, and never about a child."""

from itertools import permutations

import msgspec
import pytest

from ledger.command import Paper, Person
from ledger.delivery import taken_in
from ledger.identifiers import AccountId, LinkId, PartyToken, TwinningId, stream_of
from ledger.links.commands import (
    LARGEST_GROUP,
    ActorGiven,
    AddPersonToLink,
    BeginLink,
    EndLink,
    GiveNameConsent,
    WithdrawNameConsent,
)
from ledger.links.events import LinkBegun
from ledger.links.refusals import (
    ConsentGivenAlready,
    GroupMissing,
    GroupOfNoSponsorship,
    LinkActorsMissing,
    LinkEndsBeforeItBegan,
    LinkOver,
    NoConsentGiven,
    SponsorshipIsCollective,
    UnknownLink,
    UnknownLinkPerson,
)
from ledger.links.state import Actor, ActorKind, Direction, Group, Link, LinkKind
from ledger.twinnings.commands import AcceptTwinning, EndTwinning, WithdrawTwinning
from ledger.twinnings.refusals import (
    MessageMalformed,
    NotTheTwins,
    TwinningNotActive,
    TwinningNotAtThisStep,
    UnknownTwinning,
)
from ledger.twinnings.state import Side
from tests.ledger.twins import CALDEIRAS, NOON, OPENED, PLOUHA, offered, twinned, villages
from tests.scenario import Scenario

CELLAR = ActorGiven(side=Side.OWN, kind=ActorKind.COMPANY, name="Adega da Ribeira")
FRIENDS = ActorGiven(side=Side.TWIN, kind=ActorKind.CIVIL_SOCIETY)


def begin(twinning: TwinningId, kind: LinkKind = LinkKind.KNOW_HOW, **more: object) -> BeginLink:
    """A link that Caldeiras records."""
    sponsored = kind is LinkKind.SPONSORSHIP
    given: dict[str, object] = {
        "account": CALDEIRAS,
        "twinning": twinning,
        "kind": kind,
        "direction": Direction.FROM_THEM,
        "actors": (msgspec.structs.replace(CELLAR, name=None) if sponsored else CELLAR, FRIENDS),
        "group_size": 12 if sponsored else None,
    }
    return BeginLink(**{**given, **more})  # type: ignore[arg-type]


def begun(scenario: Scenario, kind: LinkKind = LinkKind.KNOW_HOW, **more: object) -> LinkId:
    """A link that both sides know of."""
    link = LinkId(scenario.done(begin(twinned(scenario), kind, **more)))
    scenario.delivered()
    return link


def link_of(scenario: Scenario, account: AccountId, link: LinkId) -> Link:
    """A link as one side holds it."""
    state = scenario.state(stream_of(account, link), Link)
    assert isinstance(state, Link)
    return state


def told(scenario: Scenario, account: AccountId, link: LinkId) -> LinkBegun:
    """How a link's beginning is held by one side."""
    events = [event for _, event in scenario.events(stream_of(account, link))]
    (event,) = (event for event in events if isinstance(event, LinkBegun))
    return event


@pytest.mark.parametrize("kind", list(LinkKind))
def test_both_sides_hold_a_link_of_every_kind_under_the_same_id(kind: LinkKind) -> None:
    """W3"""
    scenario = villages()
    link = begun(scenario, kind)
    ours, theirs = told(scenario, CALDEIRAS, link), told(scenario, PLOUHA, link)
    assert ours.link_kind == theirs.link_kind == kind
    assert (ours.direction, theirs.direction) == (Direction.FROM_THEM, Direction.FROM_US)
    assert [actor.side for actor in theirs.actors] == [Side.TWIN, Side.OWN]
    assert [actor.kind for actor in ours.actors] == [actor.kind for actor in theirs.actors]
    assert ours.effective == theirs.effective == NOON.date()


def test_an_organisation_is_named_in_the_people_store_alone_and_its_name_stays_here() -> None:
    """W7"""
    scenario = villages()
    scenario.done(begin(twinned(scenario)))
    (named,) = (outcome for outcome in scenario.outcomes if isinstance(outcome, Person))
    assert (named.name, named.public) == ("Adega da Ribeira", True)
    scenario.outbox.clear()
    link = begun(scenario)
    assert told(scenario, CALDEIRAS, link).actors[0].party is not None
    assert all(actor.party is None for actor in told(scenario, PLOUHA, link).actors)


def test_an_organisation_may_ask_not_to_be_named() -> None:
    """W7"""
    scenario = villages()
    actors = (msgspec.structs.replace(CELLAR, anonymous=True),)
    scenario.done(begin(twinned(scenario), actors=actors))
    (named,) = (outcome for outcome in scenario.outcomes if isinstance(outcome, Person))
    assert not named.public


def test_a_link_has_somebody_who_carries_it() -> None:
    """W3"""
    scenario = villages()
    scenario.when(begin(twinned(scenario), actors=())).then_refused(LinkActorsMissing)


def test_a_sponsorship_says_how_many_children_there_are_and_takes_no_text_at_all() -> None:
    """W4"""
    scenario = villages()
    link = begun(scenario, LinkKind.SPONSORSHIP)
    assert told(scenario, CALDEIRAS, link).group == told(scenario, PLOUHA, link).group == Group(12)
    assert not any(isinstance(outcome, Person | Paper) for outcome in scenario.outcomes)
    twinning = link_of(scenario, CALDEIRAS, link).twinning
    for size in (None, 0, -1, LARGEST_GROUP + 1):
        command = begin(twinning, LinkKind.SPONSORSHIP, group_size=size)
        scenario.when(command).then_refused(GroupMissing)
    command = begin(twinning, LinkKind.SPONSORSHIP, actors=(CELLAR,))
    scenario.when(command).then_refused(SponsorshipIsCollective)
    for account in (CALDEIRAS, PLOUHA):
        add = AddPersonToLink(account=account, link=link, name="Nilton, 7 anos")
        scenario.when(add).then_refused(SponsorshipIsCollective)


def test_only_a_sponsorship_has_a_group_of_children() -> None:
    """W4"""
    scenario = villages()
    scenario.when(begin(twinned(scenario), group_size=12)).then_refused(GroupOfNoSponsorship)


@pytest.mark.parametrize(("size", "known"), [(1, None), (4, None), (5, 5)])
def test_the_twin_is_not_told_how_many_children_fewer_than_five_are(size: int, known: int | None) -> None:
    """W4"""
    scenario = villages()
    link = begun(scenario, LinkKind.SPONSORSHIP, group_size=size)
    assert told(scenario, CALDEIRAS, link).group == Group(size)
    assert told(scenario, PLOUHA, link).group == Group(known)


def test_a_link_begins_under_an_active_twinning_alone_and_may_finish_when_that_ended() -> None:
    """W6"""
    scenario = villages()
    link = begun(scenario)
    twinning = link_of(scenario, CALDEIRAS, link).twinning
    scenario.done(EndTwinning(account=PLOUHA, twinning=twinning))
    scenario.delivered()
    scenario.when(begin(twinning)).then_refused(TwinningNotActive)
    scenario.when(begin(TwinningId("twinning-x"))).then_refused(UnknownTwinning)
    scenario.when(EndLink(account=CALDEIRAS, link=link)).then_kinds("link-ended")


@pytest.mark.parametrize("ending", [CALDEIRAS, PLOUHA])
def test_either_side_ends_a_link_once(ending: AccountId) -> None:
    """W3"""
    scenario = villages()
    link = begun(scenario)
    early = EndLink(account=ending, link=link, effective=OPENED)
    scenario.when(early).then_refused(LinkEndsBeforeItBegan)
    scenario.done(EndLink(account=ending, link=link))
    scenario.delivered()
    for account in (CALDEIRAS, PLOUHA):
        assert link_of(scenario, account, link).until == NOON.date()
        scenario.when(EndLink(account=account, link=link)).then_refused(LinkOver)
        add = AddPersonToLink(account=account, link=link, name="Rosa Lima")
        scenario.when(add).then_refused(LinkOver)


@pytest.mark.parametrize("order", list(permutations((0, 1, 0, 1))))
def test_in_whatever_order_and_however_often_a_link_is_told_both_hold_the_same(
    order: tuple[int, ...],
) -> None:
    """W3"""
    scenario = villages()
    link = LinkId(scenario.done(begin(twinned(scenario))))
    scenario.done(EndLink(account=CALDEIRAS, link=link))
    sent = list(scenario.outbox)
    scenario.outbox.clear()
    scenario.outbox.extend(sent[place] for place in order)
    scenario.delivered()
    theirs = link_of(scenario, PLOUHA, link)
    assert (theirs.kind, theirs.since, theirs.until) == (LinkKind.KNOW_HOW, NOON.date(), NOON.date())
    assert scenario.workspace.keep(stream_of(PLOUHA, link)).version == 2


def test_a_link_whose_end_alone_was_told_is_not_there_yet() -> None:
    """W3"""
    scenario = villages()
    link = LinkId(scenario.done(begin(twinned(scenario))))
    scenario.outbox.clear()
    scenario.done(EndLink(account=CALDEIRAS, link=link))
    scenario.delivered()
    scenario.when(EndLink(account=PLOUHA, link=link)).then_refused(UnknownLink)


@pytest.mark.parametrize("unknown", ["link-0000000000000000", "proposal-x", "", "x/y"])
def test_an_unknown_link_is_said_to_be_so(unknown: str) -> None:
    """W3"""
    villages().when(EndLink(account=CALDEIRAS, link=LinkId(unknown))).then_refused(UnknownLink)


def test_nobody_but_the_twin_tells_of_links() -> None:
    """W1, W3"""
    scenario = villages()
    twinning = twinned(scenario)
    scenario.done(begin(twinning))
    arrived = scenario.outbox.popleft()
    stranger = msgspec.structs.replace(arrived, sender="account-0000000000000bad")
    scenario.when(taken_in(stranger)).then_refused(NotTheTwins)
    other = offered(scenario)
    foreign = msgspec.structs.replace(
        arrived, message=msgspec.structs.replace(arrived.message, twinning=other)
    )
    scenario.when(taken_in(foreign)).then_refused(TwinningNotAtThisStep)
    scenario.when(taken_in(arrived)).then_kinds("link-begun")
    second = twinned(scenario)
    moved = msgspec.structs.replace(
        arrived, message=msgspec.structs.replace(arrived.message, twinning=second)
    )
    scenario.when(taken_in(moved)).then_refused(NotTheTwins)


@pytest.mark.parametrize(
    "changes",
    [
        {"link": "link-of-Nilton-in-Ribeirão"},
        {"group": Group(4)},
        {"group": None},
        {"link_kind": LinkKind.TOURISM},
        {"actors": (Actor(Side.OWN, ActorKind.COMPANY, PartyToken("Nilton")),)},
    ],
)
def test_what_a_twin_should_not_tell_is_not_kept(changes: dict[str, object]) -> None:
    """W4, W7"""
    scenario = villages()
    scenario.done(begin(twinned(scenario), LinkKind.SPONSORSHIP))
    arrived = scenario.outbox.popleft()
    message = msgspec.structs.replace(arrived.message, **changes)
    scenario.when(taken_in(msgspec.structs.replace(arrived, message=message)))
    scenario.then_refused(MessageMalformed)


def test_what_began_under_a_twinning_that_was_withdrawn_is_no_link() -> None:
    """W1: Plouha accepts and begins while the withdrawal is on its way."""
    scenario = villages()
    twinning = offered(scenario)
    scenario.done(WithdrawTwinning(account=CALDEIRAS, twinning=twinning))
    scenario.done(AcceptTwinning(account=PLOUHA, twinning=twinning))
    link = LinkId(scenario.done(begin(twinning, account=PLOUHA)))
    scenario.done(EndLink(account=PLOUHA, link=link))
    scenario.delivered()
    assert scenario.workspace.keep(stream_of(CALDEIRAS, link)).version == 0


def test_a_person_in_a_link_is_named_by_consent_that_can_be_taken_back() -> None:
    """W7"""
    scenario = villages()
    link = begun(scenario, LinkKind.AMBASSADOR)
    rosa = PartyToken(scenario.done(AddPersonToLink(account=CALDEIRAS, link=link, name="Rosa Lima")))
    (known,) = (outcome for outcome in scenario.outcomes if isinstance(outcome, Person))
    assert (known.token, known.public) == (rosa, False)
    assert not scenario.outbox
    give = GiveNameConsent(account=CALDEIRAS, link=link, person=rosa, consent="She said so.")
    withdraw = WithdrawNameConsent(account=CALDEIRAS, link=link, person=rosa)
    scenario.when(withdraw).then_refused(NoConsentGiven)
    scenario.done(give)
    assert link_of(scenario, CALDEIRAS, link).people == {rosa: True}
    scenario.when(give).then_refused(ConsentGivenAlready)
    scenario.done(EndLink(account=CALDEIRAS, link=link))
    scenario.when(withdraw).then_kinds("name-consent-withdrawn")
    assert link_of(scenario, CALDEIRAS, link).people == {rosa: False}
    nobody = PartyToken("person-0000000000000000")
    for command in (give, withdraw):
        scenario.when(msgspec.structs.replace(command, person=nobody)).then_refused(UnknownLinkPerson)


def test_no_field_says_who_is_a_refugee() -> None:
    """W7: one kind stands for all ambassadors, and neither link, actor nor person has a field for it."""
    assert [kind for kind in LinkKind if "ambassador" in kind] == [LinkKind.AMBASSADOR]
    fields = {
        name
        for kind in (LinkBegun, Link, Actor, BeginLink, AddPersonToLink)
        for name in kind.__struct_fields__
    }
    assert fields <= {
        "side", "other", "twinning", "link_kind", "kind", "direction", "actors", "group", "group_size",
        "effective", "since", "until", "people", "party", "account", "link", "name",
    }  # fmt: skip
