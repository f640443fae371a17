"""Bookings, counts and advances as the views tell them."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest

from ledger.associations.rules import Office
from ledger.bookings.commands import BookCountedDifference, BookEntry, CorrectEntry, CountPlace
from ledger.bookings.state import BookingKind
from ledger.identifiers import BookingId, CountId, MemberToken, MoveId, PlaceId
from ledger.places.advances import GiveAdvance, SettleAdvance
from ledger.places.commands import MoveMoney, OpenPlace, ReverseMove
from ledger.places.state import PlaceKind
from ledger.replay import Replay, first_difference
from projections import advances, bookings, chains
from projections.counting import compared
from projections.follower import Follower
from projections.rebuild import differences, prepare
from projections.shelf import Shelf, open_shelf
from projections.views import VIEWS
from tests.season import Season
from tests.views import AtOnce


@pytest.fixture
def shelf(season: Season) -> Iterator[Shelf]:
    """The views of the season."""
    with closing(open_shelf(season.ledger.store)) as opened:
        prepare(VIEWS, opened)
        yield opened


def box(season: Season) -> PlaceId:
    """Where the euros lie."""
    opened = OpenPlace(account=season.account, kind=PlaceKind.CASH_BOX, label="box", main_for=("EUR",))
    return PlaceId(season.do(opened))


def two(season: Season) -> tuple[MemberToken, MemberToken]:
    """Who count and confirm."""
    return season.second_signatory, season.auditor


def fee(season: Season, amount: str, **more: Any) -> BookingId:
    """A fee that no rule covers."""
    book = BookEntry(
        account=season.account,
        kind=BookingKind.BANK_FEE,
        unit="EUR",
        amount=amount,
        evidence="The bank's leaflet.",
        confirmed_by=two(season),
        **more,
    )
    return BookingId(season.do(book))


def agrees(season: Season, shelf: Shelf) -> None:
    """What the views show is what the history comes to, and they are what a rebuild makes of it."""
    figures = Replay(season.ledger.store).run()
    with shelf.reading() as db:
        assert first_difference(figures, (f for view in VIEWS for f in view.figures(db))) is None
    assert not list(differences(VIEWS, shelf))


def test_a_count_is_compared_with_the_books_of_its_day_as_they_are_known_then_and_now(
    season: Season, shelf: Shelf
) -> None:
    """L12, L10, L8"""
    season.found()
    place = box(season)
    season.receive("100.00")
    count = CountPlace(
        account=season.account,
        place=place,
        unit="EUR",
        counted="90.00",
        counted_by=two(season),
    )
    first = CountId(season.do(count))
    day = season.now().date()
    season.wait(timedelta(days=2))
    season.receive("11.00")
    late = fee(season, "4.00", effective=day)
    Follower(shelf, VIEWS).catch_up()
    db = AtOnce(shelf)
    (found,) = bookings.counts(db, season.account)
    (said,) = compared(db, season.account, [found])
    assert (said.booked_minor, said.difference_minor) == (96_00, -6_00)
    assert (said.booked_then_minor, said.difference_then_minor) == (100_00, -10_00)

    booked = season.do(BookCountedDifference(account=season.account, count=first, booked="96.00"))
    Follower(shelf, VIEWS).catch_up()
    (found,) = bookings.counts(db, season.account, place=place)
    assert found.booking == booked
    assert compared(db, season.account, [found])[0].difference_minor == 0

    season.do(CorrectEntry(account=season.account, booking=late, reason="It was another bank's."))
    season.do(CorrectEntry(account=season.account, booking=BookingId(booked), reason="Count again."))
    Follower(shelf, VIEWS).catch_up()
    (found,) = bookings.counts(db, season.account)
    assert found.booking is None
    told = bookings.find(db, season.account, late)
    assert told is not None
    assert told.corrected == season.now().date()
    assert [one.kind for one in bookings.page(db, season.account, kind=BookingKind.COUNTED_LESS)] == [
        BookingKind.COUNTED_LESS
    ]
    agrees(season, shelf)


def test_what_a_fee_or_a_theft_took_of_a_gift_is_followed_in_its_chain(season: Season, shelf: Shelf) -> None:
    """K5, L8"""
    season.found()
    gift = season.receive("10.00")
    booking = fee(season, "4.00")
    Follower(shelf, VIEWS).catch_up()
    db = AtOnce(shelf)
    begins = chains.begins_at(db, season.account, gift)
    assert begins is not None
    assert [(link.kind.value, link.about, link.amount_minor) for link in chains.page(db, begins)] == [
        ("gone", booking, 4_00)
    ]
    season.do(CorrectEntry(account=season.account, booking=booking, reason="It was another bank's."))
    Follower(shelf, VIEWS).catch_up()
    agrees(season, shelf)


def test_an_advance_tells_since_when_it_is_out_and_what_became_of_it(season: Season, shelf: Shelf) -> None:
    """L12, L10"""
    season.found()
    place = box(season)
    season.receive("100.00")
    holder = season.state().officers[Office.SECOND_SIGNATORY]
    give = GiveAdvance(account=season.account, holder=holder, unit="EUR", amount="30.00")
    advance = PlaceId(season.do(give))
    since = season.now().date()
    db = AtOnce(shelf)

    def told(*, everything: bool = False) -> list[advances.Advance]:
        Follower(shelf, VIEWS).catch_up()
        return advances.of_account(db, season.ledger.store, season.account, everything=everything)

    season.wait(timedelta(days=1))
    season.do(give)
    back = MoveMoney(account=season.account, unit="EUR", amount="5.00", origin=advance, target=place)
    wrong = MoveId(season.do(back))
    season.do(ReverseMove(account=season.account, move=wrong, reason="She kept it."))
    fee(season, "2.00", place=advance)
    (one,) = told()
    assert (one.given_minor, one.returned_minor, one.otherwise_minor) == (60_00, 0, -2_00)
    assert (one.lying_minor, one.since, one.holder) == (58_00, since, holder)

    season.do(SettleAdvance(account=season.account, place=advance))
    assert told() == []
    (one,) = told(everything=True)
    assert (one.returned_minor, one.lying_minor, one.since) == (58_00, 0, None)
    assert one.closed == season.now().date()
    season.do(give)
    assert [one.since for one in told()] == [season.now().date()]
    agrees(season, shelf)
