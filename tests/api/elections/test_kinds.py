"""`usf election` for every ballot type and rule: a small file of each, with winners that can be added up by hand.

Unless a file says otherwise 1 costs 100, 2 costs 60, 3 costs 50 and 4 costs 40, and there are 150 to spend.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.api.elections.test_season import usf
from tests.stores import database_at

COSTS = {"1": 100, "2": 60, "3": 50, "4": 40}
Votes = Sequence[tuple[str, ...]]
"""Of each voter the projects and, where there are any, the points."""

APPROVAL: Votes = (("1,2",), ("1,3",), ("1,2",), ("2,4",), ("3",))
"""Votes: 1 and 2 have 3, 3 has 2, 4 has 1."""
POINTS: Votes = (("1,2", "3,2"), ("3", "5"), ("3,4", "1,4"), ("1,4", "4,1"))
"""Points: 1 has 7, 3 has 6, 4 has 5, 2 has 2."""
RANKED: Votes = (("1,2,3",), ("2,1",), ("3",), ("2,4",), ("1",))
"""First of three is 3 points, first of two 2: 1 has 3+1+1, 2 has 2+2+2, 3 has 1+1, 4 has 1."""


def file_of(
    folder: Path,
    vote_type: str,
    rule: str,
    votes: Votes,
    *,
    meta: Mapping[str, str] | None = None,
    costs: Mapping[str, int] = COSTS,
) -> Path:
    said = {
        "description": "Test", "country": "Portugal", "unit": "Town", "instance": "2025", "budget": "150",
        "vote_type": vote_type, "rule": rule, "date_begin": "01.03.2025", "date_end": "15.03.2025", "currency": "EUR",
    } | dict(meta or {})  # fmt: skip
    columns = "voter_id;vote" + (";points" if any(len(vote) > 1 for vote in votes) else "")
    lines = [
        "META", "key;value", *(f"{key};{value}" for key, value in said.items()),
        "PROJECTS", "project_id;cost", *(f"{label};{cost}" for label, cost in costs.items()),
        "VOTES", columns, *(";".join((f"v{number}", *vote)) for number, vote in enumerate(votes)),
    ]  # fmt: skip
    file = folder / "season.pb"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def outcome_of(file: Path, *words: str) -> dict[str, Any]:
    done = usf("election", str(file), *words, "--db", database_at(file.with_suffix(".db")), "--json")
    assert done.returncode == 0, done.stderr
    outcome: dict[str, Any] = json.loads(done.stdout)
    return outcome


@pytest.mark.parametrize(
    ("vote_type", "rule", "votes", "meta", "selected"),
    [
        pytest.param("approval", "greedy", APPROVAL, {}, ["2", "3", "4"], id="approval"),
        pytest.param("approval", "greedy-no-skip", APPROVAL, {}, ["2"], id="approval that stops"),
        pytest.param(
            "approval", "greedy-threshold", APPROVAL, {"min_project_score_threshold": "2"}, ["2", "3"],
            id="approval with a minimum",
        ),
        pytest.param("choose-1", "greedy", (("1",), ("4",), ("4",)), {}, ["1", "4"], id="one choice"),
        pytest.param("cumulative", "greedy", POINTS, {"max_sum_points": "5"}, ["1", "3"], id="cumulative"),
        pytest.param(
            "cumulative", "greedy-threshold", POINTS, {"max_sum_points": "5", "min_project_score_threshold": "7"},
            ["1"], id="cumulative with a minimum",
        ),
        pytest.param("scoring", "greedy", POINTS, {"max_points": "5"}, ["1", "3"], id="score"),
        pytest.param("ordinal", "greedy", RANKED, {}, ["2", "3", "4"], id="ranked"),
        pytest.param("ordinal", "greedy-no-skip", RANKED, {}, ["2"], id="ranked that stops"),
    ],
)  # fmt: skip
def test_greedy_takes_options_in_the_order_of_their_scores(
    tmp_path: Path, vote_type: str, rule: str, votes: Votes, meta: dict[str, str], selected: list[str]
) -> None:
    """R4, R6"""
    outcome = outcome_of(file_of(tmp_path, vote_type, rule, votes, meta=meta))
    assert outcome["selected"] == selected
    assert outcome["ballots_counted"] == len(votes)
    assert outcome["disbursed_minor"] == sum(COSTS[label] for label in selected) * 100


@pytest.mark.parametrize(
    ("rule", "selected"),
    [
        ("equal-shares", ["2", "3"]),
        ("equal-shares/add1", ["2", "3"]),
        ("equal-shares/add1-greedy", ["2", "3", "4"]),
        ("equalshares-comparison", ["2", "3", "4"]),
        ("equalshares/add1-comparison", ["2", "3", "4"]),
    ],
)
def test_equal_shares_are_thirty_euros_each_and_what_is_left_goes_by_the_completion(
    tmp_path: Path, rule: str, selected: list[str]
) -> None:
    """R4: 2 costs each of its three electors 20, then 3 costs each of its two 25; nobody else can pay what is left.

    With up to 46 euros each that stays so, and with 47 the budget would not do. Who chose 4 prefers greedy, and nobody
    prefers the other.
    """
    file = file_of(tmp_path, "approval", "unknown", APPROVAL)
    assert outcome_of(file, "--rule", rule)["selected"] == selected


def test_a_rule_is_named_for_a_file_that_names_none(tmp_path: Path) -> None:
    """R4"""
    file = file_of(tmp_path, "approval", "unknown", APPROVAL)
    assert outcome_of(file, "--rule", "greedy-no-skip")["selected"] == ["2"]


def test_ballots_beyond_the_bounds_of_the_file_are_refused_with_their_reasons(tmp_path: Path) -> None:
    """V6, V2"""
    votes = (
        ("1,2", "3,2"),
        ("1,1", "2,2"),
        ("1,2,3", "1,1,1"),
        ("3", "6"),
        ("1,9", "1,1"),
        ("4", "1"),
        ("2,4", "5,1"),
    )
    meta = {"max_length": "2", "min_sum_points": "2", "max_sum_points": "5"}
    outcome = outcome_of(file_of(tmp_path, "cumulative", "greedy", votes, meta=meta))
    assert outcome["ballots_counted"] == 1
    assert outcome["ballots_refused"] == {
        "option-named-twice": 1,
        "too-few-points": 1,
        "too-many-options": 1,
        "too-many-points": 2,
        "unknown-option": 1,
    }


def test_options_that_cost_more_together_than_a_ballot_may_are_refused(tmp_path: Path) -> None:
    """V6"""
    meta = {"max_sum_cost": "110"}
    outcome = outcome_of(file_of(tmp_path, "approval", "greedy", APPROVAL, meta=meta))
    assert outcome["ballots_refused"] == {"costs-beyond-ballot": 3}
    assert outcome["selected"] == ["2", "3", "4"]


def test_a_project_withdrawn_after_the_vote_is_left_off_the_ballot(tmp_path: Path) -> None:
    """R6, P4"""
    costs = COSTS | {"1": 999_999_999}
    outcome = outcome_of(file_of(tmp_path, "approval", "greedy-no-skip", APPROVAL, costs=costs))
    assert (outcome["withdrawn"], outcome["selected"]) == (["1"], ["2", "3", "4"])
    assert outcome["ballots_counted"] == len(APPROVAL)
