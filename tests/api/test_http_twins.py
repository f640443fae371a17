"""What twins see of each other over HTTP: balances, flows, and whether their ledgers agree."""

from typing import Any

from ledger.flows.messages import FlowsTelling
from ledger.flows.state import FlowDirection, FlowLine
from ledger.flows.taking import TakeFlows
from ledger.identifiers import AccountId, FlowStatementId, TransferId, TwinningId, random_id
from ledger.transfers.state import TransferStatus
from tests.api.server import Caller, Served, problem
from tests.api.twins import Twins
from tests.api.village import Village


def at(village: Village, twins: Twins) -> str:
    """Where a village's own side of the twinning is."""
    return f"{village.at}/twinnings/{twins.twinning}"


def key_of_twin(village: Village) -> Caller:
    """What the other side's people are given to look at this village's account."""
    return village.key(None, "twin")


def test_a_reconciliation_shows_zero_and_what_is_on_its_way_apart(served: Served) -> None:
    """X2, L3"""
    twins = Twins(served)
    south, north = twins.south, twins.north
    north.receive("100.00")
    came, coming = twins.send(north, "30.00", "15.00")
    twins.delivered()
    south.treasurer.done(f"{south.at}/transfers/{came}/receptions", {"fee": "1.50"})
    twins.delivered()
    for village, direction in ((north, "out"), (south, "in")):
        shown = served.caller().read(f"{at(village, twins)}/reconciliation")
        assert (shown["compared_with"], shown["agrees"], shown["differing"]) == ("ledger", True, [])
        (unit,) = shown["units"]
        assert unit == {
            "unit": "EUR",
            "direction": direction,
            "left": "45.00",
            "in_transit": "15.00",
            "received": "28.50",
            "fees": "1.50",
            "difference": "0.00",
        }
        assert [(flow["transfer"], flow["settling"]) for flow in shown["settling"]] == [
            (coming, "in-transit")
        ]
        (sums,) = served.caller().read(f"{at(village, twins)}/flows")["items"]
        assert (sums["sent"], sums["in_transit"], sums["received"], sums["fees"], sums["returned"]) == (
            *("45.00", "15.00"),
            *("28.50", "1.50", "0.00"),
        )


def test_with_its_own_key_a_twin_sees_the_other_side_and_no_name(served: Served) -> None:
    """K4, L9, W8"""
    twins = Twins(served)
    south, north = twins.south, twins.north
    north.receive("100.00")
    (coming,) = twins.send(north, "25.00")
    twins.delivered()
    twin = key_of_twin(north)
    shown = twin.read(f"{at(north, twins)}/twin-view")
    assert {(row["destination"], row["available"]) for row in shown["balances"]} >= {("unassigned", "75.00")}
    assert [flow["transfer"] for flow in shown["open_transfers"]] == [coming]
    assert shown["reconciliation"]["agrees"] is True
    assert shown["statement"] == shown["promises"] == []
    south.treasurer.done(f"{south.at}/transfers/{coming}/receptions", {})
    twins.delivered()
    shown = twin.read(f"{at(north, twins)}/twin-view")
    assert shown["open_transfers"] == []
    (promises,) = shown["promises"]
    assert (promises["unit"], promises["promises"], promises["open"]) == ("EUR", 1, "25.00")
    members = twin.read(f"{north.at}/members")["items"]
    assert members
    assert all(member.get("name") is None for member in members)
    for other in (key_of_twin(south), served.caller(), north.members[0]):
        assert problem(other.get(f"{at(north, twins)}/twin-view"))["type"] in {
            "/problems/role-needed",
            "/problems/key-needed",
        }
    assert problem(twin.get("/v1/keys"))["type"] == "/problems/role-needed"
    assert twin.refused(f"{at(north, twins)}/flow-statements", {})["type"] == "/problems/role-needed"
    missing = f"{north.at}/twinnings/twinning-0000000000000000/reconciliation"
    assert problem(twin.get(missing))["type"] == "/problems/unknown-twinning"


def test_a_statement_tells_the_twin_how_the_transfers_stand_here(served: Served) -> None:
    """X2, X3"""
    twins = Twins(served)
    south, north = twins.south, twins.north
    north.receive("100.00")
    (came,) = twins.send(north, "40.00")
    twins.delivered()
    north.treasurer.done(f"{at(north, twins)}/flow-statements", {"transfers": [came]})
    twins.delivered()
    (told,) = key_of_twin(south).read(f"{at(south, twins)}/twin-view")["statement"]
    assert (told["transfer"], told["direction"], told["amount"]) == (came, "out", "40.00")
    unknown = {"transfers": ["transfer-0000000000000000"]}
    refused = north.treasurer.refused(f"{at(north, twins)}/flow-statements", unknown)
    assert refused["type"] == "/problems/unknown-transfer"


def elsewhere(twins: Twins, monkeypatch: Any) -> None:
    """From here on, each side believes that the other lies in another installation."""
    monkeypatch.setattr("api.http.routes.twins_shown._lies_here", _nowhere)


async def _nowhere(*_: object) -> bool:
    return False


def test_a_planted_difference_is_named_with_the_transfer_and_the_events(
    served: Served, monkeypatch: Any
) -> None:
    """X2, X3"""
    twins = Twins(served)
    south, north = twins.south, twins.north
    north.receive("100.00")
    (came,) = twins.send(north, "40.00")
    twins.delivered()
    south.treasurer.done(f"{south.at}/transfers/{came}/receptions", {"fee": "1.50"})
    twins.delivered()
    elsewhere(twins, monkeypatch)
    public, where = served.caller(), f"{at(north, twins)}/reconciliation"
    silent = public.read(where)
    assert (silent["compared_with"], silent["agrees"], silent["stated"]) == ("nothing", None, None)
    told(twins, came, fee_minor=1_50)
    assert public.read(where)["agrees"] is True
    position = told(twins, came, fee_minor=4_00)
    shown = public.read(where)
    assert (shown["compared_with"], shown["agrees"]) == ("statement", False)
    assert shown["stated"].startswith(served.clock_now.date().isoformat())
    (named,) = shown["differing"]
    assert (named["transfer"], named["differs"]) == (came, "fee")
    assert (named["ours"]["fee"], named["theirs"]["fee"]) == ("1.50", "4.00")
    assert named["theirs"]["events"] == [position]
    kinds = set()
    for place in named["ours"]["events"]:
        partition, _, number = place.rpartition(".")
        (recorded,) = served.ledger.store.events_at(partition, [int(number)])
        kinds.add(recorded.event.kind())
    assert kinds == {"transfer-sent", "transfer-acknowledged"}


def told(twins: Twins, transfer: str, fee_minor: int) -> str:
    """A day later the south tells what fee it knows of; where the north wrote that down."""
    served = twins.served.later(days=1)
    line = FlowLine(
        transfer=TransferId(transfer),
        direction=FlowDirection.IN,
        status=TransferStatus.RECEIVED,
        unit="EUR",
        amount_minor=40_00,
        fee_minor=fee_minor,
    )
    telling = FlowsTelling(
        statement=FlowStatementId(random_id("flows", served.clock.now_us())),
        twinning=TwinningId(twins.twinning),
        stated_us=served.clock.now_us(),
        lines=(line,),
    )
    sender = AccountId(twins.south.account)
    take = TakeFlows(account=AccountId(twins.north.account), sender=sender, told=telling)
    position = served.ledger.handle(take, by=sender).position
    twins.delivered()
    return position


def test_reciprocity_compares_exchanges_and_adoptions_and_never_an_amount(served: Served) -> None:
    """W8, E1, E2"""
    twins = Twins(served)
    south, north = twins.south, twins.north
    sheet = {"theme": "water", "text": "We catch the fog in nets."}
    experience = south.treasurer.done(f"{south.at}/experiences", sheet)
    adopted = {**sheet, "experience": experience, "origin": south.account, "twinning": twins.twinning}
    north.treasurer.done(f"{north.at}/adoptions", adopted)
    for participants, minutes in ((2, 30), (900, 6_000)):
        body: dict[str, Any] = {"twinning": twins.twinning, "direction": "from-us", "themes": ["water"]}
        body |= {"participants": participants, "minutes": minutes}
        exchange = south.treasurer.done(f"{south.at}/learning-exchanges", body)
        twins.delivered()
        north.treasurer.done(f"{north.at}/learning-exchanges/{exchange}/confirmations")
    unconfirmed = {"direction": "from-them", "participants": 5, "minutes": 60, "themes": ["school"]}
    south.treasurer.done(f"{south.at}/learning-exchanges", {**unconfirmed, "twinning": twins.twinning})
    twins.delivered()
    on = served.clock_now.date().isoformat()
    for village, taught, learned in ((south, "from-us", "from-them"), (north, "from-them", "from-us")):
        shown = served.caller().read(f"{at(village, twins)}/reciprocity", on=on)
        counts = {way: figure["count"] for way, figure in shown["exchanges"].items()}
        assert counts == {taught: 2, learned: 0, "mutual": 0}
        assert {way: figure["count"] for way, figure in shown["adoptions"].items()} == {taught: 1, learned: 0}
        assert len(set(shown["exchanges"][taught]["events"])) == 2
        assert set(shown) == {"on", "directions", "exchanges", "adoptions", "reflects"}
        assert all(set(figure) == {"count", "events"} for figure in shown["exchanges"].values())


def test_resources_are_shown_by_direction_and_unit_beside_what_was_stated_of_either_territory(
    served: Served,
) -> None:
    """W8, T2, L3"""
    twins = Twins(served)
    south, north = twins.south, twins.north
    north.receive("100.00")
    came, _ = twins.send(north, "30.00", "15.00")
    twins.delivered()
    south.treasurer.done(f"{south.at}/transfers/{came}/receptions", {"fee": "1.50"})
    stated = {"standing": "disadvantaged", "author": "INE", "grounds": "Half of the wells are dry."}
    north.registrar.done(f"/v1/territories/{twins.southern}/resource-statements", stated)
    twins.delivered()
    for village, direction, statements in ((north, "out", "twin"), (south, "in", "own")):
        shown = served.caller().read(f"{at(village, twins)}/resources")
        (given,) = shown["items"]
        assert (given["direction"], given["unit"], given["arrived"]) == (direction, "EUR", "28.50")
        assert given["paid"] == "0.00"
        assert len(given["events"]) == 2
        (statement,) = shown.pop(statements)
        assert (statement["standing"], statement["author_name"]) == ("disadvantaged", "INE")
        assert statement["grounds"] == "Half of the wells are dry."
        assert shown["own" if statements == "twin" else "twin"] == []
