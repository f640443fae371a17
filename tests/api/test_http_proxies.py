"""Proxies, recusals during a round, late ballots and second calls over HTTP, by members with keys of their own."""

from typing import Any

import pytest

from tests.api.test_http_assemblies import recorded, totals
from tests.api.village import Village


def question(village: Village, **changes: Any) -> str:
    """One question about forty euros, open until noon the next day."""
    drafted = village.draft_round(
        village.propose("40.00"), ballot_type="yes-no-abstain", budget=[], **changes
    )
    village.treasurer.done(f"{village.at}/rounds/{drafted}/openings")
    return f"{village.at}/rounds/{drafted}"


def founded(village: Village, **rules: Any) -> Village:
    """The same village, which has adopted other rules."""
    village.receive("100.00")
    criteria = [{"code": "no-school-bus", "text": "Children who live too far from school to walk."}]
    village.adopt({"type": "change-rules", "rules": {"criteria": criteria, **rules}})
    return village


def met(village: Village) -> str:
    """Minutes of an assembly that met just now, entered by the treasurer."""
    began = village.served.clock_now
    village.served.later(hours=1)
    minutes = {
        "began": began.isoformat(),
        "ended": village.served.clock_now.isoformat(),
        "convened": began.date().isoformat(),
        "convocation": "On the door.",
        "attendance": 4,
        "attesting": [village.tokens["member 0"], village.tokens["member 1"]],
        "text": "Papers were handed in, and it was asked whose bus it is.",
    }
    return village.treasurer.done(f"{village.at}/minutes", minutes)


def ends(village: Village, round_: str, **later: int) -> dict[str, Any]:
    """Closed, counted and final."""
    village.served.later(**later)
    for step in ("closures", "counts", "finalisations"):
        village.treasurer.done(f"{round_}/{step}")
    shown: dict[str, Any] = village.treasurer.read(round_)
    return shown


def test_a_member_votes_for_another_who_sees_it_and_may_take_it_back(village: Village) -> None:
    """M6, V4, V8"""
    village.receive("100.00")
    one, two, three = village.members
    tokens = village.tokens
    round_ = question(village)
    two.done(f"{round_}/proxies", {"holder": tokens["member 0"]})
    assert (
        one.refused(f"{round_}/proxies", {"holder": tokens["member 2"]})["type"]
        == "/problems/passed-on-proxy"
    )
    for_two = {"choices": ["no"], "proxy_of": tokens["member 1"]}
    assert three.refused(f"{round_}/ballots", for_two)["type"] == "/problems/no-proxy-of-this-elector"
    one.done(f"{round_}/ballots", for_two)
    one.done(f"{round_}/ballots", {"choices": ["yes"]})
    three.done(f"{round_}/proxies", {"holder": tokens["member 0"]})
    one.done(f"{round_}/ballots", {"choices": ["no"], "proxy_of": tokens["member 2"]})
    three.done(f"{round_}/proxy-withdrawals", {})
    village.treasurer.position = three.position
    assert village.treasurer.read(round_)["proxies_given"] == 1
    seen = village.treasurer.read(f"{round_}/proxies")["items"]
    assert [(proxy["giver"], proxy["withdrawn"] is None) for proxy in seen] == [
        (tokens["member 1"], True),
        (tokens["member 2"], False),
    ]
    two.position = three.position
    assert [proxy["holder"] for proxy in two.read(f"{round_}/proxies")["items"]] == [tokens["member 0"]]
    village.public.position = three.position
    trail = village.public.read(f"{village.at}/audit", limit=100)["items"]
    acted = {entry["kind"]: entry["actor"] for entry in trail}
    assert (acted["proxy-given"], acted["proxy-withdrawn"], acted["ballot-cast"]) == (None, None, None)
    shown = ends(village, round_, days=2)
    assert (shown["tallies"][0]["votes"], shown["tallies"][1]["votes"], shown["ballots_counted"]) == (1, 1, 2)
    ballots = village.treasurer.read(f"{round_}/ballots")["items"]
    assert [(cast["cast_by"], cast["counts"]) for cast in ballots] == [
        (tokens["member 0"], True),
        (None, True),
        (tokens["member 0"], False),
    ]


def test_a_teller_writes_down_what_came_on_paper(village: Village) -> None:
    """M6"""
    village.receive("100.00")
    tokens, teller = village.tokens, village.teller
    round_ = question(village)
    on_paper = {"giver": tokens["member 1"], "holder": tokens["member 0"]}
    assert village.members[2].refused(f"{round_}/proxies", on_paper)["status"] == 403
    unknown = {**on_paper, "minutes": "minutes-0000000000000000"}
    assert teller.refused(f"{round_}/proxies", unknown)["type"] == "/problems/unknown-minutes"
    assert teller.refused(f"{round_}/proxies", on_paper)["type"] == "/problems/proxy-unwritten"
    on_paper["minutes"] = met(village)
    teller.done(f"{round_}/proxies", on_paper)
    cast = {"member": tokens["member 0"], "proxy_of": tokens["member 1"], "choices": ["yes"]}
    assert teller.done(f"{round_}/ballots", cast)
    in_french = teller.refused(f"{round_}/proxies", on_paper, headers={"Accept-Language": "fr"})
    assert in_french["title"].startswith("Cet électeur a déjà donné procuration")
    assert ends(village, round_, days=2)["ballots_counted"] == 1


def test_an_interest_found_while_the_round_is_open_takes_a_member_out_of_it(village: Village) -> None:
    """M3, R3"""
    village = founded(village, quorum_percent=40)
    one, two, _ = village.members
    round_ = question(village, closes="2026-03-09T12:00:00Z")
    one.done(f"{round_}/ballots", {"choices": ["yes"]})
    two.done(f"{round_}/ballots", {"choices": ["no"]})
    two.done(f"{round_}/recusals", {"reason": "My sister drives the bus."})
    again = {"choices": ["no"]}
    assert two.refused(f"{round_}/ballots", again)["type"] == "/problems/elector-recused"
    village.treasurer.position = two.position
    open_ = village.treasurer.read(round_)
    assert (open_["electorate"], open_["recused"], open_["recused_later"]) == (6, 0, 1)
    village.treasurer.done(f"{round_}/ballots", {"choices": ["yes"]})
    shown = ends(village, round_, days=9)
    assert (shown["ballots_counted"], shown["quorum_reached"], shown["status"]) == (2, True, "final")
    assert [cast["counts"] for cast in village.treasurer.read(f"{round_}/ballots")["items"]] == [
        True,
        False,
        True,
    ]
    assert village.treasurer.read(f"{round_}/recount")["identical"] is True


def test_no_officer_alone_keeps_a_member_who_disagrees_from_voting(village: Village) -> None:
    """M3, R3: another's recusal stands on minutes of an assembly since the opening, recorded by somebody else."""
    village.receive("100.00")
    before = met(village)
    round_ = question(village)
    one, two, _ = village.members
    two.done(f"{round_}/ballots", {"choices": ["no"]})
    path, other = f"{round_}/recusals", {"reason": "It is his bus.", "member": village.tokens["member 1"]}
    assert village.treasurer.refused(path, other)["type"] == "/problems/others-recusal"
    said = {**other, "minutes": met(village)}
    assert one.refused(path, said)["type"] == "/problems/others-recusal"
    assert village.treasurer.refused(path, said)["type"] == "/problems/recused-by-recorder"
    early = {**other, "minutes": before}
    assert village.signatory.refused(path, early)["type"] == "/problems/assembly-too-early"
    village.signatory.done(path, said)
    assert two.refused(f"{round_}/ballots", {"choices": ["no"]})["type"] == "/problems/elector-recused"


def test_a_late_ballot_that_reaches_the_quorum_moves_the_deadline(village: Village) -> None:
    """R1, R2"""
    village = founded(village, quorum_percent=30)
    one, two, three = village.members
    noon = village.served.clock_now
    closes = noon.replace(day=noon.day + 1)
    extension = {"within_minutes": 60, "by_minutes": 120}
    round_ = question(village, closes=closes.isoformat(), extension=extension)
    one.done(f"{round_}/ballots", {"choices": ["yes"]})
    village.served.later(hours=23, minutes=30)
    slip = two.post(f"{round_}/ballots", {"choices": ["yes"]})
    assert (slip.status_code, slip.json()["number"]) == (201, 2)
    village.served.later(hours=1)
    third = three.post(f"{round_}/ballots", {"choices": ["no"]})
    assert (third.status_code, third.json()["number"]) == (201, 3)
    assert village.treasurer.refused(f"{round_}/closures")["type"] == "/problems/deadline-not-reached"
    village.treasurer.position = third.json()["position"]
    shown = village.treasurer.read(round_)
    assert (shown["extension_within_minutes"], shown["extension_by_minutes"]) == (60, 120)
    assert shown["extended"] is not None
    assert shown["closes"] > closes.isoformat()
    assert ends(village, round_, hours=2)["ballots_counted"] == 3


def test_what_missed_the_quorum_is_called_again_with_a_lower_one_and_once(village: Village) -> None:
    """R1, R3"""
    village = founded(village, quorum_percent=50, second_call_quorum_percent=20)
    one, two, _ = village.members
    proposal = village.propose("40.00")
    asked = {"ballot_type": "yes-no-abstain", "budget": [], "closes": "2026-03-09T12:00:00Z"}
    first = village.draft_round(proposal, **asked)
    at = f"{village.at}/rounds/{first}"
    village.treasurer.done(f"{at}/openings")
    one.done(f"{at}/ballots", {"choices": ["yes"]})
    again = {
        **asked,
        "title": "Spring, second call",
        "body": village.body,
        "items": [{"label": "P1", "proposal": proposal}],
        "closes": "2026-03-19T12:00:00Z",
        "second_call_of": first,
    }
    early = village.treasurer.refused(f"{village.at}/rounds", again)
    assert early["type"] == "/problems/first-call-not-final"
    missed = ends(village, at, days=9)
    assert (missed["quorum_reached"], missed["second_call_quorum_percent"]) == (False, 20)
    assert village.treasurer.read(f"{village.at}/proposals/{proposal}")["status"] == "admitted"
    other = {**again, "items": [{"label": "P2", "proposal": proposal}]}
    refused = village.treasurer.refused(f"{village.at}/rounds", other)
    assert refused["type"] == "/problems/second-call-asks-else"
    second = village.treasurer.done(f"{village.at}/rounds", again)
    spare = village.treasurer.done(f"{village.at}/rounds", again)
    at = f"{village.at}/rounds/{second}"
    village.treasurer.done(f"{at}/openings")
    for member in (one, two):
        member.done(f"{at}/ballots", {"choices": ["yes"]})
    shown = ends(village, at, days=12)
    assert (shown["quorum_percent"], shown["second_call_quorum_percent"]) == (20, None)
    assert (shown["second_call_of"], shown["quorum_reached"]) == (first, True)
    assert village.treasurer.read(f"{village.at}/proposals/{proposal}")["status"] == "accepted"
    assert village.treasurer.refused(f"{village.at}/rounds", again)["type"] == "/problems/second-call-held"
    assert village.treasurer.refused(f"{village.at}/rounds/{spare}/openings")["status"] in {409, 422}


@pytest.mark.parametrize("represented", [True, False])
def test_an_assembly_counts_those_represented_with_those_present(village: Village, represented: bool) -> None:
    """M6, R9"""
    village.served.later(days=5)
    village.receive("100.00")
    tokens = village.tokens
    there = [tokens[f"member {number}"] for number in range(2)]
    held = recorded(village, attendance=None, attending=there, attesting=there)
    proxies = [{"holder": there[0], "giver": tokens["member 2"]}] if represented else []
    asked = {
        "title": "The bus",
        "ballot_type": "yes-no-abstain",
        "body": "general-assembly",
        "items": [{"label": "bus", "proposal": village.propose("40.00")}],
        "totals": totals(yes=3, no=0, abstain=0),
        "proxies": proxies,
    }
    rounds = f"{village.at}/minutes/{held}/rounds"
    if not represented:
        assert village.treasurer.refused(rounds, asked)["type"] == "/problems/more-votes-than-present"
        return
    shown = village.treasurer.read(f"{village.at}/rounds/{village.treasurer.done(rounds, asked)}")
    (entry,) = shown["shows_of_hands"]
    assert (shown["by_hand"], entry["present"], entry["represented"]) == (3, 2, 1)


def test_of_a_proxy_in_a_confidential_round_nobody_is_told_when_it_was_given(village: Village) -> None:
    """M6, V7"""
    village.receive("100.00")
    two, tokens = village.members[1], village.tokens
    round_ = question(village, confidentiality="confidential")
    two.done(f"{round_}/proxies", {"holder": tokens["member 0"]})
    village.treasurer.position = two.position
    (given,) = village.treasurer.read(f"{round_}/proxies")["items"]
    assert (given["giver"], given["holder"], given["stands"]) == (
        tokens["member 1"],
        tokens["member 0"],
        True,
    )
    assert (given["recorded"], given["withdrawn"], given["position"]) == (None, None, None)
    two.done(f"{round_}/proxy-withdrawals", {})
    (taken_back,) = two.read(f"{round_}/proxies")["items"]
    assert (taken_back["stands"], taken_back["withdrawn"]) == (False, None)
