"""A period closes by a final decision on its report; what is found later is booked in the open one (L7)."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ledger.accounts.refusals import DecisionCarriedOut, NotFounded, OtherMeasure
from ledger.command import AccountCommand, Fact, Log
from ledger.contributions.commands import Giver, ReceiveContribution, ReverseContribution
from ledger.identifiers import AccountId, ContributionId, MemberToken, ProposalId, PurposeId, Seal, Stream
from ledger.periods.booking import booked_on
from ledger.periods.books import Books
from ledger.periods.commands import ClosePeriodByDecision
from ledger.periods.events import PeriodClosed
from ledger.periods.natures import CARRYING, ENTERED, Journal, Nature
from ledger.periods.refusals import PeriodClosedAlready, PeriodNotOver, ReportOutdated
from ledger.periods.report import JournalCount, Moved, Report
from ledger.periods.walking import books_of
from ledger.proposals.commands import AmendProposal, ClosePeriodGiven, DraftProposal
from ledger.proposals.events import ProposalExecutionBegun
from ledger.proposals.measure import ClosePeriod, LiftEarmark, Sum
from ledger.refusals import DateBeforeAccount
from projections.movements import MOVING
from projections.placings import MOVED, PLACING
from tests.ledger.caldeiras import ACCOUNT, PROPOSAL, account, decided, founded, opened
from tests.scenario import Scenario
from tests.season import Season

YEAR_END = date(2026, 12, 31)
IN_MARCH = datetime(2027, 3, 1, 12, tzinfo=UTC)
CLOSE = ClosePeriodByDecision(account=ACCOUNT, proposal=PROPOSAL)


def receive(scenario: Scenario, amount: str, effective: date, unit: str = "EUR") -> ContributionId:
    """A gift that came in."""
    gift = ReceiveContribution(
        account=ACCOUNT, unit=unit, amount=amount, giver=Giver(name="Emma"), effective=effective
    )
    return ContributionId(scenario.done(gift))


def books(scenario: Scenario) -> Books:
    """The books as they are."""
    return books_of(ACCOUNT, scenario.read(Stream(ACCOUNT)))


def a_year() -> Scenario:
    """Two gifts of 2026, one of 2027."""
    scenario = founded().at(IN_MARCH)
    receive(scenario, "100.00", date(2026, 5, 1))
    receive(scenario, "20.00", date(2026, 4, 1))
    receive(scenario, "7.00", date(2027, 1, 1))
    return scenario


def accepted(scenario: Scenario, report: Report, proposal: ProposalId = PROPOSAL) -> Scenario:
    """The assembly decided on this report."""
    measure = ClosePeriod(until=report.until, report=report.seal)
    return scenario.given(*decided(measure, proposal))


def closed() -> Scenario:
    """The books of 2026 are closed."""
    scenario = a_year()
    accepted(scenario, books(scenario).report(YEAR_END)).done(CLOSE)
    return scenario


def test_opening_and_movements_are_the_closing() -> None:
    """L7, L3"""
    scenario = a_year()
    receive(scenario, "1000", date(2026, 6, 1), "CVE")
    report = books(scenario).report(YEAR_END)
    assert (report.since, report.until) == (account(scenario).opened, YEAR_END)
    escudos, euros = report.lines
    assert (escudos.unit, escudos.opening_minor, escudos.closing_minor) == ("CVE", 0, 1000_00)
    assert (euros.unit, euros.opening_minor, euros.closing_minor) == ("EUR", 0, 120_00)
    assert euros.moved == (Moved(Nature.RECEIVED, "gift", 120_00),)
    assert report.journals == (JournalCount(Journal.RECEIPTS, 3),)
    assert report.late == 0


def test_the_assembly_closes_the_books_by_its_decision_on_their_report() -> None:
    """L7, A4"""
    scenario = a_year()
    report = books(scenario).report(YEAR_END)
    accepted(scenario, report).when(CLOSE).then(
        PeriodClosed(until=YEAR_END, report=report.seal, decision=PROPOSAL), ProposalExecutionBegun()
    )
    assert account(scenario).closed_until == YEAR_END
    scenario.when(CLOSE).then_refused(DecisionCarriedOut)


def test_a_late_fact_keeps_its_date_and_is_booked_in_the_open_period() -> None:
    """L7, L10"""
    scenario = closed()
    receive(scenario, "3.00", date(2026, 12, 24))
    closed_until = account(scenario).closed_until
    assert booked_on(closed_until, date(2026, 12, 24)) == date(2027, 1, 1)
    assert booked_on(closed_until, date(2027, 2, 1)) == date(2027, 2, 1)
    report = books(scenario).report(date(2027, 2, 28))
    assert (report.since, report.late) == (date(2027, 1, 1), 1)
    (euros,) = report.lines
    assert (euros.opening_minor, euros.closing_minor) == (120_00, 130_00)
    late = books(scenario).numbered(date(2027, 2, 28))[1].entered
    assert (late.booked, late.effective) == (date(2027, 1, 1), date(2026, 12, 24))


def test_what_changed_the_books_since_the_report_is_put_before_the_assembly_first() -> None:
    """L7"""
    scenario = a_year()
    accepted(scenario, books(scenario).report(YEAR_END))
    receive(scenario, "1.00", YEAR_END)
    scenario.when(CLOSE).then_refused(ReportOutdated)
    anew = ProposalId("proposal-anew")
    accepted(scenario, books(scenario).report(YEAR_END), anew)
    scenario.when(ClosePeriodByDecision(account=ACCOUNT, proposal=anew)).then_kinds(
        "period-closed", "proposal-execution-begun"
    )


def test_what_took_effect_after_the_period_changes_nothing_of_its_report() -> None:
    """L7"""
    scenario = a_year()
    accepted(scenario, books(scenario).report(YEAR_END))
    receive(scenario, "1.00", date(2027, 2, 2))
    scenario.when(CLOSE).then_kinds("period-closed", "proposal-execution-begun")


def test_what_is_entered_while_the_books_are_read_is_seen_all_the_same() -> None:
    """L7"""
    for meanwhile, refused in ((date(2027, 2, 2), None), (YEAR_END, ReportOutdated)):
        scenario = a_year()
        accepted(scenario, books(scenario).report(YEAR_END))
        read = CLOSE.gather(scenario)
        receive(scenario, "1.00", meanwhile)
        assert {type(scenario.when(_Read(command=read)).refusal)} == {refused or type(None)}


class _Read(AccountCommand, frozen=True, kw_only=True):
    """A command that has read the books already."""

    command: ClosePeriodByDecision
    account: AccountId = ACCOUNT

    def gather(self, log: Log) -> Any:
        return self.command


def test_one_year_is_closed_after_the_other_and_begins_where_that_one_ended() -> None:
    """L7"""
    scenario = closed()
    first = books(scenario)
    second = first.report(date(2027, 2, 28))
    assert second.since == date(2027, 1, 1)
    (euros,) = second.lines
    assert (euros.opening_minor, euros.closing_minor) == (120_00, 127_00)
    next_one = ProposalId("proposal-next")
    accepted(scenario, second, next_one)
    scenario.when(ClosePeriodByDecision(account=ACCOUNT, proposal=next_one)).then_kinds(
        "period-closed", "proposal-execution-begun"
    )
    assert account(scenario).closed_until == date(2027, 2, 28)


def test_a_correction_of_a_closed_period_is_booked_in_the_open_one() -> None:
    """L6, L7"""
    scenario = a_year()
    gift = receive(scenario, "9.00", date(2026, 8, 1))
    accepted(scenario, books(scenario).report(YEAR_END)).done(CLOSE)
    reverse = ReverseContribution(
        account=ACCOUNT, contribution=gift, reason="twice", effective=date(2026, 8, 1)
    )
    scenario.done(reverse)
    report = books(scenario).report(date(2027, 2, 28))
    assert Moved(Nature.CORRECTED, None, -9_00) in report.lines[0].moved
    assert report.lines[0].opening_minor == 129_00


def test_entries_are_numbered_in_each_journal_by_day_and_then_as_recorded() -> None:
    """L7"""
    scenario = a_year()
    gift = receive(scenario, "9.00", date(2026, 4, 1))
    scenario.done(
        ReverseContribution(account=ACCOUNT, contribution=gift, reason="twice", effective=date(2026, 4, 2))
    )
    found = [
        (one.journal.code, one.number, one.entered.effective) for one in books(scenario).numbered(YEAR_END)
    ]
    assert found == [
        ("R", 1, date(2026, 4, 1)),
        ("R", 2, date(2026, 4, 1)),
        ("C", 1, date(2026, 4, 2)),
        ("R", 3, date(2026, 5, 1)),
    ]


@pytest.mark.parametrize("until", [date(2027, 3, 1), date(2027, 3, 2), date(2028, 1, 1)])
def test_a_period_is_closed_when_its_last_day_is_over(until: date) -> None:
    """L7"""
    scenario = a_year()
    accepted(scenario, books(scenario).report(until)).when(CLOSE).then_refused(PeriodNotOver)


def test_no_period_ends_before_the_account_began() -> None:
    """L7, L10"""
    scenario = a_year()
    accepted(scenario, books(scenario).report(date(2020, 1, 1))).when(CLOSE).then_refused(DateBeforeAccount)


def test_periods_do_not_overlap() -> None:
    """L7"""
    scenario = closed()
    for number, until in enumerate((YEAR_END, date(2026, 6, 30))):
        again = ProposalId(f"proposal-again{number}")
        accepted(scenario, books(scenario).report(until), again)
        closing = ClosePeriodByDecision(account=ACCOUNT, proposal=again)
        scenario.when(closing).then_refused(PeriodClosedAlready)


def test_nothing_else_that_was_decided_closes_a_period() -> None:
    """A4, A5"""
    opened().when(CLOSE).then_refused(NotFounded)
    lift = LiftEarmark(purpose=PurposeId("purpose-press"), amount=Sum("EUR", 1))
    founded().given(*decided(lift)).when(CLOSE).then_refused(OtherMeasure)


def draft(until: date, report: Seal, proposer: MemberToken) -> DraftProposal:
    """A proposal to close the books."""
    measure = ClosePeriodGiven(until=until, report=report)
    return DraftProposal(account=ACCOUNT, proposer=proposer, need="The year is over.", measure=measure)


def test_a_proposal_names_the_report_as_the_books_come_to_it() -> None:
    """L7, P2"""
    scenario = a_year()
    member = next(iter(account(scenario).officers.values()))
    seal = books(scenario).report(YEAR_END).seal
    scenario.when(draft(YEAR_END, Seal("0" * 64), member)).then_refused(ReportOutdated)
    scenario.when(draft(date(2027, 3, 1), seal, member)).then_refused(PeriodNotOver)
    proposal = ProposalId(scenario.done(draft(YEAR_END, seal, member)))
    receive(scenario, "1.00", YEAR_END)
    anew = ClosePeriodGiven(until=YEAR_END, report=seal)
    amend = AmendProposal(account=ACCOUNT, proposal=proposal, need="The year is over.", measure=anew)
    scenario.when(amend).then_refused(ReportOutdated)
    anew = ClosePeriodGiven(until=YEAR_END, report=books(scenario).report(YEAR_END).seal)
    amend = AmendProposal(account=ACCOUNT, proposal=proposal, need="The year is over.", measure=anew)
    scenario.when(amend).then_kinds("proposal-amended")


def test_whatever_moves_an_account_has_a_nature_and_whatever_has_one_may_be_an_entry() -> None:
    """L7, L11"""
    reserving = {"budget-reserved", "goods-lent", "goods-loan-returned"}
    moving = {kind.kind() for kind in MOVING} - reserving
    assert {kind.kind() for kind in ENTERED - CARRYING} == moving
    assert PLACING <= ENTERED
    assert CARRYING == MOVED


def test_each_journal_has_a_letter_of_its_own() -> None:
    """L7"""
    assert len({journal.code for journal in Journal}) == len(Journal)


def test_a_fact_of_another_account_is_no_entry_here() -> None:
    """L7"""
    scenario = a_year()
    before = books(scenario).report(YEAR_END).seal
    scenario.given(
        Fact("account-other", PeriodClosed(until=YEAR_END, report=Seal("5ea1"), decision=PROPOSAL))
    )
    assert books(scenario).report(YEAR_END).seal == before


class _WhileItReads(ClosePeriodByDecision, frozen=True, kw_only=True):
    """A closing that others do not wait for."""

    season: Any
    effective: date

    def gather(self, log: Log) -> Any:
        read = super().gather(log)
        self.season.receive("3.00", effective=self.effective)
        return read


def test_nobody_waits_while_a_year_is_read_and_nothing_is_closed_unseen(tmp_path: Path) -> None:
    """L7"""
    season = Season.open(str(tmp_path / "usf.db")).found()
    season.receive("100.00")
    until = season.now().date()
    season.wait_days(3)
    report = books_of(season.account, season.ledger.events_of(Stream(season.account))).report(until)
    proposal = season.accepted(ClosePeriodGiven(until=until, report=report.seal))
    closing = _WhileItReads(account=season.account, proposal=proposal, season=season, effective=until)
    with pytest.raises(ReportOutdated):
        season.do(closing)
    report = books_of(season.account, season.ledger.events_of(Stream(season.account))).report(until)
    proposal = season.accepted(ClosePeriodGiven(until=until, report=report.seal))
    season.do(msgspec.structs.replace(closing, proposal=proposal, effective=season.now().date()))
    assert season.state().closed_until == until
    season.close()
