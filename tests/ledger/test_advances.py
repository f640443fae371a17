"""Advances: given to a member, spent, and settled with the change."""

from typing import Any

import msgspec
import pytest

from ledger.associations.rules import Office
from ledger.bookings.commands import BookEntry
from ledger.bookings.state import BookingKind
from ledger.identifiers import MemberToken, PlaceId
from ledger.money import LARGEST_MINOR, to_decimal
from ledger.places.advances import GiveAdvance, SettleAdvance
from ledger.places.commands import OpenPlace
from ledger.places.events import MoneyMoved, PlaceClosed, PlaceOpened
from ledger.places.refusals import (
    ChangeGoesNowhere,
    HolderNotMember,
    LessUnplaced,
    NotAnAdvance,
    OnlyMoneyHasPlace,
    PlaceHoldsLess,
    PlaceIsClosed,
    SamePlace,
)
from ledger.places.state import PlaceKind
from ledger.refusals import AmountTooLarge
from tests.ledger.caldeiras import ACCOUNT, account, give, officer, treasurer
from tests.ledger.test_bookings import available, box, but, founded, lies, two
from tests.scenario import Scenario


def advance(scenario: Scenario, amount: str = "40.00", **changes: Any) -> GiveAdvance:
    """The second signatory goes to town to buy pipes."""
    holder = officer(scenario, Office.SECOND_SIGNATORY)
    return msgspec.structs.replace(
        GiveAdvance(account=ACCOUNT, holder=holder, unit="EUR", amount=amount), **changes
    )


def given(scenario: Scenario) -> tuple[PlaceId, PlaceId]:
    """A box, and an advance of 40 euros out of it."""
    place = box(scenario)
    give(scenario, "100.00")
    return place, PlaceId(scenario.done(advance(scenario)))


def test_an_advance_lies_with_the_member_and_changes_no_balance() -> None:
    """L12"""
    scenario = founded()
    purse = box(scenario)
    give(scenario, "100.00")
    scenario.when(advance(scenario, evidence="She signed for it."))
    opened, moved = (fact.event for fact in scenario.recorded)
    assert isinstance(opened, PlaceOpened)
    assert isinstance(moved, MoneyMoved)
    assert (opened.place_kind, opened.label) == (PlaceKind.ADVANCE, "advance-1")
    assert (moved.origin, moved.target, moved.amount_minor) == (purse, opened.place, 40_00)
    assert (lies(scenario, purse), lies(scenario, opened.place), available(scenario)) == (
        60_00,
        40_00,
        100_00,
    )


def test_a_second_advance_joins_the_one_that_is_not_settled() -> None:
    """L12"""
    scenario = founded()
    _, with_her = given(scenario)
    assert scenario.done(advance(scenario, "5.00")) == with_her
    assert [fact.event.kind() for fact in scenario.recorded] == ["money-moved"]
    other = advance(scenario, "5.00", holder=treasurer(scenario))
    assert scenario.done(other) != with_her
    assert account(scenario).places[PlaceId(scenario.created or "")].label == "advance-2"


def test_an_advance_is_given_to_a_member_out_of_what_is_there() -> None:
    """L12, M1"""
    scenario = founded()
    scenario.when(advance(scenario)).then_refused(LessUnplaced)
    purse, with_her = given(scenario)
    scenario.when(advance(scenario, "60.01")).then_refused(PlaceHoldsLess)
    stranger = advance(scenario, holder=MemberToken("member-stranger"))
    scenario.when(stranger).then_refused(HolderNotMember)
    scenario.when(advance(scenario, "1", unit="goat:piece")).then_refused(OnlyMoneyHasPlace)
    scenario.when(advance(scenario, "1.00", origin=with_her)).then_refused(SamePlace)
    assert lies(scenario, purse) == 60_00


def test_settling_moves_the_change_back_and_closes_the_advance() -> None:
    """L12"""
    scenario = founded()
    purse, with_her = given(scenario)
    scenario.when(SettleAdvance(account=ACCOUNT, place=with_her))
    moved, closed = (fact.event for fact in scenario.recorded)
    assert isinstance(moved, MoneyMoved)
    assert isinstance(closed, PlaceClosed)
    assert (moved.origin, moved.target, moved.amount_minor) == (with_her, purse, 40_00)
    assert (lies(scenario, purse), lies(scenario, with_her)) == (100_00, 0)
    scenario.when(SettleAdvance(account=ACCOUNT, place=with_her)).then_refused(PlaceIsClosed)
    assert scenario.done(advance(scenario)) != with_her


def test_what_a_member_laid_out_of_their_own_is_paid_back_when_the_advance_is_settled() -> None:
    """L12, L2"""
    scenario = founded()
    purse, with_her = given(scenario)
    stolen = BookEntry(
        account=ACCOUNT,
        kind=BookingKind.LOSS,
        unit="EUR",
        amount="45.00",
        place=with_her,
        evidence="The bus went down the slope.",
        confirmed_by=(treasurer(scenario), two(scenario)[1]),
    )
    scenario.done(stolen)
    scenario.done(SettleAdvance(account=ACCOUNT, place=with_her))
    assert (lies(scenario, purse), lies(scenario, with_her)) == (55_00, 0)


def test_only_an_advance_is_settled_and_the_change_goes_somewhere() -> None:
    """L12"""
    scenario = founded()
    purse, with_her = given(scenario)
    settle = SettleAdvance(account=ACCOUNT, place=with_her)
    scenario.when(but(settle, place=purse)).then_refused(NotAnAdvance)
    scenario.when(but(settle, target=with_her)).then_refused(SamePlace)


def test_without_a_main_place_it_is_said_where_the_change_goes() -> None:
    """L12"""
    scenario = founded()
    give(scenario, "100.00")
    with_her = PlaceId(scenario.done(advance(scenario)))
    settle = SettleAdvance(account=ACCOUNT, place=with_her)
    scenario.when(settle).then_refused(ChangeGoesNowhere)
    shelf = OpenPlace(account=ACCOUNT, kind=PlaceKind.CASH_BOX, label="shelf")
    scenario.done(but(settle, target=PlaceId(scenario.done(shelf))))


@pytest.mark.parametrize("taken", ["advance-1", "advance-2"])
def test_no_two_advances_have_the_same_label(taken: str) -> None:
    """L12"""
    scenario = founded()
    box(scenario)
    give(scenario, "100.00")
    scenario.done(OpenPlace(account=ACCOUNT, kind=PlaceKind.CASH_BOX, label=taken))
    scenario.done(advance(scenario))
    scenario.done(advance(scenario, holder=treasurer(scenario)))
    labels = [place.label for place in account(scenario).places.values()]
    assert len(set(labels)) == len(labels) == 4


def test_what_is_owed_to_a_member_is_paid_back_out_of_what_is_there() -> None:
    """L12"""
    scenario = founded()
    _, with_her = given(scenario)
    lost = BookEntry(
        account=ACCOUNT,
        kind=BookingKind.LOSS,
        unit="EUR",
        amount="140.00",
        place=with_her,
        evidence="The bus went down the slope.",
        confirmed_by=(treasurer(scenario), two(scenario)[1]),
    )
    scenario.done(lost)
    scenario.when(SettleAdvance(account=ACCOUNT, place=with_her)).then_refused(PlaceHoldsLess)


def test_an_advance_holds_no_more_than_can_be_held() -> None:
    """L4"""
    scenario = founded()
    banks = [
        PlaceId(scenario.done(OpenPlace(account=ACCOUNT, kind=PlaceKind.BANK_ACCOUNT, label=label)))
        for label in ("bcv", "caixa")
    ]
    scenario.done(advance(scenario, to_decimal(LARGEST_MINOR, "EUR"), origin=banks[0]))
    scenario.when(advance(scenario, "0.01", origin=banks[1])).then_refused(AmountTooLarge)
