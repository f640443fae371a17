"""Whatever happens to an account, the views add up: compared with the account's own totals after every event."""

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ledger.accounts.events import (
    Award,
    BudgetAwarded,
    BudgetFreed,
    BudgetReserved,
    EarmarkMoved,
    PaymentBooked,
    PaymentRestored,
)
from ledger.accounts.state import Account, Destination, Line
from ledger.contributions.events import (
    ContributionReceived,
    ContributionRefunded,
    ContributionReversed,
    EarmarkAccepted,
    EarmarkLifted,
)
from ledger.event import Event
from ledger.identifiers import UNRESTRICTED
from projections import balances, entries, journal
from projections.as_of import AsOf
from projections.balances import Balances
from projections.entries import Entries
from projections.follower import Follower
from projections.periods import Periods
from projections.places import Places
from projections.rebuild import differences, rebuild
from tests.projections.log import ACCOUNT, Log
from tests.projections.samples import BUS, EMMA, GIFT, PAID, ROUND, SCHOOL, SEAL

MONEY = (Balances(), Entries(), Places(), Periods())
TODAY = date(2026, 3, 1)
Where = tuple[str, str, str]

units = st.sampled_from(["EUR", "CVE"])
purposes = st.sampled_from([UNRESTRICTED, SCHOOL])
destinations = st.sampled_from([Destination.UNIVERSAL_SOLIDARITY, Destination.DISADVANTAGED_AT_HOME])
amounts = st.integers(1, 10**9)
days = st.dates(TODAY - timedelta(days=5), TODAY)
lines = st.builds(Line, units, purposes, amounts)
few_lines = st.lists(lines, max_size=3).map(tuple)
of_gift = {"contribution": st.just(GIFT), "unit": units, "amount_minor": amounts, "effective": days}
of_payment = {
    "disbursement": st.just(PAID),
    "proposal": st.just(BUS),
    "destination": destinations,
    "line": lines,
    "effective": days,
}
happenings = st.one_of(
    st.builds(ContributionReceived, giver=st.just(EMMA), earmark=purposes, **of_gift),
    st.builds(EarmarkAccepted, purpose=st.just(SCHOOL), **of_gift),
    st.builds(EarmarkLifted, purpose=st.just(SCHOOL), consent=st.just(SEAL), **of_gift),
    st.builds(ContributionReversed, purpose=purposes, reason=st.just(SEAL), **of_gift),
    st.builds(ContributionRefunded, purpose=purposes, reason=st.just(SEAL), **of_gift),
    st.builds(EarmarkMoved, origin=st.just(SCHOOL), line=lines, decision=st.just(BUS)),
    st.builds(BudgetReserved, round=st.just(ROUND), lines=few_lines),
    st.builds(
        BudgetAwarded,
        round=st.just(ROUND),
        awards=st.lists(st.builds(Award, st.just(BUS), destinations, few_lines), max_size=2).map(tuple),
        freed=few_lines,
    ),
    st.builds(BudgetFreed, proposal=st.just(BUS), destination=destinations, lines=few_lines),
    st.builds(PaymentBooked, **of_payment),
    st.builds(PaymentRestored, **of_payment),
)
histories = st.lists(happenings, min_size=1, max_size=12)


@contextmanager
def recorded(*events: Event) -> Iterator[Log]:
    """A log with these events, followed by the views of money."""
    with tempfile.TemporaryDirectory() as folder:
        log = Log(Path(folder) / "views.db", MONEY).ready()
        log.record(*events)
        assert Follower(log.shelf, MONEY).catch_up()
        yield log
        log.close()


def totals_after(events: list[Event]) -> dict[Where, tuple[int, int, int]]:
    """What the account itself remembers after these events."""
    account = Account()
    for event in events:
        event.apply(account)
    return {(*where,): (t.received, t.reserved, t.paid) for where, t in account.totals.items()}


def without_zeros(sums: Mapping[Where, tuple[int, ...]]) -> dict[Where, tuple[int, ...]]:
    """Rows of nothing but zeros say nothing."""
    return {where: values for where, values in sums.items() if any(values)}


def shown(log: Log, as_of: AsOf) -> dict[Where, tuple[int, ...]]:
    """The balances that the entries give."""
    return without_zeros(
        {
            (b.unit, b.purpose, b.destination): (b.received_minor, b.reserved_minor or 0, b.paid_minor)
            for b in entries.balances(log.db, log, ACCOUNT, as_of)
        }
    )


@given(histories)
def test_balances_and_entries_are_the_account_s_own_totals_at_every_position(history: list[Event]) -> None:
    """L2, L8"""
    with recorded(*history) as log:
        rows: dict[Where, tuple[int, int, int]] = {
            (b.unit, b.purpose, b.destination): (b.received_minor, b.reserved_minor, b.paid_minor)
            for b in balances.of_account(log.db, ACCOUNT)
        }
        assert without_zeros(rows) == without_zeros(totals_after(history))
        for b in balances.every(log.db):
            assert b.available_minor == b.received_minor - b.reserved_minor - b.paid_minor
        for position in range(len(history) + 1):
            then = totals_after(history[:position])
            assert shown(log, AsOf(position=position)) == without_zeros(then)


@given(histories)
def test_every_posting_balances_per_unit(history: list[Event]) -> None:
    """L1, L3"""
    with recorded(*history) as log:
        sums: defaultdict[tuple[int, str], int] = defaultdict(int)
        for posting in journal.postings(log.db, log, ACCOUNT):
            assert min(posting.debit_minor, posting.credit_minor) == 0
            sums[posting.position, posting.unit] += posting.debit_minor - posting.credit_minor
        assert not any(sums.values())
        held: defaultdict[str, int] = defaultdict(int)
        for (unit, _, _), (received, _, paid) in totals_after(history).items():
            held[unit] += received - paid
        for line in journal.trial_balance(log.db, log, ACCOUNT):
            if line.code == "assets:held":
                assert line.balance_minor == held.pop(line.unit)
        assert not any(held.values())


@given(histories, st.one_of(st.none(), days), st.integers(0, 12))
def test_the_last_running_total_of_an_explanation_is_the_balance(
    history: list[Event], effective: date | None, position: int
) -> None:
    """L11, L10"""
    as_of = AsOf(effective=effective, position=position)
    with recorded(*history) as log:
        db = log.db
        for b in entries.balances(db, log, ACCOUNT, as_of):
            last = entries.explain(db, log, ACCOUNT, b.unit, b.purpose, b.destination, as_of=as_of)[-1]
            assert (last.received_minor, last.reserved_minor, last.paid_minor, last.available_minor) == (
                b.received_minor,
                b.reserved_minor,
                b.paid_minor,
                b.available_minor,
            )


@given(histories, days)
def test_an_effective_date_selects_what_had_taken_effect_by_then(history: list[Event], day: date) -> None:
    """L10"""
    expected: defaultdict[Where, tuple[int, ...]] = defaultdict(lambda: (0, 0, 0))
    for n, event in enumerate(history):
        # What carries no effective date took effect on the day of its recording, which is today.
        if getattr(event, "effective", TODAY) <= day:
            before, after = totals_after(history[:n]), totals_after(history[: n + 1])
            for where, (received, _, paid) in after.items():
                old = before.get(where, (0, 0, 0))
                sums = expected[where]
                expected[where] = sums[0] + received - old[0], 0, sums[2] + paid - old[2]
    with recorded(*history) as log:
        assert shown(log, AsOf(effective=day)) == without_zeros(expected)


@given(histories, histories)
def test_a_back_dated_entry_never_changes_what_was_known_before(
    known: list[Event], late: list[Event]
) -> None:
    """L10"""
    with recorded(*known) as log:
        questions = [
            AsOf(recorded_us=log.now_us),
            AsOf(position=len(known)),
            *(AsOf(recorded_us=log.now_us, effective=TODAY - timedelta(days=back)) for back in range(6)),
        ]
        db = log.db
        before = [
            (entries.balances(db, log, ACCOUNT, question), journal.trial_balance(db, log, ACCOUNT, question))
            for question in questions
        ]
        log.record(*late)
        Follower(log.shelf, MONEY).catch_up()
        after = [
            (entries.balances(db, log, ACCOUNT, question), journal.trial_balance(db, log, ACCOUNT, question))
            for question in questions
        ]
        assert after == before


@given(histories, histories)
def test_views_made_anew_equal_those_that_followed(first: list[Event], later: list[Event]) -> None:
    """L8"""
    with recorded(*first) as log:
        log.record(*later)
        assert list(differences(MONEY, log.shelf)) == []
        Follower(log.shelf, MONEY).catch_up()
        followed = [list(view.figures(log.db)) for view in MONEY]
        assert list(differences(MONEY, log.shelf)) == []
        rebuild(MONEY, log.shelf)
        assert [list(view.figures(log.db)) for view in MONEY] == followed
