"""Collections without givers, and gifts that bounced."""

from typing import Any

import msgspec
import pytest

from ledger.accounts.commands import DeclarePurpose
from ledger.accounts.events import PurposeKind
from ledger.associations.given import CollectionCeilingGiven, RulesGiven
from ledger.bookings.refusals import ConfirmerNoMember, CountersNotTwo
from ledger.command import Reference
from ledger.contributions.collections import CollectionReceived
from ledger.contributions.commands import (
    Giver,
    LiftEarmark,
    ReceiveCollection,
    ReceiveContribution,
    RefundContribution,
    ReverseContribution,
)
from ledger.contributions.events import ContributionReversed
from ledger.contributions.refusals import (
    CollectionAboveCeiling,
    CollectionHasNoGiver,
    CollectionOtherwiseMeant,
    CollectionWithoutRule,
    NothingLeftToReverse,
    NotMoney,
    OnlyBouncedLeaves,
    ReferenceAlreadyBooked,
)
from ledger.contributions.state import ContributionRecord, ContributionStatus, Motive, contribution_mark
from ledger.goods.commands import AcceptGoods, DeliverGoods
from ledger.goods.state import Condition
from ledger.identifiers import UNRESTRICTED, ContributionId, MemberToken, PlaceId, PurposeId
from ledger.money import LARGEST_MINOR, to_decimal
from ledger.places.commands import MoveMoney, OpenPlace
from ledger.places.state import PlaceKind
from ledger.refusals import AmountTooLarge
from tests.ledger.caldeiras import ACCOUNT, NOON, give, treasurer
from tests.ledger.test_bookings import available, box, but, founded, lies, two
from tests.scenario import Scenario


def collection(scenario: Scenario, **changes: Any) -> ReceiveCollection:
    """What the mass of Sunday brought."""
    command = ReceiveCollection(account=ACCOUNT, unit="EUR", amount="36.40", counted_by=two(scenario))
    return msgspec.structs.replace(command, **changes)


def test_a_collection_is_one_receiving_counted_by_two_without_a_giver() -> None:
    """C6, L12"""
    scenario = founded()
    place = box(scenario)
    contribution = ContributionId(scenario.done(collection(scenario), by=treasurer(scenario)))
    scenario.then(
        CollectionReceived(
            contribution=contribution,
            unit="EUR",
            amount_minor=36_40,
            counted_by=two(scenario),
            place=place,
            effective=NOON.date(),
        )
    )
    assert available(scenario) == lies(scenario, place) == 36_40


def test_who_collects_for_a_purpose_has_accepted_it() -> None:
    """C5, C6"""
    scenario = founded()
    bus = PurposeId(
        scenario.done(DeclarePurpose(account=ACCOUNT, kind=PurposeKind.PROJECT, description="Bus"))
    )
    scenario.done(collection(scenario, purpose=bus, motive=Motive.EVENT))
    assert available(scenario, bus) == 36_40
    assert available(scenario) == 0


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"amount": "200.01"}, CollectionAboveCeiling),
        ({"unit": "CVE"}, CollectionWithoutRule),
        ({"unit": "goat:piece", "amount": "1"}, NotMoney),
        ({"motive": Motive.MEMBERSHIP_FEE}, CollectionOtherwiseMeant),
        ({"motive": Motive.CARBON_OFFSET}, CollectionOtherwiseMeant),
        ({"motive": Motive.PASS_ON}, CollectionOtherwiseMeant),
        ({"counted_by": ()}, CountersNotTwo),
        ({"counted_by": (MemberToken("member-x"), MemberToken("member-y"))}, ConfirmerNoMember),
    ],
)
def test_a_collection_that_the_rules_do_not_allow_is_refused(changes: dict[str, Any], refusal: Any) -> None:
    """C6, L12, C3"""
    scenario = founded()
    scenario.when(collection(scenario, **changes)).then_refused(refusal)


def test_a_collection_cannot_go_back_to_anybody_but_a_mistake_in_it_is_reversed() -> None:
    """C6, C9, L5, L6"""
    scenario = founded()
    place = box(scenario)
    bus = PurposeId(
        scenario.done(DeclarePurpose(account=ACCOUNT, kind=PurposeKind.PROJECT, description="Bus"))
    )
    contribution = ContributionId(scenario.done(collection(scenario, purpose=bus)))
    refund = RefundContribution(
        account=ACCOUNT, contribution=contribution, unit="EUR", amount="1.00", reason="Asked for it."
    )
    scenario.when(refund, by=treasurer(scenario)).then_refused(CollectionHasNoGiver)
    lift = LiftEarmark(account=ACCOUNT, contribution=contribution, consent="Says one of them.")
    scenario.when(lift).then_refused(CollectionHasNoGiver)
    reverse = ReverseContribution(account=ACCOUNT, contribution=contribution, reason="It was 63.40.")
    scenario.when(reverse).then_kinds("contribution-reversed")
    assert available(scenario, bus) == lies(scenario, place) == 0


def cheque(scenario: Scenario) -> ContributionId:
    """A gift by cheque, with its bank line."""
    receive = ReceiveContribution(
        account=ACCOUNT, unit="EUR", amount="60.00", giver=Giver(name="Emma Grant"), reference="Line 1"
    )
    return ContributionId(scenario.done(receive))


def test_a_cheque_that_bounced_left_the_bank_by_a_line_of_its_own_and_its_first_line_stays_booked() -> None:
    """L2, C2, L12"""
    scenario = founded()
    place = box(scenario, PlaceKind.BANK_ACCOUNT)
    contribution = cheque(scenario)
    bounce = ReverseContribution(
        account=ACCOUNT, contribution=contribution, reason="No cover.", bounced=True, reference="Line 2"
    )
    scenario.when(bounce)
    (event,) = (fact.event for fact in scenario.recorded)
    assert isinstance(event, ContributionReversed)
    assert event.bounced
    assert event.reference is not None
    assert event.place == place
    assert [outcome for outcome in scenario.outcomes if isinstance(outcome, Reference)] == [
        Reference("Line 2")
    ]
    assert available(scenario) == lies(scenario, place) == 0
    record = scenario.mark(contribution_mark(ACCOUNT, contribution), ContributionRecord)
    assert record is not None
    assert record.status is ContributionStatus.BOUNCED
    for line in ("Line 1", "Line 2"):
        again = ReceiveContribution(
            account=ACCOUNT, unit="EUR", amount="1.00", giver=Giver(name="Rui"), reference=line
        )
        scenario.when(again).then_refused(ReferenceAlreadyBooked)
    scenario.when(but(bounce, reference=None)).then_refused(NothingLeftToReverse)


def test_a_bounced_cheque_may_leave_a_purpose_in_shortfall() -> None:
    """L2"""
    scenario = founded()
    place = box(scenario)
    bank = PlaceId(scenario.done(OpenPlace(account=ACCOUNT, kind=PlaceKind.BANK_ACCOUNT, label="bank")))
    contribution = cheque(scenario)
    scenario.done(MoveMoney(account=ACCOUNT, unit="EUR", amount="60.00", origin=place, target=bank))
    bounce = ReverseContribution(
        account=ACCOUNT, contribution=contribution, reason="No cover.", bounced=True, place=bank
    )
    scenario.done(bounce)
    assert (lies(scenario, place), lies(scenario, bank), available(scenario, UNRESTRICTED)) == (0, 0, 0)


def test_a_booking_by_mistake_has_no_bank_line_and_frees_the_one_it_took() -> None:
    """L6, C2"""
    scenario = founded()
    place = box(scenario)
    contribution = cheque(scenario)
    reverse = ReverseContribution(account=ACCOUNT, contribution=contribution, reason="Wrong account.")
    scenario.when(but(reverse, reference="Line 2")).then_refused(OnlyBouncedLeaves)
    scenario.when(but(reverse, place=place)).then_refused(OnlyBouncedLeaves)
    scenario.done(reverse)
    cheque(scenario)


def test_the_second_line_of_a_bounced_cheque_is_booked_once() -> None:
    """C2"""
    scenario = founded()
    first = cheque(scenario)
    bounce = ReverseContribution(
        account=ACCOUNT, contribution=first, reason="No cover.", bounced=True, reference="Line 1"
    )
    scenario.when(bounce).then_refused(ReferenceAlreadyBooked)
    assert give(scenario, "1.00")


def test_collections_do_not_add_up_to_more_than_can_be_held() -> None:
    """L4"""
    most = to_decimal(LARGEST_MINOR, "EUR")
    scenario = founded(RulesGiven(collection_ceilings=(CollectionCeilingGiven("EUR", most),)))
    scenario.done(collection(scenario, amount=most))
    scenario.when(collection(scenario, amount="0.01")).then_refused(AmountTooLarge)


def test_only_money_bounces() -> None:
    """C3, L2"""
    scenario = founded()
    delivery = DeliverGoods(
        account=ACCOUNT, unit="goat:piece", amount="1", condition=Condition.GOOD, giver=Giver(name="Emma")
    )
    goat = ContributionId(scenario.done(delivery))
    inspector = two(scenario)[0]
    accept = AcceptGoods(account=ACCOUNT, contribution=goat, inspector=inspector, condition=Condition.GOOD)
    scenario.done(accept)
    bounce = ReverseContribution(account=ACCOUNT, contribution=goat, reason="It ran.", bounced=True)
    scenario.when(bounce).then_refused(NotMoney)
