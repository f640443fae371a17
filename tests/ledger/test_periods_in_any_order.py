"""Entries, late ones and closings in any order: the books add up, and no number ever changes (L7)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.accounts.commands import DeclarePurpose, LiftEarmarkByDecision
from ledger.accounts.events import Award, BudgetAwarded, BudgetReserved, PaymentBooked, PurposeKind
from ledger.accounts.state import Destination, Line
from ledger.associations.rules import Office
from ledger.bookings.commands import BookEntry
from ledger.bookings.state import BookingKind
from ledger.command import Fact
from ledger.contributions.commands import (
    AcceptEarmark,
    Giver,
    ReceiveContribution,
    RefundContribution,
    ReverseContribution,
)
from ledger.identifiers import (
    UNRESTRICTED,
    ContributionId,
    DisbursementId,
    MoveId,
    PlaceId,
    ProposalId,
    PurposeId,
    RoundId,
    Stream,
)
from ledger.periods.books import Books, Numbered
from ledger.periods.commands import ClosePeriodByDecision
from ledger.periods.report import Report
from ledger.periods.walking import books_of
from ledger.places.commands import MoveMoney, OpenPlace, ReverseMove
from ledger.places.state import PlaceKind
from ledger.proposals.measure import ClosePeriod, LiftEarmark, Sum
from projections import periods
from tests.ledger.caldeiras import ACCOUNT, OPENED, account, decided, founded, treasurer
from tests.scenario import Scenario

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            "gift gift gift earmarked refund reversal theft move lift award goods close close".split()
        ),
        st.integers(0, 40),
        st.integers(1, 9),
    ),
    max_size=40,
)
"""What happens, how many days ago it took effect, and how much."""


class Year:
    """An account in which anything may happen; what its reports and numbers were when periods closed."""

    def __init__(self) -> None:
        self.scenario = founded().at(datetime(2026, 3, 1, 12, tzinfo=UTC))
        self.press = PurposeId(
            self.scenario.done(DeclarePurpose(account=ACCOUNT, kind=PurposeKind.PROJECT, description="Press"))
        )
        self.box, self.bank = (
            PlaceId(self.scenario.done(OpenPlace(account=ACCOUNT, kind=kind, label=kind.value)))
            for kind in (PlaceKind.CASH_BOX, PlaceKind.BANK_ACCOUNT)
        )
        self.gifts: list[ContributionId] = []
        self.closed: list[tuple[Report, list[Numbered]]] = []
        self.steps = 0

    @property
    def today(self) -> date:
        """The day of the clock."""
        return date.fromordinal(date(1970, 1, 1).toordinal() + self.scenario.clock.now_us() // 86_400_000_000)

    def do(self, what: str, days_ago: int, amount: int) -> None:
        """One step; what is refused has not happened."""
        self.steps += 1
        if self.steps % 3 == 0:
            self.scenario.at(datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(days=self.steps))
        day = max(self.today - timedelta(days=days_ago), OPENED)
        getattr(self, what)(day, amount)

    def gift(self, day: date, amount: int, earmark: PurposeId = UNRESTRICTED) -> ContributionId:
        """Money into the bank."""
        receive = ReceiveContribution(
            account=ACCOUNT,
            unit="EUR",
            amount=f"{amount}.00",
            giver=Giver(name="Emma"),
            earmark=earmark,
            place=self.bank,
            effective=day,
        )
        gift = ContributionId(self.scenario.done(receive))
        self.gifts.append(gift)
        return gift

    def earmarked(self, day: date, amount: int) -> None:
        """Money for the press, accepted on a day of its own."""
        gift = self.gift(day, amount, self.press)
        self.scenario.done(AcceptEarmark(account=ACCOUNT, contribution=gift))

    def refund(self, day: date, amount: int) -> None:
        """Some of the last gift goes back."""
        self._gone(RefundContribution, day, unit="EUR", amount=f"{amount}.00")

    def reversal(self, day: date, _: int) -> None:
        """The last gift was a mistake."""
        self._gone(ReverseContribution, day)

    def _gone(self, kind: Any, day: date, **more: str) -> None:
        if self.gifts:
            fields = {"account": ACCOUNT, "contribution": self.gifts.pop(), "reason": "twice", **more}
            self.scenario.when(kind(**fields, effective=day), by=treasurer(self.scenario))

    def theft(self, day: date, amount: int) -> None:
        """A fact that cannot be refused."""
        officers = account(self.scenario).officers
        theft = BookEntry(
            account=ACCOUNT,
            kind=BookingKind.THEFT,
            unit="EUR",
            amount=f"{amount}.00",
            place=self.bank,
            evidence="The window was broken.",
            confirmed_by=(officers[Office.SECOND_SIGNATORY], officers[Office.AUDITOR]),
            effective=day,
        )
        self.scenario.done(theft, by=treasurer(self.scenario))

    def move(self, day: date, amount: int) -> None:
        """Out of the bank into the box."""
        move = MoveMoney(
            account=ACCOUNT,
            unit="EUR",
            amount=f"{amount}.00",
            origin=self.bank,
            target=self.box,
            effective=day,
        )
        self.scenario.when(move)
        if self.scenario.created is not None and amount % 3 == 0:
            taken_back = ReverseMove(
                account=ACCOUNT, move=MoveId(self.scenario.created), reason="It stayed.", effective=day
            )
            self.scenario.when(taken_back)

    def lift(self, _: date, amount: int) -> None:
        """An act that names no day: it takes effect when it is recorded."""
        proposal = ProposalId(f"proposal-lift{self.steps}")
        lift = LiftEarmark(purpose=self.press, amount=Sum("EUR", amount * 100))
        self.scenario.given(*decided(lift, proposal))
        self.scenario.when(LiftEarmarkByDecision(account=ACCOUNT, proposal=proposal))

    def award(self, day: date, amount: int) -> None:
        """A round gives a proposal money, which is paid."""
        if account(self.scenario).available("EUR", UNRESTRICTED) < amount * 100:
            return
        line = Line("EUR", UNRESTRICTED, amount * 100)
        where = RoundId(f"round-{self.steps}"), ProposalId(f"proposal-{self.steps}")
        home = Destination.DISADVANTAGED_AT_HOME
        self.scenario.given(
            *(
                Fact(ACCOUNT, event)
                for event in (
                    BudgetReserved(round=where[0], lines=(line,)),
                    BudgetAwarded(
                        round=where[0],
                        awards=(Award(where[1], home, (line,)),),
                        freed=(),
                    ),
                    PaymentBooked(
                        disbursement=DisbursementId(f"disbursement-{self.steps}"),
                        proposal=where[1],
                        destination=home,
                        line=line,
                        place=self.bank,
                        effective=max(day, self.today),
                    ),
                )
            )
        )

    def goods(self, day: date, amount: int) -> None:
        """Another unit, never added to the first."""
        receive = ReceiveContribution(
            account=ACCOUNT, unit="CVE", amount=f"{amount}.00", giver=Giver(name="Emma"), effective=day
        )
        self.scenario.done(receive)

    def close(self, day: date, _: int) -> None:
        """The assembly closes the books up to a day, where it may."""
        books = self.books()
        report, numbers = books.report(day), books.numbered(day)
        proposal = ProposalId(f"proposal-close{self.steps}")
        self.scenario.given(*decided(ClosePeriod(until=day, report=report.seal), proposal))
        self.scenario.when(ClosePeriodByDecision(account=ACCOUNT, proposal=proposal))
        if self.scenario.refusal is None:
            self.closed.append((report, numbers))

    def books(self) -> Books:
        """The books as the write side has them."""
        return books_of(ACCOUNT, self.scenario.read(Stream(ACCOUNT)))

    def shown(self) -> Books:
        """The books as the views have them."""
        return periods.books_of(ACCOUNT, self.scenario.read(Stream(ACCOUNT)))


@settings(max_examples=150)
@given(STEPS)
def test_in_any_order_the_books_add_up_and_no_number_ever_changes(steps: list[tuple[str, int, int]]) -> None:
    """L7, L8"""
    year = Year()
    for step in steps:
        year.do(*step)
    last = year.books().report(year.today)
    before: dict[tuple[str, str, str], int] = {}
    since, entries = OPENED, []
    for report, numbers in [*year.closed, (last, year.books().numbered(year.today))]:
        assert report.since == since, "periods neither overlap nor leave a gap"
        since = report.until + timedelta(days=1)
        lines = {(line.unit, str(line.purpose), str(line.destination)): line for line in report.lines}
        assert {where: line.opening_minor for where, line in lines.items() if line.opening_minor} == before
        for line in lines.values():
            assert line.opening_minor + sum(moved.amount_minor for moved in line.moved) == line.closing_minor
        before = {where: line.closing_minor for where, line in lines.items() if line.closing_minor}
        for count in report.journals:
            own = [one.number for one in numbers if one.journal is count.journal]
            assert own == list(range(1, count.entries + 1)), "numbered without a gap"
        entries += [one.entered.version for one in numbers]
        for one in numbers:
            assert report.since <= one.entered.booked <= report.until
            assert one.entered.booked == max(one.entered.effective, report.since)
    assert len(entries) == len(set(entries)), "each entry is booked once"
    assert before == _held(year.scenario)
    assert _closed_again(year.scenario) == year.closed, "what is closed is for ever what it was"
    assert year.shown().report(year.today) == last, "the views derive the same"


def _held(scenario: Scenario) -> dict[tuple[str, str, str], int]:
    totals = account(scenario).totals.items()
    return {
        (unit, str(purpose), str(destination)): total.received - total.paid
        for (unit, purpose, destination), total in totals
        if total.received != total.paid
    }


def _closed_again(scenario: Scenario) -> list[tuple[Report, list[Numbered]]]:
    """The same reports and numbers, computed from the log at the end, as the views do it."""
    log = list(scenario.read(Stream(ACCOUNT)))
    found = []
    for at, recorded in enumerate(log):
        if recorded.event.kind() == "period-closed":
            books, until = periods.books_of(ACCOUNT, log[:at]), recorded.event.until  # type: ignore[attr-defined]
            found.append((books.report(until), books.numbered(until)))
    return found
