"""Statements that follow each other are one, and a notice tells of what a statement only sums up."""

from datetime import date

import msgspec
import pytest

from api.bank.joining import detailed, joined
from api.bank.reading import read_bank_file
from api.bank.refusals import NoticeAlone
from tests.api.bank.camt_files import Entry, Transaction, balance, camt, document, statement

RUI = Transaction(2500, "Rui Tavares")
ANA = Transaction(1500, "Ana Lopes")


def notice(entries: list[Entry]) -> bytes:
    """A camt.054 file: the same without balances."""
    one = statement(entries, closing=0, name="Ntfctn")
    for kind, minor in (("OPBD", 10000), ("CLBD", 0)):
        one = one.replace(balance(kind, minor, "2026-03-02"), "")
    return document(one, message="BkToCstmrDbtCdtNtfctn", form="camt.054")


def test_a_statement_for_each_day_becomes_one_for_all_of_them() -> None:
    """L12"""
    days = [
        statement([Entry(2500)], closing=12500),
        statement([], opening=12500, closing=12500).replace("2026-03-02", "2026-03-03"),
        statement(
            [Entry(-500, booked=date(2026, 3, 4)), Entry(1, status="PDNG")], opening=12500, closing=12000
        ),
    ]
    days[2] = days[2].replace("<Dt>2026-03-02</Dt>", "<Dt>2026-03-04</Dt>")
    (one,) = joined(read_bank_file(document(*days)))
    assert [(line.number, line.amount_minor) for line in one.lines] == [(1, 2500), (2, -500)]
    assert one.balances == (10000, 12000)
    assert (one.begins, one.ends) == (date(2026, 3, 2), date(2026, 3, 4))
    assert len(one.left_out) == 1


def test_an_opening_balance_may_bear_the_day_before() -> None:
    """L12"""
    second = statement([Entry(-500)], opening=12500, closing=12000)
    second = second.replace("<Dt><Dt>2026-03-02</Dt></Dt></Bal>", "<Dt><Dt>2026-03-01</Dt></Dt></Bal>", 1)
    (one,) = joined(read_bank_file(document(statement([Entry(2500)], closing=12500), second)))
    assert one.balances == (10000, 12000)


def test_statements_between_which_one_is_missing_stay_apart() -> None:
    """L12"""
    raw = document(
        statement([Entry(2500)], closing=12500), statement([Entry(-500)], opening=13000, closing=12500)
    )
    assert len(joined(read_bank_file(raw))) == 2


def test_statements_of_two_accounts_stay_apart() -> None:
    """L12"""
    first, second = read_bank_file(document(statement([], closing=10000), statement([], closing=10000)))
    assert len(joined((first, second))) == 1
    assert len(joined((first, msgspec.structs.replace(second, account="other")))) == 2
    assert len(joined((first, msgspec.structs.replace(second, unit="CVE")))) == 2


def test_a_notice_tells_who_stands_behind_an_entry() -> None:
    """C2"""
    whole = read_bank_file(camt([Entry(4000, reference="B7"), Entry(-300, reference="B8")]))
    (found,) = detailed(whole, read_bank_file(notice([Entry(4000, [RUI, ANA], reference="B7")])))
    assert [(line.number, line.amount_minor, line.name, line.bank_reference) for line in found.lines] == [
        (1, 2500, "Rui Tavares", "B7/1"),
        (2, 1500, "Ana Lopes", "B7/2"),
        (3, -300, "", "B8"),
    ]
    assert found.balances == (10000, 13700)


@pytest.mark.parametrize(
    "told", [Entry(3999, [Transaction(2499), ANA], reference="B7"), Entry(4000, [RUI, ANA], reference="B9")]
)
def test_a_notice_of_another_entry_tells_nothing(told: Entry) -> None:
    """C2"""
    whole = read_bank_file(camt([Entry(4000, reference="B7")]))
    (found,) = detailed(whole, read_bank_file(notice([told])))
    assert [line.amount_minor for line in found.lines] == [4000]


def test_a_notice_alone_is_no_statement() -> None:
    """C2: the same entries come again with their statement."""
    with pytest.raises(NoticeAlone):
        joined(read_bank_file(notice([Entry(4000, [RUI, ANA], reference="B7")])))
