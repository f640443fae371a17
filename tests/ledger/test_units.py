"""Units: what is counted, and with how many digits."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.money import to_decimal, to_minor
from ledger.refusals import TooManyDigits, UnknownUnit
from ledger.units import LONGEST_THING, MEASURES, PATTERN, WORK, UnitKind, digits_of, is_money, kind_of

things = st.from_regex("[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(
    lambda thing: len(thing) <= LONGEST_THING and thing != "work"
)


@given(things, st.sampled_from(sorted(MEASURES)))
def test_any_thing_can_be_counted_by_its_measure(thing: str, measure: str) -> None:
    """L3, L4"""
    unit = f"{thing}:{measure}"
    assert digits_of(unit) == MEASURES[measure]
    assert kind_of(unit) is UnitKind.GOODS
    assert not is_money(unit)
    assert re.fullmatch(PATTERN, unit)


@given(things)
def test_a_local_currency_is_money_with_two_digits(thing: str) -> None:
    """L3"""
    assert digits_of(f"{thing}:currency") == 2
    assert is_money(f"{thing}:currency")


def test_work_is_counted_in_whole_minutes_and_in_nothing_else() -> None:
    """C4, L3"""
    assert digits_of(WORK) == 0
    assert kind_of(WORK) is UnitKind.WORK
    for other in ("work:piece", "work:kg", "work:hour", "work:currency", "digging:minute"):
        with pytest.raises(UnknownUnit):
            digits_of(other)


def test_currencies_of_iso_4217_are_money() -> None:
    """L3"""
    assert kind_of("EUR") is kind_of("CVE") is UnitKind.MONEY
    for nothing in ("EURO", "goat"):
        with pytest.raises(UnknownUnit):
            kind_of(nothing)


@given(st.text(max_size=60))
def test_whatever_else_is_written_is_no_unit(text: str) -> None:
    """L3"""
    try:
        digits_of(text)
    except UnknownUnit:
        return
    assert re.fullmatch(PATTERN, text)


@pytest.mark.parametrize(
    "unit",
    [
        *("goat", "goat:", ":piece", "goat:pieces", "Goat:piece", "goat:Piece", "goat: piece", " goat:piece"),
        *(
            "goat:piece\n",
            "-goat:piece",
            "goat-:piece",
            "wine--press:piece",
            "wine_press:piece",
            "goat:piece:kg",
        ),
        *("chèvre:piece", "१:piece", "a" * (LONGEST_THING + 1) + ":kg", "goat:minute", "EUR:currency"),
    ],
)
def test_a_unit_is_a_plain_thing_with_a_measure_that_is_known(unit: str) -> None:
    """L3"""
    with pytest.raises(UnknownUnit):
        to_minor("1", unit)
    with pytest.raises(UnknownUnit):
        to_decimal(1, unit)


def test_half_a_goat_is_refused_and_a_gram_of_cement_is_counted() -> None:
    """L4"""
    with pytest.raises(TooManyDigits):
        to_minor("0.5", "goat:piece")
    assert to_minor("0.001", "cement:kg") == 1
    assert to_decimal(50_000, "cement:kg") == "50.000"
