"""Twinnings and the seven kinds of links, each told through the HTTP API alone."""

from typing import Any

from api.http.redaction import Redaction
from ledger.identifiers import AccountId, stream_of
from tests.api.server import Served
from tests.api.twins import AGREEMENT, Twins
from tests.api.village import Village

CELLAR = {"side": "own", "kind": "company", "name": "Adega da Ribeira"}
FRIENDS = {"side": "twin", "kind": "civil-society"}
TODAY = "2026-03-01"


def begin(twins: Twins, kind: str, by: Village | None = None, **more: Any) -> str:
    """A link that one side records, and both know of."""
    by = by or twins.south
    body = {"kind": kind, "direction": "from-them", "actors": [CELLAR, FRIENDS], **more}
    link = by.treasurer.done(f"{by.at}/twinnings/{twins.twinning}/links", body)
    twins.delivered()
    return link


def both(twins: Twins, link: str) -> tuple[Any, Any]:
    """What both sides show the public of a link."""
    south, north = (v.public.read(f"{v.at}/links/{link}") for v in (twins.south, twins.north))
    assert (south["kind"], south["since"]) == (north["kind"], north["since"])
    assert (south["recorded_by"], north["recorded_by"]) in {("own", "twin"), ("twin", "own")}
    return south, north


def figures(twins: Twins, village: Village, what: str, on: str = TODAY) -> Any:
    """How diverse or mutual the links are, as one side shows it to the public."""
    return village.public.read(f"{village.at}/twinnings/{twins.twinning}/{what}", on=on)


def test_both_sides_show_the_same_agreement(served: Served) -> None:
    """W1, W2"""
    twins = Twins(served)
    for village, proposer in ((twins.south, "own"), (twins.north, "twin")):
        (listed,) = village.public.read(f"{village.at}/twinnings", status="active")["items"]
        whole = village.public.read(f"{village.at}/twinnings/{twins.twinning}")
        assert listed == {name: value for name, value in whole.items() if name != "reflects"}
        assert (whole["text"], whole["proposer"]) == (AGREEMENT, proposer)
    assert both_agreements(twins) == 1
    missing = twins.south.public.get(f"{twins.south.at}/twinnings/twinning-0000000000000000")
    assert missing.json()["type"] == "/problems/unknown-twinning"


def both_agreements(twins: Twins) -> int:
    """How many seals of the agreement there are."""
    shown = (v.public.read(f"{v.at}/twinnings/{twins.twinning}") for v in (twins.south, twins.north))
    return len({whole["agreement"] for whole in shown})


def test_wine_makers_learn_from_companies_of_the_twin(served: Served) -> None:
    """W3, W8: a link of know-how."""
    twins = Twins(served)
    assert figures(twins, twins.south, "diversity")["own"]["administrative_only"]
    link = begin(twins, "company-know-how")
    south, north = both(twins, link)
    assert (south["direction"], north["direction"]) == ("from-them", "from-us")
    assert [actor["name"] for actor in south["actors"]] == ["Adega da Ribeira", None]
    assert [actor["name"] for actor in north["actors"]] == [None, None]
    assert [actor["side"] for actor in north["actors"]] == ["twin", "own"]
    for village in (twins.south, twins.north):
        found = figures(twins, village, "diversity")
        assert found["kinds"]["company-know-how"]["count"] == 1
        assert not found["own"]["administrative_only"]
        assert not found["twin"]["administrative_only"]
    counted = figures(twins, twins.south, "diversity")["own"]["actors"]["company"]
    assert counted == {"count": 1, "events": [south["position"]]}


def test_children_are_sponsored_together_and_few_of_them_are_not_counted_in_public(served: Served) -> None:
    """W4: a sponsorship names nobody, and of fewer than five children nobody but the auditor hears how many."""
    twins = Twins(served)
    at = f"{twins.south.at}/twinnings/{twins.twinning}/links"
    actors = [{"side": "twin", "kind": "civil-society"}]
    many = begin(twins, "child-sponsorship", actors=actors, group_size=12)
    few = begin(twins, "child-sponsorship", actors=actors, group_size=3)
    for shown in both(twins, many):
        assert (shown["children"], shown["fewer_than_five"]) == (12, False)
    for shown in both(twins, few):
        assert (shown["children"], shown["fewer_than_five"]) == (None, True)
    stream = {"stream": few, "limit": 100}
    for caller in (twins.south.public, twins.south.treasurer, twins.north.auditor):
        trail = caller.read(f"{twins.south.at}/audit", **stream)
        sentence = trail["items"][0]["sentence"]
        assert few in sentence
        assert " 3 " not in sentence
    raw = twins.south.auditor.read(f"{twins.south.at}/events", limit=1000)["items"]
    assert [event["data"]["group"] for event in raw if event["kind"] == "link-begun"] == [
        {"size": 12},
        {"size": 3},
    ]
    told = twins.north.auditor.read(f"{twins.north.at}/events", limit=1000)["items"]
    assert [event["data"]["group"] for event in told if event["kind"] == "link-begun"] == [{"size": 12}, {}]
    named = twins.south.treasurer.refused(
        at, {"kind": "child-sponsorship", "direction": "from-them", "actors": [CELLAR], "group_size": 12}
    )
    assert named["type"] == "/problems/sponsorship-is-collective"
    added = twins.south.treasurer.refused(f"{twins.south.at}/links/{many}/people", {"name": "Nilton"})
    assert added["type"] == "/problems/sponsorship-is-collective"


def test_an_ambassador_is_named_while_she_consents(served: Served) -> None:
    """W7"""
    twins = Twins(served)
    link = begin(twins, "ambassador")
    south = twins.south
    at = f"{south.at}/links/{link}"
    person = south.treasurer.done(f"{at}/people", {"name": "Rosa Lima"})

    def named() -> list[str | None]:
        twins.delivered()
        return [row["name"] for row in both(twins, link)[0]["people"]]

    assert named() == [None]
    south.treasurer.done(f"{at}/people/{person}/consents", {"consent": "She said so in the assembly."})
    assert named() == ["Rosa Lima"]
    assert both(twins, link)[1]["people"] == []
    south.treasurer.done(f"{at}/people/{person}/consent-withdrawals", {})
    assert named() == [None]
    assert "Rosa" not in south.auditor.get(f"{south.at}/events", limit=1000).text


def test_solidarity_tourists_meet_residents_until_the_link_ends(served: Served) -> None:
    """W3: either side ends a link; for twelve months it still counts."""
    twins = Twins(served)
    link = begin(twins, "solidarity-tourism", actors=[FRIENDS, {"side": "own", "kind": "public-body"}])
    twins.north.treasurer.done(f"{twins.north.at}/links/{link}/endings", {})
    twins.delivered()
    assert [shown["until"] for shown in both(twins, link)] == [TODAY, TODAY]
    for on, flags in (
        ("2026-02-28", (True, True)),
        (TODAY, (True, False)),
        ("2027-02-28", (True, False)),
        ("2027-03-01", (True, True)),
    ):
        found = figures(twins, twins.south, "diversity", on)
        assert (found["own"]["administrative_only"], found["twin"]["administrative_only"]) == flags, on


def test_a_press_is_sent_from_north_to_south(served: Served) -> None:
    """W8: materials and equipment, recorded by the side that sends them."""
    twins = Twins(served)
    link = begin(twins, "materials-and-equipment", twins.north, direction="from-us")
    south, north = both(twins, link)
    assert (south["direction"], north["direction"]) == ("from-them", "from-us")
    ways = figures(twins, twins.south, "reciprocity")["directions"]
    assert {way: found["count"] for way, found in ways.items()} == {"from-us": 0, "from-them": 1, "mutual": 0}
    assert ways["from-them"]["events"] == [south["position"]]


def test_the_two_areas_stand_by_each_other_with_money(served: Served) -> None:
    """W6, W8: financial solidarity goes both ways, and its link may finish after the twinning."""
    twins = Twins(served)
    link = begin(twins, "financial-solidarity", direction="mutual")
    assert {shown["direction"] for shown in both(twins, link)} == {"mutual"}
    twins.north.treasurer.done(f"{twins.north.at}/twinnings/{twins.twinning}/endings", {})
    twins.delivered()
    late = twins.south.treasurer.refused(
        f"{twins.south.at}/twinnings/{twins.twinning}/links",
        {"kind": "mutual-learning", "direction": "mutual", "actors": [CELLAR]},
    )
    assert late["type"] == "/problems/twinning-not-active"
    assert both(twins, link)[0]["until"] is None
    twins.south.treasurer.done(f"{twins.south.at}/links/{link}/endings", {})


def test_people_learn_from_each_other(served: Served) -> None:
    """W3, W8: mutual learning is found among the links by its kind."""
    twins = Twins(served)
    link = begin(twins, "mutual-learning", direction="mutual")
    begin(twins, "ambassador")
    both(twins, link)
    for village in (twins.south, twins.north):
        (listed,) = village.public.read(
            f"{village.at}/links", kind="mutual-learning", twinning=twins.twinning
        )["items"]
        assert listed["link"] == link
        assert len(village.public.read(f"{village.at}/links")["items"]) == 2


def test_a_twinning_rests_and_goes_on(served: Served) -> None:
    """W1"""
    twins = Twins(served)
    south, north = twins.south, twins.north
    at = f"twinnings/{twins.twinning}"
    for step, status in (("suspensions", "suspended"), ("resumptions", "active")):
        south.treasurer.done(f"{south.at}/{at}/{step}", {})
        twins.delivered()
        for village in (south, north):
            assert village.public.read(f"{village.at}/{at}")["status"] == status


def test_a_proposal_is_declined_or_withdrawn(served: Served) -> None:
    """W1"""
    twins = Twins(served)
    south, north = twins.south, twins.north
    for village, step, status in ((north, "declinings", "declined"), (south, "withdrawals", "withdrawn")):
        body = {"other": north.account, "agreement": "A market each winter."}
        twinning = south.treasurer.done(f"{south.at}/twinnings", body)
        twins.delivered()
        village.treasurer.done(f"{village.at}/twinnings/{twinning}/{step}")
        twins.delivered()
        for side in (south, north):
            assert side.public.read(f"{side.at}/twinnings/{twinning}")["status"] == status


def test_a_territory_shows_its_names_what_it_lies_in_and_what_was_stated_of_it(served: Served) -> None:
    """T1, T2"""
    twins = Twins(served)
    registrar = twins.south.registrar
    names = [{"language": "pt", "name": "Santo Antão"}, {"language": "kea", "name": "Sintanton"}]
    body = {"kind": "island", "country": "CV", "names": names}
    island = registrar.done("/v1/territories", body)
    at = f"/v1/territories/{twins.southern}"
    registrar.done(f"{at}/moves", {"parent": island})
    registrar.done(f"{at}/together-memberships", {"member": True})
    for author, person in (("INE", False), ("Rui Lima", True)):
        statement = {"standing": "disadvantaged", "author": author, "grounds": "Water is far."}
        registrar.done(f"{at}/resource-statements", {**statement, "author_is_person": person})
    whole = registrar.read(at)
    assert whole["together"]
    assert [above["names"] for above in whole["lies_in"]] == [{"kea": "Sintanton", "pt": "Santo Antão"}]
    assert [(s["standing"], s["author_name"], s["grounds"]) for s in whole["resources"]] == [
        ("disadvantaged", "INE", "Water is far."),
        ("disadvantaged", None, "Water is far."),
    ]
    (inside,) = registrar.read("/v1/territories", parent=island)["items"]
    assert inside["territory"] == twins.southern
    circle = registrar.refused(f"/v1/territories/{island}/moves", {"parent": twins.southern})
    assert circle["type"] == "/problems/territory-in-circle"
    assert registrar.get("/v1/territories/territory-0000000000000000").status_code == 404


def test_the_tiers_lead_from_a_village_up_to_the_global_one(served: Served) -> None:
    """A2"""
    village = Village(served)
    registrar = village.registrar
    below = registrar.read(village.at)["association"]
    wider = []
    for tier, kind in (("federation", "federation"), ("global", "together")):
        upper = registrar.done(
            "/v1/associations", {"kind": kind, "tier": tier, "name": f"The {tier} one", "country": "CV"}
        )
        registrar.done(f"/v1/associations/{below}/belongings", {"upper": upper})
        below = upper
        wider.append(upper)
    tiers = registrar.read(f"{village.at}/tiers")["items"]
    assert [row["association"] for row in tiers] == wider
    assert [row["name"] for row in tiers] == ["The federation one", "The global one"]
    assert village.public.get("/v1/accounts/account-0000000000000000/tiers").status_code == 404


def test_a_raw_event_shown_to_anybody_but_the_auditor_says_only_that_there_are_few(served: Served) -> None:
    """W4"""
    twins = Twins(served)
    actors = [{"side": "twin", "kind": "civil-society"}]
    few, many = (begin(twins, "child-sponsorship", actors=actors, group_size=size) for size in (4, 5))
    account = AccountId(twins.south.account)
    for link, held_back in ((few, {"fewer_than": 5}), (many, {"size": 5})):
        (begun,) = served.ledger.events_of(stream_of(account, link))
        assert Redaction(served.ledger, audits=False).event(begun)["data"]["group"] == held_back
    (begun,) = served.ledger.events_of(stream_of(account, few))
    assert Redaction(served.ledger, audits=True).event(begun)["data"]["group"] == {"size": 4}
