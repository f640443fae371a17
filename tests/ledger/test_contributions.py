"""Contributions: gifts of money, from the pledge to what is left of them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.accounts.commands import DeclarePurpose
from ledger.accounts.events import BudgetReserved, PurposeKind
from ledger.accounts.refusals import (
    NotEnoughAvailable,
    NotFounded,
    NotInOffice,
    OfficesIncomplete,
    PurposeInShortfall,
    UnknownAccount,
    UnknownPurpose,
)
from ledger.accounts.state import Line
from ledger.associations.commands import LeaveMember
from ledger.associations.rules import Office
from ledger.command import AccountCommand, Fact, Person
from ledger.contributions.commands import (
    AcceptEarmark,
    Giver,
    LiftEarmark,
    PledgeContribution,
    ReceiveContribution,
    RefundContribution,
    ReverseContribution,
    WithdrawPledge,
)
from ledger.contributions.events import (
    ContributionPledged,
    ContributionReceived,
    ContributionRefunded,
    ContributionReversed,
    EarmarkAccepted,
    EarmarkLifted,
    PledgeWithdrawn,
)
from ledger.contributions.refusals import (
    DateBeforeContribution,
    EarmarkNotAwaiting,
    GiverUnnamed,
    NoEarmarkToLift,
    NothingLeftToRefund,
    NothingLeftToReverse,
    NotMoney,
    PledgeInOtherUnit,
    PledgeNamesGiver,
    PledgeNotOpen,
    ReferenceAlreadyBooked,
    RefundExceedsGift,
    RefundInOtherUnit,
    UnknownContribution,
    UnknownGiver,
)
from ledger.contributions.state import GiverKind, Motive, reference_is
from ledger.identifiers import (
    AWAITING,
    UNRESTRICTED,
    AccountId,
    ContributionId,
    PartyToken,
    PurposeId,
    RoundId,
)
from ledger.money import LARGEST_MINOR
from ledger.refusals import (
    AmountMalformed,
    AmountNotPositive,
    AmountTooLarge,
    DateBeforeAccount,
    DateInFuture,
    Refused,
    TextEmpty,
    TextTooLong,
    TextUnreadable,
    TooManyDigits,
    UnknownUnit,
)
from tests.ledger.caldeiras import ACCOUNT, NOON, OPENED, account, founded, officer, opened, treasurer
from tests.ledger.planted import kept_apart
from tests.scenario import SECRET, Scenario

TODAY = NOON.date()
FEBRUARY = date(2026, 2, 1)
EMMA = Giver(name="Emma Grant", contact="emma@example.org")
GIFT = ReceiveContribution(account=ACCOUNT, unit="EUR", amount="100.00", giver=EMMA, effective=FEBRUARY)
PLEDGE = PledgeContribution(account=ACCOUNT, unit="EUR", amount="100.00", giver=EMMA, effective=FEBRUARY)


def but(command: Any, **changes: Any) -> Any:
    """The same command with something changed."""
    return msgspec.structs.replace(command, **changes)


def received(scenario: Scenario, **changes: Any) -> ContributionId:
    """A gift that came in."""
    return ContributionId(scenario.done(but(GIFT, **changes)))


def with_press() -> tuple[Scenario, PurposeId]:
    """The account may hold money for a press."""
    scenario = founded()
    declare = DeclarePurpose(account=ACCOUNT, kind=PurposeKind.PROJECT, description="A press")
    return scenario, PurposeId(scenario.done(declare))


def available(scenario: Scenario, purpose: PurposeId = UNRESTRICTED, unit: str = "EUR") -> int:
    """What the account says it can spend."""
    return account(scenario).available(unit, purpose)


def refund(contribution: str, amount: str = "100.00") -> RefundContribution:
    """Money goes back."""
    return RefundContribution(
        account=ACCOUNT,
        contribution=ContributionId(contribution),
        unit="EUR",
        amount=amount,
        reason="changed their mind",
    )


def reverse(contribution: str, **changes: Any) -> Any:
    """It was booked by mistake."""
    command = ReverseContribution(
        account=ACCOUNT, contribution=ContributionId(contribution), reason="booked in the wrong account"
    )
    return but(command, **changes)


def reserve(scenario: Scenario, amount_minor: int, purpose: PurposeId = UNRESTRICTED) -> None:
    """An open round holds some of it."""
    lines = (Line("EUR", purpose, amount_minor),)
    scenario.given(Fact(ACCOUNT, BudgetReserved(round=RoundId("round-one"), lines=lines)))


# Receiving


def test_a_gift_that_came_in_raises_what_is_available_of_its_unit() -> None:
    """L2, L3, L4"""
    scenario = founded().when(GIFT)
    giver = scenario.outcomes[0]
    assert isinstance(giver, Person)
    scenario.then(
        ContributionReceived(
            contribution=ContributionId(scenario.created or ""),
            giver=PartyToken(giver.token),
            unit="EUR",
            amount_minor=100_00,
            effective=FEBRUARY,
        )
    )
    assert (available(scenario), available(scenario, unit="CVE")) == (100_00, 0)


def test_a_gift_takes_effect_today_unless_said_otherwise() -> None:
    """L10"""
    scenario = founded()
    received(scenario, effective=None)
    event = scenario.recorded[0].event
    assert isinstance(event, ContributionReceived)
    assert event.effective == TODAY


@pytest.mark.parametrize(
    ("effective", "refusal"),
    [(OPENED - timedelta(days=1), DateBeforeAccount), (TODAY + timedelta(days=1), DateInFuture)],
)
@pytest.mark.parametrize("command", [GIFT, PLEDGE], ids=["receive", "pledge"])
def test_money_comes_in_between_the_opening_of_the_account_and_today(
    command: Any, effective: date, refusal: type[Refused]
) -> None:
    """L10"""
    founded().when(but(command, effective=effective)).then_refused(refusal)


@pytest.mark.parametrize(
    ("amount", "refusal"),
    [
        ("0", AmountNotPositive),
        ("-1", AmountNotPositive),
        ("1e3", AmountMalformed),
        ("NaN", AmountMalformed),
        ("1.001", TooManyDigits),
        ("92233720368547758.08", AmountTooLarge),
    ],
)
@pytest.mark.parametrize("command", [GIFT, PLEDGE], ids=["receive", "pledge"])
def test_amounts_are_exact_or_refused(command: Any, amount: str, refusal: type[Refused]) -> None:
    """L4"""
    founded().when(but(command, amount=amount)).then_refused(refusal)


@pytest.mark.parametrize("command", [GIFT, PLEDGE], ids=["receive", "pledge"])
def test_the_unit_of_a_gift_is_known(command: Any) -> None:
    """L3"""
    founded().when(but(command, unit="WINE")).then_refused(UnknownUnit)


def test_no_sum_grows_beyond_64_bits_whatever_its_purpose() -> None:
    """L4"""
    scenario, press = with_press()
    received(scenario, amount="92233720368547758.07", earmark=press)
    scenario.when(but(GIFT, amount="0.01")).then_refused(AmountTooLarge)
    received(scenario, unit="CVE", amount="0.01")
    assert account(scenario).ever_received("EUR") == LARGEST_MINOR


@pytest.mark.parametrize("command", [GIFT, PLEDGE], ids=["receive", "pledge"])
def test_money_is_received_by_accounts_that_are_founded(command: Any) -> None:
    """A5"""
    opened().when(command).then_refused(NotFounded)
    founded().when(but(command, account=AccountId("account-none"))).then_refused(UnknownAccount)


# Who gives


def test_names_contacts_and_references_stand_in_no_event_and_no_mark() -> None:
    """C2, C6, L9"""
    scenario = founded().when(but(GIFT, reference="FT26/0042 Emma G."))
    kept_apart(scenario, "Emma Grant", "emma@example.org", "FT26/0042 Emma G.")


@pytest.mark.parametrize("giver", [None, Giver(), Giver(name=""), Giver(name=" \n", contact="+238 1")])
@pytest.mark.parametrize("anonymous", [False, True])
def test_a_giver_is_named_to_the_auditor_even_when_anonymous_to_the_public(
    giver: Giver | None, anonymous: bool
) -> None:
    """C6"""
    founded().when(but(GIFT, giver=giver, anonymous=anonymous)).then_refused(GiverUnnamed)
    if giver is not None:
        founded().when(but(PLEDGE, giver=giver, anonymous=anonymous)).then_refused(GiverUnnamed)


def test_an_anonymous_gift_says_so_and_the_auditor_still_finds_its_giver() -> None:
    """C6"""
    scenario = founded()
    received(scenario, anonymous=True)
    event, giver = scenario.recorded[0].event, scenario.outcomes[0]
    assert isinstance(event, ContributionReceived)
    assert event.anonymous
    assert giver == Person(event.giver, "Emma Grant", "emma@example.org", public=False)


@pytest.mark.parametrize(
    ("kind", "asks", "anonymous", "public"),
    [
        (GiverKind.COMPANY, True, False, True),
        (GiverKind.PUBLIC_BODY, True, False, True),
        (GiverKind.ASSOCIATION, False, False, False),
        (GiverKind.COMPANY, True, True, False),
        (GiverKind.PERSON, True, False, False),
    ],
)
def test_an_organisations_name_is_public_unless_it_asks_otherwise_and_a_persons_never_is(
    kind: GiverKind, asks: bool, anonymous: bool, public: bool
) -> None:
    """C6, L9"""
    scenario = founded()
    received(scenario, giver=Giver(kind=kind, name="Sol & Filhos", public=asks), anonymous=anonymous)
    giver = scenario.outcomes[0]
    assert isinstance(giver, Person)
    assert giver.public is public


def test_a_known_giver_gives_again_under_the_same_token_and_kind() -> None:
    """C6, C8"""
    scenario = founded()
    received(scenario, giver=Giver(kind=GiverKind.COMPANY, name="Sol & Filhos"))
    first = scenario.recorded[0].event
    assert isinstance(first, ContributionReceived)
    received(scenario, giver=first.giver)
    second = scenario.recorded[0].event
    assert isinstance(second, ContributionReceived)
    assert (second.giver, second.giver_kind) == (first.giver, GiverKind.COMPANY)
    assert not any(isinstance(outcome, Person) for outcome in scenario.outcomes)


@pytest.mark.parametrize("command", [GIFT, PLEDGE], ids=["receive", "pledge"])
def test_a_token_that_nobody_has_names_no_giver(command: Any) -> None:
    """C6"""
    scenario = founded()
    scenario.when(but(command, giver=PartyToken("giver-nobody"))).then_refused(UnknownGiver)
    scenario.when(but(command, giver=PartyToken(treasurer(scenario)))).then_refused(UnknownGiver)


@pytest.mark.parametrize("amount", ["0.01", "1000000.00"])
@pytest.mark.parametrize("motive", [motive for motive in Motive if motive is not Motive.PASS_ON])
def test_a_gift_gives_no_vote_claim_or_debt_whatever_its_amount_or_motive(
    motive: Motive, amount: str
) -> None:
    """C8, M2"""
    scenario = founded()
    before = account(scenario)
    members, officers, rules = before.members, dict(before.officers), before.rules
    carbon_kg = "1" if motive is Motive.CARBON_OFFSET else None
    received(scenario, motive=motive, amount=amount, carbon_kg=carbon_kg)
    after = account(scenario)
    assert (after.members, after.officers, after.rules) == (members, officers, rules)
    assert not after.holdings
    offset = ("carbon-offset-stated",) if carbon_kg else ()
    scenario.then_kinds("contribution-received", *offset)


# References


@pytest.mark.parametrize(
    ("unit", "amount"), [("goat:piece", "3"), ("cement:kg", "50.000"), ("work:minute", "60")]
)
def test_goods_and_hours_do_not_come_in_as_money_does(unit: str, amount: str) -> None:
    """C3, C4"""
    founded().when(but(GIFT, unit=unit, amount=amount)).then_refused(NotMoney)


def test_a_local_currency_comes_in_as_money_does() -> None:
    """L3"""
    scenario = founded()
    received(scenario, unit="sol:currency", amount="12.50")
    assert available(scenario, unit="sol:currency") == 12_50


def test_one_bank_line_is_never_booked_twice() -> None:
    """C2"""
    scenario = founded()
    received(scenario, reference="FT26042")
    scenario.when(but(GIFT, reference="FT26042", amount="7.00")).then_refused(ReferenceAlreadyBooked)
    received(scenario, reference="FT26043")
    assert available(scenario) == 200_00


@pytest.mark.parametrize("written", ["rf18 5390", " RF185390\n", "RF18\u00a05390", "\uff32\uff2618 5390"])
def test_a_bank_line_is_the_same_however_it_is_copied(written: str) -> None:
    """C2"""
    scenario = founded()
    received(scenario, reference="RF18 5390")
    scenario.when(but(GIFT, reference=written)).then_refused(ReferenceAlreadyBooked)


def test_each_account_has_its_own_references() -> None:
    """C2"""
    scenario = founded()
    received(scenario, reference="FT26042")
    event = scenario.recorded[0].event
    assert isinstance(event, ContributionReceived)
    assert event.reference is not None
    assert reference_is("ft 26042", event.reference, ACCOUNT, SECRET)
    assert not reference_is("FT26043", event.reference, ACCOUNT, SECRET)
    assert not reference_is("FT26042", event.reference, AccountId("account-two"), SECRET)


@pytest.mark.parametrize(
    ("reference", "refusal"),
    [
        ("", TextEmpty),
        (" ", TextEmpty),
        ("a\0", TextUnreadable),
        ("\ud800", TextUnreadable),
        ("x" * 20_001, TextTooLong),
    ],
)
def test_a_reference_is_a_text(reference: str, refusal: type[Refused]) -> None:
    """C2"""
    founded().when(but(GIFT, reference=reference)).then_refused(refusal)


def test_gifts_without_a_reference_do_not_collide() -> None:
    """C2"""
    scenario = founded()
    received(scenario)
    received(scenario)
    assert available(scenario) == 200_00


# Pledges


def test_a_pledge_never_raises_a_balance() -> None:
    """C1"""
    scenario = founded().when(PLEDGE)
    giver = scenario.outcomes[0]
    assert isinstance(giver, Person)
    scenario.then(
        ContributionPledged(
            contribution=ContributionId(scenario.created or ""),
            giver=PartyToken(giver.token),
            giver_kind=GiverKind.PERSON,
            motive=Motive.GIFT,
            unit="EUR",
            amount_minor=100_00,
            effective=FEBRUARY,
        )
    )
    assert account(scenario).totals == {}
    kept_apart(scenario, "Emma Grant", "emma@example.org")


def test_a_pledge_that_comes_in_keeps_its_id_giver_motive_earmark_and_anonymity() -> None:
    """C1, C5, C6"""
    scenario, press = with_press()
    pledge = but(PLEDGE, anonymous=True, motive=Motive.LEGACY, earmark=press)
    contribution = ContributionId(scenario.done(pledge))
    pledged = scenario.recorded[0].event
    assert isinstance(pledged, ContributionPledged)
    scenario.when(but(GIFT, giver=None, amount="60.00", pledge=contribution)).then(
        ContributionReceived(
            contribution=contribution,
            giver=pledged.giver,
            anonymous=True,
            motive=Motive.LEGACY,
            unit="EUR",
            amount_minor=60_00,
            earmark=press,
            effective=FEBRUARY,
        )
    )
    assert scenario.created == contribution
    assert (available(scenario, AWAITING), available(scenario)) == (60_00, 0)


def test_who_pays_a_pledge_in_may_say_otherwise_about_motive_and_earmark() -> None:
    """C1, L5"""
    scenario, press = with_press()
    contribution = ContributionId(scenario.done(but(PLEDGE, earmark=press)))
    keep = but(GIFT, giver=None, pledge=contribution, earmark=UNRESTRICTED, motive=Motive.GRANT)
    scenario.done(keep)
    event = scenario.recorded[0].event
    assert isinstance(event, ContributionReceived)
    assert (event.motive, event.earmark) == (Motive.GRANT, UNRESTRICTED)


def test_a_pledge_is_received_once() -> None:
    """C1"""
    scenario = founded()
    pledge = ContributionId(scenario.done(PLEDGE))
    keep = but(GIFT, giver=None, pledge=pledge)
    scenario.done(keep)
    scenario.when(keep).then_refused(PledgeNotOpen)
    assert available(scenario) == 100_00


def test_a_gift_that_was_never_pledged_keeps_no_pledge() -> None:
    """C1"""
    scenario = founded()
    gift = received(scenario)
    scenario.when(but(GIFT, giver=None, pledge=gift)).then_refused(PledgeNotOpen)
    nothing = ContributionId("contribution-none")
    scenario.when(but(GIFT, giver=None, pledge=nothing)).then_refused(UnknownContribution)


def test_a_pledge_is_kept_in_its_own_unit() -> None:
    """C1, L3"""
    scenario = founded()
    pledge = ContributionId(scenario.done(PLEDGE))
    scenario.when(but(GIFT, giver=None, pledge=pledge, unit="CVE")).then_refused(PledgeInOtherUnit)
    assert "EUR" in str(scenario.refusal)


def test_a_pledge_says_who_gives() -> None:
    """C1, C6"""
    scenario = founded()
    pledge = ContributionId(scenario.done(PLEDGE))
    pledged = scenario.recorded[0].event
    assert isinstance(pledged, ContributionPledged)
    scenario.when(but(GIFT, pledge=pledge)).then_refused(PledgeNamesGiver)
    scenario.done(but(GIFT, giver=pledged.giver, pledge=pledge))


def test_a_pledge_that_will_not_come_is_withdrawn_once_and_was_never_a_debt() -> None:
    """C1, C8"""
    scenario = founded()
    pledge = ContributionId(scenario.done(PLEDGE))
    withdraw = WithdrawPledge(account=ACCOUNT, contribution=pledge)
    scenario.when(withdraw).then(PledgeWithdrawn(contribution=pledge, effective=TODAY))
    scenario.when(withdraw).then_refused(PledgeNotOpen)
    scenario.when(but(GIFT, giver=None, pledge=pledge)).then_refused(PledgeNotOpen)
    assert account(scenario).totals == {}


def test_a_gift_that_came_in_is_no_pledge_to_withdraw() -> None:
    """C1"""
    scenario = founded()
    scenario.when(WithdrawPledge(account=ACCOUNT, contribution=received(scenario))).then_refused(
        PledgeNotOpen
    )


# Earmarks


@pytest.mark.parametrize("purpose", ["purpose-none", AWAITING, ""])
@pytest.mark.parametrize("command", [GIFT, PLEDGE], ids=["receive", "pledge"])
def test_money_is_earmarked_for_a_declared_purpose(command: Any, purpose: str) -> None:
    """L5"""
    scenario = founded().when(but(command, earmark=PurposeId(purpose)))
    scenario.then_refused(UnknownPurpose)


def test_an_earmarked_gift_waits_until_it_is_accepted() -> None:
    """C5, L5"""
    scenario, press = with_press()
    gift = received(scenario, earmark=press)
    assert (available(scenario, AWAITING), available(scenario, press)) == (100_00, 0)
    accept = AcceptEarmark(account=ACCOUNT, contribution=gift)
    scenario.when(accept).then(
        EarmarkAccepted(contribution=gift, purpose=press, unit="EUR", amount_minor=100_00, effective=TODAY)
    )
    assert (available(scenario, AWAITING), available(scenario, press)) == (0, 100_00)
    scenario.when(accept).then_refused(EarmarkNotAwaiting)


def test_only_an_earmark_that_waits_is_accepted() -> None:
    """C5"""
    scenario = founded()
    unrestricted, pledge = received(scenario), ContributionId(scenario.done(PLEDGE))
    for contribution in (unrestricted, pledge):
        accept = AcceptEarmark(account=ACCOUNT, contribution=contribution)
        scenario.when(accept).then_refused(EarmarkNotAwaiting)


def test_a_gift_whose_earmark_is_not_accepted_is_returned() -> None:
    """C5, C9"""
    scenario, press = with_press()
    gift = received(scenario, earmark=press)
    scenario.when(refund(gift, "40.00"), by=treasurer(scenario))
    event = scenario.recorded[0].event
    assert isinstance(event, ContributionRefunded)
    assert event.purpose == AWAITING
    scenario.done(AcceptEarmark(account=ACCOUNT, contribution=gift))
    assert (available(scenario, AWAITING), available(scenario, press)) == (0, 60_00)


def test_the_donors_consent_lifts_an_earmark_from_what_is_left() -> None:
    """L5, L9"""
    scenario, press = with_press()
    gift = received(scenario, earmark=press)
    scenario.done(AcceptEarmark(account=ACCOUNT, contribution=gift))
    scenario.done(refund(gift, "30.00"), by=treasurer(scenario))
    lift = LiftEarmark(account=ACCOUNT, contribution=gift, consent="Emma agreed by telephone")
    scenario.when(lift)
    kept_apart(scenario, "Emma agreed by telephone")
    event = scenario.recorded[0].event
    assert isinstance(event, EarmarkLifted)
    assert (event.purpose, event.amount_minor, event.effective) == (press, 70_00, TODAY)
    assert (available(scenario, press), available(scenario)) == (0, 70_00)
    scenario.when(lift).then_refused(NoEarmarkToLift)


def test_only_an_accepted_earmark_can_be_lifted() -> None:
    """L5"""
    scenario, press = with_press()
    waiting = received(scenario, earmark=press)
    unrestricted = received(scenario)
    gone = received(scenario, earmark=press)
    scenario.done(AcceptEarmark(account=ACCOUNT, contribution=gone))
    scenario.done(refund(gone), by=treasurer(scenario))
    for contribution in (waiting, unrestricted, gone):
        lift = LiftEarmark(account=ACCOUNT, contribution=contribution, consent="yes")
        scenario.when(lift).then_refused(NoEarmarkToLift)


def test_an_earmark_is_not_lifted_from_money_that_is_reserved() -> None:
    """L2, L5"""
    scenario, press = with_press()
    gift = received(scenario, earmark=press)
    scenario.done(AcceptEarmark(account=ACCOUNT, contribution=gift))
    reserve(scenario, 1, press)
    lift = LiftEarmark(account=ACCOUNT, contribution=gift, consent="yes")
    scenario.when(lift).then_refused(NotEnoughAvailable)


def test_a_consent_is_written_down() -> None:
    """L5"""
    scenario, press = with_press()
    gift = received(scenario, earmark=press)
    scenario.done(AcceptEarmark(account=ACCOUNT, contribution=gift))
    scenario.when(LiftEarmark(account=ACCOUNT, contribution=gift, consent="")).then_refused(TextEmpty)


# Reversals


def test_a_wrong_booking_is_reversed_with_its_reason_and_its_reference_is_free_again() -> None:
    """L6, C2"""
    scenario = founded()
    gift = received(scenario, reference="FT26042")
    scenario.when(reverse(gift))
    kept_apart(scenario, "booked in the wrong account")
    event = scenario.recorded[0].event
    assert isinstance(event, ContributionReversed)
    assert (event.purpose, event.amount_minor) == (UNRESTRICTED, 100_00)
    assert available(scenario) == 0
    received(scenario, reference="FT26042", amount="10.00")
    scenario.when(but(GIFT, reference="FT26042")).then_refused(ReferenceAlreadyBooked)
    assert available(scenario) == 10_00


def test_nothing_is_reversed_twice() -> None:
    """L6"""
    scenario = founded()
    gift = received(scenario)
    scenario.done(reverse(gift))
    scenario.when(reverse(gift)).then_refused(NothingLeftToReverse)
    assert available(scenario) == 0


def test_what_was_only_pledged_or_went_back_in_whole_is_not_reversed() -> None:
    """L6"""
    scenario = founded()
    scenario.when(reverse(scenario.done(PLEDGE))).then_refused(NothingLeftToReverse)
    gift = received(scenario)
    scenario.done(refund(gift), by=treasurer(scenario))
    scenario.when(reverse(gift)).then_refused(NothingLeftToReverse)


def test_a_reversal_takes_out_what_a_refund_left() -> None:
    """L6, C9"""
    scenario = founded()
    gift = received(scenario)
    scenario.done(refund(gift, "30.00"), by=treasurer(scenario))
    scenario.done(reverse(gift))
    event = scenario.recorded[0].event
    assert isinstance(event, ContributionReversed)
    assert event.amount_minor == 70_00
    assert available(scenario) == 0


def test_a_gift_that_waits_is_reversed_where_it_lies() -> None:
    """L6, C5"""
    scenario, press = with_press()
    gift = received(scenario, earmark=press)
    scenario.done(reverse(gift))
    assert (available(scenario, AWAITING), available(scenario, press)) == (0, 0)
    scenario.when(AcceptEarmark(account=ACCOUNT, contribution=gift)).then_refused(EarmarkNotAwaiting)


def test_reversing_money_that_is_reserved_is_recorded_and_shows_as_a_shortfall_that_blocks_refunds() -> None:
    """L2"""
    scenario = founded()
    gift, other = received(scenario), received(scenario, amount="50.00")
    reserve(scenario, 80_00)
    scenario.done(reverse(gift))
    assert available(scenario) == -30_00
    scenario.when(refund(other, "1.00"), by=treasurer(scenario)).then_refused(PurposeInShortfall)
    assert "30.00 EUR" in str(scenario.refusal)


def test_a_shortfall_is_covered_by_what_comes_in() -> None:
    """L2"""
    scenario = founded()
    gift, other = received(scenario), received(scenario, amount="50.00")
    reserve(scenario, 80_00)
    scenario.done(reverse(gift))
    received(scenario, amount="30.01")
    scenario.done(refund(other, "0.01"), by=treasurer(scenario))
    assert available(scenario) == 0


def test_a_reversal_needs_a_reason() -> None:
    """L6"""
    scenario = founded()
    scenario.when(reverse(received(scenario), reason=" ")).then_refused(TextEmpty)


# Refunds


def test_money_goes_back_up_to_what_is_left_of_the_gift() -> None:
    """C9"""
    scenario = founded()
    gift = received(scenario)
    received(scenario)
    scenario.when(refund(gift, "60.00"), by=treasurer(scenario))
    kept_apart(scenario, "changed their mind")
    scenario.when(refund(gift, "40.01"), by=treasurer(scenario)).then_refused(RefundExceedsGift)
    assert "40.00 EUR" in str(scenario.refusal)
    scenario.done(refund(gift, "40.00"), by=treasurer(scenario))
    scenario.when(refund(gift, "0.01"), by=treasurer(scenario)).then_refused(NothingLeftToRefund)
    assert available(scenario) == 100_00


def test_a_gift_goes_back_in_its_own_unit() -> None:
    """C9, L3"""
    scenario = founded()
    gift = received(scenario)
    for unit in ("CVE", "XYZ", ""):
        other = but(refund(gift, "40"), unit=unit)
        scenario.when(other, by=treasurer(scenario)).then_refused(RefundInOtherUnit)
    assert "EUR" in str(scenario.refusal)


def test_no_more_goes_back_than_is_available_in_the_purpose() -> None:
    """C9, L2"""
    scenario = founded()
    gift = received(scenario)
    reserve(scenario, 60_00)
    scenario.when(refund(gift, "40.01"), by=treasurer(scenario)).then_refused(NotEnoughAvailable)
    scenario.done(refund(gift, "40.00"), by=treasurer(scenario))
    assert available(scenario) == 0


def test_what_was_only_pledged_or_reversed_does_not_go_back() -> None:
    """C1, C9"""
    scenario = founded()
    pledge, gift = scenario.done(PLEDGE), received(scenario)
    received(scenario)
    scenario.done(reverse(gift))
    for contribution in (pledge, gift):
        scenario.when(refund(contribution), by=treasurer(scenario)).then_refused(NothingLeftToRefund)


def test_a_refund_waits_until_three_people_hold_the_offices() -> None:
    """A3"""
    scenario = founded()
    gift, purse = received(scenario), treasurer(scenario)
    scenario.done(LeaveMember(account=ACCOUNT, member=officer(scenario, Office.AUDITOR)))
    scenario.when(refund(gift), by=purse).then_refused(OfficesIncomplete)


def test_only_the_treasurer_in_office_gives_money_back() -> None:
    """A3"""
    scenario = founded()
    gift = received(scenario)
    others = (officer(scenario, Office.AUDITOR), officer(scenario, Office.SECOND_SIGNATORY), "key-somebody")
    for actor in others:
        scenario.when(refund(gift), by=actor).then_refused(NotInOffice)
        assert "treasurer" in str(scenario.refusal)


@pytest.mark.parametrize(
    ("amount", "refusal"),
    [("0", AmountNotPositive), ("-1", AmountNotPositive), ("1e1", AmountMalformed), ("0.001", TooManyDigits)],
)
def test_a_refund_is_an_exact_amount_in_the_gifts_unit(amount: str, refusal: type[Refused]) -> None:
    """L4"""
    scenario = founded()
    scenario.when(refund(received(scenario), amount), by=treasurer(scenario)).then_refused(refusal)


def test_a_refund_needs_a_reason() -> None:
    """C9"""
    scenario = founded()
    scenario.when(but(refund(received(scenario)), reason=""), by=treasurer(scenario)).then_refused(TextEmpty)


# What holds for all of them


def about(contribution: str, **changes: Any) -> tuple[AccountCommand, ...]:
    """Every command about a contribution that is recorded."""
    it = ContributionId(contribution)
    commands = (
        WithdrawPledge(account=ACCOUNT, contribution=it),
        AcceptEarmark(account=ACCOUNT, contribution=it),
        LiftEarmark(account=ACCOUNT, contribution=it, consent="yes"),
        reverse(it),
        refund(it),
    )
    return tuple(but(command, **changes) for command in commands)


@pytest.mark.parametrize("command", about("contribution-none"), ids=lambda c: type(c).__name__)
def test_what_is_said_of_a_contribution_is_said_of_one_that_exists(command: AccountCommand) -> None:
    """L6, C2"""
    scenario = founded()
    scenario.when(command, by=treasurer(scenario)).then_refused(UnknownContribution)


@pytest.mark.parametrize(
    ("effective", "refusal"),
    [(FEBRUARY - timedelta(days=1), DateBeforeContribution), (TODAY + timedelta(days=1), DateInFuture)],
)
@pytest.mark.parametrize("which", range(5))
def test_what_happens_to_a_contribution_lies_between_its_own_date_and_today(
    which: int, effective: date, refusal: type[Refused]
) -> None:
    """L10"""
    scenario, press = with_press()
    waiting, accepted = received(scenario, earmark=press), received(scenario, earmark=press)
    scenario.done(AcceptEarmark(account=ACCOUNT, contribution=accepted))
    subject = (ContributionId(scenario.done(PLEDGE)), waiting, accepted, waiting, accepted)[which]
    scenario.when(about(subject, effective=effective)[which], by=treasurer(scenario)).then_refused(refusal)
    scenario.when(about(subject, effective=FEBRUARY)[which], by=treasurer(scenario))
    assert scenario.refusal is None


def test_a_late_entry_keeps_its_effective_date_whenever_it_is_recorded() -> None:
    """L10"""
    scenario = founded()
    scenario.at(datetime(2026, 8, 1, tzinfo=UTC))
    received(scenario)
    event = scenario.recorded[0].event
    assert isinstance(event, ContributionReceived)
    assert event.effective == FEBRUARY


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["receive", "refund", "reverse", "reserve"]), st.integers(1, 50), st.integers(0, 9)
    ),
    max_size=25,
)


@given(STEPS)
def test_what_is_available_is_what_came_in_less_what_went_out_and_is_reserved(
    steps: list[tuple[str, int, int]],
) -> None:
    """L2, L8, L11, C9"""
    scenario = founded()
    purse = treasurer(scenario)
    left: dict[str, int] = {}
    reserved = 0
    for step, euros, which in steps:
        gift = sorted(left)[which % len(left)] if left else "contribution-none"
        free = sum(left.values()) - reserved
        if step == "receive":
            left[received(scenario, amount=str(euros))] = euros
        elif step == "reserve" and 0 < euros <= free:
            reserve(scenario, euros * 100)
            reserved += euros
        elif step == "reverse":
            scenario.when(reverse(gift))
            assert (scenario.refusal is None) == (left.get(gift, 0) > 0)
            left.update({gift: 0} if gift in left else {})
        elif step == "refund":
            scenario.when(refund(gift, str(euros)), by=purse)
            allowed = euros <= min(left.get(gift, 0), free)
            assert (scenario.refusal is None) == allowed
            if allowed:
                left[gift] -= euros
        assert available(scenario) == (sum(left.values()) - reserved) * 100
    assert account(scenario).ever_received("EUR") == sum(left.values()) * 100


@given(st.lists(st.sampled_from(["FT1", "ft 1", "FT2", "reverse"]), max_size=12))
def test_at_most_one_entry_stands_for_each_bank_line(lines: list[str]) -> None:
    """C2, L6"""
    scenario = founded()
    standing: dict[str, ContributionId] = {}
    for line in lines:
        if line == "reverse":
            if standing:
                _, gift = standing.popitem()
                scenario.done(reverse(gift))
            continue
        name = line.replace(" ", "").upper()
        scenario.when(but(GIFT, reference=line))
        assert (scenario.refusal is None) == (name not in standing)
        if scenario.refusal is None:
            standing[name] = ContributionId(scenario.created or "")
    assert available(scenario) == 100_00 * len(standing)
