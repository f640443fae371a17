"""Why a round came to its result, and who took part in it, over HTTP: for anyone, of rounds that are counted."""

from typing import Any

import pytest

from tests.api.server import Caller, problem
from tests.api.village import Village


class Spring:
    """An approval round over two proposals of which the budget pays one; three members voted, one of them twice."""

    def __init__(self, village: Village) -> None:
        self.village = village
        village.receive("100.00")
        self.round = village.draft_round(village.propose("40.00"), village.propose("30.00"))
        self.at = f"{village.at}/rounds/{self.round}"
        village.treasurer.done(f"{self.at}/openings")
        for member, choices in ((0, ["P2"]), (1, ["P1", "P2"]), (2, []), (0, ["P1"])):
            village.members[member].done(f"{self.at}/ballots", {"choices": choices})

    def count(self) -> Caller:
        """Closed and counted; somebody of the public who reads it."""
        self.village.served.later(days=2)
        for step in ("closures", "counts"):
            self.village.treasurer.done(f"{self.at}/{step}")
        self.village.public.position = self.village.treasurer.position
        return self.village.public


@pytest.fixture
def spring(village: Village) -> Spring:
    """An open round."""
    return Spring(village)


def test_anyone_reads_why_step_by_step_in_their_language(spring: Spring) -> None:
    """R4, R6"""
    public = spring.count()
    told = public.read(f"{spring.at}/explanation")
    assert told["accepted"] == ["P1"]
    trace = told["trace"]
    assert trace["kind"] == "greedy"
    first, second = trace["turns"]
    assert (first["label"], first["score"], first["verdict"]) == ("P1", 2, "accepted")
    assert first["left"] == [{"unit": "EUR", "purpose": "unrestricted", "amount": "10.00"}]
    assert (second["label"], second["verdict"]) == ("P2", "does-not-fit")
    assert told["ballot"] is None
    assert told["sentences"][-1] == "Accepted: P1."
    for language, last in (("fr", "Accepté\u00a0: P1."), ("pt", "Aceite: P1.")):
        answer = public.http.get(f"{spring.at}/explanation", headers={"Accept-Language": language})
        assert answer.headers["Content-Language"] == language
        assert answer.json()["sentences"][-1] == last


def test_an_elector_asks_by_the_number_on_the_slip_what_the_ballot_did(spring: Spring) -> None:
    """V5, V3"""
    public = spring.count()
    told = [public.read(f"{spring.at}/explanation", ballot=number)["ballot"] for number in (1, 2, 3, 4)]
    assert [(one["counts"], one["choices"], one["won"]) for one in told] == [
        (False, ["P2"], []),
        (True, ["P1", "P2"], ["P1"]),
        (True, [], []),
        (True, ["P1"], ["P1"]),
    ]
    refused = problem(public.get(f"{spring.at}/explanation", ballot=5))
    assert refused["type"] == "/problems/unknown-ballot"


def test_who_took_part_and_how_fairly_the_budget_reached_them(spring: Spring) -> None:
    """R3, L3"""
    public = spring.count()
    told = public.read(f"{spring.at}/participation")
    assert (told["electorate"], told["took_part"], told["by_hand"], told["turnout"]) == (6, 3, 0, "0.5000")
    assert told["accepted"] == [{"destination": "c", "unit": "EUR", "amount": "40.00", "share": "1.0000"}]
    fairness: dict[str, Any] = told["fairness"]
    assert (fairness["ballots"], fairness["empty"], fairness["reached_share"]) == (2, 1, "1.0000")
    # Half of what the second ballot chose is accepted, and 40 of 70 euros.
    assert (fairness["mean_satisfaction"], fairness["mean_cost_share"]) == ("0.7500", "0.7857")
    assert fairness["quartiles"] == ["0.5000", "0.5000", "1.0000"]
    assert fairness["gini"] == "0.1667"
    assert (told["mean_accepted"], told["fairness_unknown"]) == ("0.6667", None)


def test_rounds_are_told_over_time_one_by_one_and_together(spring: Spring) -> None:
    """L3, V7"""
    village, public = spring.village, spring.count()
    empty = public.read(f"{village.at}/participation", to="2026-02-28")
    assert (empty["items"], empty["together"]["rounds"], empty["together"]["turnout"]) == ([], 0, None)
    told = public.read(f"{village.at}/participation", **{"from": "2026-03-01", "to": "2026-12-31"})
    (item,) = told["items"]
    assert (item["round"], item["turnout"]) == (spring.round, "0.5000")
    together = told["together"]
    assert (together["rounds"], together["electorate"], together["took_part"]) == (1, 6, 3)
    assert (together["turnout"], together["reached_share"]) == ("0.5000", "1.0000")
    assert together["accepted"][0]["amount"] == "40.00"
    village.vote(village.propose("20.00"), "yes")
    public.position = village.treasurer.position
    told = public.read(f"{village.at}/participation")
    assert [one["fairness_unknown"] for one in told["items"]] == [None, "one-question"]
    together = told["together"]
    assert (together["rounds"], together["took_part"], together["rounds_with_known_fairness"]) == (2, 4, 1)
    assert together["accepted"] == [{"destination": "c", "unit": "EUR", "amount": "60.00", "share": "1.0000"}]


def test_neither_why_nor_who_took_part_is_told_before_the_count(spring: Spring) -> None:
    """V8"""
    village, public = spring.village, spring.village.public
    public.position = village.treasurer.position
    for path, asked in (("explanation", {}), ("explanation", {"ballot": 1}), ("participation", {})):
        refused = problem(public.get(f"{spring.at}/{path}", min_position=public.position, **asked))
        assert refused["type"] == "/problems/round-not-counted-yet"
    assert public.read(f"{village.at}/participation")["items"] == []
