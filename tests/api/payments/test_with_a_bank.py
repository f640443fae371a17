"""From the decision to the bank's last word: a payment file, a bank on this machine, and what it answers, booked."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from api.bank.reading import read_bank_file
from api.bank.taking import chosen
from api.payments.answers import Became, Taken, take
from api.payments.making import known_numbers, prepared
from ledger.accounts.state import Account
from ledger.bank_details.commands import NoteBankDetails
from ledger.disbursements.commands import AuthoriseDisbursement, PartyGiven
from ledger.disbursements.state import DisbursementStatus, PartyKind
from ledger.identifiers import UNRESTRICTED, DisbursementId, PaymentFileId, PlaceId, ProposalId
from ledger.papers.media import examined
from ledger.payment_files.commands import HandInPaymentFile
from ledger.places.commands import OpenPlace
from ledger.places.state import PlaceKind
from projections.base import Database
from projections.follower import Follower
from projections.rebuild import prepare
from projections.reconciliation import Because, likely_matches, open_entries, open_lines
from projections.shelf import open_shelf
from projections.views import VIEWS
from tests.api.payments.mock_bank import CLOSED, ELSEWHERE, OURS, MockBank, mock_bank
from tests.season import Season
from tests.stores import database_at

WEDNESDAY = 2


class Treasurer:
    """Keeps an association's bank account."""

    def __init__(self, season: Season) -> None:
        self.season = season.found()
        season.receive("1000.00")
        open_bank = OpenPlace(
            account=season.account, kind=PlaceKind.BANK_ACCOUNT, label="bank", main_for=("EUR",)
        )
        self.place = PlaceId(season.do(open_bank))
        season.do(NoteBankDetails(account=season.account, holder=self.place, iban=OURS))
        self.proposal: ProposalId = season.accepted_proposal("600.00")

    def signed_off(self, amount: str, iban: str, tranche: int, name: str = "Ana Ferreira") -> DisbursementId:
        """A payment that two have signed off."""
        season = self.season
        payee = PartyGiven(kind=PartyKind.PERSON, name=name)
        authorise = AuthoriseDisbursement(
            account=season.account,
            proposal=self.proposal,
            tranche=tranche,
            unit="EUR",
            purpose=UNRESTRICTED,
            amount=amount,
            payee=payee,
        )
        own = DisbursementId(season.do(authorise))
        token = season.disbursement(own).payee.token
        season.do(NoteBankDetails(account=season.account, holder=token, iban=iban))
        return season.signed_off(own)

    def wait_for_wednesday(self) -> None:
        """A day on which banks work, and the days after it too."""
        while self.season.now().weekday() != WEDNESDAY:
            self.season.wait_days(1)

    def file(self) -> tuple[PaymentFileId, str]:
        """A payment file of all that is due."""
        season = self.season
        with self.views() as views:
            make = prepared(season.ledger, views, season.account, self.place)
        return PaymentFileId(season.do(make)), make.text

    @contextmanager
    def views(self) -> Iterator[Database]:
        """The views, caught up."""
        with closing(open_shelf(self.season.ledger.store)) as shelf:
            prepare(VIEWS, shelf)
            Follower(shelf, VIEWS).catch_up()
            with shelf.reading() as views:
                yield views

    def taken(self, message: bytes) -> list[Taken]:
        """The bank's message, taken in."""
        season = self.season
        with self.views() as views:
            numbers = known_numbers(season.ledger, views, (season.account,))
        return take(season.ledger, message, numbers=numbers, by=season.treasurer)

    def take_statement(self, raw: bytes) -> None:
        """The bank's statement, taken as `usf bank in` does."""
        season = self.season
        for one in chosen(read_bank_file(raw), season.account, self.place, examined(raw), OURS):
            season.do(one.command)

    def status(self, disbursement: DisbursementId) -> DisbursementStatus:
        """How far a payment has come."""
        return self.season.disbursement(disbursement).status

    def sums(self) -> tuple[int, int, int, int]:
        """Available, reserved, paid and at the bank, in cents."""
        account: Account = self.season.state()
        totals = [totals for (unit, _, _), totals in account.totals.items() if unit == "EUR"]
        return (
            account.available("EUR", UNRESTRICTED),
            sum(t.reserved for t in totals),
            sum(t.paid for t in totals),
            account.lies_at(self.place).get("EUR", 0),
        )


@pytest.fixture
def treasurer(tmp_path: Path) -> Iterator[Treasurer]:
    """A treasurer with six hundred decided, on a Wednesday."""
    season = Season.open(database_at(tmp_path / "usf.db"))
    keeper = Treasurer(season)
    keeper.wait_for_wednesday()
    yield keeper
    season.close()


@pytest.fixture
def bank(treasurer: Treasurer, tmp_path: Path) -> Iterator[MockBank]:
    """A bank that works in the same days."""
    with mock_bank(tmp_path / "bank.log", treasurer.season.now()) as running:
        yield running


def test_a_bank_carries_out_what_two_signed_off_and_its_word_books_it(
    treasurer: Treasurer, bank: MockBank
) -> None:
    """B3, B5, C2, L12"""
    paid = treasurer.signed_off("100.00", ELSEWHERE, 1, "Águas & Filhos, «Lda.»")
    rejected = treasurer.signed_off("50.00", CLOSED, 2)
    returned = treasurer.signed_off("25.00", ELSEWHERE, 3)
    assert treasurer.sums() == (400_00, 600_00, 0, 0)
    file, text = treasurer.file()
    assert "0 finding" in bank.findings(text)
    own = file.rpartition("-")[2]
    bank.set_account(
        "ACME",
        behaviour="return-later",
        parameters={"days": 2, "reason": "AC04", "end_to_end_id": f"{own}-3"},
    )
    bank.hand_in(text)
    treasurer.season.do(HandInPaymentFile(account=treasurer.season.account, file=file))
    assert treasurer.sums() == (400_00, 425_00, 175_00, -175_00)

    (report,) = bank.collected("pain.002")
    came = {one.disbursement: one.became for one in treasurer.taken(report)}
    assert came == {paid: Became.ACCEPTED, rejected: Became.REJECTED, returned: Became.ACCEPTED}
    assert treasurer.status(rejected) is DisbursementStatus.FAILED
    assert treasurer.sums() == (400_00, 475_00, 125_00, -125_00)
    assert {one.became for one in treasurer.taken(report)} == {Became.KNOWN}

    bank.wait_days(1)
    treasurer.season.wait_days(1)
    notices, statements = bank.collected("camt.054"), bank.collected("camt.053")
    came = {one.disbursement: one.became for notice in notices for one in treasurer.taken(notice)}
    assert came == {paid: Became.SETTLED, returned: Became.SETTLED}
    assert {one.became for message in statements for one in treasurer.taken(message)} == {Became.KNOWN}
    assert treasurer.sums() == (400_00, 475_00, 125_00, -125_00)

    bank.wait_days(3)
    treasurer.season.wait_days(3)
    later = [*bank.collected("camt.053"), *bank.collected("camt.054")]
    came = {
        one.disbursement: one.became
        for message in later
        for one in treasurer.taken(message)
        if one.became is not Became.KNOWN
    }
    assert came == {returned: Became.RETURNED}
    assert treasurer.status(paid) is DisbursementStatus.SETTLED
    assert treasurer.status(returned) is DisbursementStatus.RETURNED
    assert treasurer.sums() == (400_00, 500_00, 100_00, -100_00)
    before = treasurer.season.ledger.store.head("main")
    for message in (report, *notices, *statements, *later):
        assert {one.became for one in treasurer.taken(message)} <= {Became.KNOWN}
    assert treasurer.season.ledger.store.head("main") == before


def test_a_file_that_the_bank_rejects_as_a_whole_fails_as_a_whole(
    treasurer: Treasurer, bank: MockBank
) -> None:
    """B5"""
    payments = [treasurer.signed_off("10.00", ELSEWHERE, tranche) for tranche in (1, 2)]
    _, text = treasurer.file()
    bank.set_account("ACME", behaviour="reject-file")
    bank.hand_in(text)
    (report,) = bank.collected("pain.002")
    assert {one.became for one in treasurer.taken(report)} == {Became.REJECTED}
    assert {treasurer.status(own) for own in payments} == {DisbursementStatus.FAILED}
    assert treasurer.sums() == (400_00, 600_00, 0, 0)


def test_a_bank_that_answers_has_the_file_whether_or_not_that_was_written_down(
    treasurer: Treasurer, bank: MockBank
) -> None:
    """B3: what the bank debits was sent, and the books say so."""
    paid = treasurer.signed_off("10.00", ELSEWHERE, 1)
    _, text = treasurer.file()
    bank.hand_in(text)
    bank.wait_days(1)
    treasurer.season.wait_days(1)
    (statement, *_) = bank.collected("camt.053")
    assert [one.became for one in treasurer.taken(statement)] == [Became.SETTLED]
    assert treasurer.status(paid) is DisbursementStatus.SETTLED


def test_a_silent_bank_is_heard_by_its_statement(treasurer: Treasurer, bank: MockBank) -> None:
    """C2"""
    paid = treasurer.signed_off("10.00", ELSEWHERE, 1)
    _, text = treasurer.file()
    bank.set_account("ACME", behaviour="silent")
    bank.hand_in(text)
    bank.wait_days(1)
    treasurer.season.wait(timedelta(days=1))
    assert bank.collected("pain.002") == []
    (statement, *_) = bank.collected("camt.053")
    assert [one.became for one in treasurer.taken(statement)] == [Became.SETTLED]
    assert treasurer.status(paid) is DisbursementStatus.SETTLED


@pytest.mark.parametrize("statement_first", [True, False], ids=["statement, then answers", "the other way"])
def test_a_statement_that_is_taken_and_answers_that_are_taken_in_settle_a_payment_once(
    treasurer: Treasurer, bank: MockBank, statement_first: bool
) -> None:
    """C2, B5, L12: `usf bank in` and `usf bank answers` may come in either order."""
    season = treasurer.season
    paid, returned = treasurer.signed_off("10.00", ELSEWHERE, 1), treasurer.signed_off("7.00", ELSEWHERE, 2)
    file, text = treasurer.file()
    own = file.rpartition("-")[2]
    returning = {"days": 1, "reason": "AC04", "end_to_end_id": f"{own}-2"}
    bank.set_account("ACME", behaviour="return-later", parameters=returning)
    bank.hand_in(text)
    season.do(HandInPaymentFile(account=season.account, file=file))
    bank.wait_days(2)
    season.wait_days(2)
    became: list[Taken] = []
    for raw in (raw for raw in bank.collected("camt.053") if OURS.encode() in raw):
        if statement_first:
            treasurer.take_statement(raw)
        became += treasurer.taken(raw)
        if not statement_first:
            treasurer.take_statement(raw)
    assert not [one.refusal for one in became if one.became is Became.OPEN]
    assert treasurer.status(paid) is DisbursementStatus.SETTLED
    assert treasurer.status(returned) is DisbursementStatus.RETURNED
    assert treasurer.sums() == (400_00, 590_00, 10_00, -10_00)
    with treasurer.views() as views:
        of = season.account, treasurer.place, "EUR"
        lines = list(open_lines(views, *of))
        entries = open_entries(views, season.ledger.store, *of)
        certain = likely_matches(lines, entries, {}).certain
    assert [one.because for one in certain] == [Because.PAYMENT] * 3
    assert {entry.entry for entry in entries} == {entry for one in certain for entry in one.entries}
