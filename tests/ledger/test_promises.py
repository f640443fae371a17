"""Pass-on promises: opened by what reached its payee, honoured by gifts to others, forgiven, and never a debt."""

from datetime import date, timedelta

import msgspec
import pytest

from ledger.accounts.refusals import UnknownAccount
from ledger.command import Command
from ledger.contributions.commands import (
    Giver,
    PledgeContribution,
    ReceiveContribution,
    RefundContribution,
    ReverseContribution,
)
from ledger.contributions.state import Motive
from ledger.delivery import Arrived, taken_in
from ledger.disbursements.commands import ReturnDisbursement
from ledger.disbursements.refusals import StatusForbids, UnknownDisbursement
from ledger.identifiers import AccountId, ContributionId, DisbursementId, stream_of
from ledger.money import LARGEST_MINOR
from ledger.promises.commands import ForgivePromise
from ledger.promises.events import HonouringTakenBack, PromiseHonoured, PromiseOpened
from ledger.promises.honouring import HonoursGiven
from ledger.promises.messages import PassedOn
from ledger.promises.refusals import (
    ForgivenByOfficers,
    GiverIsNotBeneficiary,
    HonouredAmountMissing,
    MoreThanPromised,
    NothingPromised,
    OnlyPassOnHonours,
    PassedOnBefore,
    PassedOnToItself,
    PassOnIsNotPledged,
    PassOnNamesNothing,
    PromiseInOtherUnit,
    PromiseNotOpen,
)
from ledger.refusals import AmountNotPositive, AmountTooLarge
from ledger.twinnings.refusals import MessageMalformed
from tests.ledger.test_disbursements import (
    ANA,
    CALDEIRAS,
    SPEND,
    TREASURER,
    accepted,
    disbursement_in,
    sent,
    settle,
)
from tests.scenario import Scenario

ELSEWHERE = AccountId("account-0000000000000000")
DAY = date(2026, 2, 25)


def promised() -> tuple[Scenario, str]:
    """400 euros reached the cooper on 20 February: the women's association promises to pass them on."""
    scenario = accepted()
    disbursement = sent(scenario)
    scenario.done(settle(disbursement, effective=date(2026, 2, 21)))
    return scenario, disbursement


def pass_on(disbursement: str, amount: str = "100.00", **more: object) -> ReceiveContribution:
    """The beneficiary gives; the promise is this account's own unless said otherwise."""
    honours = {"disbursement": DisbursementId(disbursement)}
    honours |= {name: more.pop(name) for name in ("account", "honoured_unit", "honoured") if name in more}  # type: ignore[misc]
    renamed = {"honoured_unit": "unit", "honoured": "amount"}
    named = HonoursGiven(**{renamed.get(name, name): value for name, value in honours.items()})  # type: ignore[arg-type]
    fields = {"account": CALDEIRAS, "unit": "EUR", "amount": amount, "honours": named, "effective": DAY}
    return ReceiveContribution(**{**fields, **more})  # type: ignore[arg-type]


def open_minor(scenario: Scenario, disbursement: str) -> int:
    """What is still to be passed on."""
    return disbursement_in(scenario, disbursement).promise_open_minor


def test_what_reached_its_payee_opens_a_promise_of_the_whole_amount() -> None:
    """B7, K1: no due date, and no field for one."""
    scenario, disbursement = promised()
    opened = scenario.recorded[1].event
    assert opened == PromiseOpened(unit="EUR", amount_minor=400_00, effective=date(2026, 2, 21))
    assert set(opened.__struct_fields__) == {"unit", "amount_minor", "effective"}
    assert open_minor(scenario, disbursement) == 400_00


@pytest.mark.parametrize(
    ("children", "said", "opens"), [(True, None, False), (True, False, True), (False, True, False)]
)
def test_a_decision_may_waive_the_promise_and_does_where_children_benefit(
    children: bool, said: bool | None, opens: bool
) -> None:
    """B7"""
    waives = msgspec.UNSET if said is None else said
    measure = msgspec.structs.replace(
        SPEND, children_benefit=children or msgspec.UNSET, waives_promise=waives
    )
    scenario = accepted(measure)
    disbursement = sent(scenario)
    scenario.done(settle(disbursement))
    assert bool(disbursement_in(scenario, disbursement).promised_minor) is opens
    if not opens:
        scenario.when(pass_on(disbursement)).then_refused(NothingPromised)


def test_a_payment_that_came_back_leaves_nothing_to_be_passed_on() -> None:
    """B7, B5"""
    scenario, disbursement = promised()
    back = ReturnDisbursement(account=CALDEIRAS, disbursement=DisbursementId(disbursement), reason="Broken.")
    scenario.done(back)
    assert open_minor(scenario, disbursement) == 0
    scenario.when(pass_on(disbursement)).then_refused(PromiseNotOpen)


def test_the_beneficiary_gives_and_the_promise_is_honoured_in_the_same_commit() -> None:
    """C7, K2"""
    scenario, disbursement = promised()
    contribution = scenario.done(pass_on(disbursement))
    scenario.then_kinds("contribution-received", "promise-honoured")
    received = scenario.recorded[0].event
    assert received.motive is Motive.PASS_ON  # type: ignore[attr-defined]
    assert received.giver == disbursement_in(scenario, disbursement).beneficiary.token  # type: ignore[attr-defined]
    assert scenario.recorded[1].event == PromiseHonoured(
        account=CALDEIRAS, contribution=contribution, unit="EUR", amount_minor=100_00, effective=DAY
    )
    assert open_minor(scenario, disbursement) == 300_00


def test_a_promise_is_honoured_in_another_unit_when_it_is_said_how_much_of_it() -> None:
    """C7, K2, L3"""
    scenario, disbursement = promised()
    scenario.when(pass_on(disbursement, "11000.00", unit="CVE")).then_refused(HonouredAmountMissing)
    in_escudos = pass_on(disbursement, "11000.00", unit="CVE", honoured="100.00", honoured_unit="CVE")
    scenario.when(in_escudos).then_refused(PromiseInOtherUnit)
    scenario.done(pass_on(disbursement, "11000.00", unit="CVE", honoured="100.00"))
    assert open_minor(scenario, disbursement) == 300_00


def test_no_more_is_honoured_than_was_promised() -> None:
    """K3: a larger gift honours what is open, and no more."""
    scenario, disbursement = promised()
    scenario.when(pass_on(disbursement, "500.00", honoured="400.01")).then_refused(MoreThanPromised)
    scenario.done(pass_on(disbursement, "500.00"))
    assert open_minor(scenario, disbursement) == 0
    assert disbursement_in(scenario, disbursement).honoured_minor == 400_00
    scenario.when(pass_on(disbursement, "1.00")).then_refused(PromiseNotOpen)


def test_a_pass_on_names_an_earlier_disbursement_of_somebody_who_gives() -> None:
    """C7, K3"""
    scenario, disbursement = promised()
    early = pass_on(disbursement, effective=date(2026, 2, 20))
    scenario.when(early).then_refused(PassedOnBefore)
    scenario.when(pass_on("disbursement-0000000000000000")).then_refused(UnknownDisbursement)
    scenario.when(pass_on("what-is-this")).then_refused(UnknownDisbursement)
    scenario.when(pass_on(disbursement, motive=Motive.GIFT)).then_refused(OnlyPassOnHonours)
    scenario.when(pass_on(disbursement, giver=Giver(name="Ana"))).then_refused(GiverIsNotBeneficiary)
    gift = ReceiveContribution(
        account=CALDEIRAS, unit="EUR", amount="1.00", giver=Giver(name="Ana"), motive=Motive.PASS_ON
    )
    scenario.when(gift).then_refused(PassOnNamesNothing)


def test_nobody_pledges_to_pass_on_since_it_is_promised_already() -> None:
    """C7, K1"""
    scenario, disbursement = promised()
    pledge = PledgeContribution(
        account=CALDEIRAS, unit="EUR", amount="5.00", giver=Giver(name="Ana"), motive=Motive.PASS_ON
    )
    scenario.when(pledge).then_refused(PassOnIsNotPledged)
    plain = ContributionId(scenario.done(msgspec.structs.replace(pledge, motive=Motive.GIFT)))
    kept = pass_on(disbursement, "5.00", pledge=plain, motive=Motive.PASS_ON)
    scenario.when(kept).then_refused(PassOnIsNotPledged)


def test_what_is_refunded_or_reversed_is_no_longer_honoured() -> None:
    """K3, C9, L6"""
    scenario, disbursement = promised()
    contribution = ContributionId(scenario.done(pass_on(disbursement)))
    refund = RefundContribution(
        account=CALDEIRAS, contribution=contribution, unit="EUR", amount="25.00", reason="Too much."
    )
    scenario.done(refund, by=TREASURER)
    assert scenario.recorded[1].event == HonouringTakenBack(
        account=CALDEIRAS, contribution=contribution, unit="EUR", amount_minor=25_00
    )
    assert open_minor(scenario, disbursement) == 325_00
    scenario.done(ReverseContribution(account=CALDEIRAS, contribution=contribution, reason="Never came."))
    assert open_minor(scenario, disbursement) == 400_00


def test_an_officer_forgives_what_is_open_and_nobody_else() -> None:
    """K1"""
    scenario, disbursement = promised()
    forgive = ForgivePromise(
        account=CALDEIRAS, disbursement=DisbursementId(disbursement), reason="The harvest failed."
    )
    scenario.when(forgive, by=ANA).then_refused(ForgivenByOfficers)
    scenario.when(forgive, by=TREASURER).then_kinds("promise-forgiven")
    assert open_minor(scenario, disbursement) == 0
    scenario.when(forgive, by=TREASURER).then_refused(PromiseNotOpen)


def test_nothing_is_forgiven_where_nothing_was_promised() -> None:
    """B7, K1"""
    scenario = accepted(msgspec.structs.replace(SPEND, waives_promise=True))
    disbursement = sent(scenario)
    scenario.done(settle(disbursement))
    forgive = ForgivePromise(
        account=CALDEIRAS, disbursement=DisbursementId(disbursement), reason="The harvest failed."
    )
    scenario.when(forgive, by=TREASURER).then_refused(NothingPromised)


def test_it_is_said_how_much_of_a_promise_elsewhere_a_gift_in_another_unit_honours() -> None:
    """C7, L3"""
    scenario, _ = promised()
    other, giver = "disbursement-1111111111111111", Giver(name="Nha Bia")
    unsaid = pass_on(other, account=ELSEWHERE, giver=giver, honoured_unit="CVE")
    scenario.when(unsaid).then_refused(HonouredAmountMissing)
    scenario.when(pass_on(other, account=ELSEWHERE, giver=giver, honoured_unit="CVE", honoured="9000.00"))
    scenario.then_kinds("contribution-received")


def told(disbursement: str, sender: str = ELSEWHERE, **more: object) -> Command:
    """What another account says of a contribution of 100 euros that it received."""
    said = {
        "disbursement": disbursement,
        "contribution": "contribution-0000000000000001",
        "unit": "EUR",
        "amount_minor": 100_00,
        "effective": DAY,
    }
    message = PassedOn(**{**said, **more})  # type: ignore[arg-type]
    return taken_in(Arrived(sender=sender, to=CALDEIRAS, message=message))


def test_a_gift_to_another_account_tells_the_account_that_holds_the_promise() -> None:
    """K2, C7: that account alone knows what is open, so this one only says what it was told."""
    scenario, _ = promised()
    other = "disbursement-1111111111111111"
    unknown = pass_on(other, account="account-nowhere", giver=Giver(name="Nha Bia"))
    scenario.when(unknown).then_refused(UnknownAccount)
    unnamed = pass_on("nothing", account=ELSEWHERE, giver=Giver(name="Nha Bia"))
    scenario.when(unnamed).then_refused(UnknownDisbursement)
    given = pass_on(other, account=ELSEWHERE, giver=Giver(name="Nha Bia"), honoured="90.00")
    contribution = ContributionId(scenario.done(given))
    (message,) = scenario.outbox
    assert message.to == ELSEWHERE
    assert message.message == PassedOn(
        disbursement=DisbursementId(other),
        contribution=contribution,
        unit="EUR",
        amount_minor=90_00,
        effective=DAY,
    )
    scenario.done(ReverseContribution(account=CALDEIRAS, contribution=contribution, reason="Never came."))
    assert scenario.outbox[1].message.taken_back_minor == 90_00  # type: ignore[attr-defined]


def test_nothing_that_was_written_in_the_place_of_a_gift_honours_a_promise() -> None:
    """C7, W4"""
    scenario, disbursement = promised()
    scenario.when(told(disbursement, contribution="little Ana's school")).then_refused(MessageMalformed)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 1, 2, 0), (2, 2)])
def test_in_whatever_order_and_however_often_it_is_told_the_promise_comes_to_the_same(
    order: tuple[int, ...],
) -> None:
    """K3: what was taken back only grows, so the message that says most of it is the newest."""
    scenario, disbursement = promised()
    for number in order:
        scenario.done(told(disbursement, taken_back_minor=(0, 30_00, 50_00)[number]))
    assert open_minor(scenario, disbursement) == 350_00


def test_what_exceeds_a_promise_is_recorded_and_not_counted() -> None:
    """K3"""
    scenario, disbursement = promised()
    for number in range(5):
        scenario.done(told(disbursement, contribution=f"contribution-{number:016}"))
    assert open_minor(scenario, disbursement) == 0
    assert disbursement_in(scenario, disbursement).honoured_minor == 500_00


def test_what_another_account_cannot_say_is_refused() -> None:
    """K2, K3"""
    scenario, disbursement = promised()
    scenario.when(told(disbursement, unit="CVE")).then_refused(PromiseInOtherUnit)
    scenario.when(told(disbursement, amount_minor=-1)).then_refused(AmountNotPositive)
    scenario.when(told(disbursement, effective=DAY - timedelta(days=9))).then_refused(PassedOnBefore)
    scenario.when(told(disbursement, giver=ELSEWHERE)).then_refused(GiverIsNotBeneficiary)
    beneficiary = disbursement_in(scenario, disbursement).beneficiary.token
    scenario.when(told(disbursement, sender=beneficiary)).then_refused(PassedOnToItself)
    scenario.when(told("disbursement-0000000000000000")).then_refused(UnknownDisbursement)
    scenario = accepted()
    scenario.when(told(sent(scenario))).then_refused(StatusForbids)


def test_what_another_account_says_was_honoured_is_an_amount_that_a_row_can_hold() -> None:
    """L4, K3"""
    scenario, disbursement = promised()
    for amount_minor, taken_back_minor in ((0, 0), (-1, 0), (1, 2), (1, -1)):
        said = told(disbursement, amount_minor=amount_minor, taken_back_minor=taken_back_minor)
        scenario.when(said).then_refused(AmountNotPositive)
    scenario.done(told(disbursement))
    another = told(disbursement, contribution="contribution-0000000000000002", amount_minor=LARGEST_MINOR)
    scenario.when(another).then_refused(AmountTooLarge)


def test_a_promise_stands_with_its_disbursement_and_nowhere_else() -> None:
    """K1, W6: nothing ends it but honouring, forgiving, or the payment's return."""
    scenario, disbursement = promised()
    assert [fact.stream for fact in scenario.recorded] == [stream_of(CALDEIRAS, disbursement)] * 2
