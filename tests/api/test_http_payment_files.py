"""Payment files over HTTP: who makes them, who sees what stands in them, and what becomes of them."""

from typing import Any

import pytest

from tests.api.payments.reports import notice, report
from tests.api.server import Caller
from tests.api.village import Village

OURS = "NL41 MOCK 0000 0000 01"
THEIRS = "DE89370400440532013000"


class Paying:
    """A village with a bank account and payments that two have signed off."""

    def __init__(self, village: Village, payments: int = 2) -> None:
        self.village, self.at = village, village.at
        treasurer = village.treasurer
        village.receive("100.00")
        self.place = treasurer.done(f"{self.at}/places", {"kind": "bank-account", "label": "bank"})
        self.note(self.place, OURS)
        self.proposal = village.propose("40.00")
        village.decide(self.proposal)
        self.payments = [self.signed_off(tranche) for tranche in range(1, payments + 1)]

    def note(self, holder: str, iban: str, **more: Any) -> str:
        """Bank details, written down by the treasurer."""
        return self.village.treasurer.done(
            f"{self.at}/bank-details", {"holder": holder, "iban": iban, **more}
        )

    def signed_off(self, tranche: int) -> str:
        """A payment of ten euros to a person whose bank account is known."""
        village = self.village
        disbursement = village.treasurer.done(
            f"{self.at}/disbursements",
            {
                "proposal": self.proposal,
                "tranche": tranche,
                "unit": "EUR",
                "purpose": "unrestricted",
                "amount": "10.00",
                "payee": {"kind": "person", "name": "Rui Maçon"},
            },
        )
        shown = village.treasurer.read(f"{self.at}/disbursements/{disbursement}")
        self.payee = shown["payee"]
        self.note(self.payee, THEIRS)
        for officer in (village.treasurer, village.signatory):
            officer.done(f"{self.at}/disbursements/{disbursement}/sign-offs")
        return disbursement

    def made(self, **more: Any) -> str:
        """A payment file of all that is due."""
        return self.village.treasurer.done(f"{self.at}/payment-files", {"place": self.place, **more})

    def answered(self, content: bytes, by: Caller | None = None, kind: str = "application/xml") -> Any:
        """What becomes of a bank's answer."""
        caller = by or self.village.treasurer
        answer = caller.http.post(f"{self.at}/bank-answers", content=content, headers={"Content-Type": kind})
        return answer.json() if answer.status_code == 200 else answer

    def read(self, caller: Caller, path: str) -> Any:
        """What somebody is shown, after all that the treasurer did."""
        caller.position = self.village.treasurer.position
        return caller.read(f"{self.at}/{path}")


@pytest.fixture
def paying(village: Village) -> Paying:
    """Two payments are due."""
    return Paying(village)


def test_a_payment_file_is_made_fetched_and_handed_in(paying: Paying) -> None:
    """B3, B4, L12"""
    village, at = paying.village, paying.at
    file = paying.made()
    shown = paying.read(village.public, f"payment-files/{file}")
    assert (shown["status"], shown["control_sum"], shown["payments"]) == ("made", "20.00", 2)
    assert [one["disbursement"] for one in shown["ordered"]] == paying.payments
    text = village.treasurer.get(f"{at}/payment-files/{file}/text")
    assert text.headers["content-type"].startswith("application/xml")
    assert text.headers["cache-control"] == "no-store"
    assert THEIRS in text.text
    assert "Rui Macon" in text.text
    village.treasurer.done(f"{at}/payment-files/{file}/handings-in", {})
    assert paying.read(village.public, f"payment-files/{file}")["status"] == "handed-in"
    sent = {paying.read(village.public, f"disbursements/{own}")["status"] for own in paying.payments}
    assert sent == {"sent"}
    (listed,) = paying.read(village.public, "payment-files")["items"]
    assert listed["id"] == file
    again = village.treasurer.refused(f"{at}/payment-files", {"place": paying.place})
    assert again["type"] == "/problems/file-is-empty"
    named = village.treasurer.refused(
        f"{at}/payment-files", {"place": paying.place, "disbursements": paying.payments[:1]}
    )
    assert named["type"] == "/problems/payment-ordered"


def test_a_file_that_was_not_handed_in_is_withdrawn_and_made_anew(paying: Paying) -> None:
    """B4"""
    village, at = paying.village, paying.at
    file = paying.made(disbursements=paying.payments[:1])
    village.treasurer.done(f"{at}/payment-files/{file}/withdrawals", {"reason": "There was no connection."})
    assert paying.read(village.public, f"payment-files/{file}")["status"] == "withdrawn"
    assert len(paying.read(village.public, f"payment-files/{paying.made()}")["ordered"]) == 2


def test_numbers_of_bank_accounts_are_for_those_who_order_and_who_audits(paying: Paying) -> None:
    """L9"""
    village, at = paying.village, paying.at
    file = paying.made()
    for path in (f"payment-files/{file}/text", f"bank-details/{paying.payee}"):
        for caller in (village.treasurer, village.signatory, village.auditor):
            answer = caller.get(f"{at}/{path}", min_position=village.treasurer.position)
            assert THEIRS in answer.text
        for caller, status in ((village.members[0], 403), (village.teller, 403), (village.public, 401)):
            assert caller.get(f"{at}/{path}").status_code == status
    details = paying.read(village.auditor, f"bank-details/{paying.payee}")
    assert (details["holder"], details["iban"], details["name"]) == (paying.payee, THEIRS, None)


def test_numbers_of_bank_accounts_stand_in_no_event_and_no_list(paying: Paying) -> None:
    """L9"""
    village, at = paying.village, paying.at
    file = paying.made()
    village.auditor.position = village.treasurer.position
    for path in (
        f"{at}/events",
        f"{at}/audit-trail",
        f"{at}/disbursements",
        f"{at}/payment-files/{file}",
        f"{at}/states",
        f"{at}/places",
    ):
        for caller in (village.auditor, village.public):
            answer = caller.get(path)
            assert THEIRS not in answer.text
            assert "MOCK" not in answer.text


def test_what_is_no_number_of_a_bank_account_is_refused_without_repeating_it(paying: Paying) -> None:
    """B1, L9"""
    body = {"holder": paying.payee, "iban": "DE89370400440532013001"}
    refused = paying.village.treasurer.refused(f"{paying.at}/bank-details", body)
    assert refused["type"] == "/problems/iban-malformed"
    assert "DE89" not in str(refused)


def test_a_payee_outside_sepa_is_paid_in_another_way(village: Village) -> None:
    """C10"""
    paying = Paying(village, payments=0)
    disbursement = paying.signed_off(1)
    paying.note(paying.payee, "TN5910006035183598478831")
    refused = village.treasurer.refused(
        f"{paying.at}/payment-files", {"place": paying.place, "disbursements": [disbursement]}
    )
    assert refused["type"] == "/problems/iban-not-reached"


def test_bank_details_that_changed_after_the_signatures_lead_no_payment_elsewhere(paying: Paying) -> None:
    """B3"""
    paying.note(paying.payee, "NL91ABNA0417164300")
    refused = paying.village.treasurer.refused(f"{paying.at}/payment-files", {"place": paying.place})
    assert refused["type"] == "/problems/bank-details-not-signed-off"


def test_whose_bank_details_are_not_known_are_not_shown(paying: Paying) -> None:
    """L9"""
    village = paying.village
    for path in ("bank-details/payee-0000000000000000", "payment-files/payment-file-0000000000000000"):
        answer = village.treasurer.get(f"{paying.at}/{path}")
        assert answer.status_code in {404, 409}
    assert village.treasurer.get(f"{paying.at}/payment-files/payment-file-0/text").status_code == 404


def test_a_request_that_is_sent_again_makes_one_file(paying: Paying) -> None:
    """B4"""
    village, at = paying.village, paying.at
    headers = {"Idempotency-Key": "the-file-of-march"}
    first, again = (
        village.treasurer.post(f"{at}/payment-files", {"place": paying.place}, headers=headers)
        for _ in range(2)
    )
    assert first.status_code == 201, first.text
    assert again.json()["id"] == first.json()["id"]


def test_the_banks_word_books_what_became_of_each_payment(paying: Paying) -> None:
    """B5, C2"""
    village, at = paying.village, paying.at
    file = paying.made()
    village.treasurer.done(f"{at}/payment-files/{file}/handings-in", {})
    first, second = (
        one["end_to_end"] for one in paying.read(village.public, f"payment-files/{file}")["ordered"]
    )
    said = report(file, "PART", {first: "ACCP", second: "RJCT"}, words="closed")
    came = paying.answered(said)
    assert [one["became"] for one in came["items"]] == ["accepted", "rejected"]
    village.treasurer.position = came["position"]
    shown = paying.read(village.public, f"payment-files/{file}")
    assert [(one["answer"], one["code"]) for one in shown["ordered"]] == [
        ("accepted", None),
        ("rejected", "AC04"),
    ]
    (settled,) = paying.answered(notice((first, "-10.00", "BANK-1")))["items"]
    assert (settled["became"], settled["disbursement"]) == ("settled", paying.payments[0])
    (known,) = paying.answered(notice((first, "-10.00", "BANK-1")))["items"]
    assert known["became"] == "known"
    (twice,) = paying.answered(notice((first, "-10.00", "BANK-2")))["items"]
    assert (twice["became"], twice["problem"]) == ("open", "/problems/bank-line-twice")
    assert "settled" in twice["why"]
    (returned,) = paying.answered(notice((first, "10.00", "BANK-3")))["items"]
    assert returned["became"] == "returned"
    came = paying.answered(said)
    assert {one["became"] for one in came["items"]} == {"known"}
    village.treasurer.position = came["position"]
    statuses = [paying.read(village.public, f"disbursements/{own}")["status"] for own in paying.payments]
    assert statuses == ["returned", "failed"]


def test_a_line_that_answers_no_file_of_this_account_is_passed_over(paying: Paying) -> None:
    """C2"""
    others = notice(("aaaabbbbccccdddd-1", "-10.00", "BANK-1"), ("INVOICE 7", "-10.00", "BANK-2"))
    assert paying.answered(others) == {"items": [], "position": None}


def test_a_line_of_the_payees_own_statement_brings_nothing_back(paying: Paying) -> None:
    """B5: the payee's bank writes our end-to-end id beside what came in there."""
    own = paying.made().rpartition("-")[2]
    theirs = notice((f"{own}-1", "10.00", "BANK-1"), account=THEIRS)
    assert paying.answered(theirs)["items"] == []


def test_a_line_of_our_file_that_it_does_not_order_is_told_as_open(paying: Paying) -> None:
    """C2"""
    own = paying.made().rpartition("-")[2]
    (one,) = paying.answered(notice((f"{own}-9", "-10.00", "BANK-1")))["items"]
    assert (one["became"], one["problem"], one["disbursement"]) == ("open", "/problems/not-ordered", None)


def test_what_is_no_banks_answer_is_refused(paying: Paying) -> None:
    """B5"""
    for content, kind, status in (
        (report("payment-file-0000000000000000", "ACCP"), "application/xml", 404),
        (b"<Document>", "application/xml", 400),
        (b"<html/>", "application/xml", 400),
        (b"<Document><CstmrPmtStsRpt/></Document>", "application/xml", 400),
        (b"{}", "application/json", 415),
        (b" " * 1_100_000, "application/xml", 413),
    ):
        assert paying.answered(content, kind=kind).status_code == status, content[:40]
    assert paying.answered(notice(), by=paying.village.auditor).status_code == 403
