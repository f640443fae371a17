"""`usf reconcile`: a place compared with the bank, on the command line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from ledger.bookings.commands import CountPlace
from ledger.contributions.commands import Giver, ReceiveContribution
from ledger.disbursements.commands import SendDisbursement
from ledger.identifiers import DisbursementId, PlaceId, StatementId, stream_of
from ledger.places.commands import MoveMoney, OpenPlace
from ledger.places.state import PlaceKind
from ledger.statements.commands import LineGiven, LineText, MatchLines, TakeStatement
from ledger.statements.state import LineName
from tests.season import Season


class Banked:
    """A season with a bank account."""

    def __init__(self, path: Path) -> None:
        self.season = Season.open(str(path))
        self.season.found()
        self.account = self.season.account
        self.bank = PlaceId(
            self.season.do(
                OpenPlace(account=self.account, kind=PlaceKind.BANK_ACCOUNT, label="bank", main_for=("EUR",))
            )
        )

    def receive(self, amount: str, reference: str | None = None) -> int:
        """A gift to the bank; the entry's number."""
        gift = ReceiveContribution(
            account=self.account,
            unit="EUR",
            amount=amount,
            giver=Giver(name="Rui Dias"),
            reference=reference,
        )
        self.season.do(gift)
        found = self.season.ledger.state(stream_of(self.account))
        assert found is not None
        return found[1]

    def state(self, *lines: tuple[int, str]) -> StatementId:
        """A statement of today."""
        today = self.season.now().date()
        statement = TakeStatement(
            account=self.account,
            place=self.bank,
            unit="EUR",
            begins=today,
            ends=today,
            opening_minor=0,
            closing_minor=sum(amount for amount, _ in lines),
            lines=tuple(
                LineGiven(
                    number=number,
                    amount_minor=amount,
                    booked=today,
                    said=LineText(reference=reference),
                )
                for number, (amount, reference) in enumerate(lines, 1)
            ),
        )
        return StatementId(self.season.do(statement))

    def usf(self, *arguments: str) -> Result:
        """The command on this database."""
        return CliRunner().invoke(
            app, ["reconcile", "bank", "--db", self.season.ledger.store.address, *arguments]
        )

    def told(self, *arguments: str) -> tuple[int, Any]:
        """Its exit code, and what it says to programs."""
        done = self.usf("--json", *arguments)
        return done.exit_code, json.loads(done.stdout)


@pytest.fixture
def banked(tmp_path: Path) -> Iterator[Banked]:
    made = Banked(tmp_path / "usf.db")
    yield made
    made.season.close()


def test_where_nothing_happened_zero_is_said_plainly(banked: Banked) -> None:
    """L12"""
    done = banked.usf()
    assert (done.exit_code, "zero on both sides" in done.stdout) == (0, True)


def test_what_is_open_is_named_and_what_is_certain_is_matched_when_asked(banked: Banked) -> None:
    """L12, C2"""
    entry = banked.receive("30.00", "CV 1")
    statement = banked.state((3000, "CV 1"), (500, "CV 2"))
    code, (found,) = banked.told()
    assert (code, found["agrees"], found["books"], found["closing"], found["unexplained"]) == (
        1,
        False,
        "30.00",
        "35.00",
        "0.00",
    )
    assert [one["entry"] for one in found["open_entries"]] == [entry]
    assert [(one["statement"], one["number"]) for one in found["open_lines"]] == [
        (statement, 1),
        (statement, 2),
    ]
    told = banked.usf().stdout
    assert "Open in the books" in told
    assert "Open on statements" in told
    code, (found,) = banked.told("--match")
    assert (code, found["agreed_entries"], found["agreed_lines"]) == (1, 1, 1)
    banked.receive("5.00", "CV 2")
    done = banked.usf("--match")
    assert "Matched for certain, and recorded: 1." in done.stdout
    assert "Difference: zero." in done.stdout
    assert done.exit_code == 0


def test_a_day_of_the_past_and_one_currency_may_be_asked(banked: Banked) -> None:
    """L10, L12"""
    banked.receive("30.00")
    code, (found,) = banked.told("--effective", "2026-02-28", "--unit", "EUR")
    assert (code, found["books"], found["agrees"], found["effective"]) == (0, "0.00", True, "2026-02-28")
    code, (found,) = banked.told("--unit", "CVE")
    assert (code, found["books"]) == (0, "0.00")


def test_a_box_is_compared_with_its_latest_count(banked: Banked) -> None:
    """L12"""
    season, address = banked.season, banked.season.ledger.store.address
    box = PlaceId(season.do(OpenPlace(account=banked.account, kind=PlaceKind.CASH_BOX, label="box")))
    banked.receive("30.00")
    season.do(MoveMoney(account=banked.account, unit="EUR", amount="30.00", origin=banked.bank, target=box))
    for counted, said, code in (
        ("29.50", "0.50 missing", 1),
        ("30.00", "The count and the books agree on that day. Difference: zero.", 0),
    ):
        counters = (season.second_signatory, season.auditor)
        count = CountPlace(
            account=banked.account, place=box, unit="EUR", counted=counted, counted_by=counters
        )
        season.do(count)
        done = CliRunner().invoke(app, ["reconcile", "box", "--db", address])
        assert (done.exit_code, said in done.stdout) == (code, True), done.stdout


def test_a_place_that_is_not_there_is_said_so(banked: Banked) -> None:
    """L12"""
    done = CliRunner().invoke(app, ["reconcile", "purse", "--db", banked.season.ledger.store.address])
    assert done.exit_code == 1


# What a line settles


def test_a_line_that_shows_sent_payments_settles_them(banked: Banked) -> None:
    """C2, L12: one line of the bank for two payments of one file, say."""
    season = banked.season
    banked.receive("100.00")
    proposal = season.accepted_proposal("60.00")
    payments, entries = [], []
    for amount in ("25.00", "15.00"):
        payment = season.signed_off(season.authorised(proposal, amount))
        season.do(SendDisbursement(account=banked.account, disbursement=payment))
        found = season.ledger.state(stream_of(banked.account))
        assert found is not None
        payments.append(payment)
        entries.append(found[1])
    statement = banked.state((10000, "CV 1"), (-4000, "CV 2"))
    both = MatchLines(
        account=banked.account,
        place=banked.bank,
        unit="EUR",
        lines=(LineName(statement, 2),),
        entries=tuple(entries),
    )
    assert season.answer(both).kinds == (
        "lines-matched",
        "disbursement-settled",
        "promise-opened",
        "disbursement-settled",
        "promise-opened",
    )
    assert {status(season, payment) for payment in payments} == {"settled"}


def test_one_line_for_one_payment_is_the_settlements_own_reference(banked: Banked) -> None:
    """C2"""
    season = banked.season
    banked.receive("100.00")
    payment = season.signed_off(season.authorised(season.accepted_proposal("25.00"), "25.00"))
    season.do(SendDisbursement(account=banked.account, disbursement=payment))
    found = season.ledger.state(stream_of(banked.account))
    assert found is not None
    statement = banked.state((10000, "CV 1"), (-2500, "CV 2"))
    name = LineName(statement, 2)
    season.do(
        MatchLines(account=banked.account, place=banked.bank, unit="EUR", lines=(name,), entries=(found[1],))
    )
    record = season.ledger.statement(banked.account, statement)
    assert record is not None
    line = record.line(2)
    assert line is not None
    assert line.reference is not None
    assert season.ledger.booked_under(banked.account, [line.reference]) == {line.reference: payment}


def status(season: Season, payment: DisbursementId) -> str:
    """Where a payment stands."""
    found = season.ledger.state(stream_of(season.account, payment))
    assert found is not None
    return str(found[0].status)  # type: ignore[attr-defined]
