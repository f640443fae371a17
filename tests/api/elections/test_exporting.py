"""`usf round export` and its route: which rounds have an election file, and what nobody finds in it."""

from pathlib import Path

import httpx2
import pytest

from tests.api.elections.test_kinds import APPROVAL, POINTS, RANKED, Votes, file_of, outcome_of
from tests.api.elections.test_season import usf
from tests.api.server import problem
from tests.api.test_http_open_rounds import Ballots
from tests.api.village import Village
from tests.stores import database_at


@pytest.mark.parametrize(
    ("vote_type", "rule", "votes", "meta"),
    [
        pytest.param("approval", "greedy-no-skip", APPROVAL, {"max_length": "2"}, id="approval"),
        pytest.param("choose-1", "greedy", (("1",), ("4",), ("4",)), {}, id="one choice"),
        pytest.param("cumulative", "greedy-threshold", POINTS, {"max_sum_points": "5"}, id="cumulative"),
        pytest.param("scoring", "greedy", POINTS, {"max_points": "5"}, id="score"),
        pytest.param(
            "cumulative", "equalshares/add1-greedy", POINTS, {"max_sum_points": "5"}, id="equal shares"
        ),
        pytest.param("ordinal", "greedy", RANKED, {"min_length": "1"}, id="ranked"),
    ],
)
def test_an_exported_round_is_an_election_that_ends_the_same(
    tmp_path: Path, vote_type: str, rule: str, votes: Votes, meta: dict[str, str]
) -> None:
    """R4"""
    first = outcome_of(file_of(tmp_path, vote_type, rule, votes, meta=meta))
    db, out = database_at(tmp_path / "season.db"), tmp_path / "again.pb"
    done = usf("round", "export", first["round"], "--db", db, "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    again = outcome_of(out)
    same = ("ballots_counted", "selected", "tie_decided", "budget_minor", "disbursed_minor")
    assert {name: again[name] for name in same} == {name: first[name] for name in same}
    assert again["agrees_with_file"] is True


def test_a_round_that_nobody_knows_has_no_file(tmp_path: Path) -> None:
    first = outcome_of(file_of(tmp_path, "approval", "greedy", APPROVAL))
    db = database_at(tmp_path / "season.db")
    for words in (("round-x",), (first["round"], "--account", "account-x")):
        done = usf("round", "export", *words, "--db", db)
        assert (done.returncode, done.stdout) == (1, ""), done.stderr
        assert "Traceback" not in done.stderr


def exported(village: Village, at: str) -> httpx2.Response:
    """What comes when a round is asked for as a file, after all that the treasurer did."""
    return village.treasurer.get(f"{at}/export", min_position=village.treasurer.position)


def refused(village: Village, at: str) -> str:
    kind: str = problem(exported(village, at))["type"]
    return kind.removeprefix("/problems/")


def test_nothing_of_who_voted_stands_in_the_file(village: Village) -> None:
    """V5, V7, V8"""
    village.receive("100.00")
    proposals = [village.propose("40.00"), village.propose("10.00")]
    at = f"{village.at}/rounds/{village.draft_round(*proposals)}"
    village.treasurer.done(f"{at}/openings")
    for number, choices in enumerate((["P2"], ["P1", "P2"], ["P1"])):
        village.members[number].done(f"{at}/ballots", {"choices": choices})
    assert refused(village, at) == "round-not-at-this-step"
    village.served.later(days=2)
    for step in ("closures", "counts"):
        village.treasurer.done(f"{at}/{step}")
    file = exported(village, at)
    assert file.headers["content-type"] == "text/plain; charset=utf-8"
    assert file.text.endswith("VOTES\nvoter_id;vote\n1;P1\n2;P1,P2\n3;P2\n")
    ballots = village.treasurer.read(f"{at}/ballots")["items"]
    words = [*village.tokens.values(), *proposals]
    words += [ballot[name] for ballot in ballots for name in ("member", "seal", "salt")]
    assert len(words) > 12
    assert not [word for word in words if word in file.text]


def test_hands_that_an_assembly_raised_are_no_ballots(village: Village) -> None:
    """R9"""
    mixed = Ballots(village)
    village.served.later(days=2)
    for step in ("closures", "counts"):
        village.treasurer.done(f"{mixed.at}/{step}")
    assert refused(village, mixed.at) == "hands-are-no-ballots"


def test_a_yes_or_no_is_no_election_among_projects(village: Village) -> None:
    """R1"""
    village.receive("100.00")
    round_id = village.draft_round(village.propose("40.00"), ballot_type="yes-no-abstain", budget=[])
    at = f"{village.at}/rounds/{round_id}"
    village.treasurer.done(f"{at}/openings")
    village.served.later(days=2)
    for step in ("closures", "counts"):
        village.treasurer.done(f"{at}/{step}")
    assert refused(village, at) == "question-is-no-election"


def test_amounts_that_are_never_added_are_no_one_budget(village: Village) -> None:
    """L3, R6"""
    village.receive("100.00")
    village.receive("9000", unit="CVE")
    proposal = village.propose("40.00")
    lines = [("EUR", "50.00"), ("CVE", "9000.00")]
    budget = [{"unit": unit, "purpose": "unrestricted", "amount": amount} for unit, amount in lines]
    at = f"{village.at}/rounds/{village.draft_round(proposal, budget=budget)}"
    village.treasurer.done(f"{at}/openings")
    village.served.later(days=2)
    for step in ("closures", "counts"):
        village.treasurer.done(f"{at}/{step}")
    assert refused(village, at) == "several-budget-lines"


def test_a_confidential_round_of_few_electors_is_told_in_totals_alone(village: Village) -> None:
    """R5, V5"""
    village.receive("100.00")
    round_id = village.draft_round(village.propose("40.00"), confidentiality="confidential")
    at = f"{village.at}/rounds/{round_id}"
    village.treasurer.done(f"{at}/openings")
    village.members[0].done(f"{at}/ballots", {"choices": ["P1"]})
    village.served.later(days=2)
    for step in ("closures", "counts"):
        village.treasurer.done(f"{at}/{step}")
    assert refused(village, at) == "totals-alone-are-told"


def test_a_round_that_there_is_not_has_no_file(village: Village) -> None:
    """R1"""
    assert refused(village, f"{village.at}/rounds/round-x") == "unknown-round"
