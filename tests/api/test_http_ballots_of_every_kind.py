"""Rounds of every ballot type and rule over HTTP, from draft to final result, and every ballot checked again."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.context import canonical, seal_of
from tests.api.village import Village

BALLOTS: dict[str, list[dict[str, Any]]] = {
    "yes-no-abstain": [{"choices": ["yes"]}, {"choices": ["yes"]}, {"choices": ["no"]}],
    "approval": [{"choices": ["P1"]}, {"choices": ["P2", "P1"]}, {"choices": ["P2", "P3"]}],
    "cumulative": [
        {"choices": ["P1"], "points": [6]},
        {"choices": ["P2", "P1"], "points": [4, 2]},
        {"choices": ["P3", "P2"], "points": [3, 3]},
    ],
    "ranked": [{"choices": ["P1", "P2"]}, {"choices": ["P2", "P1"]}, {"choices": ["P2"]}],
    "score": [
        {"choices": ["P1", "P3"], "points": [5, 1]},
        {"choices": ["P2", "P1"], "points": [4, 2]},
        {"choices": ["P3", "P2"], "points": [1, 3]},
    ],
}
"""What three members choose, by ballot type."""
BOUNDS: dict[str, dict[str, Any]] = {"cumulative": {"max_sum_points": 6}, "score": {"max_points": 5}}
"""Without these there is no such ballot."""
TALLIES = {
    "votes": [("P1", 2, None), ("P2", 2, None), ("P3", 1, None)],
    "cumulative": [("P1", 2, 8), ("P2", 2, 7), ("P3", 1, 3)],
    "ranked": [("P2", 3, 4), ("P1", 2, 3), ("P3", 0, 0)],
    "score": [("P1", 2, 7), ("P2", 2, 7), ("P3", 2, 2)],
}
"""Label, votes and score, in the order of the result."""
GREEDY = {"kind": "greedy"}
SHARES = {"kind": "equal-shares"}
ROUNDS: list[tuple[str, dict[str, Any] | None, list[str]]] = [
    ("yes-no-abstain", None, ["P1"]),
    ("yes-no-abstain", {"kind": "majority"}, ["P1"]),
    ("approval", None, ["P1", "P2"]),
    ("approval", GREEDY | {"minimum_score": 2, "stops": True}, ["P1", "P2"]),
    ("approval", SHARES, ["P1", "P2"]),
    ("approval", SHARES | {"completion": "add1", "compared": True}, ["P1", "P2"]),
    ("cumulative", None, ["P1", "P2"]),
    ("cumulative", GREEDY | {"scored_by": "votes"}, ["P1", "P2"]),
    ("cumulative", SHARES, ["P1", "P2"]),
    ("ranked", GREEDY, ["P1", "P2"]),
    ("score", None, ["P1", "P2"]),
    ("score", GREEDY | {"minimum_score": 8}, []),
    ("score", SHARES | {"completion": "add1-greedy"}, ["P1", "P2"]),
]


def drafted(village: Village, ballot_type: str, rule: dict[str, Any] | None, **bounds: Any) -> str:
    """A round over three proposals of 20 euros, or over one; 50 euros are shared out."""
    several = ballot_type != "yes-no-abstain"
    proposals = [village.propose("20.00") for _ in range(3 if several else 1)]
    more = {} if rule is None else {"rule": rule}
    return village.draft_round(
        *proposals,
        ballot_type=ballot_type,
        bounds=BOUNDS.get(ballot_type, {}) | bounds,
        closes=(village.served.clock_now + timedelta(days=1)).isoformat(),
        **more,
    )


def tallies(shown: dict[str, Any]) -> list[tuple[str, int, int | None]]:
    """As a round shows them."""
    return [(tally["label"], tally["votes"], tally["score"]) for tally in shown["tallies"]]


@pytest.mark.parametrize(("ballot_type", "rule", "accepted"), ROUNDS)
def test_a_round_of_each_kind_goes_from_draft_to_final(
    village: Village, ballot_type: str, rule: dict[str, Any] | None, accepted: list[str]
) -> None:
    """R1, R4, R10, V1, V5"""
    treasurer = village.treasurer
    village.receive("50.00")
    round_id = drafted(village, ballot_type, rule)
    at = f"{village.at}/rounds/{round_id}"
    treasurer.done(f"{at}/openings")
    slips = [
        member.post(f"{at}/ballots", ballot).json()
        for member, ballot in zip(village.members, BALLOTS[ballot_type], strict=True)
    ]
    village.served.later(days=1)
    for step in ("closures", "counts", "finalisations"):
        treasurer.done(f"{at}/{step}")
    shown = treasurer.read(at)
    assert (shown["status"], shown["ballot_type"], shown["ballots_counted"]) == ("final", ballot_type, 3)
    assert {name: shown["rule"][name] for name in rule or {}} == (rule or {})
    assert [option["label"] for option in shown["options"] if option["accepted"]] == accepted
    if ballot_type == "yes-no-abstain":
        assert tallies(shown) == [("yes", 2, None), ("no", 1, None), ("abstain", 0, None)]
    else:
        by_votes = shown["rule"]["scored_by"] == "votes"
        assert tallies(shown) == TALLIES["votes" if by_votes else ballot_type]
    listed = treasurer.read(f"{at}/ballots")["items"]
    for slip, cast, open_ballot in zip(slips, BALLOTS[ballot_type], listed, strict=True):
        assert (open_ballot["number"], open_ballot["seal"]) == (slip["number"], slip["seal"])
        said = [open_ballot["choices"], open_ballot["points"]][: 2 if open_ballot["points"] else 1]
        assert seal_of(open_ballot["salt"], canonical([slip["number"], *said])) == slip["seal"]
        kept = dict(zip(open_ballot["choices"], open_ballot["points"], strict=False))
        assert kept == dict(zip(cast["choices"], cast.get("points", ()), strict=False))
        assert sorted(open_ballot["choices"]) == sorted(cast["choices"])
        assert open_ballot["counts"]


def test_a_round_shows_by_which_rule_and_within_which_bounds(village: Village) -> None:
    """R1, R2"""
    village.receive("50.00")
    round_id = drafted(village, "cumulative", None, min_length=1, max_sum_cost="40.00")
    at = f"{village.at}/rounds/{round_id}"
    rule = {
        "kind": "greedy",
        "version": 1,
        "scored_by": "points",
        "minimum_score": 0,
        "stops": False,
        "completion": "none",
        "compared": False,
    }
    bounds = {
        "min_length": 1,
        "max_length": None,
        "unit": "EUR",
        "max_sum_cost": "40.00",
        "min_sum_points": None,
        "max_sum_points": 6,
        "max_points": None,
    }
    for step in ("", "openings"):
        if step:
            village.treasurer.done(f"{at}/{step}")
        shown = village.treasurer.read(at)
        assert (shown["rule"], shown["bounds"]) == (rule, bounds)
        (listed,) = village.treasurer.read(f"{village.at}/rounds")["items"]
        assert (listed["rule"], listed["bounds"]) == (rule, bounds)


def test_what_cannot_be_counted_is_refused_with_a_correction(village: Village) -> None:
    """R1, R9"""
    village.receive("50.00")
    proposal = village.propose("20.00")

    def refused(**changes: Any) -> str:
        body = {
            "title": "Spring",
            "ballot_type": "approval",
            "body": village.body,
            "items": [{"label": "P1", "proposal": proposal}],
            "budget": [{"unit": "EUR", "purpose": "unrestricted", "amount": "50.00"}],
            "closes": "2026-03-02T12:00:00Z",
            **changes,
        }
        return str(village.treasurer.refused(f"{village.at}/rounds", body)["type"]).rpartition("/")[2]

    assert refused(rule={"kind": "majority"}) == "rule-not-for-ballot"
    assert refused(rule={"kind": "greedy", "scored_by": "ranks"}) == "score-not-for-ballot"
    assert refused(rule={"kind": "greedy", "version": 9}) == "unknown-rule-version"
    assert refused(rule={"kind": "greedy", "compared": True}) == "part-of-another-rule"
    assert refused(ballot_type="cumulative") == "sum-of-points-missing"
    assert refused(ballot_type="score") == "highest-points-missing"
    assert refused(bounds={"max_length": 2}) == "bounds-contradict"
    assert refused(bounds={"max_points": 2}) == "bound-not-for-ballot"
    assert refused(bounds={"max_length": -1}) == "body-not-understood"


def test_tellers_enter_ballots_that_give_points_one_by_one_and_in_batches(village: Village) -> None:
    """V1, V6"""
    village.receive("50.00")
    at = f"{village.at}/rounds/{drafted(village, 'score', None)}"
    village.treasurer.done(f"{at}/openings")
    members = [village.tokens[f"member {number}"] for number in range(3)]
    ballot = {"choices": ["P1", "P2"], "points": [5, 2], "member": members[0]}
    village.teller.done(f"{at}/ballots", ballot)
    too_high = village.teller.refused(f"{at}/ballots", ballot | {"points": [6, 2]})
    assert (too_high["type"], "6" in too_high["title"]) == ("/problems/too-many-points-for-one", False)
    lines = [
        {"member": members[1], "choices": ["P2"], "points": [5]},
        {"member": members[2], "choices": ["P2"]},
        {"member": members[2], "choices": ["P2"], "points": [0]},
    ]
    content = "\n".join(canonical(line) for line in lines)
    answer = village.teller.http.post(
        f"{at}/ballot-batches", content=content, headers={"Content-Type": "application/x-ndjson"}
    )
    assert answer.status_code == 200, answer.text
    told = [line for line in answer.text.splitlines() if line]
    assert [
        name in line
        for name, line in zip(("201", "points-not-one-each", "points-malformed"), told, strict=True)
    ]
    village.served.later(days=1)
    for step in ("closures", "counts"):
        village.treasurer.done(f"{at}/{step}")
    assert tallies(village.treasurer.read(at)) == [("P2", 2, 7), ("P1", 1, 5), ("P3", 0, 0)]
