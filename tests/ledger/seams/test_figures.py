"""The two sides of a replay are compared whole, in any order, and the first figure on which they differ is named."""

from random import Random

import pytest

from ledger.replay import Figures, Tell, difference, first_difference
from ledger.replay.figures import DRAWERS


def compared(history: Figures, views: Figures) -> str | None:
    """What is said of these; the views are told in another order."""
    shown = list(views.items())
    Random(1).shuffle(shown)

    def both(tell: Tell, show: Tell) -> None:
        for name, amount in shown:
            show(name, amount)
        for name, amount in history.items():
            tell(name, amount)

    return difference(both)


@pytest.fixture
def many() -> Figures:
    """More figures than there are drawers, some of them the largest that there can be."""
    random = Random(7)
    return {f"balances/{number}": random.randrange(-(2**63), 2**63) for number in range(3 * DRAWERS)}


def test_the_first_difference_is_named_and_a_missing_figure_is_zero() -> None:
    history = {"b": 2, "a": 1, "z": 0}
    assert first_difference(history, iter([("a", 1), ("b", 1), ("b", 1)])) is None
    assert first_difference(history, iter([("a", 1), ("b", 3), ("c", 4)])) == (
        "b: the history says 2, the view shows 3"
    )
    assert first_difference(history, iter([("a", 1), ("b", 2), ("c", 4)])) == (
        "c: the history says 0, the view shows 4"
    )


def test_sides_that_agree_agree_in_any_order_and_in_any_number_of_parts(many: Figures) -> None:
    assert compared({}, {}) is None
    assert compared(many, many) is None
    assert compared(many | {"none": 0}, many) is None

    def in_parts(history: Tell, views: Tell) -> None:
        for name, amount in many.items():
            history(name, amount - 5)
            views(name, amount)
        for name in many:
            history(name, 5)

    assert difference(in_parts) is None


def test_one_figure_that_differs_by_one_is_found_and_named(many: Figures) -> None:
    for name in Random(3).sample(sorted(many), 20):
        expected = f"{name}: the history says {many[name]}, the view shows {many[name] + 1}"
        assert compared(many, many | {name: many[name] + 1}) == expected


def test_a_figure_that_is_missing_or_too_many_is_found_and_named(many: Figures) -> None:
    name = "balances/77"
    fewer = {other: amount for other, amount in many.items() if other != name}
    assert compared(many, fewer) == f"{name}: the history says {many[name]}, the view shows 0"
    assert compared(fewer, many) == f"{name}: the history says 0, the view shows {many[name]}"


def test_two_figures_that_changed_places_are_found(many: Figures) -> None:
    """Nothing is wrong with their sum."""
    one, other = "balances/5", "balances/6"
    found = compared(many, many | {one: many[other], other: many[one]})
    assert found == f"{one}: the history says {many[one]}, the view shows {many[other]}"


def test_the_first_of_few_differences_is_named_and_some_one_of_very_many(many: Figures) -> None:
    few = {f"balances/{number}": 0 for number in (9, 90, 900)}
    assert str(compared(many, many | few)).startswith("balances/9")
    assert " the view shows 0" in str(compared(many, {}))


def test_views_that_were_mended_meanwhile_are_compared_once_more(many: Figures) -> None:
    times = 0

    def both(history: Tell, views: Tell) -> None:
        nonlocal times
        times += 1
        for name, amount in many.items():
            history(name, amount)
            views(name, amount + (times == 1))

    assert difference(both) is None
    assert times == 3
