"""A place compared with its statements and counts: what agrees, what is open, since when, and that it adds up (L12)."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.accounts.state import Account
from ledger.bookings.commands import CountPlace
from ledger.command import AccountCommand
from ledger.contributions.commands import ReverseContribution
from ledger.identifiers import ContributionId, DisbursementId, KeyedHash, PlaceId, StatementId
from ledger.places.laying import laid_by
from ledger.statements.commands import LineGiven, LineText, TakeStatement
from ledger.statements.events import LinesMatched, MatchUndone, StatementTaken
from ledger.statements.state import LineName
from ledger.vocabulary import state_of
from projections import reconciliation, statements
from projections.bookings import Bookings
from projections.follower import Follower
from projections.places import Places
from projections.placings import placings_of
from projections.rebuild import rebuild
from projections.reconciliation import Because, OpenEntry, OpenLine, Reconciliation, likely_matches
from projections.statements import Statements
from tests.ledger.banking import ENDS, FEBRUARY, Village
from tests.ledger.caldeiras import ACCOUNT
from tests.ledger.seams.test_vocabulary import KINDS, sample
from tests.projections.log import Log

VIEWS = (Places(), Bookings(), Statements())
MARCH = date(2026, 3, 1)
DAY = timedelta(days=1)


class Books(Village):
    """The same, with views that follow what is recorded."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self.log = log
        log.record(*(event for _, event in self.scenario.events(ACCOUNT)), stream=ACCOUNT)  # type: ignore[arg-type]

    def do(self, command: AccountCommand) -> str | None:
        """Carry out a command; None where it is refused."""
        self.scenario.when(command)
        for fact in self.scenario.recorded:
            self.log.record(fact.event, stream=fact.stream)
        return None if self.scenario.refusal else self.scenario.created

    def followed(self) -> Log:
        """The views, caught up."""
        assert Follower(self.log.shelf, VIEWS).catch_up()
        return self.log

    def reconciled(self, day: date | None = None, place: PlaceId | None = None) -> Reconciliation:
        """The bank account, or another place, compared."""
        return reconciliation.reconcile(self.followed().db, ACCOUNT, place or self.bank, "EUR", day)

    def open_lines(self, day: date | None = None) -> list[OpenLine]:
        """What no entry explains."""
        return list(reconciliation.open_lines(self.followed().db, ACCOUNT, self.bank, "EUR", day))

    def open_entries(self, day: date | None = None) -> list[OpenEntry]:
        """What no line shows."""
        log = self.followed()
        return reconciliation.open_entries(log.db, log, ACCOUNT, self.bank, "EUR", day)


@contextmanager
def books() -> Iterator[Books]:
    """A village with views of its own."""
    with tempfile.TemporaryDirectory() as folder:
        log = Log(Path(folder) / "views.db", VIEWS).ready()
        yield Books(log)
        log.close()


def test_a_place_of_which_nothing_is_known_agrees() -> None:
    """L12"""
    with books() as village:
        found = village.reconciled()
        assert (found.book_minor, found.statement, found.count, found.agrees) == (0, None, None, True)


def test_a_statement_that_shows_all_that_was_booked_agrees() -> None:
    """L12"""
    with books() as village:
        village.do(village.gift(3000, effective=FEBRUARY + DAY))
        statement = StatementId(village.do(village.statement(3000)) or "")
        assert not village.reconciled().agrees
        village.do(village.match((LineName(statement, 1),), (village.newest(),)))
        found = village.reconciled()
        assert found.agrees
        assert (found.agreed_lines, found.agreed_entries, found.book_minor, found.closing_minor) == (
            1,
            1,
            3000,
            3000,
        )
        assert not village.open_lines()
        assert not village.open_entries()


def test_what_is_open_on_either_side_is_named_with_its_day() -> None:
    """L12"""
    with books() as village:
        village.do(village.gift(700, effective=FEBRUARY + 9 * DAY))
        village.do(village.gift(500, effective=FEBRUARY + 3 * DAY))
        village.do(village.statement(3000, opening=1000))
        found = village.reconciled()
        assert (found.book_minor, found.closing_minor, found.unexplained_minor) == (1200, 4000, 0)
        assert (found.entries_since, found.lines_since) == (FEBRUARY + 3 * DAY, FEBRUARY)
        assert [entry.amount_minor for entry in village.open_entries()] == [500, 700]
        assert [(line.number, line.amount_minor) for line in village.open_lines()] == [(0, 1000), (1, 3000)]


def test_a_payment_that_the_bank_booked_later_stands_open_in_between() -> None:
    """L10, L12"""
    with books() as village:
        village.do(village.gift(3000, effective=ENDS))
        entry = village.newest()
        village.do(village.statement())
        later = village.statement(3000, begins=MARCH, ends=MARCH, booked=MARCH)
        statement = StatementId(village.do(later) or "")
        village.do(village.match((LineName(statement, 1),), (entry,)))
        then, now = village.reconciled(ENDS), village.reconciled()
        assert (then.book_minor, then.closing_minor, then.open_entries_minor) == (3000, 0, 3000)
        assert [one.entry for one in village.open_entries(ENDS)] == [entry]
        assert (then.unexplained_minor, now.unexplained_minor, now.agrees) == (0, 0, True)


def test_a_line_of_a_day_before_its_entry_stands_open_in_between() -> None:
    """L10, L12"""
    with books() as village:
        statement = StatementId(village.do(village.statement(3000, opening=100)) or "")
        village.do(village.gift(3100, effective=MARCH))
        village.do(village.match((LineName(statement, 0), LineName(statement, 1)), (village.newest(),)))
        then = village.reconciled(ENDS)
        assert (then.open_line_count, then.open_lines_minor, then.unexplained_minor) == (2, 3100, 0)
        assert village.reconciled().agrees


def test_a_count_is_compared_with_what_the_books_say_of_its_day() -> None:
    """L12"""
    with books() as village:
        for amount_minor, day in ((3000, FEBRUARY), (200, MARCH)):
            village.do(village.gift(amount_minor, effective=day, place=village.box))
        treasurer, second, _ = village.scenario.state(ACCOUNT, Account).officers.values()
        count = CountPlace(
            account=ACCOUNT,
            place=village.box,
            unit="EUR",
            counted="29.00",
            counted_by=(treasurer, second),
            effective=ENDS,
        )
        assert village.do(count)
        found = village.reconciled(place=village.box)
        assert found.count is not None
        assert (found.count.counted_minor, found.count.booked_minor) == (2900, 3000)
        assert (found.count.difference_minor, found.count.moved_since_minor) == (-100, 200)
        assert not found.agrees
        assert village.reconciled(FEBRUARY, village.box).count is None


# What is likely the same money


def line(number: int, amount_minor: int, day: int = 1, **more: object) -> OpenLine:
    """A line of February."""
    booked = FEBRUARY + (day - 1) * DAY
    return OpenLine(StatementId("statement-a"), number, "EUR", amount_minor, booked, **more)  # type: ignore[arg-type]


def entry(number: int, amount_minor: int, day: int = 1, about: str = "") -> OpenEntry:
    """An entry of February."""
    effective = FEBRUARY + (day - 1) * DAY
    kind = "contribution-received"
    return OpenEntry(
        number, "EUR", amount_minor, effective, 0, number, kind, about or f"contribution-{number}"
    )


def told(likely: tuple[reconciliation.LikelyMatch, ...]) -> list[tuple[Because, list[int], list[int]]]:
    """Why, which lines, and which entries."""
    return [(one.because, [name.number for name in one.lines], [*one.entries]) for one in likely]


def test_what_a_reference_names_is_certain_however_far_the_days_lie_apart() -> None:
    """C2, L12"""
    one = line(1, 500, reference=KeyedHash("r"))
    found = likely_matches([one], [entry(7, 500, 28), entry(8, 500)], {KeyedHash("r"): "contribution-7"})
    assert told(found.certain) == [(Because.REFERENCE, [1], [7])]


def test_what_an_order_of_ours_names_is_certain() -> None:
    """B5, L12"""
    one = line(1, -500, payment=DisbursementId("disbursement-1"))
    found = likely_matches([one], [entry(7, -500, 28, "disbursement-1"), entry(8, -500)], {})
    assert told(found.certain) == [(Because.PAYMENT, [1], [7])]


def test_a_reference_that_names_another_amount_leaves_the_line_to_people() -> None:
    """C2, L12"""
    one = line(1, 500, reference=KeyedHash("r"))
    found = likely_matches([one], [entry(7, 400), entry(8, 500)], {KeyedHash("r"): "contribution-7"})
    assert not found.certain
    assert told(found.for_people) == [(Because.AMOUNT_AND_DAY, [1], [8])]


def test_one_amount_within_a_few_days_without_a_rival_is_certain() -> None:
    """L12"""
    found = likely_matches([line(1, 500, 3)], [entry(7, 500, 8), entry(8, 501, 3)], {})
    assert told(found.certain) == [(Because.AMOUNT_AND_DAY, [1], [7])]
    assert not likely_matches([line(1, 500, 2)], [entry(7, 500, 8)], {}).certain


def test_rivals_on_either_side_are_for_people_nearest_first() -> None:
    """L12"""
    found = likely_matches([line(1, 500, 3)], [entry(7, 500, 5), entry(8, 500, 4)], {})
    assert not found.certain
    assert [ones for _, _, ones in told(found.for_people)] == [[8], [7]]
    found = likely_matches([line(1, 500), line(2, 500)], [entry(7, 500)], {})
    assert not found.certain
    assert [lines for _, lines, _ in told(found.for_people)] == [[1], [2]]


def test_entries_of_one_day_that_make_a_line_are_for_people() -> None:
    """L12"""
    found = likely_matches([line(1, 500)], [entry(7, 200, 2), entry(8, 300, 2), entry(9, 1, 3)], {})
    assert told(found.for_people) == [(Because.ONE_DAY_TOGETHER, [1], [7, 8])]
    assert not likely_matches([line(1, 500)], [entry(7, 200, 20), entry(8, 300, 20)], {}).for_people


def test_entries_that_take_each_other_back_are_for_people() -> None:
    """L6, L12"""
    found = likely_matches([], [entry(7, 200, 2, "contribution-1"), entry(8, -200, 3, "contribution-1")], {})
    assert told(found.for_people) == [(Because.TAKEN_BACK, [], [7, 8])]


# Whatever happens

amounts = st.sampled_from([-300, -200, -100, 100, 200, 300])
acts = st.one_of(
    st.tuples(st.just("take"), st.lists(amounts, max_size=4), st.integers(0, 5), st.booleans()),
    st.tuples(st.just("again"), st.integers(0, 9)),
    st.tuples(st.just("overlap"), st.lists(amounts, max_size=2), st.integers(0, 3)),
    st.tuples(st.just("gift"), st.integers(1, 3), st.integers(0, 27)),
    st.tuples(st.just("reverse"), st.integers(0, 9)),
    st.tuples(st.just("match"), st.integers(0, 63), st.integers(0, 63)),
    st.tuples(st.just("certain")),
    st.tuples(st.just("book"), st.integers(0, 9)),
    st.tuples(st.just("undo"), st.integers(0, 9)),
)


class Months:
    """Acts on a village, one after the other; refused ones change nothing."""

    def __init__(self, village: Books) -> None:
        self.village = village
        self.taken: list[TakeStatement] = []
        self.gifts: list[ContributionId] = []
        self.matches: list[str] = []

    def act(self, what: str, *how: object) -> None:
        getattr(self, f"_{what}")(*how)
        for fact in self.village.scenario.recorded:
            if isinstance(fact.event, LinesMatched):
                self.matches.append(fact.event.match)

    def _take(self, lines: list[int], gap: int, derived: bool) -> None:
        begins = self.taken[-1].ends + DAY if self.taken else FEBRUARY
        begins += gap // 3 * DAY
        begins = min(begins, MARCH)
        ends = min(begins + 4 * DAY, MARCH)
        before = self.taken[-1].closing_minor or 0 if self.taken else 0
        opening = None if derived else before + gap // 4 * 100
        statement = self.village.statement(*lines, opening=opening, begins=begins, ends=ends, booked=begins)
        self._keep(statement)

    def _keep(self, statement: TakeStatement) -> None:
        if self.village.do(statement) and self.village.scenario.recorded:
            self.taken.append(statement)

    def _again(self, which: int) -> None:
        if self.taken:
            self.village.do(self.taken[which % len(self.taken)])
            assert not self.village.scenario.recorded, "what was taken is not taken again"

    def _overlap(self, more: list[int], days: int) -> None:
        if self.taken and self.taken[-1].opening_minor is not None:
            last = self.taken[-1]
            ends = min(last.ends + days * DAY, MARCH)
            added = tuple(
                LineGiven(number=n, amount_minor=amount, booked=ends, said=LineText(text="more"))
                for n, amount in enumerate(more, len(last.lines) + 1)
            )
            self._keep(
                TakeStatement(
                    account=ACCOUNT,
                    place=last.place,
                    unit="EUR",
                    begins=last.begins,
                    ends=ends,
                    opening_minor=last.opening_minor,
                    closing_minor=(last.closing_minor or 0) + sum(more),
                    lines=(*last.lines, *added),
                )
            )

    def _gift(self, hundreds: int, day: int) -> None:
        gift = self.village.do(self.village.gift(hundreds * 100, effective=FEBRUARY + day * DAY))
        self.gifts.append(ContributionId(gift or ""))

    def _reverse(self, which: int) -> None:
        if self.gifts:
            contribution = self.gifts[which % len(self.gifts)]
            self.village.do(ReverseContribution(account=ACCOUNT, contribution=contribution, reason="Twice."))

    def _match(self, lines: int, entries: int) -> None:
        some = [one for n, one in enumerate(self.village.open_lines()[:6]) if lines >> n & 1]
        others = [one for n, one in enumerate(self.village.open_entries()[:6]) if entries >> n & 1]
        names = tuple(LineName(one.statement, one.number) for one in some)
        self.village.do(self.village.match(names, tuple(one.entry for one in others)))

    def _certain(self) -> None:
        found = likely_matches(self.village.open_lines(), self.village.open_entries(), {})
        for one in found.certain:
            assert self.village.do(self.village.match(one.lines, one.entries)), self.village.scenario.refusal
            self.matches += [
                fact.event.match
                for fact in self.village.scenario.recorded
                if isinstance(fact.event, LinesMatched)
            ]

    def _book(self, which: int) -> None:
        found = [one for one in self.village.open_lines() if one.amount_minor > 0]
        if found:
            one = found[which % len(found)]
            gift = self.village.gift(one.amount_minor)
            assert self.village.do(self.village.book(LineName(one.statement, one.number), gift))

    def _undo(self, which: int) -> None:
        if self.matches:
            self.village.do(self.village.undo(self.matches[which % len(self.matches)]))


@given(st.lists(acts, min_size=6, max_size=20))
@settings(max_examples=60, deadline=None)
def test_whatever_is_taken_matched_and_undone_the_reconciliation_adds_up(
    happened: list[tuple[object, ...]],
) -> None:
    """L12, C2: to the minor unit, on every day; no line and no entry is matched twice, and none is taken twice."""
    with books() as village:
        months = Months(village)
        for what, *how in happened:
            months.act(str(what), *how)
        for day in (None, *(FEBRUARY + days * DAY for days in range(0, 29, 4))):
            found = village.reconciled(day)
            lines, entries = village.open_lines(day), village.open_entries(day)
            assert found.unexplained_minor == 0
            assert sum(one.amount_minor for one in lines) == found.open_lines_minor
            assert sum(one.amount_minor for one in entries) == found.open_entries_minor
            assert len(lines) == found.open_line_count
            assert len(entries) == found.open_entry_count
        _require_once(village)
        followed = [list(view.figures(village.log.db)) for view in VIEWS]
        rebuild(VIEWS, village.log.shelf)
        assert [list(view.figures(village.log.db)) for view in VIEWS] == followed


def _require_once(village: Books) -> None:
    """Of all that was recorded."""
    lines: Counter[object] = Counter()
    entries: Counter[int] = Counter()
    told_lines: Counter[str] = Counter()
    matches: dict[str, LinesMatched] = {}
    for recorded in village.log.recorded["main"]:
        match recorded.event:
            case StatementTaken() as event:
                told_lines.update(one.told for one in event.lines)
            case LinesMatched() as event:
                matches[event.match] = event
                lines.update(event.lines)
                entries.update(event.entries)
            case MatchUndone() as event:
                lines.subtract(matches[event.match].lines)
                entries.subtract(matches[event.match].entries)
            case _:
                pass
        assert max([0, *lines.values(), *entries.values(), *told_lines.values()]) <= 1


def test_statements_lines_and_matches_are_listed() -> None:
    """L12"""
    with books() as village:
        village.do(village.gift(3000))
        statement = StatementId(village.do(village.statement(3000, 10)) or "")
        match = village.do(village.match((LineName(statement, 1),), (village.newest(),)))
        db = village.followed().db
        assert [row.id for row in statements.of_place(db, ACCOUNT, village.bank)] == [statement]
        assert statements.find(db, ACCOUNT, statement) is not None
        assert [row.match for row in statements.lines_of(db, ACCOUNT, statement)] == [match, None]
        found = statements.find_line(db, ACCOUNT, statement, 2)
        assert found is not None
        assert found.amount_minor == 10
        assert [row.id for row in statements.matches_of(db, ACCOUNT, village.bank)] == [match]
        assert reconciliation.units_of(db, ACCOUNT, village.bank) == ["EUR"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_ledger_and_the_views_agree_on_what_each_kind_of_event_lays(kind: str) -> None:
    """L12: whatever stands in an account's own stream may be named as an entry, and most of it lays nothing."""
    _, recorded = sample(kind)
    if isinstance(state_of(recorded.stream)(), Account):
        laid = {(one.place, one.unit): one.amount_minor for one in laid_by(recorded.event)}
        told = {(one.place, one.unit): one.amount_minor for one in placings_of(recorded.event)}
        assert laid == told
