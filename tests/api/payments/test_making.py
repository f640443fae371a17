"""What stands in a payment file, and what keeps one from being written."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.payments.answers import Became
from api.payments.refusals import PayeeNameMissing, PaymentFileForgotten
from api.payments.text import text_of
from ledger.accounts.state import Destination
from ledger.bank_details.commands import NoteBankDetails
from ledger.disbursements.commands import AuthoriseDisbursement, PartyGiven
from ledger.disbursements.state import DisbursementStatus, PartyKind
from ledger.identifiers import UNRESTRICTED, DisbursementId, PaymentFileId
from ledger.payment_files.commands import HandInPaymentFile
from ledger.payment_files.refusals import BankDetailsMissing, UnknownPaymentFile
from ledger.proposals.commands import CostGiven, LineGiven, SpendGiven
from tests.api.payments.reports import notice, report
from tests.api.payments.test_with_a_bank import Treasurer
from tests.season import Season
from tests.stores import Door, database_at

THEIRS = "DE89370400440532013000"


@pytest.fixture
def treasurer(tmp_path: Path) -> Iterator[Treasurer]:
    """A treasurer with six hundred decided."""
    season = Season.open(database_at(tmp_path / "usf.db"))
    yield Treasurer(season)
    season.close()


def forget(season: Season, table: str, column: str, value: str) -> None:
    """Take a row out of a store that can forget."""
    with Door(season.ledger.store.address) as door:
        door.execute(f"DELETE FROM {door.common(table)} WHERE {column} = '{value}'")


def test_a_payee_whose_name_was_forgotten_is_paid_under_the_name_of_the_bank_account(
    treasurer: Treasurer,
) -> None:
    """B1"""
    season = treasurer.season
    own = treasurer.signed_off("10.00", THEIRS, 1)
    payee = season.disbursement(own).payee.token
    forget(season, "people", "token", payee)
    with pytest.raises(PayeeNameMissing) as refused:
        treasurer.file()
    assert refused.value.about == {"holder": payee}


def test_bank_details_that_were_forgotten_are_paid_to_no_more(treasurer: Treasurer) -> None:
    """B3, L9"""
    season = treasurer.season
    own = treasurer.signed_off("10.00", THEIRS, 1)
    (details,) = set(season.disbursement(own).signed_off_to)
    assert details is not None
    forget(season, "people", "token", details)
    with pytest.raises(BankDetailsMissing):
        treasurer.file()


def test_bank_details_that_somebody_changed_in_the_store_are_paid_to_no_more(treasurer: Treasurer) -> None:
    """B3: the seal in the event says what was noted."""
    season = treasurer.season
    own = treasurer.signed_off("10.00", THEIRS, 1)
    (details,) = set(season.disbursement(own).signed_off_to)
    with Door(season.ledger.store.address) as door:
        people = door.common("people")
        door.execute(
            f"UPDATE {people} SET contact = replace(contact, '{THEIRS}', 'NL91ABNA0417164300')"
            f" WHERE token = '{details}'"
        )
    with pytest.raises(BankDetailsMissing):
        treasurer.file()


def test_a_file_that_was_forgotten_says_so(treasurer: Treasurer) -> None:
    """B4"""
    season = treasurer.season
    treasurer.signed_off("10.00", THEIRS, 1)
    file, text = treasurer.file()
    with treasurer.views() as views:
        assert text_of(season.ledger, views, season.account, file) == text
        with pytest.raises(UnknownPaymentFile):
            text_of(season.ledger, views, season.account, PaymentFileId("payment-file-0000000000000000"))
        with Door(season.ledger.store.address) as door:
            door.execute(f"DELETE FROM {door.common('papers')}")
        with pytest.raises(PaymentFileForgotten):
            text_of(season.ledger, views, season.account, file)


def test_a_transfer_travels_by_bank_and_only_the_account_it_goes_to_settles_it(treasurer: Treasurer) -> None:
    """X6"""
    season = treasurer.season
    other = Season(season.ledger, season.clock).found()
    give = SpendGiven(
        destination=Destination.UNIVERSAL_SOLIDARITY,
        receiving_account=other.account,
        beneficiaries=12,
        costs=(CostGiven("What they need", "EUR", "50.00"),),
        requested=(LineGiven("EUR", UNRESTRICTED, "50.00"),),
    )
    authorise = AuthoriseDisbursement(
        account=season.account,
        proposal=season.accepted(give),
        tranche=1,
        unit="EUR",
        purpose=UNRESTRICTED,
        amount="50.00",
        payee=PartyGiven(kind=PartyKind.LOCAL_ACCOUNT, account=other.account),
    )
    own = DisbursementId(season.do(authorise))
    season.do(NoteBankDetails(account=season.account, holder=other.account, iban=THEIRS))
    season.signed_off(own)
    file, text = treasurer.file()
    assert "Aguas das Caldeiras" in text
    answer = season.answer(HandInPaymentFile(account=season.account, file=file))
    assert season.ledger.settled()
    assert "transfer-sent" in answer.kinds
    (accepted,) = treasurer.taken(report(file, "ACCP"))
    assert accepted.became is Became.ACCEPTED
    end_to_end = f"{file.rpartition('-')[2]}-1"
    for amount in ("-50.00", "50.00"):
        day = season.now().date().isoformat()
        (one,) = treasurer.taken(notice((end_to_end, amount, "BANK-1"), day=day))
        assert one.became is Became.OPEN
        assert one.refusal is not None
        assert one.refusal.slug == "answer-is-receivers"
    (rejected,) = treasurer.taken(report(file, "RJCT"))
    assert rejected.became is Became.REJECTED
    assert treasurer.status(own) is DisbursementStatus.SENT
