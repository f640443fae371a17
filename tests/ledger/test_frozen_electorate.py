"""Whatever becomes of members and rules after a round has opened, its electorate and its quorum stay as they were."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from ledger.associations.events import (
    MemberEnrolled,
    MemberLeft,
    MemberReinstated,
    MemberSuspended,
    RulesChanged,
)
from ledger.associations.rules import Rules
from ledger.event import Event
from ledger.identifiers import MemberToken, ProposalId, RoundToken
from ledger.rounds.commands import CastBallot
from ledger.rounds.counting import Result
from ledger.rounds.refusals import NotAnElector
from ledger.rounds.terms import Terms
from tests.ledger.deciding import (
    ACCOUNT,
    MEMBERS,
    NOON,
    RULES,
    SEAL,
    cast,
    counted,
    in_account,
    question,
    round_of,
    village,
)
from tests.scenario import Scenario

Voting: TypeAlias = tuple[MemberToken, str]

TODAY = NOON.date()
NEWCOMERS = [MemberToken(f"member-new-{number}") for number in range(8)]

votings = st.tuples(st.sampled_from(MEMBERS), st.sampled_from(("yes", "no", "abstain")))
happenings = st.one_of(
    st.builds(MemberEnrolled, member=st.sampled_from(NEWCOMERS), effective=st.just(TODAY)),
    st.builds(MemberLeft, member=st.sampled_from(MEMBERS), effective=st.just(TODAY)),
    st.builds(
        MemberSuspended, member=st.sampled_from(MEMBERS), reason=st.just(SEAL), effective=st.just(TODAY)
    ),
    st.builds(MemberReinstated, member=st.sampled_from(MEMBERS), effective=st.just(TODAY)),
    st.builds(
        RulesChanged,
        version=st.integers(2, 9),
        rules=st.builds(
            Rules,
            quorum_percent=st.integers(0, 100),
            threshold_percent=st.integers(50, 100),
            seniority_days=st.integers(0, 400),
        ),
        decision=st.just(ProposalId("proposal-rules")),
    ),
)


def held(quorum_percent: int, acts: Sequence[Voting | Event]) -> tuple[Terms, Result]:
    """A round in which this happened, one thing after the other: what it had frozen, and what it came to."""
    scenario = village(Rules(criteria=RULES.criteria, quorum_percent=quorum_percent))
    round_id = question(scenario)
    frozen = round_of(scenario, round_id).terms
    for number, act in enumerate(acts, 1):
        scenario.at(NOON + timedelta(minutes=number))
        if isinstance(act, Event):
            scenario.given(*in_account(act))
        else:
            cast(scenario, round_id, *act)
    result = counted(scenario, round_id)
    terms = round_of(scenario, round_id).terms
    assert frozen is not None
    assert terms == frozen
    return terms, result


@given(st.integers(0, 100), st.lists(st.one_of(votings, happenings), max_size=25))
def test_what_happens_to_members_and_rules_after_the_opening_changes_no_electorate_and_no_result(
    quorum_percent: int, acts: list[Voting | Event]
) -> None:
    """R1, R2, R3, A4, M3, M5"""
    terms, result = held(quorum_percent, acts)
    alone, without = held(quorum_percent, [act for act in acts if not isinstance(act, Event)])
    assert (terms.electorate, terms.quorum_percent, result) == (alone.electorate, quorum_percent, without)


@given(st.sets(st.sampled_from(NEWCOMERS), min_size=1))
def test_who_joins_after_the_opening_has_no_token_in_the_round(newcomers: set[MemberToken]) -> None:
    """R2, M3, V1"""
    scenario: Scenario = village()
    round_id = question(scenario)
    for member in sorted(newcomers):
        scenario.given(*in_account(MemberEnrolled(member=member, effective=TODAY)))
        assert member not in scenario.round_tokens
        ballot = CastBallot(account=ACCOUNT, round=round_id, elector=RoundToken(member), choices=("yes",))
        scenario.when(ballot).then_refused(NotAnElector)
