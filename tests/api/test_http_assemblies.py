"""Assemblies on paper over HTTP: a village without electronic votes, and one in which some vote from afar."""

from typing import Any

import pytest

from ledger.context import canonical, seal_of
from tests.api.village import Village

MINUTES = {
    "began": "2026-03-04T14:00:00-01:00",
    "ended": "2026-03-04T16:00:00-01:00",
    "convened": "2026-03-01",
    "convocation": "Called from the chapel's steps.",
    "text": "Caty read the accounts aloud, and five raised their hands for the bus.",
    "entry_until": "2026-03-10",
}


def minutes(village: Village, **changes: Any) -> dict[str, Any]:
    """What two members attest of an assembly."""
    attesting = [village.tokens["member 0"], village.tokens["member 1"]]
    return {**MINUTES, "attendance": 6, "attesting": attesting, **changes}


def recorded(village: Village, **changes: Any) -> str:
    """Minutes that the treasurer entered."""
    return village.treasurer.done(f"{village.at}/minutes", minutes(village, **changes))


def totals(**votes: int) -> list[dict[str, Any]]:
    """Hands for each option."""
    return [{"label": label, "votes": number} for label, number in votes.items()]


def sitting(proposal: str, **changes: Any) -> dict[str, Any]:
    """The bus, asked and answered in one sitting."""
    return {
        "title": "The bus",
        "ballot_type": "yes-no-abstain",
        "body": "general-assembly",
        "items": [{"label": "bus", "proposal": proposal}],
        "totals": totals(yes=5, no=1, abstain=0),
        **changes,
    }


@pytest.fixture
def paper_village(village: Village) -> Village:
    """The same village five days later: its assembly has met the day before yesterday."""
    village.served.later(days=5)
    return village


def test_a_village_decides_and_pays_by_minutes_alone(paper_village: Village) -> None:
    """R9, R10, B1, B3"""
    village = paper_village
    at, treasurer = village.at, village.treasurer
    village.receive("100.00")
    proposal = village.propose("40.00")
    held = recorded(village)
    recusal = {"member": village.tokens["member 2"], "reason": "My brother drives the bus."}
    round_ = treasurer.done(
        f"{at}/minutes/{held}/rounds",
        sitting(proposal, recusals=[recusal], present=5, totals=totals(yes=4, no=1, abstain=0)),
    )
    shown = treasurer.read(f"{at}/rounds/{round_}")
    assert (shown["status"], shown["minutes"], shown["recused"]) == ("counted", held, 1)
    assert (shown["opened"], shown["closes"]) == ("2026-03-04T15:00:00Z", "2026-03-04T17:00:00Z")
    assert (shown["ballots_counted"], shown["by_hand"], shown["electronic"]) == (5, 5, 0)
    assert shown["tallies"] == [{**total, "score": None} for total in totals(yes=4, no=1, abstain=0)]
    (entry,) = shown["shows_of_hands"]
    assert (entry["present"], entry["counts"]) == (5, True)
    written = [5, [[total["label"], total["votes"]] for total in entry["totals"]]]
    assert entry["seal"] == seal_of(entry["salt"], canonical(written))
    treasurer.done(f"{at}/rounds/{round_}/finalisations")
    paid = treasurer.done(
        f"{at}/disbursements",
        {
            "proposal": proposal,
            "tranche": 1,
            "unit": "EUR",
            "purpose": "unrestricted",
            "amount": "40.00",
            "payee": {"kind": "company", "name": "Bus Ltd"},
        },
    )
    one = f"{at}/disbursements/{paid}"
    treasurer.done(f"{one}/sign-offs")
    village.signatory.done(f"{one}/sign-offs")
    treasurer.done(f"{one}/sendings", {})
    treasurer.done(f"{one}/settlements", {"attesting": village.tokens["member 1"]})
    assert treasurer.read(one)["status"] == "settled"
    balances = {b["destination"]: b["paid"] for b in treasurer.read(f"{at}/balances")["items"]}
    assert balances["c"] == "40.00"


def test_minutes_show_the_public_when_and_how_many_and_those_with_a_role_what_was_said(
    paper_village: Village,
) -> None:
    """R9, L9"""
    village = paper_village
    there = sorted(village.tokens[f"member {number}"] for number in range(3))
    held = recorded(village, attendance=None, attending=there)
    own = village.treasurer.read(f"{village.at}/minutes/{held}")
    assert own["text"] == MINUTES["text"]
    assert own["convocation"] == MINUTES["convocation"]
    assert (own["attending"], own["attendance"], own["withheld"]) == (there, 3, False)
    village.public.position = village.treasurer.position
    seen = village.public.read(f"{village.at}/minutes/{held}")
    assert (seen["text"], seen["convocation"], seen["attending"]) == (None, None, None)
    assert (seen["began"], seen["attendance"], seen["entry_until"]) == (
        "2026-03-04T15:00:00Z",
        3,
        "2026-03-10",
    )
    assert {seen["one"], seen["other"]} == {village.tokens["member 0"], village.tokens["member 1"]}
    assert seen["text_seal"] == own["text_seal"]
    (listed,) = village.public.read(f"{village.at}/minutes")["items"]
    assert {**listed, "reflects": seen["reflects"]} == seen
    unknown = village.public.get(f"{village.at}/minutes/minutes-0000000000000000")
    assert unknown.json()["type"] == "/problems/unknown-minutes"


def test_votes_entered_too_late_or_that_cannot_be_are_told_why(paper_village: Village) -> None:
    """R9"""
    village = paper_village
    at, treasurer = village.at, village.treasurer
    village.receive("100.00")
    proposal, held = village.propose("40.00"), recorded(village)
    rounds = f"{at}/minutes/{held}/rounds"
    refused = treasurer.refused(rounds, sitting(proposal, totals=totals(yes=7, no=0, abstain=0)))
    assert refused["type"] == "/problems/more-votes-than-present"
    assert "7 votes, and 6 electors" in refused["title"]
    in_french = treasurer.refused(
        rounds, sitting(proposal, totals=totals(yes=1)), headers={"Accept-Language": "fr"}
    )
    assert in_french["title"].startswith("Il manque le total de no")
    assert village.members[0].refused(rounds, sitting(proposal))["status"] == 403
    village.served.later(days=6)
    assert treasurer.refused(rounds, sitting(proposal))["type"] == "/problems/entry-too-late"
    assert treasurer.read(f"{at}/rounds")["items"] == []


def test_in_a_mixed_round_everybody_counts_once_and_nothing_is_told_before_counting(
    village: Village,
) -> None:
    """R9, V4, V8"""
    at, treasurer, (one, two, three) = village.at, village.treasurer, village.members
    village.receive("100.00")
    drafted = village.draft_round(village.propose("40.00"), counting="2026-03-06T12:00:00Z")
    round_ = f"{at}/rounds/{drafted}"
    treasurer.done(f"{round_}/openings")
    one.done(f"{round_}/ballots", {"choices": []})
    three.done(f"{round_}/ballots", {"choices": []})
    village.served.later(hours=4)
    there = [village.tokens["member 0"], village.tokens["member 1"], village.tokens["treasurer"]]
    page = treasurer.http.post(
        f"{at}/papers", content=b"\xff\xd8\xff\xe0 the signed page", params={"kind": "scan"}
    )
    scan = page.json()["id"]
    met = {
        "scan": scan,
        "convened": "2026-03-01",
        "began": "2026-03-01T13:00:00Z",
        "ended": "2026-03-01T15:00:00Z",
        "attendance": None,
        "attending": there,
        "text": "Three hands for the bus.",
    }
    held = recorded(village, **met)
    entry = {"minutes": held, "totals": totals(P1=3)}
    treasurer.done(f"{round_}/shows-of-hands", entry)
    assert treasurer.refused(f"{round_}/shows-of-hands", entry)["type"] == (
        "/problems/show-of-hands-already-entered"
    )
    two.done(f"{round_}/ballots", {"choices": []})
    position = two.position
    for caller in (village.public, village.auditor, treasurer, village.registrar):
        caller.position = position
        shown = caller.read(round_)
        (told,) = shown["shows_of_hands"]
        assert sorted(told) == ["minutes", "position", "recorded", "seal"]
        assert (shown["tallies"], shown["by_hand"], shown["electronic"]) == ([], None, None)
        said = caller.read(f"{at}/minutes/{held}")
        assert (said["withheld"], said["text"], said["attending"]) == (True, None, None)
        fetched = caller.get(f"{at}/papers/{scan}/content")
        assert fetched.status_code in {403, 409}
    assert village.auditor.get(f"{at}/papers/{scan}/content").json()["type"] == "/problems/paper-withheld"
    raw = village.auditor.read(f"{at}/events", limit=1000)["items"]
    (event,) = (event for event in raw if event["kind"] == "show-of-hands-entered")
    assert sorted(event["data"]) == ["minutes", "seal"]
    state = village.auditor.read(f"{at}/states/{drafted}")["state"]
    assert (state["present"], state["result"]) == (3, None)
    village.served.later(days=2)
    treasurer.done(f"{round_}/closures")
    assert treasurer.refused(f"{round_}/counts")["type"] == "/problems/counting-not-reached"
    village.served.later(days=4)
    treasurer.done(f"{round_}/counts")
    shown = treasurer.read(round_)
    assert (shown["ballots_counted"], shown["by_hand"], shown["electronic"]) == (4, 3, 1)
    assert shown["tallies"] == [{**total, "score": None} for total in totals(P1=3)]
    (told,) = shown["shows_of_hands"]
    assert (told["totals"], told["present"], told["counts"]) == (totals(P1=3), 3, True)
    ballots = treasurer.read(f"{round_}/ballots")["items"]
    assert [(ballot["member"], ballot["counts"]) for ballot in ballots] == [
        (village.tokens["member 0"], False),
        (village.tokens["member 2"], True),
        (village.tokens["member 1"], False),
    ]
    assert treasurer.read(f"{at}/minutes/{held}")["text"] == "Three hands for the bus."
    assert treasurer.get(f"{at}/papers/{scan}/content").status_code == 200
    village.auditor.position = treasurer.position
    raw = village.auditor.read(f"{at}/events", limit=1000)["items"]
    (event,) = (event for event in raw if event["kind"] == "show-of-hands-entered")
    assert event["data"]["hands"] == {"present": 3, "totals": totals(P1=3)}


def test_the_trail_tells_of_an_assembly_in_each_language(paper_village: Village) -> None:
    """R9, L9"""
    village = paper_village
    village.receive("100.00")
    held = recorded(village)
    village.treasurer.done(f"{village.at}/minutes/{held}/rounds", sitting(village.propose("40.00")))
    for language, words in (
        ("en", "in one sitting"),
        ("fr", "en une seule séance"),
        ("pt", "numa só sessão"),
    ):
        trail = village.treasurer.http.get(
            f"{village.at}/audit?limit=1000&min_position={village.treasurer.position}",
            headers={"Accept-Language": language},
        )
        told = {line["kind"]: line["sentence"] for line in trail.json()["items"]}
        assert held in told["minutes-recorded"]
        assert words in told["round-opened"]
        assert held in told["show-of-hands-entered"]
