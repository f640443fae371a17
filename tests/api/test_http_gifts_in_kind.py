"""Gifts in kind and work over HTTP, from the delivery and the attendance sheet to what is handed on."""

from typing import Any

from tests.api.server import Caller
from tests.api.village import Village


def deliver(village: Village, amount: str = "3", **more: Any) -> str:
    """Goats from a company, which wait for inspection."""
    giver = {"kind": "company", "name": "Caldeiras Wines"}
    goats = {"unit": "goat:piece", "amount": amount, "condition": "good", "giver": giver}
    return village.treasurer.done(f"{village.at}/deliveries", {**goats, **more})


def accept(village: Village, delivery: str, **more: Any) -> None:
    """Inspected by the second signatory."""
    inspector = village.tokens["second-signatory"]
    village.treasurer.done(
        f"{village.at}/deliveries/{delivery}/acceptances",
        {"inspector": inspector, "condition": "worn", **more},
    )


def of_unit(caller: Caller, at: str, unit: str) -> dict[str, Any]:
    """The one balance of a unit that no decision has assigned yet."""
    balances = caller.read(f"{at}/balances")["items"]
    (found,) = [b for b in balances if b["unit"] == unit and b["destination"] == "unassigned"]
    return dict(found)


def in_kind(unit: str, amount: str) -> dict[str, Any]:
    """A proposal that asks for goods or hours."""
    return {
        "need": "Three families lost their animals.",
        "pass_on_plan": "A kid of the first litter.",
        "measure": {
            "type": "spend",
            "destination": "c",
            "criterion": "no-school-bus",
            "beneficiaries": 3,
            "costs": [{"what": "Animals", "unit": unit, "amount": amount}],
            "requested": [{"unit": unit, "purpose": "unrestricted", "amount": amount}],
        },
    }


def decide(village: Village, unit: str, amount: str) -> str:
    """A final decision on goods or hours."""
    by, treasurer, at = village.members[0], village.treasurer, village.at
    proposal = by.done(f"{at}/proposals", in_kind(unit, amount))
    by.done(f"{at}/proposals/{proposal}/interest-statements")
    by.done(f"{at}/proposals/{proposal}/submissions")
    treasurer.done(f"{at}/proposals/{proposal}/admissions", {"version": 1})
    drafted = village.draft_round(proposal, ballot_type="yes-no-abstain", budget=[])
    treasurer.done(f"{at}/rounds/{drafted}/openings")
    by.done(f"{at}/rounds/{drafted}/ballots", {"choices": ["yes"]})
    village.served.later(days=2)
    for step in ("closures", "counts", "finalisations"):
        treasurer.done(f"{at}/rounds/{drafted}/{step}")
    return proposal


def hand_over(village: Village, proposal: str, unit: str, amount: str) -> str:
    """Authorised, signed off by two, and on its way."""
    at, treasurer = village.at, village.treasurer
    payment = treasurer.done(
        f"{at}/disbursements",
        {
            "proposal": proposal,
            "tranche": 1,
            "unit": unit,
            "purpose": "unrestricted",
            "amount": amount,
            "payee": {"kind": "household", "name": "Casa de Lina"},
        },
    )
    treasurer.done(f"{at}/disbursements/{payment}/sign-offs")
    village.signatory.done(f"{at}/disbursements/{payment}/sign-offs")
    treasurer.done(f"{at}/disbursements/{payment}/sendings", {})
    return payment


def test_goats_are_delivered_inspected_decided_upon_and_handed_over(village: Village) -> None:
    """C3, B8, L2, L3"""
    at, treasurer = village.at, village.treasurer
    delivery = deliver(village)
    (waiting,) = treasurer.read(f"{at}/deliveries", waiting=True)["items"]
    assert (waiting["contribution"], waiting["amount"], waiting["inspector"]) == (delivery, "3", None)
    assert treasurer.read(f"{at}/balances")["items"] == []
    accept(village, delivery, amount="2", reason="One limps.")
    assert of_unit(treasurer, at, "goat:piece")["available"] == "2"
    assert treasurer.read(f"{at}/contributions/{delivery}")["left"] == "2"
    assert treasurer.read(f"{at}/deliveries", waiting=True)["items"] == []

    proposal = decide(village, "goat:piece", "2")
    payment = hand_over(village, proposal, "goat:piece", "2")
    settling = f"{at}/disbursements/{payment}/settlements"
    assert treasurer.refused(settling, {"reference": "bank line 9"})["type"] == (
        "/problems/goods-have-no-reference"
    )
    attesting = village.tokens["member 1"]
    assert (
        treasurer.refused(settling, {"attesting": attesting})["type"] == "/problems/acknowledgement-missing"
    )
    treasurer.done(settling, {"attesting": attesting, "acknowledgement": "Two goats, both well."})
    shown = treasurer.read(f"{at}/disbursements/{payment}")
    assert (shown["status"], shown["unit"], shown["amount"]) == ("acknowledged", "goat:piece", "2")
    (stock,) = treasurer.read(f"{at}/stock")["items"]
    assert (stock["in_stock"], stock["available"]) == ("0", "0")
    assert treasurer.read(f"{at}/stock")["conditions"] == [
        {"unit": "goat:piece", "condition": "worn", "accepted": "2"}
    ]


def test_refused_goods_never_enter_the_stock(village: Village) -> None:
    """C3"""
    at, treasurer = village.at, village.treasurer
    delivery = deliver(village)
    refusal = {"inspector": village.tokens["member 0"], "reason": "They are ill."}
    treasurer.done(f"{at}/deliveries/{delivery}/refusals", refusal)
    assert treasurer.read(f"{at}/stock")["items"] == []
    assert treasurer.read(f"{at}/contributions", status="refused")["items"][0]["id"] == delivery


def test_the_stock_grows_by_births_and_shrinks_by_what_a_loan_loses(village: Village) -> None:
    """B8"""
    at, treasurer, tokens = village.at, village.treasurer, village.tokens
    accept(village, deliver(village))
    two = [tokens["member 0"], tokens["member 1"]]
    birth = {"kind": "birth", "unit": "goat:piece", "amount": "2", "reason": "Twins.", "confirmed_by": two}
    treasurer.done(f"{at}/stock-changes", birth)
    lend = {
        "unit": "goat:piece",
        "amount": "4",
        "condition": "good",
        "borrower": {"kind": "household", "name": "Casa de Lina"},
    }
    loan = treasurer.done(f"{at}/loans", lend)
    (stock,) = treasurer.read(f"{at}/stock")["items"]
    assert (stock["in_stock"], stock["lent"], stock["available"]) == ("5", "4", "1")
    back = {"amount": "3", "missing": "1", "condition": "worn", "reason": "Stolen.", "confirmed_by": two}
    treasurer.done(f"{at}/loans/{loan}/returns", back)
    (stock,) = treasurer.read(f"{at}/stock")["items"]
    assert (stock["in_stock"], stock["lent"], stock["available"]) == ("4", "0", "4")
    assert [(c["kind"], c["amount"]) for c in treasurer.read(f"{at}/stock-changes")["items"]] == [
        ("birth", "2"),
        ("loss", "1"),
    ]
    assert treasurer.read(f"{at}/loans", out=True)["items"] == []
    village.public.position = treasurer.position
    (shown,) = village.public.read(f"{at}/loans")["items"]
    assert (shown["borrower_kind"], shown["borrower"], shown["borrower_name"]) == ("household", None, None)


def test_a_work_day_is_confirmed_by_another_valued_and_given_by_decision(village: Village) -> None:
    """C4, L3, B8"""
    at, treasurer, tokens = village.at, village.treasurer, village.tokens
    sheet = treasurer.done(
        f"{at}/work-days",
        {
            "day": "2026-03-01",
            "leader": tokens["member 0"],
            "lines": [
                {"worker": tokens["member 1"], "minutes": 480},
                {"worker": {"name": "Rui Lima"}, "minutes": 30},
            ],
            "motive": "carbon-offset",
        },
    )
    assert treasurer.read(f"{at}/balances")["items"] == []
    confirming = f"{at}/work-days/{sheet}/confirmations"
    for wrong, problem in (("member 0", "confirmer-led"), ("member 1", "confirmer-worked")):
        body = {"confirmer": tokens[wrong], "carbon_kg": "12.5"}
        assert treasurer.refused(confirming, body)["type"] == f"/problems/{problem}"
    assert treasurer.refused(confirming, {"confirmer": tokens["member 2"]})["type"] == (
        "/problems/carbon-missing"
    )
    treasurer.done(confirming, {"confirmer": tokens["member 2"], "carbon_kg": "12.5"})
    assert of_unit(treasurer, at, "work:minute")["available"] == "510"
    shown = treasurer.read(f"{at}/work-days/{sheet}")
    assert (shown["status"], shown["minutes"], shown["people"]) == ("confirmed", 510, 2)
    assert [line["worker_name"] for line in shown["lines"]] == ["Member 1", "Rui Lima"]
    line = treasurer.read(f"{at}/contributions/{shown['lines'][1]['contribution']}")
    assert (line["status"], line["unit"], line["amount"]) == ("received", "work:minute", "30")
    assert treasurer.read(f"{at}/carbon-offsets")["total_carbon_kg"] == "12.500"
    village.public.position = treasurer.position
    public = village.public.read(f"{at}/work-days/{sheet}")
    assert [line["worker"] for line in public["lines"]] == [None, None]
    assert village.public.read(f"{at}/contributions/{shown['lines'][0]['contribution']}")["giver"] is None

    valued = {
        "unit": "work:minute",
        "amount": "510",
        "currency": "CVE",
        "value": "1700.00",
        "method": "wage",
        "source": "What a day is paid here.",
    }
    treasurer.done(f"{at}/valuations", valued)
    (valuation,) = treasurer.read(f"{at}/valuations")["items"]
    assert (valuation["amount"], valuation["value"], valuation["currency"]) == ("510", "1700.00", "CVE")
    assert {b["unit"] for b in treasurer.read(f"{at}/balances")["items"]} == {"work:minute"}

    payment = hand_over(village, decide(village, "work:minute", "120"), "work:minute", "120")
    word = {"attesting": tokens["member 2"], "acknowledgement": "They mended the roof."}
    treasurer.done(f"{at}/disbursements/{payment}/settlements", word)
    assert treasurer.read(f"{at}/disbursements/{payment}")["status"] == "acknowledged"


def test_who_was_given_goats_passes_on_by_working_for_others(village: Village) -> None:
    """C7, K2, K3, L6"""
    at, treasurer, tokens = village.at, village.treasurer, village.tokens
    accept(village, deliver(village))
    payment = hand_over(village, decide(village, "goat:piece", "2"), "goat:piece", "2")
    word = {"attesting": tokens["member 2"], "acknowledgement": "Two goats."}
    treasurer.done(f"{at}/disbursements/{payment}/settlements", word)
    family = treasurer.read(f"{at}/disbursements/{payment}")["payee"]
    named = {"disbursement": payment, "amount": "3"}
    sheet = {
        "day": village.served.clock_now.date().isoformat(),
        "leader": tokens["member 0"],
        "lines": [
            {"worker": family, "minutes": 300, "honours": named},
            {"worker": tokens["member 1"], "minutes": 60},
        ],
    }
    assert treasurer.refused(f"{at}/work-days", sheet)["type"] == "/problems/more-than-promised"
    named["amount"] = "1"
    recorded = treasurer.done(f"{at}/work-days", sheet)
    (totals,) = treasurer.read(f"{at}/promises")["items"]
    assert (totals["promised"], totals["honoured"]) == ("2", "0")
    treasurer.done(f"{at}/work-days/{recorded}/confirmations", {"confirmer": tokens["member 2"]})
    (totals,) = treasurer.read(f"{at}/promises")["items"]
    assert (totals["honoured"], totals["open"]) == ("1", "1")
    given = treasurer.read(f"{at}/work-days/{recorded}")["lines"][0]["contribution"]
    assert treasurer.read(f"{at}/contributions/{given}")["motive"] == "pass-on"
    links = treasurer.read(f"{at}/disbursements/{payment}/trace", direction="forwards")["items"]
    assert [(link["kind"], link["about"], link["amount"]) for link in links] == [("passed-on", given, "300")]
    treasurer.done(f"{at}/contributions/{given}/reversals", {"reason": "It was her sister."})
    (totals,) = treasurer.read(f"{at}/promises")["items"]
    assert (totals["honoured"], totals["open"]) == ("0", "2")


def test_kg_of_a_carbon_offset_stand_until_all_of_it_went_back(village: Village) -> None:
    """C9"""
    at, treasurer = village.at, village.treasurer
    gift = {"unit": "EUR", "amount": "5.00", "giver": {"name": "Ana"}, "motive": "carbon-offset"}
    given = treasurer.done(f"{at}/contributions", {**gift, "carbon_kg": "1.5"})
    for amount, left in (("2.00", "1.500"), ("3.00", "0.000")):
        refund = {"unit": "EUR", "amount": amount, "reason": "Asked for back."}
        treasurer.done(f"{at}/contributions/{given}/refunds", refund)
        assert treasurer.read(f"{at}/carbon-offsets")["total_carbon_kg"] == left


def test_pages_of_contributions_keep_the_hours_of_one_sheet_together(village: Village) -> None:
    """C4, L9"""
    at, treasurer, tokens = village.at, village.treasurer, village.tokens
    lines = [{"worker": {"name": f"Helper {n}"}, "minutes": 60} for n in range(5)]
    treasurer.done(f"{at}/work-days", {"day": "2026-03-01", "leader": tokens["member 0"], "lines": lines})
    village.receive("5.00")
    first = treasurer.get(f"{at}/contributions", limit=2, min_position=treasurer.position)
    assert len(first.json()["items"]) == 5
    target = first.headers["Link"].partition(";")[0].strip("<>")
    assert [item["unit"] for item in treasurer.http.get(target).json()["items"]] == ["EUR"]
    assert len(treasurer.read(f"{at}/contributions", status="worked")["items"]) == 5
