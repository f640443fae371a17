"""MT940: every entry once, its sums held against each other, and what breaks refused with its line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.bank.mt940_blocks import MOST_FIELDS
from api.bank.reading import read_bank_file
from api.bank.refusals import (
    BankElementMissing,
    BankElementUnknown,
    BankFileTooDeep,
    BankUnitDiffers,
    DayNotClosed,
    StatementDoesNotAddUp,
    StatementSumsDiffer,
)
from api.bank.statement import NOTHING, BankStatement
from ledger.money import to_decimal
from ledger.refusals import Refused

GERMAN = """:20:STARTUMS
:25:30020900/1234567890
:28C:00012/001
:60F:C260301EUR100,00
:61:2603020302C25,NTRFNONREF//B7
:86:166?00GUTSCHRIFT?20EREF+FEE-2026-7?21SVWZ+Quota 2026?30GENODEF1?31DE02120300000000202051?32Rui Tava?33res
:61:2603020302DR7,50NMSCKASSE 3
:86:Kontofuehrung
:62F:C260302EUR117,50
-
"""

DUTCH = """ABNANL2A
940
ABNANL2A
:20:ABN AMRO BANK NV
:25:NL91ABNA0417164300
:28:19321/1
:60F:C260301EUR0,
:61:2603010302RD500,N654NONREF
:86:/TRTP/SEPA OVERBOEKING/IBAN/NL02ABNA0123456789/BIC/ABNANL2A/NAME/A
na Lopes/REMI/Donativo/EREF/NOTPROVIDED
:62F:C260302EUR500,
"""


def read(text: str) -> BankStatement:
    (found,) = read_bank_file(text.encode())
    return found


def line_of(text: str, piece: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), 1) if line.startswith(piece))


def test_entries_say_who_paid_and_what_for() -> None:
    """L12, C2"""
    found = read(GERMAN)
    assert (found.form, found.account, found.unit) == ("MT940", "30020900/1234567890", "EUR")
    assert (found.opening_minor, found.closing_minor) == (10000, 11750)
    gift, fee = found.lines
    assert (gift.amount_minor, gift.booked, gift.bank_reference) == (2500, date(2026, 3, 2), "B7")
    assert (gift.name, gift.iban) == ("Rui Tavares", "DE02120300000000202051")
    assert (gift.end_to_end, gift.text) == ("FEE-2026-7", "GUTSCHRIFT Quota 2026")
    assert (fee.amount_minor, fee.text, fee.end_to_end) == (-750, "Kontofuehrung", "KASSE 3")


def test_a_word_that_a_line_end_breaks_is_one_word() -> None:
    """L12"""
    (line,) = read(DUTCH).lines
    assert (line.name, line.iban, line.text, line.end_to_end) == (
        "Ana Lopes",
        "NL02ABNA0123456789",
        "Donativo",
        "",
    )


def test_a_debit_taken_back_comes_in() -> None:
    """L12"""
    (line,) = read(DUTCH).lines
    assert (line.amount_minor, line.reversal) == (50000, True)
    taken_back = DUTCH.replace("RD500", "RC500").replace("62F:C260302EUR500", "62F:D260302EUR500")
    assert [(line.amount_minor, line.reversal) for line in read(taken_back).lines] == [(-50000, True)]


def test_a_value_date_of_the_thirtieth_of_february_is_its_last_day() -> None:
    """L10: banks count months of thirty days."""
    assert read(GERMAN.replace(":61:2603020302C25", ":61:2602300302C25")).lines[0].valued == date(2026, 2, 28)


def test_entries_whose_bank_leaves_out_their_kind_are_not_one() -> None:
    """C2"""
    text = GERMAN.replace("C25,NTRFNONREF//B7", "C25,").replace("DR7,50NMSCKASSE 3", "DR7,50")
    assert [line.amount_minor for line in read(text).lines] == [2500, -750]


def test_several_statements_and_what_is_written_around_them() -> None:
    """L12"""
    second = GERMAN.replace("C260301EUR100", "C260302EUR117,50").replace("117,50,00", "117,50")
    second = second.replace("62F:C260302EUR117,50", "62F:C260303EUR135,00")
    wrapped = (
        "{1:F01BANKPTPLAXXX}{2:O940}{4:\n" + GERMAN + "-}\n{1:F01BANKPTPLAXXX}{2:O940}{4:\n" + second + "-}\n"
    )
    one, other = read_bank_file(wrapped.replace("\n", "\r\n").encode())
    assert one.closing_minor == other.opening_minor == 11750
    assert (one.at, other.at) == (2, 14)


def test_a_statement_as_swift_sends_it_is_read_without_the_signs_around_it() -> None:
    """L12"""
    sent = "\x01{1:F01BANKPTPLAXXX}{2:O940}{4:\r\n" + GERMAN.replace("-\n", "-}\x03")
    first, second = read_bank_file((sent + sent).encode())
    assert first.lines[0].amount_minor == second.lines[0].amount_minor == 2500
    assert first.closing_minor == 11750


def test_an_entry_of_nothing_is_left_out_and_said_to_be() -> None:
    """L12"""
    found = read(GERMAN.replace(":62F:", ":61:2603020302C0,00NMSC\n:62F:"))
    assert [(left.at, left.status) for left in found.left_out] == [(9, NOTHING)]


def test_sums_that_the_bank_states_are_held_against_its_entries() -> None:
    """L12"""
    told = GERMAN + ":90D:1EUR7,50\n:90C:1EUR25,\n"
    assert len(read(told).lines) == 2
    with pytest.raises(StatementSumsDiffer) as refused:
        read(told.replace(":90C:1EUR25", ":90C:2EUR30"))
    assert refused.value.about == {
        "line": line_of(told, ":90C:"),
        "element": "field 90C",
        "stated": "2 × 30.00",
        "found": "1 × 25.00",
    }


def test_a_statement_that_does_not_add_up_is_refused_with_both_figures() -> None:
    """L12"""
    with pytest.raises(StatementDoesNotAddUp) as refused:
        read(GERMAN.replace("62F:C260302EUR117,50", "62F:C260302EUR118,50"))
    assert refused.value.about["found"] == "117.50"
    assert refused.value.about["closing"] == "118.50"


BREAKS: list[tuple[str, str, type[Refused], str]] = [
    ("C25,N", "C2,5,N", BankElementUnknown, ":61:"),
    ("C25,N", "X25,N", BankElementUnknown, ":61:"),
    (":61:260302", ":61:261302", BankElementUnknown, ":61:"),
    ("60F:C260301EUR100,00", "60F:C2603EUR", BankElementUnknown, ":60F:"),
    ("62F:C260302EUR117", "62F:C260302USD117", BankUnitDiffers, ":62F:"),
    (":62F:C260302EUR117,50\n", "", BankElementMissing, ":20:"),
    (":20:STARTUMS\n", "", BankElementMissing, ":25:"),
]


@pytest.mark.parametrize(("was", "becomes", "refusal", "at"), BREAKS)
def test_what_breaks_is_refused_with_its_line(
    was: str, becomes: str, refusal: type[Refused], at: str
) -> None:
    """L12"""
    assert was in GERMAN
    text = GERMAN.replace(was, becomes)
    with pytest.raises(refusal) as refused:
        read(text)
    assert refused.value.about["line"] == line_of(text, at)


def test_a_day_that_is_not_closed_is_refused() -> None:
    """L12"""
    interim = ":20:X\n:25:1\n:28C:1\n:34F:EUR0,\n:13D:2603021200+0100\n:61:2603020302C25,NTRF\n:90C:1EUR25,\n"
    with pytest.raises(DayNotClosed):
        read(interim)


def test_nothing_that_cannot_be_read_is_written_down(caplog: pytest.LogCaptureFixture) -> None:
    """L9"""
    with pytest.raises(BankElementUnknown):
        read(GERMAN.replace("C25,N", "X25,N"))
    assert not caplog.records


@given(
    st.lists(st.tuples(st.integers(1, 10**10), st.sampled_from(("C", "D", "RC", "RD"))), max_size=8),
    st.integers(-(10**9), 10**9),
)
def test_what_a_bank_writes_is_what_is_read(entries: list[tuple[int, str]], opening: int) -> None:
    """L12, C2: every entry once, in order, and opening + lines = closing."""
    signed = [minor if mark in {"C", "RD"} else -minor for minor, mark in entries]
    lines = [f":61:2603020302{mark}{_figure(minor)}NTRFNONREF" for minor, mark in entries]
    text = "\n".join(
        (":20:X", ":25:1", ":28C:1", _balance("60F", opening), *lines, _balance("62F", opening + sum(signed)))
    )
    found = read(text)
    assert [line.amount_minor for line in found.lines] == signed
    assert [line.at for line in found.lines] == list(range(5, 5 + len(entries)))
    assert found.balances == (opening, opening + sum(signed))


def _figure(minor: int) -> str:
    return to_decimal(abs(minor), "EUR").replace(".", ",")


def _balance(tag: str, minor: int) -> str:
    return f":{tag}:{'D' if minor < 0 else 'C'}260302EUR{_figure(minor)}"


def test_a_file_of_very_many_fields_is_refused_before_much_time_is_spent_on_it() -> None:
    """L12"""
    with pytest.raises(BankFileTooDeep):
        read_bank_file(b":20:\r\n" * (MOST_FIELDS + 1))
