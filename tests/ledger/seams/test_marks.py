"""Marks cost what they must: what an event tells by itself is asked of it, and found by where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.contributions.commands import (
    AcceptEarmark,
    Giver,
    PledgeContribution,
    ReceiveContribution,
    ReverseContribution,
)
from ledger.contributions.events import ContributionReceived
from ledger.contributions.refusals import ReferenceAlreadyBooked, UnknownContribution
from ledger.contributions.state import contribution_mark, giver_mark
from ledger.disbursements.commands import SendDisbursement
from ledger.event import Recorded
from ledger.identifiers import (
    AccountId,
    ContributionId,
    Mark,
    PartyToken,
    Stream,
    number_in,
    numbered_id,
)
from ledger.ledger import Request
from ledger.marking import Marking
from ledger.marks import Stored, place_of, told_by
from ledger.replay import Replay
from ledger.source import Nothing
from tests.ledger.seams.test_ledger import Held
from tests.season import Season
from tests.stores import Door

ASKED = Request(caller="key-1", key="k", content="a gift")


@pytest.fixture
def founded(season: Season) -> Season:
    return season.found()


def stored(season: Season, beginning: str = "") -> dict[Mark, Stored]:
    """The marks as they lie in the store."""
    with season.ledger.store.source(season.ledger.partition_of(season.account)) as source:
        return dict(source.group(beginning))


def gift(
    season: Season, giver: Giver | PartyToken | None = None, reference: str | None = None
) -> ReceiveContribution:
    return ReceiveContribution(
        account=season.account,
        unit="EUR",
        amount="5.00",
        giver=giver or Giver(name="Emma Grant"),
        reference=reference,
    )


def received(season: Season, contribution: str) -> ContributionReceived:
    """The event of a contribution, which stands where its id says."""
    recorded = recorded_of(season, contribution)
    assert isinstance(recorded.event, ContributionReceived)
    return recorded.event


def recorded_of(season: Season, contribution: str) -> Recorded:
    version = number_in(contribution)
    assert version is not None
    partition = season.ledger.partition_of(season.account)
    return next(season.ledger.store.stream(partition, Stream(season.account), version - 1))


@given(st.integers(1, 2**40 - 1), st.integers(0, 2**40 - 1))
def test_an_id_tells_the_version_that_it_was_made_with(version: int, chance: int) -> None:
    numbered = numbered_id("contribution", version, chance)
    assert number_in(numbered) == version
    mark = contribution_mark(AccountId("account-one"), ContributionId(numbered))
    assert place_of(mark) == (Stream("account-one"), version)
    assert len(numbered) == len("contribution-") + 16
    assert numbered_id("contribution", version - 1, 2**40 - 1) < numbered


@pytest.mark.parametrize(
    "nobodys",
    ["", "contribution", "contribution-one", "member-0000000000000000", "contribution-000000000000000"],
)
def test_no_version_is_read_out_of_another_id(nobodys: str) -> None:
    assert number_in(nobodys) is None


def test_a_contribution_of_a_known_giver_leaves_one_mark_for_its_key_and_one_for_its_reference(
    founded: Season,
) -> None:
    """C2: all else is told by the event, which its id leads to."""
    giver = received(founded, founded.do(gift(founded))).giver
    before = stored(founded)
    answer = founded.ledger.handle(gift(founded, giver, reference="CV-1"), by="test", request=ASKED)
    left = {mark: found for mark, found in stored(founded).items() if mark not in before}
    assert {mark[:4] for mark in left} == {"req:", "ref:"}
    assert set(left.values()) == {Stored(recorded_of(founded, answer.created).position, b"")}
    assert stored(founded).items() >= before.items(), "the giver's mark stays the first one's"
    Replay(founded.ledger.store).run()


def test_a_giver_is_marked_once_whether_new_or_known_in_one_batch_or_in_two(founded: Season) -> None:
    """C6"""
    giver = received(founded, founded.do(gift(founded))).giver
    mark = giver_mark(founded.account, giver)
    first = stored(founded, mark)
    with Held(founded):
        later = [founded.ledger.submit(gift(founded, giver), by="test") for _ in range(2)]
    assert all(future.result().kinds for future in later)
    pledged = founded.do(PledgeContribution(account=founded.account, unit="EUR", amount="1.00", giver=giver))
    founded.do(
        ReceiveContribution(
            account=founded.account, unit="EUR", amount="1.00", pledge=ContributionId(pledged)
        )
    )
    assert stored(founded, mark) == first
    Replay(founded.ledger.store).run()


def test_what_is_left_first_stays_and_can_be_read_at_once() -> None:
    mark = Mark("giver:account-one:giver-one")
    made = Marking(Nothing())
    made.put_first(mark, "person")
    made.put_first(mark, "company")
    assert made.holds(mark)
    assert made.get(mark, str) == "person"
    made.put_first(mark, "company")
    assert made.left() == ([(mark, 0, b'"person"')], [])
    other = Marking(Nothing())
    other.put_first(mark, "person")
    other.put(mark, "company")
    assert list(other.group("giver:", str).values()) == ["company"]
    third = Marking(Nothing())
    third.put_first(mark, "person")
    assert list(third.group("giver:", str).values()) == ["person"]


def test_a_contribution_is_not_found_under_another_account_of_its_partition(founded: Season) -> None:
    """C2, C9"""
    theirs = ContributionId(founded.do(gift(founded)))
    other = Season(founded.ledger, founded.clock).found()
    reverse = ReverseContribution(account=other.account, contribution=theirs, reason="Not ours.")
    with pytest.raises(UnknownContribution):
        other.do(reverse)
    founded.do(founded.reverse(theirs))
    with pytest.raises(UnknownContribution):
        other.do(reverse)


def test_an_id_that_somebody_made_up_is_no_contribution(founded: Season) -> None:
    """C2: whichever event stands at the position that it names."""
    bus = founded.purpose()
    founded.receive("1.00", purpose=bus)
    founded.receive("9.00")
    founded.evidenced(founded.authorised(founded.accepted_proposal("1.00"), "0.50"))
    head = founded.ledger.store.head(founded.ledger.partition_of(founded.account))
    made_up = [numbered_id("contribution", version, 0) for version in (*range(head + 2), 2**40 - 1)]
    accepting = [
        AcceptEarmark(account=founded.account, contribution=ContributionId(contribution))
        for contribution in made_up
    ]
    refused = [founded.ledger.submit(command, by="test").exception() for command in accepting]
    assert {type(refusal) for refusal in refused} == {UnknownContribution}


def test_an_event_is_asked_only_for_what_it_tells_by_itself(founded: Season) -> None:
    bus = founded.purpose()
    earmarked = founded.receive("1.00", purpose=bus)
    events = list(founded.ledger.events_of(Stream(founded.account)))
    mark = contribution_mark(founded.account, earmarked)
    told = [told_by(recorded.event, recorded.stream, mark) for recorded in events]
    assert [value is not None for value in told] == [
        isinstance(recorded.event, ContributionReceived) for recorded in events
    ]


def test_what_happened_in_the_same_batch_is_known_to_the_next_command(founded: Season) -> None:
    """C2, L6"""
    gift_of = gift(founded, reference="CV-1")
    booked = ContributionId(founded.do(gift_of))
    with Held(founded):
        reversed_ = founded.ledger.submit(founded.reverse(booked), by="test")
        again = founded.ledger.submit(gift_of, by="test", request=ASKED)
        repeated = founded.ledger.submit(gift_of, by="test", request=ASKED)
        twice = founded.ledger.submit(gift_of, by="test")
    assert reversed_.result().created == booked
    assert repeated.result().created == again.result().created
    assert repeated.result().position == again.result().position
    assert repeated.result().replayed
    with pytest.raises(ReferenceAlreadyBooked):
        twice.result()
    Replay(founded.ledger.store).run()


def test_a_repeat_is_told_the_position_of_the_last_of_several_events(founded: Season) -> None:
    founded.receive("100.00")
    disbursement = founded.signed_off(founded.authorised(founded.accepted_proposal("60.00"), "25.00"))
    send = SendDisbursement(account=founded.account, disbursement=disbursement)
    first = founded.ledger.handle(send, by="test", request=ASKED)
    assert len(first.kinds) == 2
    again = founded.ledger.handle(send, by="test", request=ASKED)
    assert (again.replayed, again.created, again.position) == (True, first.created, first.position)
    Replay(founded.ledger.store).run()


def test_a_reference_is_kept_for_the_auditor_and_proven_by_its_events_hash(founded: Season) -> None:
    """C2"""
    contribution = founded.do(gift(founded, reference="FT 26042"))
    partition = founded.ledger.partition_of(founded.account)
    recorded = recorded_of(founded, contribution)
    assert founded.ledger.reference_of(recorded) == "FT 26042"
    with Door(founded.ledger.store.address) as door:
        texts = door.table(partition, "reference_texts")
        door.execute(f"UPDATE {texts} SET text = 'FT 26043'")
        assert founded.ledger.reference_of(recorded) is None, "altered"
        door.execute(f"DELETE FROM {texts}")
        assert founded.ledger.reference_of(recorded) is None, "forgotten"
    with pytest.raises(ReferenceAlreadyBooked):
        founded.do(gift(founded, reference="FT26042"))
    without = recorded_of(founded, founded.do(gift(founded)))
    assert founded.ledger.reference_of(without) is None
