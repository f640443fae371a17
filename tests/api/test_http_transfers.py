"""Money goes from one local account to another over HTTP: for the twinned area, and for universal solidarity."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.server import serve
from tests.api.twins import Twins
from tests.api.village import Village


@pytest.fixture
def twins(tmp_path: Path) -> Iterator[Twins]:
    """Two villages whose twinning is active."""
    with serve(tmp_path / "usf.db") as served:
        yield Twins(served)


def decided(village: Village, amount: str, purpose: str = "unrestricted", **object_: Any) -> str:
    """A final decision to give, for the destination whose object is named."""
    measure = {
        "type": "spend",
        "beneficiaries": 14,
        "costs": [{"what": "A press", "unit": "EUR", "amount": amount}],
        "requested": [{"unit": "EUR", "purpose": purpose, "amount": amount}],
        **object_,
    }
    proposal = village.admitted(measure, pass_on_plan="not able yet")
    village.vote(proposal, "yes")
    return proposal


def authorisation(
    proposal: str, to: Village, amount: str, tranche: int = 1, **changes: Any
) -> dict[str, Any]:
    """A payment whose payee is a local account."""
    return {
        "proposal": proposal,
        "tranche": tranche,
        "unit": "EUR",
        "purpose": "unrestricted",
        "amount": amount,
        "payee": {"kind": "local-account", "account": to.account},
        **changes,
    }


def sent(twins: Twins, village: Village, payment: dict[str, Any]) -> tuple[str, str]:
    """Signed off by two and sent: the disbursement, and the transfer that both sides know by now."""
    disbursement = village.treasurer.done(f"{village.at}/disbursements", payment)
    at = f"{village.at}/disbursements/{disbursement}"
    village.treasurer.done(f"{at}/sign-offs")
    village.signatory.done(f"{at}/sign-offs")
    village.treasurer.done(f"{at}/sendings", {})
    twins.delivered()
    return disbursement, disbursement.replace("disbursement-", "transfer-")


def status(village: Village, transfer: str) -> str:
    """Where a transfer stands, as a side shows it to anybody."""
    return str(village.public.read(f"{village.at}/transfers/{transfer}")["status"])


def totals(village: Village) -> list[dict[str, Any]]:
    """What a side shows of all its transfers."""
    shown = village.public.read(f"{village.at}/transfer-totals")["items"]
    assert isinstance(shown, list)
    return shown


def test_a_press_for_the_twinned_area_keeps_its_purpose_from_one_account_to_the_other(twins: Twins) -> None:
    """X1, X2, X4, X5, P1: destination (a), exchanged on arrival."""
    north, south = twins.north, twins.south
    press = north.treasurer.done(
        f"{north.at}/purposes", {"kind": "project", "description": "A press for the women of Caldeiras."}
    )
    gift = north.receive("500.00", earmark=press)
    north.treasurer.done(f"{north.at}/contributions/{gift}/earmark-acceptances", {})
    proposal = decided(north, "400.00", press, destination="a", twinning=twins.twinning)
    payment = authorisation(proposal, south, "400.00", purpose=press)
    disbursement, transfer = sent(twins, north, payment)

    coming = south.treasurer.read(f"{south.at}/transfers", direction="in", status="in-transit")["items"]
    assert [(one["id"], one["sent"], one["purpose_text"]) for one in coming] == [
        (transfer, "400.00", "A press for the women of Caldeiras.")
    ]
    assert [(flow["sent"], flow["in_transit"]) for flow in totals(north)] == [("400.00", "400.00")]
    received = {
        "reference": "SWIFT 40017",
        "fee": "4.50",
        "obtained": {
            "unit": "CVE",
            "amount": "43608.80",
            "rate": "110.265",
            "rate_per": "EUR",
            "source": "bank",
        },
    }
    south.treasurer.done(f"{south.at}/transfers/{transfer}/receptions", received)
    twins.delivered()
    for village in (north, south):
        whole = village.public.read(f"{village.at}/transfers/{transfer}")
        assert (whole["status"], whole["received"], whole["fee"]) == ("received", "395.50", "4.50")
        assert (whole["obtained"], whole["obtained_unit"], whole["rate"]) == ("43608.80", "CVE", "110.265")
    for village, direction in ((north, "out"), (south, "in")):
        assert totals(village) == [
            {
                "direction": direction,
                "unit": "EUR",
                "sent": "400.00",
                "in_transit": "0.00",
                "received": "395.50",
                "fees": "4.50",
                "returned": "0.00",
            }
        ]
    held = {
        one["unit"]: one["available"]
        for one in south.treasurer.read(f"{south.at}/balances")["items"]
        if one["purpose"] == press
    }
    assert held == {"EUR": "0.00", "CVE": "43608.80"}
    steps = north.treasurer.read(f"{north.at}/disbursements/{disbursement}")["steps"]
    assert [step["status"] for step in steps][-2:] == ["settled", "acknowledged"]
    gone = south.treasurer.refused(f"{south.at}/transfers/{transfer}/receptions", {})
    assert gone["type"] == "/problems/transfer-is-over"


def test_what_is_for_universal_solidarity_goes_to_its_receiving_account_alone(twins: Twins) -> None:
    """X1, X3, P1: destination (b), received as it was sent."""
    north, south = twins.north, twins.south
    north.receive("500.00")
    proposal = decided(north, "300.00", destination="b", receiving_account=south.account)
    mason = authorisation(proposal, south, "300.00", payee={"kind": "company", "name": "A mason"})
    refused = north.treasurer.refused(f"{north.at}/disbursements", mason)
    assert refused["type"] == "/problems/payee-not-receiving-account"
    itself = authorisation(proposal, north, "300.00")
    refused = north.treasurer.refused(f"{north.at}/disbursements", itself)
    assert refused["type"] == "/problems/account-not-decided"
    _, transfer = sent(twins, north, authorisation(proposal, south, "300.00"))
    assert (status(north, transfer), status(south, transfer)) == ("in-transit", "in-transit")
    south.treasurer.done(f"{south.at}/transfers/{transfer}/receptions", {"reference": "Extrato 4, linha 1"})
    twins.delivered()
    assert (status(north, transfer), status(south, transfer)) == ("received", "received")
    onward = decided(south, "100.00", destination="b", receiving_account=north.account)
    _, later = sent(twins, south, authorisation(onward, north, "100.00"))
    lineage = north.public.read(f"{north.at}/transfers/{later}")["before"]
    assert lineage == [{"origin": north.account, "earlier": transfer}]


def test_a_refused_and_a_voided_transfer_come_back_to_their_decision(twins: Twins) -> None:
    """X6, B5: nothing but the receiver's answer brings the money back."""
    north, south = twins.north, twins.south
    north.receive("500.00")
    proposal = decided(north, "300.00", destination="b", receiving_account=south.account)
    refused_payment, refused = sent(twins, north, authorisation(proposal, south, "100.00"))
    voided_payment, voided = sent(twins, north, authorisation(proposal, south, "200.00", tranche=2))

    for step, body in (
        ("settlements", {"reference": "Line 9"}),
        ("failures", {"reason": "Nobody answers."}),
        ("returns", {"reason": "Nobody answers."}),
    ):
        by_hand = north.treasurer.refused(f"{north.at}/disbursements/{refused_payment}/{step}", body)
        assert by_hand["type"] == "/problems/answer-is-receivers"
    ours = north.treasurer.refused(f"{north.at}/transfers/{refused}/refusals", {"reason": "Back."})
    assert ours["type"] == "/problems/transfer-left-here"
    theirs = south.treasurer.refused(f"{south.at}/transfers/{voided}/void-requests", {"reason": "Away."})
    assert theirs["type"] == "/problems/transfer-comes-here"

    south.treasurer.done(f"{south.at}/transfers/{refused}/refusals", {"reason": "We have a press by now."})
    north.treasurer.done(f"{north.at}/transfers/{voided}/void-requests", {"reason": "It was sent twice."})
    twins.delivered()
    for village in (north, south):
        assert (status(village, refused), status(village, voided)) == ("refused", "voided")
        (flow,) = totals(village)
        assert (flow["sent"], flow["returned"], flow["in_transit"]) == ("300.00", "300.00", "0.00")
    for payment in (refused_payment, voided_payment):
        shown = north.treasurer.read(f"{north.at}/disbursements/{payment}")
        assert shown["status"] == "returned"
    again = south.treasurer.refused(f"{south.at}/transfers/{voided}/receptions", {})
    assert again["type"] == "/problems/transfer-is-over"
    _, anew = sent(twins, north, authorisation(proposal, south, "300.00"))
    assert status(south, anew) == "in-transit"


def test_a_transfer_that_is_not_there_is_not_found(twins: Twins) -> None:
    """X2"""
    nothing = twins.south.public.get(f"{twins.south.at}/transfers/transfer-0000000000000000")
    assert nothing.json()["type"] == "/problems/unknown-transfer"
    act = f"{twins.south.at}/transfers/transfer-0000000000000000/receptions"
    assert twins.south.treasurer.refused(act, {})["type"] == "/problems/unknown-transfer"


def test_each_step_is_told_in_the_trail_of_either_side(twins: Twins) -> None:
    """L9, X2"""
    north, south = twins.north, twins.south
    north.receive("500.00")
    proposal = decided(north, "300.00", destination="b", receiving_account=south.account)
    _, transfer = sent(twins, north, authorisation(proposal, south, "300.00"))
    south.treasurer.done(f"{south.at}/transfers/{transfer}/receptions", {"fee": "1.00"})
    twins.delivered()
    stories = {
        village: [line["kind"] for line in village.treasurer.read(f"{village.at}/audit", limit=500)["items"]]
        for village in (north, south)
    }
    assert {"transfer-sent", "transfer-acknowledged", "disbursement-acknowledged"} <= set(stories[north])
    assert {"transfer-announced", "transfer-received", "transfer-booked"} <= set(stories[south])
