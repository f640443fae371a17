"""A recount over HTTP: anyone asks for it, of any round that is counted, and of no other."""

from tests.api.server import problem
from tests.api.village import Village


def test_anyone_has_a_counted_round_counted_again(village: Village) -> None:
    """R4"""
    village.receive()
    round_id = village.decide(village.propose())
    at = f"{village.at}/rounds/{round_id}"
    village.public.position = village.treasurer.position
    told = village.public.read(f"{at}/recount")
    assert told["identical"]
    assert told["recorded_hash"] == told["recounted_hash"]
    assert (told["faults"], told["accepted"], told["electorate"]) == ([], ["P1"], 6)
    assert (told["ballots_cast"], told["ballots_counted"], told["by_hand"]) == (3, 3, 0)
    assert told["tallies"] == [{"label": "P1", "votes": 3, "score": None}]
    shown = village.public.read(at)
    assert [(t["label"], t["votes"]) for t in shown["tallies"]] == [("P1", 3)]


def test_nobody_has_a_round_counted_before_the_count(village: Village) -> None:
    """V8"""
    village.receive()
    round_id = village.draft_round(village.propose())
    at = f"{village.at}/rounds/{round_id}"
    for step, status in (("openings", "drafted"), ("closures", "open"), ("counts", "closed")):
        refused = problem(village.public.get(f"{at}/recount"))
        assert refused["type"] == "/problems/round-not-counted-yet"
        assert status in refused["title"]
        if status == "open":
            village.members[0].done(f"{at}/ballots", {"choices": ["P1"]})
            village.served.later(days=2)
        village.treasurer.done(f"{at}/{step}")
    assert village.public.get(f"{at}/recount").json()["identical"]


def test_what_is_no_round_is_not_counted_again(village: Village) -> None:
    """R1"""
    proposal = village.propose()
    for other in ("round-0000000000000000", proposal):
        answer = village.public.get(f"{village.at}/rounds/{other}/recount")
        assert problem(answer)["type"] in {"/problems/unknown-round", "/problems/parameter-not-understood"}
