"""The file that a bank reads: valid by its schema, its sums right, and nothing in it but what was meant."""

from datetime import UTC, date, datetime
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]  # it has no types
from hypothesis import given, settings
from hypothesis import strategies as st

from api.payments.orders import SPACE, Order, Payment, plain, written
from api.payments.refusals import OrderNotWritable
from ledger.bank_details.state import BankDetails
from ledger.money import to_decimal

OURS = BankDetails("FR1420041010050500013M02606")
THEIRS = BankDetails("DE89370400440532013000", "COBADEFFXXX")
FILE = "payment-file-aaaabbbbccccdddd"
NAMES = st.text(max_size=90)
CENTS = st.integers(1, 999_999_999_99)


def order(*payments: Payment, name: str = "Roche-sur-Loue & sœurs", debtor: BankDetails = OURS) -> Order:
    """A file of these payments."""
    created = datetime(2026, 3, 1, 12, tzinfo=UTC)
    return Order(FILE, debtor, name, date(2026, 3, 2), created, payments)


def payment(
    number: int = 1, amount_minor: int = 10_00, name: str = "Águas & Filhos", to: BankDetails = THEIRS
) -> Payment:
    """One credit transfer."""
    return Payment(f"aaaabbbbccccdddd-{number}", amount_minor, to, name, f"disbursement-{number:016}")


def said(file: str, path: str) -> list[str]:
    """The texts at the end of a path."""
    root: Element = fromstring(file)
    steps = "/".join(f"{{{SPACE}}}{step}" for step in path.split("/"))
    return [found.text or "" for found in root.iterfind(f".//{steps}")]


def test_a_file_says_who_pays_whom_how_much_and_under_which_ids() -> None:
    """B3"""
    file = written(order(payment(1), payment(2, 5, to=BankDetails("NL91ABNA0417164300"))))
    assert said(file, "GrpHdr/MsgId") == said(file, "PmtInf/PmtInfId") == [FILE]
    assert said(file, "GrpHdr/CreDtTm") == ["2026-03-01T12:00:00Z"]
    assert said(file, "GrpHdr/NbOfTxs") == ["2"]
    assert said(file, "GrpHdr/CtrlSum") == said(file, "PmtInf/CtrlSum") == ["10.05"]
    assert said(file, "ReqdExctnDt/Dt") == ["2026-03-02"]
    assert said(file, "DbtrAcct/Id/IBAN") == [OURS.iban]
    assert said(file, "CdtrAcct/Id/IBAN") == [THEIRS.iban, "NL91ABNA0417164300"]
    assert said(file, "CdtrAgt/FinInstnId/BICFI") == [THEIRS.bic]
    assert said(file, "Amt/InstdAmt") == ["10.00", "0.05"]
    assert said(file, "PmtId/EndToEndId") == ["aaaabbbbccccdddd-1", "aaaabbbbccccdddd-2"]
    assert said(file, "Cdtr/Nm") == ["Aguas Filhos"] * 2
    assert said(file, "RmtInf/Ustrd") == ["disbursement-0000000000000001", "disbursement-0000000000000002"]


def test_each_payment_is_one_line_of_the_statement() -> None:
    """C2"""
    assert said(written(order(payment())), "PmtInf/BtchBookg") == ["false"]


def test_a_bank_that_is_not_named_is_said_not_to_be() -> None:
    """B1"""
    assert said(written(order(payment())), "DbtrAgt/FinInstnId/Othr/Id") == ["NOTPROVIDED"]
    named = written(order(payment(), debtor=BankDetails(OURS.iban, "PSSTFRPPXXX")))
    assert said(named, "DbtrAgt/FinInstnId/BICFI") == ["PSSTFRPPXXX"]


def test_the_same_order_is_the_same_file_to_the_letter() -> None:
    """B4"""
    assert written(order(payment())) == written(order(payment()))


@settings(max_examples=20)
@given(st.lists(st.tuples(CENTS, NAMES), min_size=1, max_size=3), NAMES)
def test_whatever_people_are_called_the_file_is_valid_or_refused(
    payments: list[tuple[int, str]], name: str
) -> None:
    """B1, L1: the control sum is the payments' sum, and no name gets an element of its own."""
    made = order(
        *(payment(number, cents, called) for number, (cents, called) in enumerate(payments, 1)), name=name
    )
    if not all(plain(called) for called in (name, *(called for _, called in payments))):
        with pytest.raises(OrderNotWritable):
            written(made)
        return
    file = written(made)
    assert said(file, "GrpHdr/CtrlSum") == [to_decimal(sum(cents for cents, _ in payments), "EUR")]
    assert said(file, "Cdtr/Nm") == [plain(called) for _, called in payments]
    assert said(file, "GrpHdr/NbOfTxs") == [str(len(payments))]


@given(st.text())
def test_a_name_keeps_only_what_every_bank_can_carry(text: str) -> None:
    """B1"""
    assert set(plain(text)) <= set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ "
    )
    assert len(plain(text)) <= 70
