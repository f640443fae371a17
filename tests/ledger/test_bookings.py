"""Entries of every day: opening balances, fees, interest, thefts, what counts find, and their corrections."""

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.accounts.commands import DeclarePurpose
from ledger.accounts.events import PurposeKind
from ledger.accounts.look import require_no_shortfall
from ledger.accounts.refusals import PurposeInShortfall, UnknownPurpose
from ledger.associations.commands import EnrolMember
from ledger.associations.given import CollectionCeilingGiven, RulesGiven, StandingCeilingGiven
from ledger.associations.refusals import CeilingGivenTwice, NoStandingRuleFor
from ledger.associations.rules import Office
from ledger.bookings.commands import BookCountedDifference, BookEntry, CorrectEntry, CountPlace
from ledger.bookings.events import EntryCorrected, MishapBooked, PlaceCounted, StandingEntryBooked
from ledger.bookings.refusals import (
    AboveCeiling,
    BankIsNotCounted,
    BookingUnproved,
    BooksSayOtherwise,
    ConfirmerNoMember,
    ConfirmersMissing,
    ConfirmersNotNeeded,
    CorrectedAlready,
    CountAgrees,
    CountersNotTwo,
    DateBeforeBooking,
    DifferenceBooked,
    DifferenceWithoutCount,
    NoStandingRule,
    UnknownBooking,
    UnknownCount,
)
from ledger.bookings.state import BookingKind
from ledger.command import Fact, Paper, Reference
from ledger.contributions.commands import ReceiveCollection
from ledger.contributions.refusals import NotMoney, ReferenceAlreadyBooked
from ledger.identifiers import (
    UNRESTRICTED,
    BookingId,
    CountId,
    MemberToken,
    PaperId,
    PlaceId,
    PurposeId,
    Seal,
)
from ledger.money import LARGEST_MINOR, to_decimal
from ledger.papers.events import PaperFiled, PaperForgotten
from ledger.papers.refusals import PaperWasForgotten, UnknownPaper
from ledger.papers.state import MediaType, PaperKind
from ledger.places.commands import ClosePlace, OpenPlace
from ledger.places.refusals import PlaceIsClosed
from ledger.places.state import PlaceKind
from ledger.refusals import AmountMalformed, AmountTooLarge, Refused
from tests.ledger.caldeiras import ACCOUNT, FOUND, NOON, OPENED, account, give, officer, opened, treasurer
from tests.scenario import Scenario

RULES = RulesGiven(
    standing_ceilings=(
        StandingCeilingGiven(BookingKind.OPENING_BALANCE, "EUR", "500.00"),
        StandingCeilingGiven(BookingKind.INTEREST, "EUR", "20.00"),
        StandingCeilingGiven(BookingKind.BANK_FEE, "EUR", "15.00"),
        StandingCeilingGiven(BookingKind.COUNTED_MORE, "EUR", "5.00"),
        StandingCeilingGiven(BookingKind.COUNTED_LESS, "EUR", "5.00"),
    ),
    collection_ceilings=(CollectionCeilingGiven("EUR", "200.00"),),
)
FEE = BookEntry(
    account=ACCOUNT, kind=BookingKind.BANK_FEE, unit="EUR", amount="12.50", evidence="The bank's leaflet."
)
THEFT = BookEntry(
    account=ACCOUNT, kind=BookingKind.THEFT, unit="EUR", amount="80.00", evidence="The police wrote it down."
)


def but(command: Any, **changes: Any) -> Any:
    """The same command with something changed."""
    return msgspec.structs.replace(command, **changes)


def founded(rules: RulesGiven = RULES) -> Scenario:
    """Founded in January, with these rules."""
    scenario = opened()
    scenario.done(but(FOUND, rules=rules))
    return scenario


def box(scenario: Scenario, kind: PlaceKind = PlaceKind.CASH_BOX) -> PlaceId:
    """Where the euros lie."""
    opened = OpenPlace(account=ACCOUNT, kind=kind, label=kind.value, main_for=("EUR",), effective=OPENED)
    return PlaceId(scenario.done(opened))


def two(scenario: Scenario) -> tuple[MemberToken, MemberToken]:
    """Two who count or confirm; the treasurer records."""
    return officer(scenario, Office.SECOND_SIGNATORY), officer(scenario, Office.AUDITOR)


def lies(scenario: Scenario, place: PlaceId) -> int:
    """Cents at a place."""
    return account(scenario).lying.get((place, "EUR"), 0)


def available(scenario: Scenario, purpose: PurposeId = UNRESTRICTED) -> int:
    """Cents."""
    return account(scenario).available("EUR", purpose)


def counted(scenario: Scenario, place: PlaceId, amount: str, **changes: Any) -> CountId:
    """Two members counted."""
    count = CountPlace(
        account=ACCOUNT, place=place, unit="EUR", counted=amount, counted_by=two(scenario), **changes
    )
    return CountId(scenario.done(count, by=treasurer(scenario)))


def test_a_fee_within_its_ceiling_is_booked_with_what_shows_it() -> None:
    """L13, L12"""
    scenario = founded()
    place = box(scenario, PlaceKind.BANK_ACCOUNT)
    give(scenario, "100.00")
    booking = scenario.done(but(FEE, reference="Extracto 3, linha 9"))
    (event,) = (fact.event for fact in scenario.recorded)
    (paper,) = (outcome for outcome in scenario.outcomes if isinstance(outcome, Paper))
    assert [outcome for outcome in scenario.outcomes if isinstance(outcome, Reference)]
    assert isinstance(event, StandingEntryBooked)
    assert event == StandingEntryBooked(
        booking=BookingId(booking),
        booking_kind=BookingKind.BANK_FEE,
        unit="EUR",
        purpose=UNRESTRICTED,
        amount_minor=12_50,
        place=place,
        reference=event.reference,
        evidence=paper.seal,
        effective=NOON.date(),
    )
    assert available(scenario) == lies(scenario, place) == 87_50


@pytest.mark.parametrize("kind", [BookingKind.OPENING_BALANCE, BookingKind.INTEREST])
def test_what_comes_in_under_a_standing_rule_is_money_of_the_purpose_that_is_named(kind: BookingKind) -> None:
    """L13"""
    scenario = founded()
    theme = PurposeId(
        scenario.done(DeclarePurpose(account=ACCOUNT, kind=PurposeKind.THEME, description="Water"))
    )
    scenario.done(but(FEE, kind=kind, amount="20.00", purpose=theme, effective=OPENED))
    assert available(scenario, theme) == 20_00
    assert available(scenario) == 0


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"evidence": None}, BookingUnproved),
        ({"kind": BookingKind.COUNTED_MORE}, DifferenceWithoutCount),
        ({"kind": BookingKind.COUNTED_LESS}, DifferenceWithoutCount),
        ({"unit": "goat:piece", "amount": "1"}, NotMoney),
        ({"purpose": PurposeId("purpose-nobodys")}, UnknownPurpose),
        ({"kind": BookingKind.INTEREST, "amount": "20.01"}, AboveCeiling),
        ({"kind": BookingKind.INTEREST, "unit": "CVE"}, NoStandingRule),
        ({"kind": BookingKind.OPENING_BALANCE, "amount": "500.01"}, AboveCeiling),
        ({"amount": "15.01"}, ConfirmersMissing),
        ({"unit": "CVE"}, ConfirmersMissing),
        ({"kind": BookingKind.THEFT, "amount": "0.01"}, ConfirmersMissing),
    ],
)
def test_what_no_standing_rule_covers_is_not_booked_under_one(
    changes: dict[str, Any], refusal: type[Refused]
) -> None:
    """L13, L2, C3, L5"""
    founded().when(but(FEE, **changes)).then_refused(refusal)


def test_without_any_rule_a_fee_is_booked_as_a_mishap_that_two_members_confirm() -> None:
    """L2, L13"""
    scenario = founded(RulesGiven())
    scenario.when(FEE).then_refused(ConfirmersMissing)
    scenario.when(but(FEE, confirmed_by=two(scenario)), by=treasurer(scenario))
    scenario.then_kinds("mishap-booked")
    assert available(scenario) == -12_50


def test_a_ceiling_is_of_one_booking_and_takes_what_equals_it() -> None:
    """L13"""
    scenario = founded()
    scenario.when(but(FEE, amount="15.00")).then_kinds("standing-entry-booked")
    scenario.when(but(FEE, amount="15.00")).then_kinds("standing-entry-booked")
    assert available(scenario) == -30_00


def test_who_is_not_needed_to_confirm_is_not_written_down() -> None:
    """L13"""
    scenario = founded()
    scenario.when(but(FEE, confirmed_by=two(scenario))).then_refused(ConfirmersNotNeeded)


def test_a_theft_is_always_booked_and_leaves_a_shortfall_that_blocks_spending_until_it_is_covered() -> None:
    """L2"""
    scenario = founded()
    place = box(scenario)
    give(scenario, "50.00")
    scenario.when(but(THEFT, confirmed_by=two(scenario)), by=treasurer(scenario))
    (event,) = (fact.event for fact in scenario.recorded)
    assert isinstance(event, MishapBooked)
    assert event.confirmed_by == two(scenario)
    assert available(scenario) == lies(scenario, place) == -30_00
    with pytest.raises(PurposeInShortfall) as refused:
        require_no_shortfall(account(scenario), "EUR", UNRESTRICTED)
    assert refused.value.about == {"shortfall": "30.00", "unit": "EUR"}
    give(scenario, "30.00")
    require_no_shortfall(account(scenario), "EUR", UNRESTRICTED)


def test_two_different_members_confirm_a_mishap_and_neither_records_it() -> None:
    """L2, M1"""
    scenario = founded()
    one, other = two(scenario)
    keeper = treasurer(scenario)
    late = MemberToken(scenario.done(EnrolMember(account=ACCOUNT, name="Late")))
    for confirmers in ((one,), (one, one), (one, keeper), (one, other, late)):
        scenario.when(but(THEFT, confirmed_by=confirmers), by=keeper).then_refused(ConfirmersMissing)
    stranger = MemberToken("member-stranger")
    scenario.when(but(THEFT, confirmed_by=(one, stranger)), by=keeper).then_refused(ConfirmerNoMember)
    before = but(THEFT, confirmed_by=(one, late), effective=date(2026, 2, 1))
    scenario.when(before, by=keeper).then_refused(ConfirmerNoMember)


def test_one_bank_line_is_booked_once_until_its_booking_is_corrected() -> None:
    """C2, L6"""
    scenario = founded()
    place = box(scenario, PlaceKind.BANK_ACCOUNT)
    referenced = but(FEE, reference="Extracto 3, linha 9")
    booking = BookingId(scenario.done(referenced))
    scenario.when(but(referenced, amount="1.00")).then_refused(ReferenceAlreadyBooked)
    correct = CorrectEntry(account=ACCOUNT, booking=booking, reason="It was 11.50.")
    scenario.when(correct)
    (event,) = (fact.event for fact in scenario.recorded)
    assert isinstance(event, EntryCorrected)
    assert (event.booking_kind, event.amount_minor, event.place) == (BookingKind.BANK_FEE, 12_50, place)
    assert available(scenario) == lies(scenario, place) == 0
    scenario.when(correct).then_refused(CorrectedAlready)
    scenario.when(but(referenced, amount="11.50")).then_kinds("standing-entry-booked")


def test_a_booking_is_corrected_from_its_own_day_on() -> None:
    """L6, L10"""
    scenario = founded()
    correct = CorrectEntry(account=ACCOUNT, booking=BookingId("booking-nobodys"), reason="It never was.")
    scenario.when(correct).then_refused(UnknownBooking)
    booking = BookingId(scenario.done(FEE))
    early = but(correct, booking=booking, effective=date(2026, 2, 1))
    scenario.when(early).then_refused(DateBeforeBooking)


def test_what_was_stolen_and_came_back_is_put_back_into_its_purpose() -> None:
    """L2, L6"""
    scenario = founded()
    place = box(scenario)
    give(scenario, "100.00")
    command = but(THEFT, confirmed_by=two(scenario))
    booking = BookingId(scenario.done(command, by=treasurer(scenario)))
    scenario.done(CorrectEntry(account=ACCOUNT, booking=booking, reason="The police brought it back."))
    assert available(scenario) == lies(scenario, place) == 100_00


ALL_THERE_CAN_BE = to_decimal(LARGEST_MINOR, "EUR")


def theme(scenario: Scenario) -> PurposeId:
    """Another purpose."""
    declare = DeclarePurpose(account=ACCOUNT, kind=PurposeKind.THEME, description="Water")
    return PurposeId(scenario.done(declare))


def test_no_sum_of_what_comes_in_leaves_what_can_be_held() -> None:
    """L4"""
    ceiling = StandingCeilingGiven(BookingKind.INTEREST, "EUR", ALL_THERE_CAN_BE)
    scenario = founded(RulesGiven(standing_ceilings=(ceiling,)))
    interest = but(FEE, kind=BookingKind.INTEREST, amount="0.01")
    scenario.done(but(interest, amount=ALL_THERE_CAN_BE, purpose=theme(scenario)))
    scenario.when(interest).then_refused(AmountTooLarge)


def test_no_sum_of_losses_of_a_purpose_leaves_what_can_be_held() -> None:
    """L4"""
    scenario = founded()
    all_of_it = but(THEFT, amount=ALL_THERE_CAN_BE, confirmed_by=two(scenario))
    booking = BookingId(scenario.done(all_of_it, by=treasurer(scenario)))
    assert available(scenario) == -LARGEST_MINOR
    scenario.when(but(all_of_it, amount="0.02"), by=treasurer(scenario)).then_refused(AmountTooLarge)
    scenario.done(CorrectEntry(account=ACCOUNT, booking=booking, reason="It was a centavo."))
    assert available(scenario) == 0


def test_no_sum_of_losses_at_a_place_leaves_what_can_be_held() -> None:
    """L4, L12"""
    scenario = founded()
    place = box(scenario)
    all_of_it = but(THEFT, amount=ALL_THERE_CAN_BE, confirmed_by=two(scenario))
    scenario.done(all_of_it, by=treasurer(scenario))
    assert lies(scenario, place) == -LARGEST_MINOR
    elsewhere = but(all_of_it, amount="0.02", purpose=theme(scenario))
    scenario.when(elsewhere, by=treasurer(scenario)).then_refused(AmountTooLarge)


SLIP = PaperId("paper-slip")
FILED = Fact(
    ACCOUNT,
    PaperFiled(
        paper=SLIP, paper_kind=PaperKind.SCAN, media_type=MediaType.PNG, size_bytes=1, seal=Seal("5ea1")
    ),
)
FORGOTTEN = Fact(ACCOUNT, PaperForgotten(paper=SLIP, reason=Seal("00"), confirmed_by=MemberToken("member-x")))


@pytest.mark.parametrize("kind", ["booking", "count", "collection"])
def test_what_shows_it_may_be_a_paper_that_was_filed_and_not_forgotten(kind: str) -> None:
    """L13, L6"""
    scenario = founded()
    by = treasurer(scenario)
    command: Any = {
        "booking": but(FEE, evidence=None),
        "count": CountPlace(
            account=ACCOUNT, place=box(scenario), unit="EUR", counted="1.00", counted_by=two(scenario)
        ),
        "collection": ReceiveCollection(account=ACCOUNT, unit="EUR", amount="1.00", counted_by=two(scenario)),
    }[kind]
    scenario.when(but(command, scan=PaperId("paper-nobodys")), by=by).then_refused(UnknownPaper)
    scenario.given(FILED).when(but(command, scan=SLIP), by=by)
    (event,) = (fact.event for fact in scenario.recorded)
    assert getattr(event, "scan", None) == SLIP
    scenario.given(FORGOTTEN).when(but(command, scan=SLIP), by=by).then_refused(PaperWasForgotten)


def test_a_difference_is_booked_while_money_may_lie_at_the_place() -> None:
    """L12, L13"""
    scenario = founded()
    place = box(scenario)
    count = counted(scenario, place, "1.00")
    scenario.done(ClosePlace(account=ACCOUNT, place=place))
    book = BookCountedDifference(account=ACCOUNT, count=count, booked="0")
    scenario.when(book).then_refused(PlaceIsClosed)


def test_a_count_by_two_members_changes_no_balance() -> None:
    """L12"""
    scenario = founded()
    place = box(scenario)
    give(scenario, "100.00")
    count = counted(scenario, place, "97.00")
    scenario.then(
        PlaceCounted(
            count=count,
            place=place,
            unit="EUR",
            counted_minor=97_00,
            counted_by=two(scenario),
            effective=NOON.date(),
        )
    )
    assert lies(scenario, place) == available(scenario) == 100_00


def test_an_empty_box_is_counted_too() -> None:
    """L12"""
    scenario = founded()
    counted(scenario, box(scenario), "0")
    assert [
        fact.event.counted_minor for fact in scenario.recorded if isinstance(fact.event, PlaceCounted)
    ] == [0]


def test_who_records_a_count_is_not_one_of_the_two_and_a_bank_account_is_not_counted() -> None:
    """L12, M1, L4, C3"""
    scenario = founded()
    place = box(scenario)
    one, other = two(scenario)
    count = CountPlace(account=ACCOUNT, place=place, unit="EUR", counted="1.00", counted_by=(one, other))
    scenario.when(count, by=one).then_refused(CountersNotTwo)
    scenario.when(but(count, counted_by=(one,))).then_refused(CountersNotTwo)
    scenario.when(but(count, counted_by=(one, MemberToken("member-x")))).then_refused(ConfirmerNoMember)
    scenario.when(but(count, counted="-1.00")).then_refused(AmountMalformed)
    scenario.when(but(count, unit="goat:piece", counted="1")).then_refused(NotMoney)
    bank = OpenPlace(account=ACCOUNT, kind=PlaceKind.BANK_ACCOUNT, label="bank")
    scenario.when(but(count, place=PlaceId(scenario.done(bank)))).then_refused(BankIsNotCounted)


def test_a_counted_difference_names_its_count_takes_its_day_and_makes_the_two_agree() -> None:
    """L13, L12"""
    scenario = founded()
    place = box(scenario)
    give(scenario, "100.00")
    day = NOON.date()
    count = counted(scenario, place, "96.50", effective=day)
    book = BookCountedDifference(account=ACCOUNT, count=count, booked="100.00")
    booking = BookingId(scenario.done(book))
    scenario.then(
        StandingEntryBooked(
            booking=booking,
            booking_kind=BookingKind.COUNTED_LESS,
            unit="EUR",
            purpose=UNRESTRICTED,
            amount_minor=3_50,
            place=place,
            count=count,
            effective=day,
        )
    )
    assert lies(scenario, place) == available(scenario) == 96_50
    scenario.when(book).then_refused(DifferenceBooked)
    scenario.done(CorrectEntry(account=ACCOUNT, booking=booking, reason="The rest lay in the drawer."))
    scenario.when(but(book, booked="96.50")).then_refused(CountAgrees)
    scenario.when(but(book, booked="96.00")).then_refused(BooksSayOtherwise)
    scenario.when(book).then_kinds("standing-entry-booked")
    scenario.when(but(book, count=CountId("count-nobodys"))).then_refused(UnknownCount)


def test_what_is_missing_beyond_the_ceiling_is_a_mishap_that_those_who_counted_confirm() -> None:
    """L2, L13"""
    scenario = founded()
    place = box(scenario)
    give(scenario, "100.00")
    book = BookCountedDifference(account=ACCOUNT, count=counted(scenario, place, "60.00"), booked="100.00")
    scenario.when(book).then_kinds("mishap-booked")
    assert available(scenario) == 60_00
    more = but(book, count=counted(scenario, place, "80.00"), booked="60.00")
    scenario.when(more).then_refused(AboveCeiling)


def test_what_two_counts_of_one_day_found_missing_is_booked_once() -> None:
    """L12, L13"""
    scenario = founded()
    place = box(scenario)
    give(scenario, "100.00")
    counts = [counted(scenario, place, "97.00") for _ in range(2)]
    books = [BookCountedDifference(account=ACCOUNT, count=count, booked="100.00") for count in counts]
    scenario.done(books[0])
    scenario.when(books[1]).then_refused(BooksSayOtherwise)
    scenario.when(but(books[1], booked="97.00")).then_refused(CountAgrees)
    assert lies(scenario, place) == available(scenario) == 97_00


def test_nobody_makes_a_loss_larger_than_two_members_found_it() -> None:
    """L2, L13"""
    scenario = founded()
    place = box(scenario)
    give(scenario, "100.00")
    count = counted(scenario, place, "97.00")
    book = BookCountedDifference(account=ACCOUNT, count=count, booked="500.00")
    scenario.when(book).then_refused(BooksSayOtherwise)


def test_books_that_say_less_than_nothing_are_set_right_by_a_count() -> None:
    """L12, L13"""
    scenario = founded()
    place = box(scenario)
    scenario.done(but(THEFT, amount="3.00", confirmed_by=two(scenario)), by=treasurer(scenario))
    count = counted(scenario, place, "0")
    scenario.done(BookCountedDifference(account=ACCOUNT, count=count, booked="-3.00"))
    assert lies(scenario, place) == available(scenario) == 0


def test_rules_name_one_ceiling_per_kind_and_unit_in_money_and_none_for_a_theft() -> None:
    """L13, C6, A4, C3"""
    ceiling = StandingCeilingGiven(BookingKind.INTEREST, "EUR", "1.00")
    for rules, refusal in (
        (RulesGiven(standing_ceilings=(ceiling, ceiling)), CeilingGivenTwice),
        (RulesGiven(collection_ceilings=(CollectionCeilingGiven("EUR", "1.00"),) * 2), CeilingGivenTwice),
        (RulesGiven(standing_ceilings=(but(ceiling, kind=BookingKind.THEFT),)), NoStandingRuleFor),
        (RulesGiven(standing_ceilings=(but(ceiling, unit="goat:piece", amount="1"),)), NotMoney),
    ):
        opened().when(but(FOUND, rules=rules)).then_refused(refusal)


AMOUNTS = st.integers(min_value=1, max_value=500_00)


@given(st.lists(st.tuples(st.sampled_from(list(BookingKind)), AMOUNTS, st.booleans()), max_size=12))
def test_what_is_booked_changes_balance_and_place_alike_and_a_correction_puts_all_of_it_back(
    bookings: list[tuple[BookingKind, int, bool]],
) -> None:
    """L1, L6, L12"""
    scenario = founded()
    place = box(scenario)
    expected = 0
    for kind, cents, corrected in bookings:
        if kind.is_difference:
            books = to_decimal(lies(scenario, place), "EUR")
            count = counted(scenario, place, to_decimal(cents, "EUR"))
            command: Any = BookCountedDifference(account=ACCOUNT, count=count, booked=books)
            change = cents - lies(scenario, place)
        else:
            command = but(FEE, kind=kind, amount=to_decimal(cents, "EUR"))
            change = kind.sign * cents
        scenario.when(command, by=treasurer(scenario))
        if isinstance(scenario.refusal, ConfirmersMissing):
            scenario.when(but(command, confirmed_by=two(scenario)), by=treasurer(scenario))
        if scenario.refusal is not None:
            assert isinstance(scenario.refusal, AboveCeiling | CountAgrees)
            continue
        expected += change
        if corrected:
            booking = BookingId(scenario.created or "")
            scenario.done(CorrectEntry(account=ACCOUNT, booking=booking, reason="A mistake."))
            expected -= change
        assert lies(scenario, place) == available(scenario) == expected
