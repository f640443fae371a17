"""A village keeps its purse from day to day: a collection, a fee, a theft, a cheque that bounced."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.server import serve
from tests.api.village import Village

CEILINGS = {
    **Village.minutes()["rules"],
    "standing_ceilings": [
        {"kind": "opening-balance", "unit": "EUR", "amount": "500.00"},
        {"kind": "bank-fee", "unit": "EUR", "amount": "10.00"},
    ],
    "collection_ceilings": [{"unit": "EUR", "amount": "80.00"}],
}


@pytest.fixture
def founded(tmp_path: Path) -> Iterator[Village]:
    """A village under its first rules."""
    with serve(tmp_path / "usf.db") as served:
        yield Village(served)


@pytest.fixture
def village(founded: Village) -> Village:
    """The same under rules that the assembly adopted."""
    founded.adopt({"type": "change-rules", "rules": CEILINGS})
    return founded


def two(village: Village) -> list[str]:
    """Who counts or confirms; the treasurer records."""
    return [village.tokens["second-signatory"], village.tokens["auditor"]]


def available(village: Village) -> str:
    """Euros, unrestricted and not assigned by any decision."""
    position = village.treasurer.position
    items = village.public.get(f"{village.at}/balances", min_position=position).json()["items"]
    free = ("unrestricted", "unassigned")
    return str(next(one["available"] for one in items if (one["purpose"], one["destination"]) == free))


def test_the_rules_show_the_ceilings_that_the_assembly_adopted(village: Village) -> None:
    """L13, C6, A4"""
    position = village.treasurer.position
    versions = village.public.get(f"{village.at}/rules", min_position=position).json()["items"]
    assert versions[0]["rules"]["standing_ceilings"] is None
    assert versions[1]["rules"]["standing_ceilings"] == CEILINGS["standing_ceilings"]
    assert versions[1]["rules"]["collection_ceilings"] == CEILINGS["collection_ceilings"]


def test_a_fee_is_booked_shown_and_corrected(village: Village) -> None:
    """L13, L6, L9"""
    at = f"{village.at}/bookings"
    opening = {
        "kind": "opening-balance",
        "unit": "EUR",
        "amount": "120.00",
        "evidence": "The last page of the paper book.",
    }
    village.treasurer.done(at, opening)
    fee = {"kind": "bank-fee", "unit": "EUR", "amount": "9.00", "reference": "BCV 12/3"}
    booking = village.treasurer.done(at, fee)
    assert available(village) == "111.00"
    assert village.treasurer.refused(at, fee)["type"] == "/problems/reference-already-booked"
    own = f"{at}/{booking}"
    assert village.auditor.read(own)["reference"] == "BCV 12/3"
    reason = {"reason": "It was the fee of another account."}
    village.treasurer.done(f"{own}/corrections", reason)
    position = village.treasurer.position
    assert available(village) == "120.00"
    told = village.auditor.read(own, min_position=position)
    assert (told["standing"], told["correction_reason_text"]) == (True, reason["reason"])
    public = village.public.get(own).json()
    assert (public["reference"], public["correction_reason_text"]) == (None, None)
    listed = village.public.get(at, kind="bank-fee").json()["items"]
    assert [(one["id"], one["amount"], one["corrected"] is None) for one in listed] == [
        (booking, "9.00", False)
    ]
    assert village.public.get(f"{at}/booking-0000000000000000").status_code == 404
    assert village.treasurer.refused(f"{own}/corrections", reason)["type"] == "/problems/corrected-already"


def test_a_theft_shows_as_a_shortfall_and_blocks_spending_until_it_is_covered(village: Village) -> None:
    """L2, L13"""
    gift = village.receive("30.00")
    theft = {
        "kind": "theft",
        "unit": "EUR",
        "amount": "50.00",
        "evidence": "The lock was broken on Sunday night.",
    }
    refused = village.treasurer.refused(f"{village.at}/bookings", theft)
    assert refused["type"] == "/problems/confirmers-missing"
    village.treasurer.done(f"{village.at}/bookings", {**theft, "confirmed_by": two(village)})
    assert available(village) == "-20.00"
    refund = {"unit": "EUR", "amount": "1.00", "reason": "Asked for it."}
    at = f"{village.at}/contributions/{gift}/refunds"
    assert village.treasurer.refused(at, refund)["type"] == "/problems/purpose-in-shortfall"
    village.receive("21.00")
    village.treasurer.done(at, refund)
    assert available(village) == "0.00"


def test_a_collection_is_listed_among_contributions_without_a_giver(village: Village) -> None:
    """C6"""
    collection = {"unit": "EUR", "amount": "36.40", "counted_by": two(village), "motive": "event"}
    refused = village.treasurer.refused(f"{village.at}/collections", {**collection, "amount": "80.01"})
    assert refused["type"] == "/problems/collection-above-ceiling"
    contribution = village.treasurer.done(f"{village.at}/collections", collection)
    position = village.treasurer.position
    own = f"{village.at}/contributions/{contribution}"
    told = village.auditor.read(own, min_position=position)
    assert (told["giver"], told["giver_kind"], told["giver_name"]) == (None, None, None)
    assert (told["counted_by"], told["motive"], told["left"]) == (two(village), "event", "36.40")
    listed = village.public.get(f"{village.at}/contributions").json()["items"]
    assert [one["id"] for one in listed] == [contribution]
    village.treasurer.done(f"{own}/reversals", {"reason": "It was 63.40."})
    position = village.treasurer.position
    assert village.public.get(own, min_position=position).json()["status"] == "reversed"


def test_a_cheque_that_bounced_is_told_from_a_mistake(village: Village) -> None:
    """L2, C2"""
    gift = village.receive("60.00", reference="Line 1")
    own = f"{village.at}/contributions/{gift}"
    mistake = {"reason": "No cover.", "reference": "Line 2"}
    refused = village.treasurer.refused(f"{own}/reversals", mistake)
    assert refused["type"] == "/problems/only-bounced-leaves"
    village.treasurer.done(f"{own}/reversals", {**mistake, "bounced": True})
    position = village.treasurer.position
    assert village.public.get(own, min_position=position).json()["status"] == "bounced"
    again = {"unit": "EUR", "amount": "1.00", "giver": {"name": "Rui"}, "reference": "Line 1"}
    refused = village.treasurer.refused(f"{village.at}/contributions", again)
    assert refused["type"] == "/problems/reference-already-booked"


def box(village: Village) -> str:
    """Where the euros lie."""
    new = {"kind": "cash-box", "label": "cash-box", "main_for": ["EUR"]}
    return village.treasurer.done(f"{village.at}/places", new)


def test_a_count_stands_beside_the_books_of_its_day_then_and_now(village: Village) -> None:
    """L12, L10, L13"""
    place = box(village)
    village.receive("100.00")
    day = str(village.served.clock_now.date())
    count = {"place": place, "unit": "EUR", "counted": "91.00", "counted_by": two(village)}
    counted = village.treasurer.done(f"{village.at}/counts", count)
    own = f"{village.at}/counts/{counted}"
    said = village.public.get(own, min_position=village.treasurer.position).json()
    assert (said["label"], said["counted"], said["effective"]) == ("cash-box", "91.00", day)
    assert (said["booked"], said["difference"]) == ("100.00", "-9.00")

    village.served.later(days=3)
    late = {"kind": "bank-fee", "unit": "EUR", "amount": "4.00", "evidence": "Found.", "effective": day}
    village.treasurer.done(f"{village.at}/bookings", late)
    village.receive("7.00")
    said = village.public.get(own, min_position=village.treasurer.position).json()
    assert (said["booked"], said["difference"]) == ("96.00", "-5.00")
    assert (said["booked_then"], said["difference_then"]) == ("100.00", "-9.00")

    booking = village.treasurer.done(f"{own}/differences", {"booked": said["booked"]})
    position = village.treasurer.position
    listed = village.public.get(f"{village.at}/counts", place=place, min_position=position).json()["items"]
    assert [(one["id"], one["difference"], one["booking"]) for one in listed] == [(counted, "0.00", booking)]
    mishap = village.public.get(f"{village.at}/bookings/{booking}").json()
    assert (mishap["standing"], mishap["count_id"], mishap["effective"]) == (False, counted, day)
    refused = village.treasurer.refused(f"{own}/differences", {"booked": "91.00"})
    assert refused["type"] == "/problems/difference-booked"
    assert village.public.get(f"{village.at}/counts/count-0000000000000000").status_code == 404


def test_an_advance_is_open_until_it_comes_back_as_what_was_spent_and_as_change(founded: Village) -> None:
    """L12, L9"""
    village = founded
    place = box(village)
    village.receive("100.00")
    proposal = village.propose("40.00")
    village.decide(proposal)
    day = str(village.served.clock_now.date())
    at = f"{village.at}/advances"
    holder = village.tokens["member 1"]
    given = village.treasurer.done(at, {"holder": holder, "unit": "EUR", "amount": "30.00"})
    position = village.treasurer.position
    (told,) = village.treasurer.read(at, min_position=position)["items"]
    assert (told["place"], told["holder"], told["holder_name"]) == (given, holder, "Member 1")
    assert (told["since"], told["given"], told["lying"]) == (day, "30.00", "30.00")
    (public,) = village.public.get(at).json()["items"]
    assert (public["holder"], public["holder_name"], public["lying"]) == (None, None, "30.00")

    village.served.later(days=2)
    payment = village.treasurer.done(
        f"{village.at}/disbursements",
        {
            "proposal": proposal,
            "tranche": 1,
            "unit": "EUR",
            "purpose": "unrestricted",
            "amount": "25.00",
            "payee": {"kind": "company", "name": "Pipes, Lda."},
            "beneficiary": {"kind": "association", "name": "School"},
        },
    )
    own = f"{village.at}/disbursements/{payment}"
    for officer in (village.treasurer, village.signatory):
        officer.done(f"{own}/sign-offs")
    village.treasurer.done(f"{own}/sendings", {"place": given})
    (told,) = village.treasurer.read(at, min_position=village.treasurer.position)["items"]
    assert (told["spent"], told["lying"], told["since"]) == ("25.00", "5.00", day)
    village.treasurer.done(f"{at}/{given}/settlements", {})
    position = village.treasurer.position
    assert village.treasurer.read(at, min_position=position)["items"] == []
    (told,) = village.treasurer.read(at, everything=True)["items"]
    assert (told["given"], told["spent"], told["returned"]) == ("30.00", "25.00", "5.00")
    assert (told["lying"], told["otherwise"], told["since"]) == ("0.00", "0.00", None)
    assert told["closed"] is not None
    lies = village.public.get(f"{village.at}/places/{place}").json()["lying"]
    assert lies == [{"unit": "EUR", "amount": "75.00"}]


def test_a_theft_keeps_an_approved_payment_from_being_sent_until_it_is_covered(founded: Village) -> None:
    """L2"""
    village = founded
    village.receive("100.00")
    proposal = village.propose("40.00")
    village.decide(proposal)
    payment = village.treasurer.done(
        f"{village.at}/disbursements",
        {
            "proposal": proposal,
            "tranche": 1,
            "unit": "EUR",
            "purpose": "unrestricted",
            "amount": "40.00",
            "payee": {"kind": "company", "name": "Pipes, Lda."},
            "beneficiary": {"kind": "association", "name": "School"},
        },
    )
    own = f"{village.at}/disbursements/{payment}"
    for officer in (village.treasurer, village.signatory):
        officer.done(f"{own}/sign-offs")
    theft = {"kind": "theft", "unit": "EUR", "amount": "70.00", "evidence": "The lock was broken."}
    village.treasurer.done(f"{village.at}/bookings", {**theft, "confirmed_by": two(village)})
    assert available(village) == "-10.00"
    assert village.treasurer.refused(f"{own}/sendings", {})["type"] == "/problems/purpose-in-shortfall"
    village.receive("10.00")
    village.treasurer.done(f"{own}/sendings", {})
