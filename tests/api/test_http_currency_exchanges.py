"""A village exchanges euros for escudos, and pays a decision in euros in escudos."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.server import serve
from tests.api.village import Village

PEG = "110.265"
TO_ESCUDOS = {"unit": "CVE", "rate": PEG, "rate_per": "EUR", "source": "fixed-parity"}


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    """A village whose account may take euros and escudos."""
    with serve(tmp_path / "usf.db") as served:
        yield Village(served)


def test_an_exchange_shows_both_amounts_rate_source_fee_date_and_the_difference(village: Village) -> None:
    """C10, L1"""
    village.receive("150.00")
    exchange = village.treasurer.done(
        f"{village.at}/currency-exchanges",
        {
            "unit": "EUR",
            "amount": "100.00",
            "obtained": {**TO_ESCUDOS, "amount": "11000.00"},
            "fee": {"unit": "EUR", "amount": "1.50"},
            "reference": "BCV 77",
            "effective": "2026-03-01",
        },
    )
    position = village.treasurer.position
    at = f"{village.at}/currency-exchanges/{exchange}"
    shown = village.auditor.read(at, min_position=position)
    assert shown["given"] == {"unit": "EUR", "amount": "100.00"}
    assert shown["obtained"] == {
        "unit": "CVE",
        "amount": "11000.00",
        "rate": PEG,
        "rate_per": "EUR",
        "source": "fixed-parity",
        "value": "11026.50",
        "difference": "-26.50",
    }
    assert shown["fee"] == {"unit": "EUR", "amount": "1.50"}
    assert (shown["effective"], shown["reference"]) == ("2026-03-01", "BCV 77")
    listed = village.public.get(f"{village.at}/currency-exchanges", min_position=position).json()["items"]
    assert [one["id"] for one in listed] == [exchange]
    assert village.public.get(at).json()["reference"] is None
    balances = village.treasurer.read(f"{village.at}/balances")["items"]
    held = {(one["unit"], one["available"]) for one in balances}
    assert held == {("EUR", "48.50"), ("CVE", "11000.00")}
    unknown = village.public.get(f"{village.at}/currency-exchanges/currency-exchange-0000000000000000")
    assert unknown.status_code == 404


def test_a_decision_in_euros_is_paid_in_escudos_and_what_is_left_of_either_goes_back(
    village: Village,
) -> None:
    """C10, B1, B6"""
    village.receive("60.00")
    proposal = village.propose("40.00")
    village.decide(proposal)
    exchanged = {
        "unit": "EUR",
        "amount": "30.00",
        "obtained": {**TO_ESCUDOS, "amount": "3307.95"},
        "proposal": proposal,
        "evidence": "The slip of the bank.",
    }
    village.treasurer.done(f"{village.at}/currency-exchanges", exchanged)
    beyond = {**exchanged, "amount": "10.01"}
    refused = village.treasurer.refused(f"{village.at}/currency-exchanges", beyond)
    assert refused["type"] == "/problems/nothing-left-to-exchange"
    payment = {
        "proposal": proposal,
        "tranche": 1,
        "unit": "CVE",
        "purpose": "unrestricted",
        "amount": "3000.00",
        "payee": {"kind": "company", "name": "Prensas, Lda."},
    }
    disbursement = village.treasurer.done(f"{village.at}/disbursements", payment)
    at = f"{village.at}/disbursements/{disbursement}"
    village.treasurer.done(f"{at}/sign-offs")
    village.signatory.done(f"{at}/sign-offs")
    village.treasurer.done(f"{at}/sendings", {})
    lines = village.treasurer.read(f"{village.at}/proposals/{proposal}")["lines"]
    assert [(line["unit"], line["exchanged"], line["paid"]) for line in lines] == [
        ("CVE", "3307.95", "3000.00"),
        ("EUR", "-30.00", "0.00"),
    ]
    village.members[0].done(f"{village.at}/proposals/{proposal}/reports", {"report": "It is paid."})
    village.treasurer.done(f"{village.at}/proposals/{proposal}/closures")
    balances = village.treasurer.read(f"{village.at}/balances")["items"]
    free = {one["unit"]: one["available"] for one in balances if one["destination"] == "unassigned"}
    assert free == {"EUR": "30.00", "CVE": "307.95"}


def test_a_wrong_exchange_is_shown_reversed_and_booked_anew_with_its_bank_line(village: Village) -> None:
    """L6, C2, C10"""
    village.receive("150.00")
    wrong = {
        "unit": "EUR",
        "amount": "100.00",
        "obtained": {**TO_ESCUDOS, "amount": "11000.00"},
        "reference": "BCV 77",
        "effective": "2026-03-01",
    }
    exchange = village.treasurer.done(f"{village.at}/currency-exchanges", wrong)
    at = f"{village.at}/currency-exchanges/{exchange}"
    assert village.treasurer.read(at)["reversed"] is None
    reversal = {"reason": "The statement says ninety.", "effective": "2026-03-01"}
    village.treasurer.done(f"{at}/reversals", reversal)
    shown = village.treasurer.read(at)
    assert (shown["reversed"], shown["given"]["amount"]) == ("2026-03-01", "100.00")
    assert shown["reversal_reason"]
    again = village.treasurer.refused(f"{at}/reversals", reversal)
    assert again["type"] == "/problems/exchange-reversed"
    village.treasurer.done(f"{village.at}/currency-exchanges", {**wrong, "amount": "90.00"})
    balances = village.treasurer.read(f"{village.at}/balances")["items"]
    held = {(one["unit"], one["available"]) for one in balances}
    assert held == {("EUR", "60.00"), ("CVE", "11000.00")}
