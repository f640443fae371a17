"""Confidential rounds: choices lie beside the log, and come into it with the count, shuffled and unlinked."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.command import ElectorLinks, Listing, SealedPart
from ledger.context import seal_of
from ledger.identifiers import MemberToken, RoundId, Seal, stream_of
from ledger.rounds.ballots import choices_of, read_choices, sealed_ballot
from ledger.rounds.commands import CloseRound, CountRound
from ledger.rounds.counting import count
from ledger.rounds.events import BallotCast, RoundCounted, RoundDrafted, RoundOpened, ShowOfHandsEntered
from ledger.rounds.gathering import gathered, result_of
from ledger.rounds.refusals import (
    BallotNotAsSealed,
    CountingNotReached,
    RoundNotAtThisStep,
    RoundTakesNoBallots,
)
from ledger.rounds.terms import Confidentiality, Terms
from tests.ledger.assembling import hands, minutes, yes_no
from tests.ledger.deciding import (
    ACCOUNT,
    ANA,
    BIA,
    CATY,
    DEADLINE,
    DUDA,
    EVA,
    NOON,
    admitted,
    asks,
    ballot,
    cast,
    closed,
    opened,
    round_of,
    village,
)
from tests.ledger.objecting import Window
from tests.scenario import Scenario

COUNTING = DEADLINE + timedelta(days=5)


def confidential(scenario: Scenario, **changes: object) -> RoundId:
    """An open round with one question, of which nobody is to know who chose what."""
    changes = {"confidentiality": Confidentiality.CONFIDENTIAL, **changes}
    return opened(scenario, msgspec.structs.replace(asks(admitted(scenario)), **changes))


def written(scenario: Scenario) -> str:
    """All events of the last command, as they are written down."""
    return msgspec.json.encode([fact.event for fact in scenario.recorded]).decode()


def last(scenario: Scenario) -> BallotCast:
    """The ballot that was just cast."""
    (event,) = (fact.event for fact in scenario.recorded)
    assert isinstance(event, BallotCast)
    return event


def count_round(scenario: Scenario, round_id: RoundId) -> RoundCounted:
    """Closed and counted."""
    closed(scenario, round_id)
    scenario.done(CountRound(account=ACCOUNT, round=round_id))
    (event,) = (fact.event for fact in scenario.recorded)
    assert isinstance(event, RoundCounted)
    return event


def lists(scenario: Scenario, counted: RoundCounted) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The choices and the numbers that were committed with a count."""
    assert counted.choices is not None
    assert counted.ballots is not None
    return scenario.listing(counted.choices), scenario.listing(counted.ballots)


def test_confidentiality_is_frozen_with_the_round_and_cannot_be_taken_back() -> None:
    """R5, R1, R2"""
    scenario = village()
    round_id = confidential(scenario)
    told = [event for _, event in scenario.events(stream_of(ACCOUNT, round_id))]
    assert [type(event) for event in told] == [RoundDrafted, RoundOpened]
    assert told[1].terms.confidentiality is Confidentiality.CONFIDENTIAL
    cast(scenario, round_id, ANA, "yes")
    count_round(scenario, round_id)
    assert round_of(scenario, round_id).confidentiality is Confidentiality.CONFIDENTIAL


def test_a_ballot_has_token_number_and_seal_and_its_choices_lie_beside_the_log() -> None:
    """V7, V8"""
    scenario = village()
    round_id = confidential(scenario)
    cast(scenario, round_id, ANA, "yes")
    event, sealed = last(scenario), [one for one in scenario.outcomes if isinstance(one, SealedPart)]
    (part,) = sealed
    assert (event.choices, event.points, event.salt) == ((), (), "")
    assert set(msgspec.to_builtins(event)) == {"kind", "elector", "number", "seal"}
    assert (part.round, part.number) == (round_id, event.number)
    assert event.seal == seal_of(
        part.salt, sealed_ballot(1, choices_of(round_of(scenario, round_id).ballot_type, ("yes",)))
    )
    assert part.salt not in written(scenario)
    assert "yes" not in written(scenario)


def test_only_a_confidential_round_has_a_pepper() -> None:
    """V7"""
    scenario = village()
    confidential(scenario)
    (links,) = (one for one in scenario.outcomes if isinstance(one, ElectorLinks))
    assert len(links.pepper) == 32
    open_one = village()
    opened(open_one, asks(admitted(open_one)))
    (links,) = (one for one in open_one.outcomes if isinstance(one, ElectorLinks))
    assert links.pepper == ""


def test_the_count_commits_the_choices_that_count_unlinked_and_the_numbers_apart() -> None:
    """V3, V5, V8"""
    scenario = village()
    round_id = confidential(scenario)
    cast(scenario, round_id, ANA, "no")
    cast(scenario, round_id, BIA, "yes")
    cast(scenario, round_id, ANA, "yes")
    cast(scenario, round_id, CATY, "abstain")
    counted = count_round(scenario, round_id)
    choices, numbers = lists(scenario, counted)
    assert sorted(choices) == ['[["abstain"]]', '[["yes"]]', '[["yes"]]']
    assert numbers == ("2", "3", "4")
    assert counted.result.ballots_counted == 3
    assert {tally.label: tally.votes for tally in counted.result.tallies} == {"yes": 2, "no": 0, "abstain": 1}


def test_the_order_of_the_list_tells_nothing_of_the_order_of_the_ballots() -> None:
    """V7, V8: it is the same whoever cast what, and drawn by chance."""

    def listed(*choices: str, seed: int = 7) -> tuple[str, ...]:
        scenario = village()
        round_id = confidential(scenario)
        for member, choice in zip((ANA, BIA, CATY, DUDA, EVA), choices, strict=True):
            cast(scenario, round_id, member, choice)
        scenario.random.seed(seed)
        return lists(scenario, count_round(scenario, round_id))[0]

    one = listed("yes", "no", "abstain", "yes", "no")
    assert one == listed("no", "no", "yes", "yes", "abstain")
    assert len({listed("yes", "no", "abstain", "yes", "no", seed=seed) for seed in range(20)}) > 5


def test_the_recount_reads_the_lists_alone() -> None:
    """R4"""
    scenario = village()
    round_id = confidential(scenario)
    for member, choice in ((ANA, "yes"), (BIA, "no"), (CATY, "yes")):
        cast(scenario, round_id, member, choice)
    counted = count_round(scenario, round_id)
    scenario.sealed.clear()
    scenario.links.clear()
    found = gathered(scenario, stream_of(ACCOUNT, round_id))
    assert msgspec.json.encode(result_of(scenario, found)) == msgspec.json.encode(counted.result)


def test_before_it_is_counted_nobody_counts_not_even_in_passing() -> None:
    """V8"""
    scenario = village()
    round_id = confidential(scenario, counting=COUNTING)
    cast(scenario, round_id, ANA, "yes")
    for step in (NOON, DEADLINE + timedelta(days=1)):
        if step > DEADLINE:
            closed(scenario, round_id)
        found = gathered(scenario, stream_of(ACCOUNT, round_id))
        assert result_of(scenario, found) is None
    scenario.when(CountRound(account=ACCOUNT, round=round_id)).then_refused(CountingNotReached)
    scenario.at(COUNTING)
    scenario.done(CountRound(account=ACCOUNT, round=round_id))


def test_who_was_present_counts_once_and_no_list_of_their_tokens_is_kept() -> None:
    """R9, V4, V7"""
    scenario = village()
    round_id = confidential(scenario)
    cast(scenario, round_id, ANA, "no")
    cast(scenario, round_id, DUDA, "no")
    scenario.at(NOON + timedelta(days=2, hours=3))
    held = minutes(scenario, ANA, BIA, CATY, met=NOON + timedelta(days=2))
    scenario.done(hands(round_id, held, *yes_no(3)))
    entered = scenario.recorded[0].event
    assert isinstance(entered, ShowOfHandsEntered)
    assert (entered.tokens, entered.hands.present) == (None, 3)
    assert not [one for one in scenario.outcomes if isinstance(one, Listing)]
    cast(scenario, round_id, BIA, "no")
    counted = count_round(scenario, round_id)
    assert (counted.result.ballots_counted, counted.result.by_hand) == (4, 3)
    assert lists(scenario, counted) == (('[["no"]]',), ("2",))


def damaged(sealed: dict[int, SealedPart]) -> Iterator[dict[int, SealedPart]]:
    """Every way in which the parts of two ballots can be other than they were sealed."""
    one, two = sealed[1], sealed[2]
    yield {2: two}
    yield {1: one}
    yield {1: msgspec.structs.replace(one, text=one.text.replace("yes", "no")), 2: two}
    yield {1: msgspec.structs.replace(one, salt="0" * 32), 2: two}
    yield {1: msgspec.structs.replace(one, text="", salt=""), 2: two}
    yield {1: two, 2: one}


@pytest.mark.parametrize("way", range(6))
def test_nothing_is_counted_where_a_sealed_part_is_missing_or_altered(way: int) -> None:
    """R4, V8"""
    scenario = village()
    round_id = confidential(scenario)
    cast(scenario, round_id, ANA, "yes")
    cast(scenario, round_id, BIA, "no")
    closed(scenario, round_id)
    whole = dict(scenario.sealed[round_id])
    scenario.sealed[round_id] = list(damaged(whole))[way]
    scenario.when(CountRound(account=ACCOUNT, round=round_id)).then_refused(BallotNotAsSealed)
    scenario.sealed[round_id] = whole
    scenario.done(CountRound(account=ACCOUNT, round=round_id))


def test_a_round_without_ballots_is_counted_too() -> None:
    """R4"""
    scenario = village()
    round_id = confidential(scenario)
    counted = count_round(scenario, round_id)
    assert lists(scenario, counted) == ((), ())
    assert counted.result.ballots_counted == 0


def test_a_ballot_that_was_replaced_need_not_be_opened() -> None:
    """V3"""
    scenario = village()
    round_id = confidential(scenario)
    cast(scenario, round_id, ANA, "yes")
    cast(scenario, round_id, ANA, "no")
    closed(scenario, round_id)
    del scenario.sealed[round_id][1]
    scenario.done(CountRound(account=ACCOUNT, round=round_id))


# What is forgotten, and when


def kept(window: Window) -> bool:
    """Whether sealed parts and links are there: both, or neither."""
    sealed, links = window.round in window.scenario.sealed, window.round in window.scenario.links
    assert sealed == links
    return sealed


def test_a_final_round_forgets_what_joins_electors_and_choices_and_an_open_round_nothing() -> None:
    """V7, R10"""
    window = Window(confidentiality=Confidentiality.CONFIDENTIAL)
    assert kept(window)
    window.scenario.done(window.final())
    assert not kept(window)
    open_one = Window()
    open_one.scenario.done(open_one.final())
    assert open_one.round in open_one.scenario.links


@pytest.mark.parametrize("upheld", [False, True])
def test_while_an_item_is_suspended_nothing_is_forgotten(upheld: bool) -> None:
    """R8, V7: until the last of them is decided on."""
    window = Window(confidentiality=Confidentiality.CONFIDENTIAL)
    bus, van = window.objected(ANA, "bus"), window.objected(EVA, "van")
    window.scenario.done(window.final())
    assert kept(window)
    window.decided(bus, upheld=True)
    assert kept(window)
    window.decided(van, upheld=upheld)
    if not upheld:
        assert kept(window)
        window.scenario.done(window.item_final("van"))
    assert not kept(window)


@pytest.mark.parametrize("upheld", [False, True])
def test_an_objection_that_is_decided_before_the_round_is_final_forgets_nothing_yet(upheld: bool) -> None:
    """R8, V7"""
    window = Window(confidentiality=Confidentiality.CONFIDENTIAL)
    window.decided(window.objected(ANA, "bus"), upheld=upheld)
    assert kept(window)
    window.scenario.done(window.final())
    assert not kept(window)


@pytest.mark.parametrize("step", ["open", "closed", "counted"])
def test_an_annulled_round_is_forgotten_whether_it_was_counted_or_not(step: str) -> None:
    """R8, V7"""
    window = Window(confidentiality=Confidentiality.CONFIDENTIAL)
    if step != "counted":
        draft = asks(admitted(window.scenario))
        changes = {"confidentiality": Confidentiality.CONFIDENTIAL, "closes": DEADLINE + timedelta(days=1)}
        window.round = opened(window.scenario, msgspec.structs.replace(draft, **changes))
        cast(window.scenario, window.round, ANA, "yes")
    held = window.met()
    if step == "closed":
        window.scenario.at(DEADLINE + timedelta(days=1))
        window.scenario.done(CloseRound(account=ACCOUNT, round=window.round))
    assert kept(window)
    window.scenario.done(window.annuls(minutes=held), by=BIA)
    assert not kept(window)


def test_who_objects_or_votes_after_that_is_told_why_not() -> None:
    """V6, R8"""
    window = Window(confidentiality=Confidentiality.CONFIDENTIAL)
    late, vote = window.objects(EVA, "bus"), ballot(window.scenario, window.round, EVA, "bus")
    window.scenario.done(window.final())
    window.scenario.when(late).then_refused(RoundNotAtThisStep)
    window.scenario.when(vote).then_refused(RoundTakesNoBallots)


# Whatever is cast

VOTES = st.lists(
    st.tuples(st.sampled_from((ANA, BIA, CATY, DUDA, EVA)), st.sampled_from(("yes", "no", "abstain")))
)


@given(votes=VOTES, seed=st.integers(0, 1_000))
def test_a_recount_from_the_lists_gives_the_same_bytes_in_whatever_order_they_are_read(
    votes: list[tuple[MemberToken, str]], seed: int
) -> None:
    """R4, V3: and the same as of an open round with the same ballots."""

    def counted(confidentiality: Confidentiality) -> tuple[Scenario, RoundCounted, Terms]:
        scenario = village()
        round_id = confidential(scenario, confidentiality=confidentiality)
        for member, choice in votes:
            cast(scenario, round_id, member, choice)
        event = count_round(scenario, round_id)
        terms = round_of(scenario, round_id).terms
        assert terms is not None
        return scenario, event, terms

    scenario, event, terms = counted(Confidentiality.CONFIDENTIAL)
    choices, numbers = lists(scenario, event)
    mixed = list(map(read_choices, choices))
    Random(seed).shuffle(mixed)
    as_open = counted(Confidentiality.OPEN)[1].result
    results = {msgspec.json.encode(result) for result in (event.result, as_open, count(terms, mixed))}
    assert len(results) == 1
    last_of = {member: number for number, (member, _) in enumerate(votes, 1)}
    assert list(map(int, numbers)) == sorted(last_of.values())


@given(one=VOTES, seed=st.integers(0, 1_000))
def test_two_rounds_that_differ_in_choices_alone_cannot_be_told_apart_before_counting(
    one: list[tuple[MemberToken, str]], seed: int
) -> None:
    """V8: all that a ballot leaves, but its seal and what lies beside the log, is the same whatever it chooses."""

    def left(votes: list[tuple[MemberToken, str]]) -> list[bytes]:
        scenario, told = village(), []
        round_id = confidential(scenario)
        for member, choice in votes:
            cast(scenario, round_id, member, choice)
            event = msgspec.structs.replace(last(scenario), seal=Seal(""))
            marks = [
                (str(name), position, value) for name, position, value in scenario.workspace.marks.left()[0]
            ]
            told.append(msgspec.json.encode([event, scenario.created, marks, round_of(scenario, round_id)]))
        return told

    chance = Random(seed)
    assert left(one) == left([(member, chance.choice(("yes", "no", "abstain"))) for member, _ in one])
