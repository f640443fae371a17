"""Learning over HTTP: a southern practice is shared, exchanged about, and adopted in the north."""

from typing import Any

from tests.api.server import Served
from tests.api.twins import Twins

SHEET = {"theme": "water", "text": "We catch the fog in nets, and clean them at every new moon."}


def held(twins: Twins, direction: str, **changes: Any) -> dict[str, Any]:
    """Nine people spend a morning with each other."""
    return {
        "twinning": twins.twinning,
        "direction": direction,
        "participants": 9,
        "minutes": 180,
        "themes": ["farming", "food-and-drink"],
        **changes,
    }


def test_a_northern_twin_finds_a_southern_practice_in_the_feed_and_adopts_it(served: Served) -> None:
    """E1, W8"""
    twins = Twins(served)
    south, north = twins.south, twins.north
    sheet = south.treasurer.done(f"{south.at}/experiences", SHEET)
    north.public.position = south.treasurer.position
    (found,) = north.public.read("/v1/learning", theme="water")["items"]
    assert (found["id"], found["account"], found["kind"]) == (sheet, south.account, "experience")
    assert found["words"] == SHEET["text"]
    assert found["territory"] == twins.southern
    body = {"experience": sheet, "origin": south.account, "twinning": twins.twinning, **SHEET}
    served.later(days=1)
    adopted = north.treasurer.done(f"{north.at}/adoptions", {**body, "text": "Nets on the ridge."})
    twins.delivered()
    for village, told in ((north, False), (south, True)):
        row = village.public.read(f"{village.at}/learning/{adopted}")
        assert (row["told"], row["territory"], row["other_territory"]) == (
            told,
            twins.northern,
            twins.southern,
        )
        assert row["words"] == "Nets on the ridge."
    newest, oldest = north.public.read("/v1/learning")["items"]
    assert (newest["id"], newest["account"]) == (adopted, north.account), "once, as its adopter tells it"
    assert oldest["id"] == sheet
    figures = north.public.read(f"/v1/territories/{twins.southern}/learning")
    assert (figures["experiences"], figures["adopted_elsewhere"], figures["adoptions"]) == (1, 1, 0)
    figures = north.public.read(f"/v1/territories/{twins.northern}/learning")
    assert (figures["experiences"], figures["adopted_elsewhere"], figures["adoptions"]) == (0, 0, 1)
    again = north.treasurer.refused(f"{north.at}/adoptions", body)
    assert again["type"] == "/problems/adopted-already"


def test_what_the_south_taught_counts_as_much_as_what_the_north_taught_once_the_twin_confirms(
    served: Served,
) -> None:
    """E1"""
    twins = Twins(served)
    south, north = twins.south, twins.north
    recorded = [
        (south, north, "from-us", 2),
        (north, south, "from-us", 400),
        (north, south, "mutual", 5),
        (south, north, "from-them", 3),
    ]
    for recorder, twin, direction, participants in recorded[:3]:
        body = held(twins, direction, participants=participants)
        exchange = recorder.treasurer.done(f"{recorder.at}/learning-exchanges", body)
        twins.delivered()
        at = f"{twin.at}/learning-exchanges/{exchange}"
        assert recorder.treasurer.refused(f"{recorder.at}/learning-exchanges/{exchange}/confirmations")
        twin.treasurer.done(f"{at}/confirmations")
        twins.delivered()
    recorder, twin, direction, participants = recorded[3]
    body = held(twins, direction, participants=participants)
    wrong = recorder.treasurer.done(f"{recorder.at}/learning-exchanges", body)
    twins.delivered()
    twin.treasurer.done(f"{twin.at}/learning-exchanges/{wrong}/declinations")
    twins.delivered()
    public = served.caller()
    for territory in (twins.southern, twins.northern):
        figures = public.read(f"/v1/territories/{territory}/learning")
        counts = [figures[f"exchanges_{way}"] for way in ("taught", "learned", "mutual")]
        assert counts == [1, 1, 1], "neither how many took part nor in which direction weighs anything"
        assert (figures["participants"], figures["minutes"]) == (407, 540)
    listed = public.read("/v1/learning", kind="exchange", territory=twins.southern)["items"]
    assert len(listed) == 3, "each once, and none that was declined"
    assert {row["status"] for row in listed} == {"confirmed"}
    declined = public.read(f"{south.at}/learning/{wrong}")
    assert (declined["status"], declined["direction"]) == ("declined", "from-them")


def test_the_feed_is_read_page_by_page_newest_first(served: Served) -> None:
    """E1, L9"""
    twins = Twins(served)
    at = f"{twins.south.at}/experiences"
    sheets = [twins.south.treasurer.done(at, {**SHEET, "text": f"Sheet {n}"}) for n in range(5)]
    twins.delivered()
    public = served.caller()
    path, seen = "/v1/learning?limit=2", []
    while path:
        answer = public.get(path)
        assert answer.status_code == 200, answer.text
        seen += [row["id"] for row in answer.json()["items"]]
        path = answer.headers.get("Link", "<>")[1:].partition(">")[0]
    assert sorted(seen) == sorted(sheets)
    assert len(seen) == len(sheets)
    assert public.get("/v1/learning?after=here").json()["type"] == "/problems/cursor-malformed"
    own = public.read(f"{twins.south.at}/learning", kind="experience", limit=3)["items"]
    assert [row["id"] for row in own] == sheets[:3]


def test_a_sheet_is_written_anew_and_withdrawn_and_its_versions_stay(served: Served) -> None:
    """E1, P2"""
    twins = Twins(served)
    south = twins.south
    sheet = south.treasurer.done(f"{south.at}/experiences", SHEET)
    at = f"{south.at}/experiences/{sheet}"
    south.treasurer.done(f"{at}/versions", {"theme": "environment", "text": "Nets, and where they stand."})
    south.treasurer.done(f"{at}/withdrawals")
    shown = south.treasurer.read(f"{south.at}/learning/{sheet}")
    assert (shown["status"], shown["version"], shown["themes"]) == ("withdrawn", 2, ["environment"])
    assert [version["words"] for version in shown["versions"]] == [
        SHEET["text"],
        "Nets, and where they stand.",
    ]
    assert south.treasurer.read("/v1/learning")["items"] == []
    assert south.treasurer.refused(f"{at}/withdrawals")["type"] == "/problems/experience-is-withdrawn"
    missing = south.public.get(f"{south.at}/learning/adoption-0000000000000000")
    assert missing.json()["type"] == "/problems/unknown-learned"


def test_no_amount_can_be_sent_or_read_with_anything_learned(served: Served) -> None:
    """E2"""
    twins = Twins(served)
    south = twins.south
    for path, body in (("experiences", SHEET), ("learning-exchanges", held(twins, "mutual"))):
        for more in ({"unit": "EUR", "amount": "12.00"}, {"value": "12.00"}):
            refused = south.treasurer.refused(f"{south.at}/{path}", {**body, **more})
            assert refused["type"] == "/problems/body-not-understood"
    schemas = served.caller().get("/openapi.json").json()["components"]["schemas"]
    for shown in ("LearnedShown", "LearningOfTerritory"):
        assert not {"unit", "amount", "value", "currency"} & set(schemas[shown]["properties"])
