"""Balances of 64 bits and unbounded ones: the same numbers, however large what they are compared with."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from ledger.rounds.counting.balances import MOST, Balances, bare, places_of, total

BALLOTS = 5
AMOUNTS = st.one_of(
    st.integers(0, 20), st.integers(0, 1 << 80), st.sampled_from([MOST - 1, MOST, MOST + 1, 1 << 63, 1 << 64])
)
"""What balances are compared with, or lowered by."""
SOME = st.sets(st.integers(0, BALLOTS - 1), min_size=1).map(sorted)


@given(
    st.one_of(st.integers(0, 20), st.integers(MOST // BALLOTS - 1, MOST // BALLOTS + 1)),
    st.lists(st.tuples(SOME, AMOUNTS), max_size=4),
    SOME,
    AMOUNTS,
    AMOUNTS,
)
def test_balances_of_64_bits_are_those_of_any_length(
    each: int, payments: list[tuple[list[int], int]], asked: list[int], least: int, most: int
) -> None:
    """R4"""
    plain = [each] * BALLOTS
    short, long = (Balances(each, BALLOTS, unbounded=unbounded) for unbounded in (False, True))
    for ballots, price in payments:
        short.pay(places_of(ballots), price)
        long.pay(places_of(ballots), price)
        plain = [max(0, had - price) if place in ballots else had for place, had in enumerate(plain)]
    had = [plain[place] for place in asked]
    for balances in (short, long):
        part = balances.of(places_of(asked))
        assert (part.tolist(), total(part), bare(part)) == (had, sum(had), had.count(0))
        assert balances.having(part, least).tolist() == [one for one in had if one >= least]
        assert balances.who_has(places_of(asked), least) == bytes(one >= least for one in had)
        between = balances.any_between(places_of(asked), least, most)
        assert between is any(least <= one < most for one in had)


def test_unbounded_balances_can_be_counted_in_parts_as_small_as_one_likes() -> None:
    """R4"""
    balances = Balances(7, 2, unbounded=True)
    balances.split(3**80)
    balances.pay(places_of([0]), 1)
    assert balances.of(places_of([0, 1])).tolist() == [7 * 3**80 - 1, 7 * 3**80]


def test_only_who_counts_by_equal_shares_waits_for_numpy() -> None:
    """R4"""
    asked = "import sys, api.http.app, ledger.rounds.counting; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
