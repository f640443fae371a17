"""OFX, as SGML and as XML: every transaction once, and what breaks refused with its line."""

from datetime import date

import pytest

from api.bank.reading import read_bank_file
from api.bank.refusals import (
    BankAmountUnreadable,
    BankDayUnreadable,
    BankElementMissing,
    BankFileBroken,
    BankFileTooDeep,
    BankUnitDiffers,
    BankUnitUnknown,
    CorrectionInside,
    NoStatementInside,
)
from ledger.refusals import Refused

SGML = """OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:USASCII
CHARSET:1252
COMPRESSION:NONE
OLDFILEUID:NONE
NEWFILEUID:NONE

<OFX>
<SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>20260303<LANGUAGE>FRA</SONRS></SIGNONMSGSRSV1>
<BANKMSGSRSV1>
<STMTTRNRS>
<TRNUID>0
<STMTRS>
<CURDEF>EUR
<BANKACCTFROM>
<BANKID>30006
<ACCTID>FR7630006000011234567890189
<ACCTTYPE>CHECKING
</BANKACCTFROM>
<BANKTRANLIST>
<DTSTART>20260301
<DTEND>20260331000000[+1:CET]
<STMTTRN>
<TRNTYPE>CREDIT
<DTPOSTED>20260302
<TRNAMT>+25,00
<FITID>F1
<NAME>Association &amp; amis
<MEMO>
</STMTTRN>
<STMTTRN>
<TRNTYPE>SRVCHG
<DTPOSTED>20260331
<TRNAMT>-7.50
<FITID>F2
<NAME>FRAIS
<MEMO>Tenue de compte
</STMTTRN>
</BANKTRANLIST>
<LEDGERBAL>
<BALAMT>117.50
<DTASOF>20260331
</LEDGERBAL>
</STMTRS>
</STMTTRNRS>
</BANKMSGSRSV1>
</OFX>
"""

XML = """<?xml version="1.0" encoding="UTF-8"?>
<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>
<OFX>
<BANKMSGSRSV1><STMTTRNRS><TRNUID>1</TRNUID><STMTRS>
<CURDEF>EUR</CURDEF>
<BANKACCTFROM><BANKID>1</BANKID><ACCTID>PT50</ACCTID><ACCTTYPE>CHECKING</ACCTTYPE></BANKACCTFROM>
<BANKTRANLIST>
<DTSTART>20260301</DTSTART><DTEND>20260331</DTEND>
<STMTTRN>
<TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20260302120000.000[-5:EST]</DTPOSTED>
<TRNAMT>25.00</TRNAMT>
<FITID>F1</FITID><NAME>Ana</NAME><MEMO>Donativo</MEMO>
</STMTTRN>
</BANKTRANLIST>
<LEDGERBAL><BALAMT>125.00</BALAMT><DTASOF>20260331</DTASOF></LEDGERBAL>
</STMTRS></STMTTRNRS></BANKMSGSRSV1>
</OFX>
"""


def line_of(text: str, piece: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), 1) if piece in line)


def test_values_without_end_tags_are_read_as_banks_write_them() -> None:
    """L12, C2"""
    (found,) = read_bank_file(SGML.encode())
    assert (found.form, found.account, found.unit) == ("OFX", "FR7630006000011234567890189", "EUR")
    assert (found.begins, found.ends) == (date(2026, 3, 1), date(2026, 3, 31))
    gift, fee = found.lines
    assert (gift.amount_minor, gift.bank_reference, gift.name, gift.text) == (
        2500,
        "F1",
        "Association & amis",
        "",
    )
    assert (fee.amount_minor, fee.bank_reference, fee.text, fee.charge) == (
        -750,
        "F2",
        "Tenue de compte",
        True,
    )


def test_the_opening_balance_is_what_it_must_have_been() -> None:
    """L12"""
    (found,) = read_bank_file(SGML.encode())
    assert found.opening_minor is None
    assert found.balances == (10000, 11750)


def test_ofx_of_the_second_kind_is_xml() -> None:
    """L12"""
    (found,) = read_bank_file(XML.encode())
    assert [(line.amount_minor, line.booked, line.name) for line in found.lines] == [
        (2500, date(2026, 3, 2), "Ana")
    ]


def test_a_balance_that_is_empty_or_of_another_day_is_none_of_this_list() -> None:
    """L12"""
    for changed in (
        SGML.replace("<BALAMT>117.50", "<BALAMT>"),
        SGML.replace("<DTASOF>20260331", "<DTASOF>20260410"),
        SGML.replace("<LEDGERBAL>\n<BALAMT>117.50\n<DTASOF>20260331\n</LEDGERBAL>\n", ""),
    ):
        (found,) = read_bank_file(changed.encode())
        assert found.balances is None
        assert found.ends == date(2026, 3, 31)


def test_a_list_of_the_running_month_ends_on_the_day_of_its_balance() -> None:
    """L10: nothing has an effective date in the future."""
    (found,) = read_bank_file(SGML.replace("<DTEND>20260331", "<DTEND>20260430").encode())
    assert (found.ends, found.closing_minor) == (date(2026, 3, 31), 11750)


def test_a_currency_that_stands_at_each_transaction_alone_is_the_accounts() -> None:
    """L3"""
    empty = SGML.replace("<CURDEF>EUR", "<CURDEF></CURDEF>")
    said = empty.replace("<FITID>F1", "<FITID>F1\n<CURRENCY><CURRATE>1<CURSYM>EUR</CURRENCY>")
    assert [one.unit for one in read_bank_file(said.encode())] == ["EUR"]
    with pytest.raises(BankUnitUnknown):
        read_bank_file(empty.encode())


def test_a_file_that_says_it_is_xml_and_is_not_is_read_as_it_is() -> None:
    """L12"""
    head = XML[: XML.index("<OFX>")]
    (found,) = read_bank_file((head + SGML[SGML.index("<OFX>") :]).encode())
    assert len(found.lines) == 2


def test_a_file_in_the_letters_of_windows_keeps_its_accents() -> None:
    """L12"""
    (found,) = read_bank_file(SGML.replace("Tenue", "Clôture").encode("cp1252"))
    assert found.lines[1].text == "Clôture de compte"


def test_pending_transactions_are_left_out_and_said_to_be() -> None:
    """L12"""
    pending = "<BANKTRANLISTP><DTASOF>20260331<STMTTRNP><TRNAMT>-3</STMTTRNP></BANKTRANLISTP>\n<LEDGERBAL>"
    text = SGML.replace("<LEDGERBAL>", pending)
    (found,) = read_bank_file(text.encode())
    assert len(found.lines) == 2
    assert [(left.at, left.status) for left in found.left_out] == [(line_of(text, "<STMTTRNP>"), "PDNG")]


BREAKS: list[tuple[str, str, type[Refused], str]] = [
    ("<TRNAMT>-7.50", "<TRNAMT>7.50-", BankAmountUnreadable, "7.50-"),
    ("<TRNAMT>-7.50\n", "", BankElementMissing, "<STMTTRN>"),
    ("<DTPOSTED>20260302", "<DTPOSTED>02/03/2026", BankDayUnreadable, "02/03/2026"),
    ("<FITID>F2", "<FITID>F2\n<CORRECTFITID>F1", CorrectionInside, "<STMTTRN>"),
    ("<FITID>F2", "<FITID>F2\n<CURRENCY><CURRATE>1<CURSYM>USD</CURRENCY>", BankUnitDiffers, "CURSYM"),
    ("<CURDEF>EUR\n", "", BankElementMissing, "<STMTRS>"),
    ("</STMTRS>", "</STMTRZ>", BankFileBroken, "</STMTRZ>"),
    ("<FITID>F2", "<FI TID>F2", BankFileBroken, "<FI TID>"),
]


@pytest.mark.parametrize(("was", "becomes", "refusal", "at"), BREAKS)
def test_what_breaks_is_refused_with_its_line(
    was: str, becomes: str, refusal: type[Refused], at: str
) -> None:
    """L12"""
    assert was in SGML
    text = SGML.replace(was, becomes)
    with pytest.raises(refusal) as refused:
        read_bank_file(text.encode())
    lines = [number for number, line in enumerate(text.split("\n"), 1) if at in line]
    assert refused.value.about["line"] in lines


def test_a_file_cut_off_in_the_middle_is_refused() -> None:
    """L12"""
    with pytest.raises(BankFileBroken):
        read_bank_file(SGML[: SGML.index("<LEDGERBAL>")].encode())


def test_a_file_that_only_nests_is_refused_before_it_fills_the_memory() -> None:
    """L12"""
    with pytest.raises(BankFileTooDeep):
        read_bank_file(("<OFX>" + "<A>" * 100_000).encode())


def test_a_file_without_statements_is_refused() -> None:
    """L12"""
    with pytest.raises(NoStatementInside):
        read_bank_file(b"OFXHEADER:100\n<OFX>\n<SIGNONMSGSRSV1><SONRS></SONRS></SIGNONMSGSRSV1>\n</OFX>\n")
