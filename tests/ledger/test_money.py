"""Amounts: whole minor units inside, decimal strings outside, never a float."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iso4217 import Currency

from ledger.money import LARGEST_MINOR, checked, digits_of, to_decimal, to_minor
from ledger.refusals import AmountMalformed, AmountNotPositive, AmountTooLarge, TooManyDigits, UnknownUnit
from ledger.units import WORK

CURRENCIES = sorted(c.code for c in Currency if c.exponent is not None)
units = st.one_of(
    st.sampled_from(CURRENCIES), st.sampled_from(["goat:piece", "cement:kg", "oil:litre", WORK])
)
minors = st.one_of(st.integers(1, 10_000), st.integers(1, LARGEST_MINOR))


@given(minors, units)
def test_an_amount_written_and_read_again_is_the_same(minor: int, unit: str) -> None:
    """L4"""
    assert to_minor(to_decimal(minor, unit), unit) == minor


@given(minors, units)
def test_all_digits_of_the_currency_are_written(minor: int, unit: str) -> None:
    """L4"""
    written = to_decimal(minor, unit)
    whole, _, fraction = written.partition(".")
    assert len(fraction) == digits_of(unit)
    assert whole.isascii()
    assert whole.isdigit()


@given(minors, units)
def test_a_shortfall_is_written_with_its_sign(minor: int, unit: str) -> None:
    """L2, L4"""
    assert to_decimal(-minor, unit) == "-" + to_decimal(minor, unit)


@given(minors, units, st.integers(0, 4))
def test_digits_may_be_left_out_but_no_more_are_read_than_the_currency_has(
    minor: int, unit: str, more: int
) -> None:
    """L4"""
    written = to_decimal(minor, unit)
    if "." in written:
        assert to_minor(written.rstrip("0").rstrip("."), unit) == minor
    surplus = (written if "." in written else written + ".") + "0" * (more + 1)
    with pytest.raises(TooManyDigits, match=unit):
        to_minor(surplus, unit)


@pytest.mark.parametrize(
    ("amount", "unit", "minor"),
    [
        ("12.50", "EUR", 12_50),
        ("12.5", "EUR", 12_50),
        ("12", "EUR", 12_00),
        ("0.01", "EUR", 1),
        ("1500", "JPY", 1500),
        ("1.234", "TND", 1234),
        ("92233720368547758.07", "EUR", LARGEST_MINOR),
    ],
)
def test_amounts_are_read_exactly(amount: str, unit: str, minor: int) -> None:
    """L4"""
    assert to_minor(amount, unit) == minor


@pytest.mark.parametrize("amount", ["0", "0.00", "-0", "-0.00", "-1", "-12.50", "-99999999999999999999"])
def test_an_amount_is_greater_than_zero(amount: str) -> None:
    """L4"""
    with pytest.raises(AmountNotPositive):
        to_minor(amount, "EUR")


@pytest.mark.parametrize(
    "amount",
    [
        *("", " ", ".", "-", "1.", ".5", "1..2", "1.2.3", "--1", "+1"),
        *("1e3", "1E3", "1e-2", "NaN", "nan", "Infinity", "inf", "-inf", "0x10", "1_000"),
        *("1,50", "1.000,00", "1 000", " 1", "1 ", "1\n", "\t1", "1\u00a0000", "1\0"),
        *("007", "00", "00.50", "-01"),
        *("\u0661\u0662", "1.\u0665", "\uff11", "\u0967", "\u00bd", "\u00b2", "\u2212", "\u22121"),
        *("EUR 1", "1 EUR", "€1", "one", "\ud800"),
    ],
)
def test_an_amount_is_a_plain_decimal_without_exponent_spaces_signs_or_leading_zeros(amount: str) -> None:
    """L4"""
    with pytest.raises(AmountMalformed):
        to_minor(amount, "EUR")


@given(st.text(max_size=12), units)
def test_whatever_is_read_as_an_amount_is_written_in_plain_digits(amount: str, unit: str) -> None:
    """L4"""
    try:
        minor = to_minor(amount, unit)
    except (AmountMalformed, AmountNotPositive, TooManyDigits, AmountTooLarge):
        return
    assert 0 < minor <= LARGEST_MINOR
    assert set(amount) <= set("0123456789.")


@given(st.integers(LARGEST_MINOR + 1, 10**22), units)
def test_what_is_beyond_64_bits_is_refused(minor: int, unit: str) -> None:
    """L4"""
    with pytest.raises(AmountTooLarge):
        to_minor(to_decimal(minor, unit), unit)


@pytest.mark.parametrize("amount", ["9" * 26, "9" * 400, "0." + "1" * 30])
def test_absurdly_long_amounts_are_refused(amount: str) -> None:
    """L4"""
    with pytest.raises((AmountMalformed, AmountTooLarge, TooManyDigits)):
        to_minor(amount, "EUR")


def test_sums_stay_within_64_bits_on_either_side() -> None:
    """L4"""
    assert checked(LARGEST_MINOR) == LARGEST_MINOR
    assert checked(-LARGEST_MINOR) == -LARGEST_MINOR
    for beyond in (LARGEST_MINOR + 1, -LARGEST_MINOR - 1):
        with pytest.raises(AmountTooLarge):
            checked(beyond)


@pytest.mark.parametrize(
    "unit", ["", "eur", "EURO", "ZZZ", "XAU", "XXX", " EUR", "EUR\n", "\uff25\uff35\uff32", "€"]
)
def test_a_unit_is_a_code_of_iso_4217_that_has_digits(unit: str) -> None:
    """L3"""
    with pytest.raises(UnknownUnit):
        to_minor("1", unit)
    with pytest.raises(UnknownUnit):
        to_decimal(1, unit)


def test_the_villages_units_are_known() -> None:
    """L3"""
    assert {unit: digits_of(unit) for unit in ("CVE", "EUR", "PLN", "JPY", "TND")} == {
        "CVE": 2,
        "EUR": 2,
        "PLN": 2,
        "JPY": 0,
        "TND": 3,
    }
