"""A village agrees with its bank over HTTP: lines of statements are matched or booked, and what is open is shown."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.api.bank.camt_files import Entry, Transaction, camt
from tests.api.bank.test_http_bank_files import send
from tests.api.server import serve
from tests.api.test_http_bookings import CEILINGS
from tests.api.village import Village


def told_of(answer: httpx2.Response) -> Any:
    """The statements that a file held."""
    assert answer.status_code == 201, answer.text
    return answer.json()["statements"]


class Banked(Village):
    """A village with a bank account and a box."""

    bank: str
    box: str

    def with_bank(self) -> "Banked":
        """Open both."""
        self.bank = self.treasurer.done(
            f"{self.at}/places", {"kind": "bank-account", "label": "bank", "main_for": ["EUR"]}
        )
        self.box = self.treasurer.done(f"{self.at}/places", {"kind": "cash-box", "label": "box"})
        return self

    def state(self, *lines: tuple[int, str], opening: int = 0) -> str:
        """The bank's own file of today, by its lines' amounts and references; the statement that it becomes."""
        today = self.served.clock_now.date()
        entries = [Entry(minor, [Transaction(minor, "Rui Dias")], today, said) for minor, said in lines]
        file = camt(entries, opening=opening).replace(b"2026-03-02", today.isoformat().encode())
        (one,) = told_of(send(self, f"{self.at}/places/{self.bank}/statements", file))
        return str(one["id"])

    def look(self, path: str, caller: Any = None, **query: Any) -> Any:
        """What a page shows after all that was done."""
        caller = caller or self.treasurer
        answer = caller.get(f"{self.at}{path}", min_position=self.treasurer.position, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def book(self, statement: str, number: int, **what: Any) -> str:
        """Book a line as something."""
        return self.treasurer.done(
            f"{self.at}/statements/{statement}/lines/{number}/bookings", {"what": what}
        )

    def sent(self, amount: str) -> str:
        """A payment under a decision, on its way."""
        proposal = self.propose(amount)
        self.decide(proposal)
        payment = self.treasurer.done(
            f"{self.at}/disbursements",
            {
                "proposal": proposal,
                "tranche": 1,
                "unit": "EUR",
                "purpose": "unrestricted",
                "amount": amount,
                "payee": {"kind": "company", "name": "Bus Ltd"},
            },
        )
        at = f"{self.at}/disbursements/{payment}"
        self.treasurer.done(f"{at}/sign-offs")
        self.signatory.done(f"{at}/sign-offs")
        self.treasurer.done(f"{at}/sendings", {})
        return payment

    def compared(self) -> Any:
        """The bank, in euros."""
        (found,) = self.look(f"/places/{self.bank}/reconciliation", self.public)["items"]
        return found


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Banked]:
    with serve(tmp_path / "usf.db") as served:
        yield Banked(served).with_bank()


def test_a_month_is_agreed_with_the_bank_line_by_line(village: Banked) -> None:
    """L12, L13, C2"""
    village.adopt({"type": "change-rules", "rules": CEILINGS})
    village.receive("30.00", reference="CV 1")
    statement = village.state((3000, "CV 1"), (1250, "CV 2"), (-200, "CV 3"), (-1000, "CV 4"), opening=5000)
    found = village.compared()
    assert (found["agrees"], found["book"], found["closing"], found["unexplained"]) == (
        False,
        "30.00",
        "80.50",
        "0.00",
    )
    queue = village.look(f"/places/{village.bank}/open-lines", unit="EUR")["items"]
    assert [line["number"] for line in queue] == [0, 1, 2, 3, 4]
    assert [line["likely"] for line in queue if line["number"] != 1] == [[], [], [], []]
    (likely,) = queue[1]["likely"]
    assert (likely["because"], likely["certain"]) == ("reference", True)
    assert queue[1]["said"]["name"] == "Rui Dias"
    village.treasurer.done(
        f"{village.at}/places/{village.bank}/matches",
        {
            "unit": "EUR",
            "lines": [{"statement": statement, "number": 1}],
            "entries": likely["entries"],
        },
    )
    village.book(statement, 0, type="entry", kind="opening-balance", evidence="The bank's first statement.")
    gift = village.book(statement, 2, type="gift", giver={"name": "Rui Dias"}, motive="membership-fee")
    village.book(statement, 3, type="entry", kind="bank-fee", evidence="The statement.")
    village.book(statement, 4, type="move", other=village.box)
    found = village.compared()
    assert (found["agrees"], found["book"], found["open_line_count"], found["open_entry_count"]) == (
        True,
        "80.50",
        0,
        0,
    )
    whole = village.look(f"/contributions/{gift}", village.auditor)
    assert (whole["amount"], whole["reference"]) == ("12.50", "CV 2")
    problem = village.treasurer.refused(
        f"{village.at}/statements/{statement}/lines/2/bookings",
        {"what": {"type": "gift", "giver": {"name": "Rui Dias"}}},
    )
    assert problem["type"].endswith("line-matched")
    again = {"unit": "EUR", "amount": "12.50", "giver": {"name": "Rui"}, "reference": "cv2"}
    problem = village.treasurer.refused(f"{village.at}/contributions", again)
    assert problem["type"].endswith("reference-already-booked")


def test_a_payment_is_settled_by_its_line_and_comes_back_by_another(village: Banked) -> None:
    """B5, C2, L12"""
    village.receive("100.00")
    payment = village.sent("40.00")
    statement = village.state((10000, "CV 1"), (-4000, "CV 2"), (4000, "CV 3"))
    village.book(statement, 2, type="payment", disbursement=payment)
    assert village.look(f"/disbursements/{payment}")["status"] == "settled"
    village.book(statement, 3, type="return", disbursement=payment, reason="The account is closed.")
    assert village.look(f"/disbursements/{payment}")["status"] == "returned"
    problem = village.treasurer.refused(
        f"{village.at}/statements/{statement}/lines/1/bookings",
        {"what": {"type": "payment", "disbursement": payment}},
    )
    assert problem["type"].endswith("entry-matched")
    other = {"what": {"type": "payment", "disbursement": "disbursement-0000000000000000"}}
    problem = village.treasurer.refused(f"{village.at}/statements/{statement}/lines/1/bookings", other)
    assert problem["type"].endswith("unknown-disbursement")


def test_a_bounced_cheque_is_booked_from_its_line(village: Banked) -> None:
    """L2, L12"""
    gift = village.receive("100.00")
    statement = village.state((10000, "CV 1"), (-10000, "CV 2"))
    village.book(statement, 2, type="bounce", contribution=gift, reason="No cover.")
    (found,) = village.look(f"/places/{village.bank}/open-lines", unit="EUR")["items"]
    assert (found["number"], found["likely"][0]["certain"]) == (1, True)


def test_a_refund_is_booked_from_its_line(village: Banked) -> None:
    """C9, C2, L12"""
    gift = village.receive("100.00")
    statement = village.state((10000, "CV 1"), (-2500, "CV 2"))
    village.book(statement, 2, type="refund", contribution=gift, reason="Asked back.")
    assert village.look(f"/contributions/{gift}")["left"] == "75.00"
    again = {"unit": "EUR", "amount": "25.00", "giver": {"name": "Rui"}, "reference": "CV2"}
    problem = village.treasurer.refused(f"{village.at}/contributions", again)
    assert problem["type"].endswith("reference-already-booked")


def test_a_match_that_was_none_is_undone(village: Banked) -> None:
    """L6, L12"""
    village.receive("30.00")
    statement = village.state((3000, "CV 1"))
    (line,) = village.look(f"/places/{village.bank}/open-lines", unit="EUR")["items"]
    matches = f"{village.at}/places/{village.bank}/matches"
    match = village.treasurer.done(
        matches,
        {
            "unit": "EUR",
            "lines": [{"statement": statement, "number": 1}],
            "entries": line["likely"][0]["entries"],
        },
    )
    village.treasurer.done(f"{matches}/{match}/undoings", {"reason": "Another Rui."})
    (told,) = village.look(f"/places/{village.bank}/matches")["items"]
    assert (told["id"], told["undone"], told["amount"]) == (match, True, "30.00")
    assert village.compared()["open_line_count"] == 1


def test_everybody_sees_amounts_and_nobody_but_the_bookkeepers_what_the_bank_wrote(village: Banked) -> None:
    """L9, C6"""
    statement = village.state((3000, "CV 1"))
    path = f"/statements/{statement}/lines"
    for caller, sees in (
        (village.public, False),
        (village.members[0], False),
        (village.signatory, True),
        (village.auditor, True),
    ):
        (line,) = village.look(path, caller)["items"]
        assert line["amount"] == "30.00"
        assert (line["said"] is not None) is sees
    queue = f"{village.at}/places/{village.bank}/open-lines"
    assert village.members[0].get(queue, unit="EUR").status_code == 403
    (row,) = village.look(f"/places/{village.bank}/statements", village.public)["items"]
    whole = village.look(f"/statements/{statement}", village.public)
    assert (row["id"], whole["closing"], whole["derived"]) == (statement, "30.00", False)


def test_what_is_not_there_is_said(village: Banked) -> None:
    """L12"""
    at = f"{village.at}/statements/statement-0000000000000000"
    assert village.treasurer.get(at).status_code == 404
    assert village.treasurer.get(f"{at}/lines").status_code == 404
    problem = village.treasurer.refused(
        f"{at}/lines/1/bookings", {"what": {"type": "move", "other": village.box}}
    )
    assert problem["type"].endswith("unknown-statement-line")
    nowhere = f"{village.at}/places/place-0000000000000000"
    for page in ("statements", "matches", "reconciliation"):
        assert village.treasurer.get(f"{nowhere}/{page}").status_code == 404
