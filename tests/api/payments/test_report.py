"""What a bank says of a payment file: pain.002, whichever level of it the bank speaks of."""

from datetime import date

import pytest

from api.bank.refusals import BankDayUnreadable
from api.bank.xml_tree import xml_tree
from api.payments.refusals import BankAnswerUnknown
from api.payments.report import Said, is_report, report_of
from ledger.payment_files.state import BankAnswer
from tests.api.payments.reports import notice, report

ACCEPTED = Said(BankAnswer.ACCEPTED)
REJECTED = Said(BankAnswer.REJECTED, "AC04", "")


def test_a_report_names_the_file_and_the_day() -> None:
    """B5"""
    read = report_of(xml_tree(report("payment-file-1", "ACCP")))
    assert (read.message, read.day, read.of_all) == ("payment-file-1", date(2026, 3, 2), ACCEPTED)


@pytest.mark.parametrize("version", ["pain.002.001.03", "pain.002.001.10", "pain.002.001.14"])
def test_what_is_said_of_a_payment_counts_before_what_is_said_of_its_file(version: str) -> None:
    """B5"""
    said = report("f", "PART", {"f-1": "ACCP", "f-2": "RJCT", "f-3": "PDNG"}, version=version)
    read = report_of(xml_tree(said))
    assert read.of_all is None
    assert read.of_each == {"f-1": ACCEPTED, "f-2": REJECTED}


def test_what_is_said_of_the_one_batch_is_said_of_all() -> None:
    """B5"""
    assert report_of(xml_tree(report("f", "PART", batch="RJCT"))).of_all == REJECTED
    assert report_of(xml_tree(report("f", "RJCT"))).of_all == REJECTED
    assert report_of(xml_tree(report("f", "RJCT", {"f-1": ""}))).of_each == {"f-1": REJECTED}


@pytest.mark.parametrize("status", ["PDNG", "RCVD", "PART", "WHAT"])
def test_what_is_no_answer_yet_is_none(status: str) -> None:
    """B5"""
    read = report_of(xml_tree(report("f", status)))
    assert (read.of_all, read.of_each) == (None, {})


def test_a_reason_in_a_banks_own_words_goes_to_the_papers_store_and_a_code_into_the_event() -> None:
    """L9"""
    read = report_of(xml_tree(report("f", "RJCT", why="Conto di Rui chiuso", words="Vedi  lettera")))
    assert read.of_all == Said(BankAnswer.REJECTED, "NARR", "Conto di Rui chiuso Vedi lettera")


def test_a_day_that_is_none_is_refused_with_its_line() -> None:
    """L10"""
    with pytest.raises(BankDayUnreadable) as refused:
        report_of(xml_tree(report("f", "ACCP", created="soon")))
    assert refused.value.about["line"] == 2


def test_what_answers_no_file_is_no_report() -> None:
    """B5"""
    assert not is_report(xml_tree(notice()))
    with pytest.raises(BankAnswerUnknown):
        report_of(xml_tree(notice()))
    with pytest.raises(BankAnswerUnknown):
        report_of(xml_tree(b"<Document><CstmrPmtStsRpt/></Document>"))
