"""Hours by which somebody passes on what they were given, and the minutes of a day that a reversal gives back."""

from datetime import date
from typing import Any

import msgspec

from ledger.accounts.state import Destination, Line
from ledger.associations.commands import EnrolMember
from ledger.associations.rules import Office
from ledger.command import Fact
from ledger.contributions.commands import Giver, ReverseContribution
from ledger.contributions.state import Motive
from ledger.disbursements.events import DisbursementAuthorised, DisbursementSettled
from ledger.disbursements.refusals import UnknownDisbursement
from ledger.disbursements.state import Disbursement, Party, PartyKind
from ledger.identifiers import (
    UNRESTRICTED,
    AccountId,
    ContributionId,
    DisbursementId,
    MemberToken,
    PartyToken,
    ProposalId,
    SheetId,
    stream_of,
)
from ledger.promises.commands import ForgivePromise
from ledger.promises.events import PromiseHonoured, PromiseOpened
from ledger.promises.honouring import HonoursGiven
from ledger.promises.messages import PassedOn
from ledger.promises.refusals import (
    GiverIsNotBeneficiary,
    HonouredAmountMissing,
    MoreThanPromised,
    PassedOnBefore,
    PassOnNamesNothing,
    PromiseNotOpen,
)
from ledger.units import WORK
from ledger.work.commands import ConfirmWorkDay, HoursGiven, RecordWorkDay, RefuseWorkDay
from ledger.work.events import WorkDayRecorded
from ledger.work.refusals import MoreThanADay, SheetNotWaiting
from tests.ledger.caldeiras import ACCOUNT, account, founded, officer, treasurer
from tests.scenario import Scenario

DAY = date(2026, 2, 14)
FAMILY = Party(PartyKind.HOUSEHOLD, PartyToken("payee-0000000000000001"))
PAID = DisbursementId("disbursement-0000000000000001")
ELSEWHERE = AccountId("account-0000000000000009")


def helped(unit: str = WORK, amount_minor: int = 600) -> Scenario:
    """A household was helped on the first of February, and promised to pass it on."""
    scenario = founded()
    line = Line(unit, UNRESTRICTED, amount_minor)
    authorised = DisbursementAuthorised(
        proposal=ProposalId("proposal-1"),
        destination=Destination.DISADVANTAGED_AT_HOME,
        tranche=1,
        line=line,
        payee=FAMILY,
        beneficiary=FAMILY,
    )
    settled = DisbursementSettled(attesting=treasurer(scenario), effective=date(2026, 2, 1))
    opened = PromiseOpened(unit=unit, amount_minor=amount_minor, effective=date(2026, 2, 1))
    scenario.given(*(Fact(stream_of(ACCOUNT, PAID), event) for event in (authorised, settled, opened)))
    return scenario


def passing_on(minutes: int = 240, **honours: Any) -> HoursGiven:
    """The household works for others."""
    named = HonoursGiven(**{"disbursement": PAID, **honours})
    return HoursGiven(worker=PartyToken(FAMILY.token), minutes=minutes, honours=named)


def sheet(scenario: Scenario, *lines: HoursGiven, **changes: Any) -> RecordWorkDay:
    """The auditor leads."""
    record = RecordWorkDay(account=ACCOUNT, day=DAY, leader=officer(scenario, Office.AUDITOR), lines=lines)
    return msgspec.structs.replace(record, **changes)


def confirmation(scenario: Scenario, of: str) -> ConfirmWorkDay:
    """The second signatory confirms."""
    confirmer = officer(scenario, Office.SECOND_SIGNATORY)
    return ConfirmWorkDay(account=ACCOUNT, sheet=SheetId(of), confirmer=confirmer)


def enrolled(scenario: Scenario) -> MemberToken:
    """A member who saw the work."""
    return MemberToken(scenario.done(EnrolMember(account=ACCOUNT, name="Nia")))


def open_minor(scenario: Scenario) -> int:
    """What is still to be passed on."""
    disbursement = scenario.state(stream_of(ACCOUNT, PAID), Disbursement)
    assert isinstance(disbursement, Disbursement)
    return disbursement.promise_open_minor


def first_line(scenario: Scenario) -> ContributionId:
    """The contribution of the first line of the sheet that was just recorded."""
    event = scenario.recorded[0].event
    assert isinstance(event, WorkDayRecorded)
    return event.lines[0].contribution


def test_hours_honour_a_promise_once_the_sheet_is_confirmed_and_not_before() -> None:
    """C7, K2, C4"""
    scenario = helped()
    beside = HoursGiven(worker=treasurer(scenario), minutes=60)
    recorded = scenario.done(sheet(scenario, passing_on(), beside))
    line = first_line(scenario)
    scenario.then_kinds("work-day-recorded")
    assert open_minor(scenario) == 600
    scenario.when(confirmation(scenario, recorded)).then_kinds("work-day-confirmed", "promise-honoured")
    assert scenario.recorded[1].event == PromiseHonoured(
        account=ACCOUNT, contribution=line, unit=WORK, amount_minor=240, effective=DAY
    )
    assert (open_minor(scenario), account(scenario).available(WORK, UNRESTRICTED)) == (360, 300)
    scenario.when(confirmation(scenario, recorded)).then_refused(SheetNotWaiting)
    assert open_minor(scenario) == 360


def test_hours_that_were_not_confirmed_honour_nothing() -> None:
    """C4, K2"""
    scenario = helped()
    recorded = scenario.done(sheet(scenario, passing_on()))
    confirmer = officer(scenario, Office.SECOND_SIGNATORY)
    refuse = RefuseWorkDay(account=ACCOUNT, sheet=SheetId(recorded), confirmer=confirmer, reason="No.")
    scenario.when(refuse).then_kinds("work-day-refused")
    assert open_minor(scenario) == 600


def test_hours_honour_a_promise_of_money_when_it_is_said_how_much_of_it() -> None:
    """K2, L3"""
    scenario = helped("EUR", 400_00)
    scenario.when(sheet(scenario, passing_on())).then_refused(HonouredAmountMissing)
    scenario.done(confirmation(scenario, scenario.done(sheet(scenario, passing_on(amount="100.00")))))
    assert open_minor(scenario) == 300_00


def test_hours_honour_no_more_than_is_open_when_they_are_confirmed() -> None:
    """K3: two sheets each fit what was promised, and both together do not."""
    scenario = helped("EUR", 400_00)
    first = scenario.done(sheet(scenario, passing_on(amount="250.00")))
    second = scenario.done(sheet(scenario, passing_on(amount="250.00")))
    scenario.when(sheet(scenario, passing_on(amount="400.01"))).then_refused(MoreThanPromised)
    scenario.done(confirmation(scenario, first))
    scenario.when(confirmation(scenario, second)).then_refused(MoreThanPromised)
    assert open_minor(scenario) == 150_00


def test_a_promise_that_was_forgiven_meanwhile_is_not_honoured() -> None:
    """K1, K3"""
    scenario = helped()
    recorded = scenario.done(sheet(scenario, passing_on()))
    forgive = ForgivePromise(account=ACCOUNT, disbursement=PAID, reason="They moved away.")
    scenario.done(forgive, by=treasurer(scenario))
    scenario.when(confirmation(scenario, recorded)).then_refused(PromiseNotOpen)


def test_who_passes_on_by_working_is_who_benefited_and_after_that() -> None:
    """C7, K2, K3"""
    scenario = helped()
    somebody = msgspec.structs.replace(passing_on(), worker=Giver(name="Rui"))
    scenario.when(sheet(scenario, somebody)).then_refused(GiverIsNotBeneficiary)
    early = sheet(scenario, passing_on(), day=date(2026, 1, 31))
    scenario.when(early).then_refused(PassedOnBefore)
    unknown = passing_on(disbursement=DisbursementId("disbursement-0000000000000002"))
    scenario.when(sheet(scenario, unknown)).then_refused(UnknownDisbursement)
    nonsense = passing_on(disbursement=DisbursementId("x-1"))
    scenario.when(sheet(scenario, nonsense)).then_refused(UnknownDisbursement)


def test_a_sheet_of_pass_ons_names_a_promise_in_every_line() -> None:
    """C7"""
    scenario = helped()
    other = HoursGiven(worker=treasurer(scenario), minutes=60)
    scenario.when(sheet(scenario, passing_on(), other, motive=Motive.PASS_ON)).then_refused(
        PassOnNamesNothing
    )
    scenario.done(sheet(scenario, passing_on(), motive=Motive.PASS_ON))


def test_a_reversal_of_the_line_takes_back_what_it_honoured() -> None:
    """K2, L6"""
    scenario = helped()
    recorded = scenario.done(sheet(scenario, passing_on()))
    line = first_line(scenario)
    scenario.done(confirmation(scenario, recorded))
    scenario.when(ReverseContribution(account=ACCOUNT, contribution=line, reason="Was not there."))
    scenario.then_kinds("contribution-reversed", "honouring-taken-back")
    assert open_minor(scenario) == 600


def test_another_accounts_promise_is_told_of_the_hours_and_of_their_reversal() -> None:
    """C7, K2"""
    scenario = founded()
    line = HoursGiven(
        worker=Giver(name="Rui"),
        minutes=240,
        honours=HonoursGiven(disbursement=PAID, account=ELSEWHERE, unit="EUR", amount="30.00"),
    )
    recorded = scenario.done(sheet(scenario, line))
    contribution = first_line(scenario)
    assert not scenario.outbox
    scenario.when(confirmation(scenario, recorded)).then_kinds("work-day-confirmed")
    told = PassedOn(
        disbursement=PAID, contribution=contribution, unit="EUR", amount_minor=30_00, effective=DAY
    )
    arrived = scenario.outbox.popleft()
    assert (arrived.to, arrived.message) == (ELSEWHERE, told)
    scenario.done(ReverseContribution(account=ACCOUNT, contribution=contribution, reason="Wrong."))
    assert scenario.outbox.popleft().message == msgspec.structs.replace(told, taken_back_minor=30_00)
    assert not scenario.outbox


def test_a_line_that_is_reversed_gives_that_person_the_day_back() -> None:
    """C4, L6: who corrects one line of a confirmed sheet can write it down anew, and nobody else gains by it."""
    scenario = founded()
    member = treasurer(scenario)
    other = HoursGiven(worker=officer(scenario, Office.SECOND_SIGNATORY), minutes=1_440)
    wrong = HoursGiven(worker=member, minutes=1_000)
    recorded = scenario.done(sheet(scenario, wrong, other))
    line = first_line(scenario)
    third = ConfirmWorkDay(account=ACCOUNT, sheet=SheetId(recorded), confirmer=enrolled(scenario))
    scenario.done(third)
    again = HoursGiven(worker=member, minutes=1_440)
    scenario.when(sheet(scenario, again)).then_refused(MoreThanADay)
    scenario.done(ReverseContribution(account=ACCOUNT, contribution=line, reason="It was 480."))
    more = HoursGiven(worker=other.worker, minutes=1)
    scenario.when(sheet(scenario, more)).then_refused(MoreThanADay)
    scenario.done(sheet(scenario, again))
    scenario.when(sheet(scenario, HoursGiven(worker=member, minutes=1))).then_refused(MoreThanADay)
