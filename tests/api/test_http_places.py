"""Places of money over HTTP: where it lies, for the public and for those who keep it."""

from typing import Any

from tests.api.server import Caller
from tests.api.village import Village


def opened(village: Village, kind: str, label: str, **more: Any) -> str:
    """A place that the treasurer opens."""
    return village.treasurer.done(f"{village.at}/places", {"kind": kind, "label": label, **more})


def moved(village: Village, amount: str, target: str, origin: str | None = None, **more: Any) -> str:
    """Euros that the treasurer carries."""
    where = {"origin": origin} if origin else {}
    body = {"unit": "EUR", "amount": amount, "target": target, **where, **more}
    return village.treasurer.done(f"{village.at}/moves", body)


def lies(caller: Caller, village: Village) -> dict[str | None, list[dict[str, str]]]:
    """What lies where, by label; what lies at no named place under none."""
    caller.position = village.treasurer.position
    listed = caller.read(f"{village.at}/places")
    return {**{place["label"]: place["lying"] for place in listed["items"]}, None: listed["unplaced"]}


def euros(amount: str) -> list[dict[str, str]]:
    return [{"unit": "EUR", "amount": amount}]


def test_money_comes_to_lie_in_the_bank_goes_to_the_box_and_out_of_it(village: Village) -> None:
    """L12, L1, L11"""
    at, treasurer, public = village.at, village.treasurer, village.public
    village.receive("100.00")
    assert lies(public, village) == {None: euros("100.00")}
    bank = opened(village, "bank-account", "bank", main_for=["EUR"])
    box = opened(village, "cash-box", "cash-box")
    gift = village.receive("60.00")
    moved(village, "100.00", bank)
    move = moved(village, "50.00", box, bank, reference="BCV-12", evidence="The slip.")
    village.receive("5.00", place=box)
    treasurer.done(
        f"{at}/contributions/{gift}/refunds",
        {"unit": "EUR", "amount": "1.00", "reason": "Too much.", "place": box},
    )
    assert lies(public, village) == {"bank": euros("110.00"), "cash-box": euros("54.00"), None: []}
    assert public.read(f"{at}/contributions/{gift}")["place"] == bank
    (balance,) = public.read(f"{at}/balances")["items"]
    assert balance["available"] == "164.00"

    whole = public.read(f"{at}/places/{box}/entries")["items"]
    assert [(e["kind"], e["amount"], e["lying"]) for e in whole] == [
        ("money-moved", "50.00", "50.00"),
        ("contribution-received", "5.00", "55.00"),
        ("contribution-refunded", "-1.00", "54.00"),
    ]
    assert [entry["about"] for entry in whole] == [move, whole[1]["about"], gift]
    pages, address = [], f"{at}/places/{box}/entries?limit=1"
    while address:
        answer = public.get(address)
        pages += answer.json()["items"]
        address = answer.headers.get("Link", "").partition(">")[0].removeprefix("<")
    assert pages == whole
    assert public.read(f"{at}/places/{box}/entries", unit="CVE")["items"] == []

    lines = public.read(f"{at}/trial-balance")["items"]
    assert {line["code"]: line["balance"] for line in lines} == {
        "assets:bank": "110.00",
        "assets:cash-box": "54.00",
        "assets:held": "0.00",
        "funds:unrestricted:unassigned": "-164.00",
    }

    treasurer.done(f"{at}/moves/{move}/reversals", {"reason": "Booked twice."})
    assert lies(public, village) == {"bank": euros("160.00"), "cash-box": euros("4.00"), None: []}
    assert treasurer.refused(f"{at}/moves/{move}/reversals", {"reason": "Again."})["type"] == (
        "/problems/move-is-reversed"
    )


def test_a_payment_leaves_the_place_that_is_named_and_no_box_that_holds_less(village: Village) -> None:
    """L12, C10"""
    at, treasurer = village.at, village.treasurer
    village.receive("100.00")
    box = opened(village, "cash-box", "cash-box")
    proposal = village.propose("40.00")
    village.decide(proposal)
    payment = treasurer.done(
        f"{at}/disbursements",
        {
            "proposal": proposal,
            "tranche": 1,
            "unit": "EUR",
            "purpose": "unrestricted",
            "amount": "40.00",
            "payee": {"kind": "company", "name": "A bus company"},
        },
    )
    for officer in (treasurer, village.signatory):
        officer.done(f"{at}/disbursements/{payment}/sign-offs")
    sending = f"{at}/disbursements/{payment}/sendings"
    assert treasurer.refused(sending, {"place": box})["type"] == "/problems/place-holds-less"
    moved(village, "70.00", box)
    treasurer.done(sending, {"place": box})
    exchange = {
        "unit": "EUR",
        "amount": "10.00",
        "obtained": {
            "unit": "CVE",
            "amount": "1102.65",
            "rate": "110.265",
            "rate_per": "EUR",
            "source": "fixed-parity",
        },
        "evidence": "The slip.",
        "origin": box,
        "target": box,
    }
    made = treasurer.done(f"{at}/currency-exchanges", exchange)
    shown = treasurer.read(f"{at}/currency-exchanges/{made}")
    assert (shown["origin"], shown["target"]) == (box, box)
    assert lies(village.public, village) == {
        "cash-box": [{"unit": "CVE", "amount": "1102.65"}, *euros("20.00")],
        None: euros("30.00"),
    }


def test_who_has_an_advance_and_what_a_place_is_are_for_those_with_a_role(village: Village) -> None:
    """L9, L12"""
    at, treasurer, member = village.at, village.treasurer, village.tokens["member 0"]
    advance = opened(
        village, "advance", "for-the-road", holder=member, description="For the road to the dam."
    )
    for caller, holder, name, text in (
        (village.public, None, None, None),
        (village.members[1], member, "Member 0", "For the road to the dam."),
    ):
        caller.position = treasurer.position
        (listed,) = caller.read(f"{at}/places")["items"]
        shown = caller.read(f"{at}/places/{advance}")
        for place in (listed, shown):
            assert (place["holder"], place["holder_name"], place["description_text"]) == (holder, name, text)
            assert (place["description"] is None) == (text is None)
            assert (place["kind"], place["label"], place["closed"]) == ("advance", "for-the-road", None)
    treasurer.done(f"{at}/places/{advance}/closures", {})
    assert village.public.get(f"{at}/places/{advance}", min_position=treasurer.position).json()["closed"]
    assert treasurer.refused(f"{at}/moves", {"unit": "EUR", "amount": "1.00", "target": advance})["type"] == (
        "/problems/less-unplaced"
    )


def test_the_main_place_of_a_currency_is_named_and_shown(village: Village) -> None:
    """L12"""
    at, treasurer = village.at, village.treasurer
    bank = opened(village, "bank-account", "bank", main_for=["EUR", "CVE"])
    box = opened(village, "cash-box", "cash-box")
    treasurer.done(f"{at}/places/{box}/main-units", {"unit": "CVE"})
    items = treasurer.read(f"{at}/places")["items"]
    assert {place["id"]: place["main_for"] for place in items} == {bank: ["EUR"], box: ["CVE"]}
    nowhere = "place-0000000000000000"
    for path in (f"{at}/places/{nowhere}", f"{at}/places/{nowhere}/entries"):
        answer = village.public.get(path)
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/unknown-place")


def test_an_auditor_replays_the_account_with_what_lies_where(village: Village) -> None:
    """L8, L12"""
    village.receive("10.00", place=(box := opened(village, "cash-box", "cash-box")))
    state = village.auditor.read(f"{village.at}/states")["state"]
    assert state["lying"] == [{"of": [box, "EUR"], "amount_minor": 10_00}]
    assert state["places"] == {box: {"kind": "cash-box", "label": "cash-box"}}
