"""camt files: every transaction once, the sum the bank's own, and a file that breaks refused with its line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.bank.reading import read_bank_file
from api.bank.refusals import (
    BankAmountTooFine,
    BankAmountUnreadable,
    BankDayUnreadable,
    BankElementMissing,
    BankElementUnknown,
    BankEntryDoesNotAddUp,
    BankFileUnknown,
    BankUnitDiffers,
    BankUnitUnknown,
    DayNotClosed,
    NoStatementInside,
    StatementDoesNotAddUp,
)
from api.bank.statement import NOTHING, BankLine, BankStatement
from ledger.refusals import Refused
from tests.api.bank.camt_files import IBAN, Entry, Transaction, balance, camt, document, statement

RUI = Transaction(2500, "Rui Tavares", "FEE-2026-7", "Quota 2026")
ANA = Transaction(1500, "Ana & Filhos", text="Donativo  para a escola")


def read(raw: bytes) -> BankStatement:
    (found,) = read_bank_file(raw)
    return found


def line_of(raw: bytes, piece: str, nth: int = 1) -> int:
    """The line of the file where a piece stands for the nth time."""
    return [number for number, line in enumerate(raw.decode().split("\n"), 1) if piece in line][nth - 1]


@pytest.mark.parametrize("version", [2, 3, 4, 6, 8, 10, 13])
def test_an_entry_of_many_transactions_is_a_line_for_each_giver(version: int) -> None:
    """C2, L12"""
    found = read(camt([Entry(4000, [RUI, ANA], reference="B7")], version=version))
    assert (found.form, found.account, found.unit, found.reference) == ("camt.053", IBAN, "EUR", "S-1")
    assert (found.opening_minor, found.closing_minor) == (10000, 14000)
    assert [(line.number, line.amount_minor, line.name) for line in found.lines] == [
        (1, 2500, "Rui Tavares"),
        (2, 1500, "Ana & Filhos"),
    ]
    assert [line.text for line in found.lines] == ["Quota 2026", "Donativo para a escola"]
    assert [line.end_to_end for line in found.lines] == ["FEE-2026-7", ""], (
        "what no payer gave is no reference"
    )
    assert [line.bank_reference for line in found.lines] == ["B7/1", "B7/2"], (
        "no two lines have one reference"
    )
    assert {line.iban for line in found.lines} == {"FR7630006000011234567890189"}


def test_an_entry_whose_transactions_have_no_amounts_stays_whole() -> None:
    """L12"""
    raw = camt([Entry(4000, [RUI, ANA])]).replace(b'<Amt Ccy="EUR">25.00</Amt>', b"")
    assert [line.amount_minor for line in read(raw).lines] == [4000]


def test_an_entry_whose_transactions_make_another_sum_is_refused() -> None:
    """L1"""
    raw = camt([Entry(4001, [RUI, ANA])])
    with pytest.raises(BankEntryDoesNotAddUp) as refused:
        read(raw)
    assert refused.value.about == {
        "line": line_of(raw, "<Ntry>"),
        "unit": "EUR",
        "found": "40.00",
        "stated": "40.01",
    }


def test_what_the_bank_kept_of_a_payment_is_a_line_of_its_own() -> None:
    """C10, L13"""
    kept = '<Amt Ccy="EUR">1.20</Amt><CdtDbtInd>DBIT</CdtDbtInd><ChrgInclInd>true</ChrgInclInd>'
    charge = f"<Chrgs><Rcrd>{kept}</Rcrd></Chrgs>"
    found = read(camt([Entry(2380, [RUI], more=charge, reference="B8")]))
    assert [(line.amount_minor, line.charge) for line in found.lines] == [(2500, False), (-120, True)]
    assert found.lines[1].bank_reference == "B8/charge"


def test_what_was_ordered_in_another_currency_is_booked_as_the_account_has_it() -> None:
    """L3, C10"""
    raw = camt([Entry(2266, [RUI])]).replace(
        b'<Amt Ccy="EUR">25.00</Amt>', b'<AmtDtls><InstdAmt><Amt Ccy="CVE">2500</Amt></InstdAmt></AmtDtls>'
    )
    assert [line.amount_minor for line in read(raw).lines] == [2266]


def test_pending_entries_are_left_out_and_said_to_be() -> None:
    """L12"""
    raw = camt([Entry(2500, [RUI]), Entry(900, status="PDNG"), Entry(50, status="INFO"), Entry(0)])
    found = read(raw)
    assert [line.amount_minor for line in found.lines] == [2500]
    assert [(left.at, left.status) for left in found.left_out] == [
        (line_of(raw, "<Ntry>", 2), "PDNG"),
        (line_of(raw, "<Ntry>", 3), "INFO"),
        (line_of(raw, "<Ntry>", 4), NOTHING),
    ]


def test_a_payment_that_comes_back_comes_in_and_names_who_it_had_gone_to() -> None:
    """B5"""
    back = Transaction(5000, "unused")
    raw = (
        camt([Entry(5000, [back], reversal=True)])
        .replace(b"Dbtr", b"Cdtr")
        .replace(b"unused", b"Oficina Lima")
    )
    raw = raw.replace(b"<RmtInf>", b"<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf><RmtInf>")
    (line,) = read(raw).lines
    assert (line.amount_minor, line.reversal, line.return_reason, line.name) == (
        5000,
        True,
        "AC04",
        "Oficina Lima",
    )


def test_zeros_after_the_cents_change_nothing_and_other_digits_are_refused() -> None:
    """L4"""
    raw = camt([Entry(2500)]).replace(b">25.00<", b">25.00000<")
    assert read(raw).lines[0].amount_minor == 2500
    fine = camt([Entry(2500)]).replace(b">25.00<", b">25.00001<")
    with pytest.raises(BankAmountTooFine) as refused:
        read(fine)
    assert refused.value.about == {
        "line": line_of(fine, "25.00001"),
        "amount": "25.00001",
        "unit": "EUR",
        "digits": 2,
    }


def test_a_statement_that_does_not_add_up_is_refused_with_both_figures() -> None:
    """L12"""
    raw = camt([Entry(2500), Entry(-300)], closing=12000)
    with pytest.raises(StatementDoesNotAddUp) as refused:
        read(raw)
    assert refused.value.about == {
        "line": line_of(raw, "<Stmt>"),
        "unit": "EUR",
        "opening": "100.00",
        "entries": "22.00",
        "found": "122.00",
        "closing": "120.00",
    }


def test_a_balance_that_the_bank_leaves_out_is_what_it_must_be() -> None:
    """L12"""
    closing = balance("CLBD", 12500, "2026-03-02").encode()
    found = read(camt([Entry(2500)]).replace(closing, b""))
    assert found.closing_minor is None
    assert found.balances == (10000, 12500)


def test_an_account_that_is_overdrawn_has_balances_below_zero() -> None:
    """L12"""
    found = read(camt([Entry(-20000)]))
    assert (found.opening_minor, found.closing_minor) == (10000, -10000)


def test_a_file_of_several_statements_is_read_whole() -> None:
    """L12"""
    raw = document(
        statement([Entry(2500)], closing=12500), statement([Entry(-500)], opening=12500, closing=12000)
    )
    first, second = read_bank_file(raw)
    assert first.closing_minor == second.opening_minor == 12500
    assert second.at == line_of(raw, "<Stmt>", 2)


def test_a_notice_of_single_entries_has_no_balances() -> None:
    """L12"""
    one = statement([Entry(4000, [RUI, ANA])], closing=0, name="Ntfctn")
    for kind, minor in (("OPBD", 10000), ("CLBD", 0)):
        one = one.replace(balance(kind, minor, "2026-03-02"), "")
    found = read(document(one, message="BkToCstmrDbtCdtNtfctn", form="camt.054"))
    assert found.notice
    assert found.balances is None
    assert [line.amount_minor for line in found.lines] == [2500, 1500]


BREAKS: list[tuple[str, str, type[Refused], str]] = [
    (">25.00<", ">25,00<", BankAmountUnreadable, "25,00"),
    (">25.00<", "><", BankAmountUnreadable, '<Amt Ccy="EUR"></Amt>'),
    (">25.00<", f">{'9' * 30}<", BankAmountUnreadable, "999"),
    ('<Amt Ccy="EUR">25.00', '<Amt Ccy="USD">25.00', BankUnitDiffers, "USD"),
    ('<Amt Ccy="EUR">25.00', '<Amt Ccy="XYZ">25.00', BankUnitUnknown, "XYZ"),
    (
        "<CdtDbtInd>CRDT</CdtDbtInd>\n<RvslInd>",
        "<CdtDbtInd>PLUS</CdtDbtInd>\n<RvslInd>",
        BankElementUnknown,
        "PLUS",
    ),
    ("<CdtDbtInd>CRDT</CdtDbtInd>\n<RvslInd>", "<RvslInd>", BankElementMissing, "<Ntry>"),
    ("<Cd>BOOK</Cd>", "<Cd>DONE</Cd>", BankElementUnknown, "<Ntry>"),
    ("<BookgDt><Dt>2026-03-02", "<BookgDt><Dt>2026-02-30", BankDayUnreadable, "2026-02-30"),
    (f"<Id><IBAN>{IBAN}</IBAN></Id>", "", BankElementMissing, "<Acct>"),
]


@pytest.mark.parametrize(("was", "becomes", "refusal", "at"), BREAKS)
def test_what_breaks_is_refused_with_its_line(
    was: str, becomes: str, refusal: type[Refused], at: str
) -> None:
    """L12, L4, L3"""
    whole = camt([Entry(2500)]).decode()
    assert was in whole
    raw = whole.replace(was, becomes).encode()
    with pytest.raises(refusal) as refused:
        read(raw)
    assert refused.value.about["line"] == line_of(raw, at)


def test_a_statement_without_balances_is_refused() -> None:
    """L12"""
    raw = camt([Entry(2500)]).replace(b"OPBD", b"OPAV").replace(b"CLBD", b"CLAV")
    with pytest.raises(BankElementMissing):
        read(raw)


def test_a_file_without_statements_is_refused() -> None:
    """L12"""
    with pytest.raises(NoStatementInside):
        read(document())


def test_a_day_that_is_not_closed_is_refused() -> None:
    """L12"""
    raw = document(
        statement([Entry(2500)], closing=12500, name="Rpt"), message="BkToCstmrAcctRpt", form="camt.052"
    )
    with pytest.raises(DayNotClosed):
        read(raw)


def test_another_message_of_the_bank_is_refused() -> None:
    """L12"""
    with pytest.raises(BankFileUnknown):
        read(document(message="CstmrPmtStsRpt", form="pain.002"))


LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cn", "Co"))
WORDS = st.text(LETTERS, max_size=20)
AMOUNTS = st.integers(1, 10**9)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    sign = draw(st.sampled_from((1, -1)))
    parts = [
        Transaction(sign * minor, draw(WORDS), draw(WORDS) or "NOTPROVIDED", draw(WORDS))
        for minor in draw(st.lists(AMOUNTS, max_size=5))
    ]
    minor = sum(part.minor for part in parts) or sign * draw(AMOUNTS)
    day = draw(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
    return Entry(minor, parts, day, draw(st.sampled_from(("", "R1", "R2"))))


@given(st.lists(entries(), max_size=6), st.integers(-(10**9), 10**9), st.sampled_from((2, 3, 4, 8, 13)))
def test_what_a_bank_writes_is_what_is_read(written: list[Entry], opening: int, version: int) -> None:
    """L12, C2: every transaction once, in order, and opening + lines = closing."""
    found = read(camt(written, version=version, opening=opening))
    expected = [
        (part.minor, entry.booked, part.name, part.text)
        for entry in written
        for part in entry.transactions or [Transaction(entry.minor)]
    ]
    assert [(line.amount_minor, line.booked, line.name, line.text) for line in found.lines] == expected
    assert [line.number for line in found.lines] == list(range(1, len(expected) + 1))
    assert found.balances == (opening, opening + sum(entry.minor for entry in written))
    assert all(found.begins is not None and found.begins <= line.booked for line in found.lines)


def test_a_line_is_the_same_however_often_it_is_read() -> None:
    """C2"""
    raw = camt([Entry(4000, [RUI, ANA], reference="B7")])
    lines: list[tuple[BankLine, ...]] = [read(raw).lines, read(raw).lines]
    assert lines[0] == lines[1]
