"""Goods: from the delivery to the inspection, and what becomes of the stock."""

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.accounts.commands import DeclarePurpose
from ledger.accounts.events import PurposeKind
from ledger.accounts.refusals import NotEnoughAvailable
from ledger.accounts.state import Destination, Line
from ledger.associations.commands import EnrolMember
from ledger.associations.rules import Office
from ledger.command import Fact, Person
from ledger.contributions.commands import (
    AcceptEarmark,
    Giver,
    PledgeContribution,
    ReceiveContribution,
    RefundContribution,
    ReverseContribution,
)
from ledger.contributions.refusals import (
    CarbonMissing,
    CarbonWithoutOffset,
    GiverUnnamed,
    PledgeInOtherUnit,
    PledgeNamesGiver,
    PledgeNotOpen,
    UnknownGiver,
)
from ledger.contributions.state import Motive, carbon_mark
from ledger.disbursements.commands import PartyGiven
from ledger.disbursements.events import DisbursementAuthorised, DisbursementSettled
from ledger.disbursements.state import Disbursement, Party, PartyKind
from ledger.goods.commands import AcceptGoods, ChangeStock, DeliverGoods, LendGoods, RefuseGoods, ReturnLoan
from ledger.goods.refusals import (
    ConfirmerNotMember,
    ConfirmersNotTwo,
    DateBeforeLoan,
    GoodsNotWaiting,
    InspectorIsGiver,
    InspectorNotMember,
    LoanEnded,
    MissingUnexplained,
    MoreThanDelivered,
    MoreThanLent,
    NeverInStock,
    NotGoods,
    NothingReturned,
    PartRefusedUnexplained,
    ReasonNotNeeded,
    UnknownLoan,
)
from ledger.goods.state import Condition, StockChangeKind
from ledger.identifiers import (
    UNRESTRICTED,
    ContributionId,
    DisbursementId,
    LoanId,
    MemberToken,
    PartyToken,
    ProposalId,
    PurposeId,
    stream_of,
)
from ledger.money import LARGEST_MINOR
from ledger.promises.events import PromiseOpened
from ledger.promises.honouring import HonoursGiven
from ledger.promises.refusals import (
    GiverIsNotBeneficiary,
    OnlyPassOnHonours,
    PassedOnBefore,
    PassOnNamesNothing,
    PromiseNotOpen,
)
from ledger.refusals import AmountTooLarge
from tests.ledger.caldeiras import ACCOUNT, NOON, account, founded, officer, treasurer
from tests.scenario import Scenario

GOAT = "goat:piece"
FARM = Giver(name="Emma's farm")
DELIVERY = DeliverGoods(account=ACCOUNT, unit=GOAT, amount="5", condition=Condition.GOOD, giver=FARM)
FAMILY = Party(PartyKind.HOUSEHOLD, PartyToken("payee-0000000000000001"))
BORROWER = PartyGiven(kind=PartyKind.HOUSEHOLD, name="Rui Mason")


def but(command: Any, **changes: Any) -> Any:
    """The same command with something changed."""
    return msgspec.structs.replace(command, **changes)


def delivered(scenario: Scenario, **changes: Any) -> ContributionId:
    """Goods that wait."""
    return ContributionId(scenario.done(but(DELIVERY, **changes)))


def acceptance(scenario: Scenario, contribution: ContributionId, **changes: Any) -> AcceptGoods:
    """The inspection by the second signatory."""
    accept = AcceptGoods(
        account=ACCOUNT,
        contribution=contribution,
        inspector=officer(scenario, Office.SECOND_SIGNATORY),
        condition=Condition.WORN,
    )
    return msgspec.structs.replace(accept, **changes)


def stocked(amount: str = "5") -> Scenario:
    """Goats in stock."""
    scenario = founded()
    scenario.done(acceptance(scenario, delivered(scenario, amount=amount)))
    return scenario


def two(scenario: Scenario) -> tuple[MemberToken, MemberToken]:
    """Two members who confirm; the treasurer records."""
    return officer(scenario, Office.SECOND_SIGNATORY), officer(scenario, Office.AUDITOR)


def change(scenario: Scenario, kind: StockChangeKind, amount: str, **changes: Any) -> ChangeStock:
    """A change of the stock of goats."""
    changed = ChangeStock(
        account=ACCOUNT,
        kind=kind,
        unit=GOAT,
        amount=amount,
        reason="We saw it.",
        confirmed_by=two(scenario),
    )
    return msgspec.structs.replace(changed, **changes)


def lend(amount: str = "2", **changes: Any) -> LendGoods:
    """Goats that somebody takes for a while."""
    lending = LendGoods(
        account=ACCOUNT, unit=GOAT, amount=amount, borrower=BORROWER, condition=Condition.GOOD
    )
    return msgspec.structs.replace(lending, **changes)


def back(loan: str, **changes: Any) -> ReturnLoan:
    """What came back."""
    returned = ReturnLoan(account=ACCOUNT, loan=LoanId(loan), condition=Condition.WORN)
    return msgspec.structs.replace(returned, **changes)


def available(scenario: Scenario, unit: str = GOAT, purpose: PurposeId = UNRESTRICTED) -> int:
    """What the account says it can spend."""
    return account(scenario).available(unit, purpose)


# Deliveries and inspection


def test_what_is_delivered_is_in_no_balance_before_it_is_inspected() -> None:
    """C3"""
    scenario = founded()
    delivery = delivered(scenario)
    scenario.then_kinds("goods-delivered")
    assert account(scenario).totals == {}
    scenario.when(acceptance(scenario, delivery)).then_kinds("goods-accepted")
    assert available(scenario) == 5


def test_what_is_refused_in_part_or_whole_never_enters_the_stock() -> None:
    """C3"""
    scenario = founded()
    part = acceptance(scenario, delivered(scenario), amount="3", reason="Two are ill.")
    scenario.when(part).then_kinds("goods-accepted", "goods-refused")
    assert available(scenario) == 3
    inspector = officer(scenario, Office.SECOND_SIGNATORY)
    whole = RefuseGoods(
        account=ACCOUNT, contribution=delivered(scenario), inspector=inspector, reason="All are ill."
    )
    scenario.when(whole).then_kinds("goods-refused")
    assert available(scenario) == 3
    scenario.when(whole).then_refused(GoodsNotWaiting)


def test_only_part_of_a_gift_that_was_accepted_can_go_back_to_its_giver() -> None:
    """C3, C9"""
    scenario = founded()
    delivery = delivered(scenario)
    scenario.done(acceptance(scenario, delivery, amount="3", reason="Two are ill."))
    refund = RefundContribution(
        account=ACCOUNT, contribution=delivery, unit=GOAT, amount="4", reason="Asked for back."
    )
    assert scenario.when(refund, by=treasurer(scenario)).refusal is not None
    scenario.done(but(refund, amount="3"), by=treasurer(scenario))
    assert available(scenario) == 0


def test_goods_are_inspected_once() -> None:
    """C3"""
    scenario = founded()
    delivery = delivered(scenario)
    scenario.done(acceptance(scenario, delivery))
    scenario.when(acceptance(scenario, delivery)).then_refused(GoodsNotWaiting)
    money = scenario.done(ReceiveContribution(account=ACCOUNT, unit="EUR", amount="1", giver=FARM))
    scenario.when(acceptance(scenario, ContributionId(money))).then_refused(GoodsNotWaiting)


def test_who_gave_the_goods_does_not_inspect_them() -> None:
    """C3"""
    scenario = founded()
    giver = officer(scenario, Office.SECOND_SIGNATORY)
    delivery = delivered(scenario, giver=giver)
    scenario.when(acceptance(scenario, delivery)).then_refused(InspectorIsGiver)
    scenario.done(acceptance(scenario, delivery, inspector=officer(scenario, Office.AUDITOR)))


def test_who_inspects_is_a_member_on_that_day() -> None:
    """C3, M1"""
    scenario = founded()
    delivery = delivered(scenario, effective=date(2026, 2, 1))
    nobody = MemberToken("member-0000000000000000")
    scenario.when(acceptance(scenario, delivery, inspector=nobody)).then_refused(InspectorNotMember)
    new = MemberToken(scenario.done(EnrolMember(account=ACCOUNT, name="Nia")))
    early = acceptance(scenario, delivery, inspector=new, effective=date(2026, 2, 2))
    scenario.when(early).then_refused(InspectorNotMember)
    scenario.done(but(early, effective=NOON.date()))


def test_no_more_is_accepted_than_was_delivered_and_the_rest_is_explained() -> None:
    """C3"""
    scenario = founded()
    delivery = delivered(scenario)
    scenario.when(acceptance(scenario, delivery, amount="6")).then_refused(MoreThanDelivered)
    scenario.when(acceptance(scenario, delivery, amount="4")).then_refused(PartRefusedUnexplained)
    scenario.when(acceptance(scenario, delivery, reason="Fine.")).then_refused(ReasonNotNeeded)


@pytest.mark.parametrize("unit", ["EUR", "work:minute", "sol:currency"])
def test_only_goods_are_delivered_lent_and_counted(unit: str) -> None:
    """C3"""
    scenario = founded()
    scenario.done(ReceiveContribution(account=ACCOUNT, unit="EUR", amount="9", giver=FARM))
    scenario.when(but(DELIVERY, unit=unit)).then_refused(NotGoods)
    scenario.when(lend(unit=unit)).then_refused(NotGoods)
    scenario.when(change(scenario, StockChangeKind.BIRTH, "1", unit=unit)).then_refused(NotGoods)


def test_an_earmark_of_goods_is_accepted_explicitly() -> None:
    """C5, L5"""
    scenario = founded()
    declare = DeclarePurpose(account=ACCOUNT, kind=PurposeKind.PROJECT, description="A press")
    press = PurposeId(scenario.done(declare))
    delivery = delivered(scenario, earmark=press)
    scenario.done(acceptance(scenario, delivery))
    assert (available(scenario), available(scenario, purpose=press)) == (0, 0)
    scenario.done(AcceptEarmark(account=ACCOUNT, contribution=delivery))
    assert available(scenario, purpose=press) == 5


def test_a_pledge_of_goods_is_kept_by_their_delivery() -> None:
    """C1, C3"""
    scenario = founded()
    pledge = PledgeContribution(account=ACCOUNT, unit=GOAT, amount="4", giver=FARM, motive=Motive.LEGACY)
    kept = ContributionId(scenario.done(pledge))
    by_pledge = but(DELIVERY, giver=None, pledge=kept)
    scenario.when(but(by_pledge, unit="cow:piece")).then_refused(PledgeInOtherUnit)
    scenario.when(but(by_pledge, giver=FARM)).then_refused(PledgeNamesGiver)
    assert scenario.done(by_pledge) == kept
    assert scenario.recorded[0].event.motive is Motive.LEGACY  # type: ignore[attr-defined]
    scenario.when(by_pledge).then_refused(PledgeNotOpen)
    scenario.done(acceptance(scenario, kept))
    assert available(scenario) == 5


def test_somebody_gives_goods_and_stands_by_name_in_the_people_store_alone() -> None:
    """C6, L9"""
    scenario = founded()
    scenario.when(but(DELIVERY, giver=None)).then_refused(GiverUnnamed)
    scenario.when(but(DELIVERY, giver=PartyToken("giver-0000000000000000"))).then_refused(UnknownGiver)
    scenario.when(but(DELIVERY, giver=MemberToken("member-0000000000000000"))).then_refused(UnknownGiver)
    delivered(scenario)
    assert [outcome.name for outcome in scenario.outcomes if isinstance(outcome, Person)] == ["Emma's farm"]
    assert b"Emma" not in msgspec.json.encode(scenario.recorded[0].event)


def test_goods_booked_by_mistake_are_taken_out_again() -> None:
    """L6"""
    scenario = founded()
    delivery = delivered(scenario)
    reverse = ReverseContribution(account=ACCOUNT, contribution=delivery, reason="Not ours.")
    assert scenario.when(reverse).refusal is not None
    scenario.done(acceptance(scenario, delivery))
    scenario.done(reverse)
    assert available(scenario) == 0


def test_a_stock_beyond_64_bits_is_refused() -> None:
    """L4"""
    scenario = stocked(str(LARGEST_MINOR))
    scenario.when(acceptance(scenario, delivered(scenario))).then_refused(AmountTooLarge)
    scenario.when(change(scenario, StockChangeKind.BIRTH, "1")).then_refused(AmountTooLarge)


def promised(scenario: Scenario) -> DisbursementId:
    """A household was given two goats, and promised to pass two on."""
    goats = DisbursementId("disbursement-0000000000000001")
    line = Line(GOAT, UNRESTRICTED, 2)
    authorised = DisbursementAuthorised(
        proposal=ProposalId("proposal-1"),
        destination=Destination.DISADVANTAGED_AT_HOME,
        tranche=1,
        line=line,
        payee=FAMILY,
        beneficiary=FAMILY,
    )
    settled = DisbursementSettled(attesting=treasurer(scenario), effective=date(2026, 2, 1))
    opened = PromiseOpened(unit=GOAT, amount_minor=2, effective=date(2026, 2, 1))
    stream = stream_of(ACCOUNT, goats)
    scenario.given(*(Fact(stream, event) for event in (authorised, settled, opened)))
    return goats


def test_a_goat_may_be_passed_on_by_who_was_given_one() -> None:
    """C7, K2, K3"""
    scenario = founded()
    honours = HonoursGiven(disbursement=promised(scenario))
    delivery = delivered(scenario, giver=FAMILY.token, motive=Motive.PASS_ON, amount="1")
    scenario.when(acceptance(scenario, delivery)).then_refused(PassOnNamesNothing)
    scenario.when(acceptance(scenario, delivery, honours=honours))
    scenario.then_kinds("goods-accepted", "promise-honoured")
    assert scenario.recorded[1].event.amount_minor == 1  # type: ignore[attr-defined]
    assert available(scenario) == 1


def test_goods_that_were_given_before_somebody_benefited_pass_nothing_on() -> None:
    """K3: an inspection that comes late makes no earlier gift an answer to what was given after it."""
    scenario = founded()
    honours = HonoursGiven(disbursement=promised(scenario))
    given = {"giver": FAMILY.token, "motive": Motive.PASS_ON, "amount": "1"}
    before = delivered(scenario, effective=date(2026, 1, 31), **given)
    scenario.when(acceptance(scenario, before, honours=honours)).then_refused(PassedOnBefore)
    scenario.done(
        acceptance(scenario, delivered(scenario, effective=date(2026, 2, 1), **given), honours=honours)
    )


def test_a_gift_that_passes_on_is_counted_once_and_its_return_opens_the_promise_again() -> None:
    """C3, C9, K2"""
    scenario = founded()
    goats = promised(scenario)
    honours = HonoursGiven(disbursement=goats)
    delivery = delivered(scenario, giver=FAMILY.token, motive=Motive.PASS_ON, amount="2")
    scenario.done(acceptance(scenario, delivery, honours=honours))
    scenario.when(acceptance(scenario, delivery, honours=honours)).then_refused(GoodsNotWaiting)
    again = delivered(scenario, giver=FAMILY.token, motive=Motive.PASS_ON, amount="1")
    scenario.when(acceptance(scenario, again, honours=honours)).then_refused(PromiseNotOpen)
    refund = RefundContribution(
        account=ACCOUNT, contribution=delivery, unit=GOAT, amount="1", reason="It is ill."
    )
    scenario.done(refund, by=treasurer(scenario))
    scenario.done(acceptance(scenario, again, honours=honours))
    disbursement = scenario.state(stream_of(ACCOUNT, goats), Disbursement)
    assert (disbursement.promise_open_minor, available(scenario)) == (0, 2)


def test_what_is_lent_cannot_be_given_back_to_who_gave_it() -> None:
    """B8, C9"""
    scenario = founded()
    delivery = delivered(scenario)
    scenario.done(acceptance(scenario, delivery))
    scenario.done(lend("4"))
    refund = RefundContribution(
        account=ACCOUNT, contribution=delivery, unit=GOAT, amount="2", reason="Asked for back."
    )
    scenario.when(refund, by=treasurer(scenario)).then_refused(NotEnoughAvailable)
    scenario.done(but(refund, amount="1"), by=treasurer(scenario))
    assert available(scenario) == 0


def test_nobody_else_honours_the_promise_and_no_other_motive_does() -> None:
    """C7, K2"""
    scenario = founded()
    honours = HonoursGiven(disbursement=promised(scenario))
    farm = delivered(scenario, motive=Motive.PASS_ON)
    scenario.when(acceptance(scenario, farm, honours=honours)).then_refused(GiverIsNotBeneficiary)
    scenario.when(acceptance(scenario, delivered(scenario), honours=honours)).then_refused(OnlyPassOnHonours)


# Carbon offsets


def test_a_carbon_offset_states_its_weight_and_nothing_else_does() -> None:
    """L3: kg of CO2e stand in no balance."""
    scenario = founded()
    gift = ReceiveContribution(account=ACCOUNT, unit="EUR", amount="5", giver=FARM)
    scenario.when(but(gift, motive=Motive.CARBON_OFFSET)).then_refused(CarbonMissing)
    scenario.when(but(gift, carbon_kg="1")).then_refused(CarbonWithoutOffset)
    scenario.when(but(gift, motive=Motive.CARBON_OFFSET, carbon_kg="1.5"))
    scenario.then_kinds("contribution-received", "carbon-offset-stated")
    delivery = delivered(scenario, motive=Motive.CARBON_OFFSET)
    scenario.when(acceptance(scenario, delivery)).then_refused(CarbonMissing)
    scenario.when(acceptance(scenario, delivered(scenario), carbon_kg="1")).then_refused(CarbonWithoutOffset)
    scenario.when(acceptance(scenario, delivery, carbon_kg="0.001"))
    scenario.then_kinds("goods-accepted", "carbon-offset-stated")
    assert scenario.recorded[1].event.carbon_grams == 1  # type: ignore[attr-defined]
    assert {unit for unit, _, _ in account(scenario).totals} == {"EUR", GOAT}


def test_a_refund_in_whole_ends_a_carbon_offset_and_one_in_part_leaves_it_as_stated() -> None:
    """C9: the kg are what the giver said of the gift; no price per kg says how many go back with a part of it."""
    scenario = founded()
    gift = ReceiveContribution(
        account=ACCOUNT, unit="EUR", amount="5", giver=FARM, motive=Motive.CARBON_OFFSET, carbon_kg="1.5"
    )
    given = ContributionId(scenario.done(gift))
    offset = carbon_mark(ACCOUNT, given)
    refund = RefundContribution(account=ACCOUNT, contribution=given, unit="EUR", amount="2", reason="Asked.")
    scenario.done(refund, by=treasurer(scenario))
    assert scenario.mark(offset, int) == 1_500
    assert not scenario.recorded[0].event.ends_offset  # type: ignore[attr-defined]
    scenario.done(but(refund, amount="3"), by=treasurer(scenario))
    assert scenario.mark(offset, int) is None
    assert scenario.recorded[0].event.ends_offset  # type: ignore[attr-defined]
    plain = ContributionId(scenario.done(but(gift, motive=Motive.GIFT, carbon_kg=None)))
    scenario.done(but(refund, contribution=plain, amount="5"), by=treasurer(scenario))
    assert not scenario.recorded[0].event.ends_offset  # type: ignore[attr-defined]


# Stock


@pytest.mark.parametrize("kind", list(StockChangeKind))
def test_the_stock_changes_as_two_members_confirm(kind: StockChangeKind) -> None:
    """B8"""
    scenario = stocked()
    scenario.when(change(scenario, kind, "2"), by=treasurer(scenario)).then_kinds("stock-changed")
    assert available(scenario) == 5 + kind.sign * 2


def test_who_records_a_change_does_not_confirm_it_and_nobody_confirms_twice() -> None:
    """B8"""
    scenario = stocked()
    second, auditor = two(scenario)
    records = treasurer(scenario)
    for confirmers in ((), (second,), (second, second), (second, records), (second, auditor, records)):
        loss = change(scenario, StockChangeKind.LOSS, "1", confirmed_by=confirmers)
        scenario.when(loss, by=records).then_refused(ConfirmersNotTwo)


def test_who_confirms_a_change_is_a_member() -> None:
    """B8, M1"""
    scenario = stocked()
    strangers = (two(scenario)[0], MemberToken("member-0000000000000000"))
    loss = change(scenario, StockChangeKind.LOSS, "1", confirmed_by=strangers)
    scenario.when(loss).then_refused(ConfirmerNotMember)


def test_a_loss_that_happened_may_come_to_a_shortfall_which_blocks_spending() -> None:
    """L2, B8"""
    scenario = stocked("1")
    scenario.done(change(scenario, StockChangeKind.LOSS, "3"))
    assert available(scenario) == -2
    scenario.when(lend("1")).then_refused(NotEnoughAvailable)


def test_what_was_never_in_stock_cannot_be_lost() -> None:
    """B8"""
    scenario = stocked()
    scenario.when(change(scenario, StockChangeKind.LOSS, "1", unit="goats:piece")).then_refused(NeverInStock)


# Loans


def test_what_is_lent_stays_in_stock_and_is_not_available_until_it_is_back() -> None:
    """B8, L2"""
    scenario = stocked()
    loan = scenario.done(lend("2"))
    totals = account(scenario).at(GOAT, UNRESTRICTED)
    assert (totals.received, totals.reserved, available(scenario)) == (5, 2, 3)
    scenario.when(lend("4")).then_refused(NotEnoughAvailable)
    scenario.done(back(loan, amount="1"))
    scenario.done(back(loan, amount="1"))
    assert available(scenario) == 5
    assert account(scenario).holdings == {}
    scenario.when(back(loan, amount="1")).then_refused(LoanEnded)


def test_what_does_not_come_back_is_a_loss_that_two_members_confirm() -> None:
    """B8"""
    scenario = stocked()
    loan = scenario.done(lend("2"))
    missing = back(loan, amount="1", missing="1")
    scenario.when(missing).then_refused(MissingUnexplained)
    unconfirmed = but(missing, reason="Stolen.", confirmed_by=two(scenario)[:1])
    scenario.when(unconfirmed).then_refused(ConfirmersNotTwo)
    scenario.when(but(missing, reason="Stolen.", confirmed_by=two(scenario)))
    scenario.then_kinds("goods-loan-returned", "stock-changed")
    assert available(scenario) == 4
    assert account(scenario).holdings == {}


def test_a_loan_ends_with_what_was_lent_and_not_before_it_began() -> None:
    """B8"""
    scenario = stocked()
    loan = scenario.done(lend("2"))
    scenario.when(back(loan)).then_refused(NothingReturned)
    scenario.when(back(loan, amount="3")).then_refused(MoreThanLent)
    scenario.when(back("loan-0000000000000000", amount="1")).then_refused(UnknownLoan)


def test_what_is_lent_comes_back_on_a_day_after_it_left() -> None:
    """L10"""
    scenario = stocked()
    loan = scenario.done(lend("2"))
    scenario.when(back(loan, amount="1", effective=date(2026, 2, 28))).then_refused(DateBeforeLoan)


steps = st.lists(
    st.tuples(st.sampled_from(["give", "birth", "loss", "lend", "back", "missing"]), st.integers(1, 5)),
    max_size=12,
)


@given(steps)
def test_the_stock_is_what_came_in_and_was_born_less_what_was_lost(acts: list[tuple[str, int]]) -> None:
    """L2, B8: whatever happens, lent goods are reserved and the rest is available."""
    scenario = founded()
    stock, loans = 0, dict[str, int]()
    for act, many in acts:
        amount = str(many)
        loan = next(iter(loans), None)
        if act == "give":
            scenario.done(acceptance(scenario, delivered(scenario, amount=amount)))
            stock += many
        elif act in ("birth", "loss"):
            if scenario.when(change(scenario, StockChangeKind(act), amount)).refusal is None:
                stock += many if act == "birth" else -many
        elif act == "lend":
            if scenario.when(lend(amount)).refusal is None and scenario.created is not None:
                loans[scenario.created] = many
        elif loan is not None:
            missing = {"missing": amount, "reason": "Gone.", "confirmed_by": two(scenario)}
            returned = back(loan, **({"amount": amount} if act == "back" else missing))
            if scenario.when(returned).refusal is None:
                stock -= 0 if act == "back" else many
                loans[loan] -= many
                if not loans[loan]:
                    del loans[loan]
    totals = account(scenario).at(GOAT, UNRESTRICTED)
    assert (totals.received, totals.reserved) == (stock, sum(loans.values()))
    assert available(scenario) == stock - sum(loans.values())
