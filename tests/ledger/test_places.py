"""Places of money: where it lies, that it is there when it is taken, and that moving it changes no balance."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.accounts.refusals import NotFounded, UnknownAccount
from ledger.accounts.state import Account
from ledger.command import Command, Fact
from ledger.contributions.commands import Giver, ReceiveContribution, RefundContribution, ReverseContribution
from ledger.contributions.events import ContributionRefunded, ContributionReversed
from ledger.contributions.refusals import ReferenceAlreadyBooked
from ledger.currency_exchanges.commands import ExchangeCurrency, ReverseCurrencyExchange
from ledger.currency_exchanges.events import CurrencyExchanged, CurrencyExchangeReversed
from ledger.currency_exchanges.state import ConversionGiven, RateSource
from ledger.disbursements.commands import (
    FailDisbursement,
    PartyGiven,
    ReturnDisbursement,
    SendDisbursement,
    SettleDisbursement,
)
from ledger.disbursements.state import PartyKind
from ledger.identifiers import (
    UNRESTRICTED,
    ContributionId,
    CurrencyExchangeId,
    DisbursementId,
    MemberToken,
    MoveId,
    PlaceId,
    Seal,
    TransferId,
)
from ledger.places.commands import ClosePlace, MoveMoney, NameMainPlace, OpenPlace, ReverseMove
from ledger.places.events import MainPlaceNamed, MoneyMoved, MoveReversed, PlaceClosed, PlaceOpened
from ledger.places.look import where_to
from ledger.places.refusals import (
    DateBeforeMove,
    HolderMissing,
    HolderNotMember,
    HolderNotNeeded,
    LessUnplaced,
    MoveIsReversed,
    OnlyMoneyHasPlace,
    PlaceHoldsLess,
    PlaceIsClosed,
    PlaceLabelMalformed,
    PlaceLabelTaken,
    PlaceNotEmpty,
    SamePlace,
    UnknownMove,
    UnknownPlace,
)
from ledger.places.state import Place, PlaceKind
from ledger.proposals.commands import AmountGiven
from ledger.refusals import AmountTooLarge, DateBeforeAccount, DateInFuture, UnknownUnit
from ledger.transfers.state import transfer_of
from tests.ledger import caldeiras
from tests.ledger.transferring import (
    MEMBER,
    NOON,
    NORTH,
    OPENED,
    TREASURER,
    VILLAGE,
    announced,
    ask_to_void,
    association,
    authorise,
    decided,
    receive,
    refuse,
    signed_off,
    two_accounts,
)
from tests.scenario import Scenario

NOBODY = MemberToken("member-0000000000nobody")
NOWHERE = PlaceId("place-00000000000n0where")
SEAL = Seal("5ea1")


def north() -> Scenario:
    """An association with 1,000 euros that lie at no named place, 600 of them decided on at home."""
    return Scenario(NOON).given(*association(NORTH), *decided(to=None))


def opening(kind: PlaceKind = PlaceKind.CASH_BOX, label: str = "cash-box", **more: object) -> OpenPlace:
    """A place that the treasurer opens."""
    return OpenPlace(account=NORTH, kind=kind, label=label, **more)  # type: ignore[arg-type]


def box(scenario: Scenario, *main_for: str) -> PlaceId:
    """A cash box with nothing in it."""
    return PlaceId(scenario.done(opening(main_for=main_for)))


def bank(scenario: Scenario, *main_for: str) -> PlaceId:
    """An account in a bank with nothing on it."""
    return PlaceId(scenario.done(opening(PlaceKind.BANK_ACCOUNT, "bank", main_for=main_for)))


def move(
    amount: str, origin: PlaceId | None, target: PlaceId, unit: str = "EUR", **more: object
) -> MoveMoney:
    """Money that is carried."""
    return MoveMoney(
        account=NORTH,
        unit=unit,
        amount=amount,
        origin=origin,
        target=target,
        **more,  # type: ignore[arg-type]
    )


def gift(amount: str, unit: str = "EUR", place: PlaceId | None = None, **more: object) -> ReceiveContribution:
    """A gift of money."""
    giver = Giver(name="Emma Grant")
    return ReceiveContribution(
        account=NORTH,
        unit=unit,
        amount=amount,
        giver=giver,
        place=place,
        **more,  # type: ignore[arg-type]
    )


def payment(scenario: Scenario, amount: str = "100.00", tranche: int = 1) -> DisbursementId:
    """A payment under the decision, approved by both signatories."""
    payee = PartyGiven(kind=PartyKind.HOUSEHOLD, name="Nia Gomes")
    return signed_off(scenario, authorise(amount, payee=payee, tranche=tranche))


def send(disbursement: DisbursementId, place: PlaceId | None = None) -> SendDisbursement:
    """The money leaves."""
    return SendDisbursement(account=NORTH, disbursement=disbursement, place=place)


def exchange(given: str = "10.00", obtained: str = "1102.65", **more: object) -> ExchangeCurrency:
    """Euros that become escudos."""
    return ExchangeCurrency(
        account=NORTH,
        purpose=UNRESTRICTED,
        unit="EUR",
        amount=given,
        obtained=ConversionGiven(
            unit="CVE", amount=obtained, rate="110.265", rate_per="EUR", source=RateSource.FIXED_PARITY
        ),
        evidence="The bank's slip.",
        **more,  # type: ignore[arg-type]
    )


def account_of(scenario: Scenario) -> Account:
    """The account as it stands."""
    state = scenario.state(NORTH, Account)
    assert isinstance(state, Account)
    return state


def lies(scenario: Scenario, unit: str = "EUR") -> dict[str, int]:
    """What lies where of one unit, by label; what lies at no named place under no label."""
    account = account_of(scenario)
    lying = {place.label: account.lies_at(own).get(unit, 0) for own, place in account.places.items()}
    return {label: minor for label, minor in {**lying, "": account.unplaced(unit)}.items() if minor}


# Opening, naming and closing


def test_a_place_is_opened_under_a_label_with_its_description_in_a_paper() -> None:
    """L12"""
    scenario = north()
    place = PlaceId(
        scenario.done(
            opening(
                PlaceKind.BANK_ACCOUNT, "bank", description="The bank by the port.", main_for=("EUR", "EUR")
            )
        )
    )
    (paper,) = scenario.papers.values()
    assert paper.text == "The bank by the port."
    scenario.then(
        PlaceOpened(
            place=place,
            place_kind=PlaceKind.BANK_ACCOUNT,
            label="bank",
            description=paper.seal,
            main_for=("EUR",),
            effective=NOON.date(),
        )
    )
    assert account_of(scenario).places == {place: Place(PlaceKind.BANK_ACCOUNT, "bank")}
    assert account_of(scenario).main_places == {"EUR": place}


@pytest.mark.parametrize(
    "label", ["", "Box", "cash box", "-box", "box-", "cash--box", "caixa-é", "held", "x" * 41, "box\n"]
)
def test_a_label_is_a_short_public_code_and_never_held(label: str) -> None:
    """L12"""
    north().when(opening(label=label)).then_refused(PlaceLabelMalformed)


def test_no_two_places_have_one_label_even_when_one_is_closed() -> None:
    """L12"""
    scenario = north()
    scenario.done(ClosePlace(account=NORTH, place=box(scenario)))
    scenario.when(opening()).then_refused(PlaceLabelTaken)
    scenario.when(opening(label="held-by-ana")).then_kinds("place-opened")


def test_an_advance_lies_with_a_member_and_nothing_else_does() -> None:
    """L12, M1"""
    scenario = north()
    scenario.when(opening(PlaceKind.ADVANCE)).then_refused(HolderMissing)
    scenario.when(opening(PlaceKind.ADVANCE, holder=NOBODY)).then_refused(HolderNotMember)
    scenario.when(opening(PlaceKind.ADVANCE, holder=MEMBER, effective=date(2026, 1, 9))).then_refused(
        DateBeforeAccount
    )
    scenario.when(opening(PlaceKind.MOBILE_WALLET, holder=MEMBER)).then_refused(HolderNotNeeded)
    advance = PlaceId(scenario.done(opening(PlaceKind.ADVANCE, holder=MEMBER)))
    assert account_of(scenario).places[advance].holder == MEMBER


def test_only_money_has_a_place() -> None:
    """L12, L3"""
    scenario = north()
    scenario.when(opening(main_for=("goat:piece",))).then_refused(OnlyMoneyHasPlace)
    scenario.when(opening(main_for=("XXQ",))).then_refused(UnknownUnit)
    place = box(scenario)
    named = NameMainPlace(account=NORTH, place=place, unit="work:minute")
    scenario.when(named).then_refused(OnlyMoneyHasPlace)
    scenario.when(move("1", None, place, unit="goat:piece")).then_refused(OnlyMoneyHasPlace)
    with pytest.raises(OnlyMoneyHasPlace):
        where_to(account_of(scenario), place, "goat:piece")
    scenario.when(NameMainPlace(account=NORTH, place=place, unit="sol:currency")).then_kinds(
        "main-place-named"
    )


def test_the_main_place_of_a_unit_is_named_once() -> None:
    """L12"""
    scenario = north()
    place = box(scenario)
    named = NameMainPlace(account=NORTH, place=place, unit="EUR")
    scenario.when(named).then(MainPlaceNamed(place=place, unit="EUR"))
    scenario.when(named).then()
    scenario.when(NameMainPlace(account=NORTH, place=NOWHERE, unit="EUR")).then_refused(UnknownPlace)


def test_a_place_is_closed_when_nothing_lies_there_and_is_nobodys_main_one_then() -> None:
    """L12"""
    scenario = north()
    place, other = box(scenario, "EUR", "CVE"), bank(scenario, "USD")
    scenario.done(gift("10.00"))
    scenario.when(ClosePlace(account=NORTH, place=place)).then_refused(PlaceNotEmpty)
    assert "10.00 EUR" in str(scenario.refusal)
    scenario.done(move("10.00", place, other))
    scenario.when(ClosePlace(account=NORTH, place=place)).then(
        PlaceClosed(place=place, effective=NOON.date())
    )
    assert account_of(scenario).main_places == {"USD": other}
    for command in (
        ClosePlace(account=NORTH, place=place),
        NameMainPlace(account=NORTH, place=place, unit="EUR"),
        move("1.00", None, place),
        move("1.00", place, other),
        gift("1.00", place=place),
        exchange(target=place),
        send(payment(scenario), place),
    ):
        scenario.when(command).then_refused(PlaceIsClosed)
    scenario.when(ClosePlace(account=NORTH, place=NOWHERE)).then_refused(UnknownPlace)


def test_less_than_nothing_keeps_a_place_open_too() -> None:
    """L2, L12"""
    scenario = north()
    place, other = bank(scenario), box(scenario)
    scenario.done(move("5.00", place, other))
    scenario.when(ClosePlace(account=NORTH, place=place)).then_refused(PlaceNotEmpty)
    assert "-5.00 EUR" in str(scenario.refusal)


# Moves


def test_a_move_changes_no_balance_and_says_what_shows_it() -> None:
    """L12, C2"""
    scenario = north()
    place, other = bank(scenario), box(scenario)
    before = {where: totals.available for where, totals in account_of(scenario).totals.items()}
    scenario.done(move("700.00", None, place))
    moved = MoveId(
        scenario.done(move("50.00", place, other, reference="BCV-1", evidence="The slip.", effective=OPENED))
    )
    (fact,) = scenario.recorded
    assert isinstance(fact.event, MoneyMoved)
    assert fact == Fact(
        NORTH,
        MoneyMoved(
            move=moved,
            unit="EUR",
            amount_minor=50_00,
            origin=place,
            target=other,
            reference=fact.event.reference,
            evidence=fact.event.evidence,
            effective=OPENED,
        ),
    )
    assert fact.event.reference
    assert fact.event.evidence in scenario.papers
    assert {where: t.available for where, t in account_of(scenario).totals.items()} == before
    assert lies(scenario) == {"bank": 650_00, "cash-box": 50_00, "": 300_00}
    scenario.when(move("1.00", place, other, reference="BCV-1")).then_refused(ReferenceAlreadyBooked)


def test_no_more_is_moved_than_lies_there_but_out_of_a_bank() -> None:
    """L12"""
    scenario = north()
    place, other = bank(scenario), box(scenario)
    wallet = PlaceId(scenario.done(opening(PlaceKind.MOBILE_WALLET, "wallet")))
    advance = PlaceId(scenario.done(opening(PlaceKind.ADVANCE, "advance", holder=MEMBER)))
    scenario.when(move("1000.01", None, other)).then_refused(LessUnplaced)
    assert "1000.00 EUR" in str(scenario.refusal)
    for empty in (other, wallet, advance):
        scenario.when(move("0.01", empty, place)).then_refused(PlaceHoldsLess)
    scenario.when(move("0.01", place, other)).then_kinds("money-moved")
    scenario.when(move("0.01", other, other)).then_refused(SamePlace)
    scenario.when(move("0.01", NOWHERE, other)).then_refused(UnknownPlace)
    scenario.when(move("0.01", None, NOWHERE)).then_refused(UnknownPlace)
    tomorrow = date(2026, 3, 2)
    scenario.when(move("0.01", None, other, effective=tomorrow)).then_refused(DateInFuture)


def test_no_bank_is_overdrawn_and_no_box_filled_beyond_what_the_ledger_can_hold() -> None:
    """L4, L12"""
    scenario = north()
    place, other = bank(scenario), box(scenario)
    scenario.done(move("92233720368547758.07", place, other))
    wallet = PlaceId(scenario.done(opening(PlaceKind.MOBILE_WALLET, "wallet")))
    scenario.when(move("0.01", place, wallet)).then_refused(AmountTooLarge)
    scenario.when(gift("0.01", place=other)).then_refused(AmountTooLarge)
    scenario.when(move("0.01", None, other)).then_refused(AmountTooLarge)


def test_an_advance_comes_back_as_what_was_paid_out_of_it_and_as_change() -> None:
    """L12"""
    scenario = north()
    home = box(scenario, "EUR")
    advance = PlaceId(scenario.done(opening(PlaceKind.ADVANCE, "for-the-road", holder=MEMBER)))
    scenario.done(move("500.00", None, home))
    scenario.done(move("120.00", home, advance))
    scenario.done(send(payment(scenario), advance), by=TREASURER)
    assert lies(scenario) == {"cash-box": 380_00, "for-the-road": 20_00, "": 500_00}
    scenario.done(move("20.00", advance, home))
    scenario.when(ClosePlace(account=NORTH, place=advance)).then_kinds("place-closed")


def test_a_move_booked_by_mistake_is_taken_back_with_its_reason_and_frees_its_reference() -> None:
    """L6, L12, C2"""
    scenario = north()
    place, other = bank(scenario), box(scenario)
    scenario.done(move("700.00", None, place))
    moved = MoveId(scenario.done(move("50.00", place, other, reference="BCV-1")))
    scenario.when(ReverseMove(account=NORTH, move=moved, reason="Read twice."))
    (paper,) = [paper for paper in scenario.papers.values() if paper.text == "Read twice."]
    scenario.then(
        MoveReversed(
            move=moved,
            unit="EUR",
            amount_minor=50_00,
            origin=place,
            target=other,
            reason=paper.seal,
            effective=NOON.date(),
        )
    )
    assert lies(scenario) == {"bank": 700_00, "": 300_00}
    scenario.when(ReverseMove(account=NORTH, move=moved, reason="Again.")).then_refused(MoveIsReversed)
    scenario.when(move("5.00", place, other, reference="BCV-1")).then_kinds("money-moved")


def test_a_move_is_taken_back_even_when_it_was_spent_since_and_not_before_its_day() -> None:
    """L2, L6, L10"""
    scenario = north()
    place = box(scenario)
    moved = MoveId(scenario.done(move("100.00", None, place)))
    scenario.done(send(payment(scenario), place), by=TREASURER)
    early = ReverseMove(account=NORTH, move=moved, reason="Never.", effective=OPENED)
    scenario.when(early).then_refused(DateBeforeMove)
    scenario.when(ReverseMove(account=NORTH, move=moved, reason="It lay in the bank.")).then_kinds(
        "move-reversed"
    )
    assert lies(scenario) == {"cash-box": -100_00, "": 1000_00}
    unknown = MoveId("move-0000000000000000")
    scenario.when(ReverseMove(account=NORTH, move=unknown, reason="?")).then_refused(UnknownMove)


def test_what_is_taken_back_of_closed_places_lies_at_the_main_one() -> None:
    """L6, L12"""
    scenario = north()
    place, other = bank(scenario), box(scenario)
    first = MoveId(scenario.done(move("100.00", None, place)))
    second = MoveId(scenario.done(move("100.00", place, other)))
    scenario.done(ClosePlace(account=NORTH, place=place))
    scenario.done(ReverseMove(account=NORTH, move=second, reason="Wrong box."))
    assert lies(scenario) == {"": 1000_00}, "there is no main place, so that it lies at none"
    home = PlaceId(scenario.done(opening(label="home", main_for=("EUR",))))
    scenario.done(move("100.00", None, home))
    scenario.done(ReverseMove(account=NORTH, move=first, reason="Wrong bank."))
    assert lies(scenario) == {"": 1000_00}


# What comes in


def test_money_lies_where_it_is_said_to_else_at_the_main_place_else_at_none() -> None:
    """L12"""
    scenario = north()
    scenario.done(gift("1.00"))
    assert scenario.recorded[0].event.place is None  # type: ignore[attr-defined]
    place, other = bank(scenario, "EUR"), box(scenario)
    scenario.done(gift("2.00"))
    scenario.done(gift("4.00", place=other))
    scenario.done(gift("8.00", unit="CVE"))
    scenario.when(gift("1.00", place=NOWHERE)).then_refused(UnknownPlace)
    assert lies(scenario) == {"bank": 2_00, "cash-box": 4_00, "": 1001_00}
    assert lies(scenario, "CVE") == {"": 8_00}
    assert account_of(scenario).lies_at(place) == {"EUR": 2_00}


def test_a_transfer_is_received_at_a_place_in_both_currencies() -> None:
    """L12, X5"""
    scenario = two_accounts()
    opened = OpenPlace(account=VILLAGE, kind=PlaceKind.BANK_ACCOUNT, label="bank", main_for=("CVE",))
    place = PlaceId(scenario.done(opened))
    escudos = ConversionGiven(
        unit="CVE", amount="5500.00", rate="110.265", rate_per="EUR", source=RateSource.BANK
    )
    village = scenario.state(VILLAGE, Account)
    transfer = announced(scenario, authorise("50.00"))
    scenario.when(receive(transfer, place=NOWHERE)).then_refused(UnknownPlace)
    scenario.done(receive(transfer, obtained=escudos))
    assert village.lying == {(place, "CVE"): 5500_00}
    assert village.unplaced("EUR") == 1000_00
    transfer = announced(scenario, authorise("60.00", tranche=2))
    scenario.done(receive(transfer, fee="1.00", place=place))
    assert village.lies_at(place) == {"CVE": 5500_00, "EUR": 59_00}
    transfer = announced(scenario, authorise("50.00", tranche=3))
    scenario.done(receive(transfer, obtained=escudos, place=place))
    assert village.lies_at(place) == {"CVE": 11000_00, "EUR": 59_00}


# What goes out


def test_a_payment_out_of_a_cash_box_with_too_little_in_it_is_refused() -> None:
    """L12"""
    scenario = north()
    place, account = box(scenario), bank(scenario)
    scenario.done(move("99.99", None, place))
    disbursement = payment(scenario)
    scenario.when(send(disbursement, place), by=TREASURER).then_refused(PlaceHoldsLess)
    assert "99.99 EUR" in str(scenario.refusal)
    scenario.when(send(disbursement, NOWHERE), by=TREASURER).then_refused(UnknownPlace)
    scenario.when(send(disbursement, account), by=TREASURER).then_kinds("disbursement-sent", "payment-booked")
    assert [fact.event.place for fact in scenario.recorded] == [account, account]  # type: ignore[attr-defined]
    assert lies(scenario) == {"bank": -100_00, "cash-box": 99_99, "": 900_01}


def test_nothing_is_paid_out_of_no_place_that_lies_at_one() -> None:
    """L12"""
    scenario = north()
    disbursement, other = payment(scenario), payment(scenario, "150.00", 2)
    place = box(scenario)
    scenario.done(move("900.00", None, place))
    scenario.when(send(other), by=TREASURER).then_refused(LessUnplaced)
    scenario.when(send(disbursement), by=TREASURER).then_kinds("disbursement-sent", "payment-booked")
    assert lies(scenario) == {"cash-box": 900_00}


def test_whatever_fails_or_comes_back_lies_where_it_lay_or_at_the_main_place() -> None:
    """L12, B5"""
    scenario = north()
    home, place = bank(scenario, "EUR"), box(scenario)
    scenario.done(move("250.00", None, place))
    failed, returned, late = (payment(scenario, "50.00", tranche) for tranche in (1, 2, 3))
    for disbursement in (failed, returned, late):
        scenario.done(send(disbursement, place), by=TREASURER)
    scenario.done(FailDisbursement(account=NORTH, disbursement=failed, reason="Wrong number."))
    scenario.done(SettleDisbursement(account=NORTH, disbursement=returned, reference="BCV-2"))
    scenario.done(ReturnDisbursement(account=NORTH, disbursement=returned, reason="Paid twice."))
    assert lies(scenario) == {"cash-box": 200_00, "": 750_00}
    scenario.done(move("200.00", place, home))
    scenario.done(ClosePlace(account=NORTH, place=place))
    scenario.done(FailDisbursement(account=NORTH, disbursement=late, reason="Wrong number."))
    assert lies(scenario) == {"bank": 250_00, "": 750_00}


@pytest.mark.parametrize("answer", [refuse, ask_to_void])
def test_a_transfer_that_is_not_taken_comes_back_to_its_place(
    answer: Callable[[TransferId], Command],
) -> None:
    """L12, X6"""
    scenario = two_accounts()
    place = box(scenario)
    scenario.done(move("400.00", None, place))
    disbursement = signed_off(scenario, authorise("400.00"))
    scenario.done(send(disbursement, place), by=TREASURER)
    scenario.delivered()
    assert lies(scenario) == {"": 600_00}
    scenario.done(answer(transfer_of(disbursement)))
    scenario.delivered()
    assert lies(scenario) == {"cash-box": 400_00, "": 600_00}


def test_a_refund_is_paid_out_of_a_place_that_holds_it() -> None:
    """L12, C9"""
    scenario = north()
    place, account = box(scenario, "EUR"), bank(scenario)
    contribution = ContributionId(scenario.done(gift("10.00")))
    scenario.done(move("10.00", place, account))

    def refund(out_of: PlaceId | None = None) -> RefundContribution:
        return RefundContribution(
            account=NORTH,
            contribution=contribution,
            unit="EUR",
            amount="4.00",
            reason="Too much.",
            place=out_of,
        )

    scenario.when(refund(), by=TREASURER).then_refused(PlaceHoldsLess)
    scenario.when(refund(account), by=TREASURER).then_kinds("contribution-refunded")
    assert isinstance(refunded := scenario.recorded[0].event, ContributionRefunded)
    assert refunded.place == account
    assert lies(scenario) == {"bank": 6_00, "": 1000_00}


def test_a_gift_booked_by_mistake_is_taken_out_where_it_was_booked_even_if_less_lies_there() -> None:
    """L2, L6, L12"""
    scenario = north()
    place, account = box(scenario, "EUR"), bank(scenario)
    contribution = ContributionId(scenario.done(gift("10.00")))
    scenario.done(move("10.00", place, account))
    scenario.done(ReverseContribution(account=NORTH, contribution=contribution, reason="It never came."))
    assert isinstance(scenario.recorded[0].event, ContributionReversed)
    assert lies(scenario) == {"bank": 10_00, "cash-box": -10_00, "": 1000_00}


def test_a_gift_whose_place_is_closed_is_taken_out_of_the_main_one() -> None:
    """L6, L12"""
    scenario = north()
    account, place = bank(scenario, "EUR"), box(scenario)
    contribution = ContributionId(scenario.done(gift("10.00", place=place)))
    scenario.done(move("10.00", place, account))
    scenario.done(ClosePlace(account=NORTH, place=place))
    scenario.done(ReverseContribution(account=NORTH, contribution=contribution, reason="It never came."))
    assert lies(scenario) == {"": 1000_00}


def test_a_gift_that_lay_nowhere_is_taken_out_of_the_main_place_once_all_was_moved_there() -> None:
    """L6, L12"""
    scenario = north()
    first, second = (ContributionId(scenario.done(gift("10.00"))) for _ in range(2))
    scenario.done(ReverseContribution(account=NORTH, contribution=first, reason="It never came."))
    assert lies(scenario) == {"": 1010_00}
    place = box(scenario, "EUR")
    scenario.done(move("1010.00", None, place))
    scenario.done(ReverseContribution(account=NORTH, contribution=second, reason="It never came."))
    assert lies(scenario) == {"cash-box": 1000_00}


# Exchanges


def test_an_exchange_takes_from_one_place_and_lays_at_another_with_its_fee() -> None:
    """L12, C10"""
    scenario = north()
    place, account = box(scenario, "CVE"), bank(scenario, "EUR")
    scenario.done(move("100.00", None, account))
    done = CurrencyExchangeId(scenario.done(exchange(fee=AmountGiven("EUR", "1.00"))))
    assert isinstance(exchanged := scenario.recorded[-1].event, CurrencyExchanged)
    assert (exchanged.origin, exchanged.target) == (account, place)
    assert lies(scenario) == {"bank": 89_00, "": 900_00}
    assert lies(scenario, "CVE") == {"cash-box": 1102_65}
    scenario.done(ReverseCurrencyExchange(account=NORTH, exchange=done, reason="Another rate."))
    assert isinstance(scenario.recorded[-1].event, CurrencyExchangeReversed)
    assert lies(scenario) == {"bank": 100_00, "": 900_00}
    assert lies(scenario, "CVE") == {}


def test_no_more_is_exchanged_out_of_a_box_than_lies_there_with_its_fee() -> None:
    """L12, C10"""
    scenario = north()
    place = box(scenario)
    scenario.done(move("10.00", None, place))
    scenario.when(exchange(origin=place, fee=AmountGiven("EUR", "0.01"))).then_refused(PlaceHoldsLess)
    scenario.when(exchange(origin=place, target=place)).then_kinds("currency-exchanged")
    assert lies(scenario, "CVE") == {"cash-box": 1102_65}
    scenario.done(move("900.00", None, place))
    scenario.when(exchange(given="91.00")).then_refused(LessUnplaced)


def test_an_exchange_is_taken_back_from_the_main_places_once_its_own_are_closed() -> None:
    """L6, L12"""
    scenario = north()
    place, account = box(scenario), bank(scenario, "EUR", "CVE")
    scenario.done(move("10.00", None, place))
    done = CurrencyExchangeId(scenario.done(exchange(origin=place, target=place)))
    scenario.done(move("1102.65", place, account, unit="CVE"))
    scenario.done(ClosePlace(account=NORTH, place=place))
    scenario.done(ReverseCurrencyExchange(account=NORTH, exchange=done, reason="Another rate."))
    assert lies(scenario) == {"bank": 10_00, "": 990_00}
    assert lies(scenario, "CVE") == {}


# All of them


@pytest.mark.parametrize(
    "command",
    [
        OpenPlace(account=caldeiras.ACCOUNT, kind=PlaceKind.CASH_BOX, label="cash-box"),
        NameMainPlace(account=caldeiras.ACCOUNT, place=NOWHERE, unit="EUR"),
        ClosePlace(account=caldeiras.ACCOUNT, place=NOWHERE),
        MoveMoney(account=caldeiras.ACCOUNT, unit="EUR", amount="1.00", target=NOWHERE),
        ReverseMove(account=caldeiras.ACCOUNT, move=MoveId("move-1"), reason="?"),
    ],
    ids=lambda command: type(command).__name__,
)
def test_places_are_those_of_a_founded_account(command: Command) -> None:
    """A5, L12"""
    Scenario(NOON).when(command).then_refused(UnknownAccount)
    caldeiras.opened().when(command).then_refused(NotFounded)


places = st.integers(0, 3)
deeds = st.lists(
    st.one_of(
        st.tuples(st.just("gift"), places, places, st.integers(1, 500_00)),
        st.tuples(st.just("move"), places, places, st.integers(1, 500_00)),
        st.tuples(st.just("refund"), places, places, st.integers(1, 100_00)),
        st.tuples(st.just("exchange"), places, places, st.integers(1, 300_00)),
        st.tuples(st.just("reverse"), places, places, st.integers(0, 3)),
        st.tuples(st.just("close"), places, places, st.just(0)),
    ),
    max_size=25,
)


@given(deeds)
def test_what_lies_at_places_and_at_none_is_always_what_the_balances_hold(
    done: list[tuple[str, int, int, int]],
) -> None:
    """L12: and out of a box or wallet no decision takes what does not lie there."""
    scenario = north()
    at: list[PlaceId | None] = [None]
    for kind, main in (
        (PlaceKind.BANK_ACCOUNT, ("EUR",)),
        (PlaceKind.CASH_BOX, ()),
        (PlaceKind.MOBILE_WALLET, ()),
    ):
        at.append(PlaceId(scenario.done(opening(kind, kind.value, main_for=main))))
    moves: list[str] = []
    gifts: list[str] = []
    for deed, here, there, number in done:
        amount = f"{number // 100}.{number % 100:02}"
        held = dict.fromkeys(("EUR", "CVE"), 0)
        command: Command
        match deed:
            case "gift":
                command = gift(amount, place=at[here])
            case "move":
                command = move(amount, at[here], at[there] or NOWHERE)
            case "refund":
                command = RefundContribution(
                    account=NORTH,
                    contribution=ContributionId(gifts[-1] if gifts else "contribution-none"),
                    unit="EUR",
                    amount=amount,
                    reason="Back.",
                    place=at[here],
                )
            case "exchange":
                command = exchange(amount, amount, origin=at[here], target=at[there])
            case "reverse":
                move_id = MoveId(moves[number % len(moves)] if moves else "move-none")
                command = ReverseMove(account=NORTH, move=move_id, reason="Wrong.")
            case _:
                command = ClosePlace(account=NORTH, place=at[here] or NOWHERE)
        scenario.when(command, by=TREASURER)
        if scenario.created and scenario.refusal is None:
            (moves if deed == "move" else gifts if deed == "gift" else []).append(scenario.created)
        account = account_of(scenario)
        for unit in held:
            total = sum(t.received - t.paid for (u, _, _), t in account.totals.items() if u == unit)
            assert sum(lies(scenario, unit).values()) == total
        if all(kind != "reverse" for kind, *_ in done):
            assert all(
                minor >= 0
                for (place, _), minor in account.lying.items()
                if account.places[place].kind is not PlaceKind.BANK_ACCOUNT
            )
        assert all(not account.lies_at(own) for own, place in account.places.items() if place.closed)
