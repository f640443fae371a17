"""Balances of the past on both axes of time, compared with plain sums over every movement."""

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from ledger.accounts.events import BudgetReserved, PaymentBooked, PaymentRestored
from ledger.accounts.state import Destination, Line
from ledger.event import Event, Recorded
from ledger.identifiers import UNRESTRICTED, MoveId, PlaceId, PurposeId
from ledger.places.events import MoneyMoved, PlaceOpened
from ledger.places.state import PlaceKind
from projections import entries, journal
from projections.as_of import NOW, AsOf
from projections.entries import BalanceThen, Entries
from projections.follower import Follower
from projections.movements import Movement, movements_of
from projections.periods import Periods
from projections.places import Places, lying, lying_on
from projections.places import entries_of as places_entries
from projections.placings import placings_of
from projections.postings import postings_of
from projections.rebuild import differences
from tests.projections.log import ACCOUNT, NOON_US, Log
from tests.projections.placed import BANK, BOX
from tests.projections.samples import BUS, GIFT, PAID, ROUND, SCHOOL, receive

DAY_US = 86_400_000_000
TODAY = date(2026, 3, 1)
LABELS = {BANK: "bank", BOX: "cash-box"}
Where = tuple[str, str, str]


def opened(place: PlaceId, kind: PlaceKind, label: str) -> PlaceOpened:
    """Money may lie there."""
    return PlaceOpened(place=place, place_kind=kind, label=label, effective=TODAY)


# Nobody can record some of these days, and yet an answer must be right whatever the log holds.
days = st.one_of(
    st.dates(TODAY - timedelta(days=4), TODAY + timedelta(days=4)),
    st.sampled_from([date.min, date(1969, 12, 31), date(1970, 1, 1), date.max]),
)
amounts = st.one_of(st.integers(1, 100), st.just(2**63 - 1))
gaps_us = st.sampled_from([0, 0, 1, 1_000_000, DAY_US // 3, DAY_US, 2 * DAY_US])
kinds = st.sampled_from("gift gift gift back earmarked paid restored reserved moved".split())
places = st.sampled_from([None, BANK, BOX])


@st.composite
def happenings(draw: st.DrawFn) -> Event:
    """Gifts, some of them taken back, payments, and reservations, which have no day of effect."""
    unit, amount, day = draw(st.sampled_from(["EUR", "CVE"])), draw(amounts), draw(days)
    line, place = Line(unit, UNRESTRICTED, amount), draw(places)
    paid = {
        "disbursement": PAID,
        "proposal": BUS,
        "destination": Destination.TWINNED_AREA,
        "line": line,
        "place": place,
    }
    match draw(kinds):
        case "gift":
            return receive(GIFT, amount, unit=unit, effective=day, place=place)
        case "back":
            return receive(GIFT, -amount, unit=unit, effective=day, place=place)
        case "earmarked":
            return receive(GIFT, amount, unit=unit, effective=day, earmark=SCHOOL, place=place)
        case "moved":
            return MoneyMoved(
                move=MoveId("move-0000000000000001"),
                unit=unit,
                amount_minor=amount,
                origin=None if place is BANK else place,
                target=BANK if place is BOX else BOX,
                effective=day,
            )
        case "reserved":
            return BudgetReserved(round=ROUND, lines=(line,))
        case "paid":
            return PaymentBooked(**paid, effective=day)  # type: ignore[arg-type]
        case _:
            return PaymentRestored(**paid, effective=day)  # type: ignore[arg-type]


histories = st.lists(st.tuples(gaps_us, happenings()), min_size=1, max_size=40)


def moved_by(log: Log) -> Iterator[tuple[Recorded, int, Movement]]:
    """Every movement with its event and line."""
    for recorded in log.recorded["main"]:
        for line, movement in enumerate(movements_of(recorded), 1):
            yield recorded, line, movement


def counts(recorded: Recorded, effective: date | None, as_of: AsOf) -> bool:
    """Whether something belongs to an answer."""
    return (
        (as_of.effective is None or (effective is not None and effective <= as_of.effective))
        and (as_of.recorded_us is None or recorded.envelope.recorded_us <= as_of.recorded_us)
        and (as_of.position is None or recorded.position <= as_of.position)
    )


def where_of(moved: Movement) -> Where:
    """What balances are told apart by."""
    return moved.unit, moved.purpose, moved.destination


def balances(log: Log, as_of: AsOf) -> list[BalanceThen]:
    """Plain sums."""
    sums: dict[Where, list[int]] = defaultdict(lambda: [0, 0, 0])
    for recorded, _, moved in moved_by(log):
        if counts(recorded, moved.effective, as_of):
            for n, change in enumerate((moved.received, moved.reserved, moved.paid)):
                sums[where_of(moved)][n] += change
    return [
        BalanceThen(
            ACCOUNT,
            unit,
            PurposeId(purpose),
            Destination(destination),
            received,
            paid,
            *((None, None) if as_of.effective else (reserved, received - reserved - paid)),
        )
        for (unit, purpose, destination), (received, reserved, paid) in sorted(sums.items())
    ]


def fits(log: Log) -> bool:
    """Whether all balances fit 64 bits at any time, as the ledger sees to."""
    sums: dict[Where, list[int]] = defaultdict(lambda: [0, 0, 0])
    for _, _, moved in moved_by(log):
        for n, change in enumerate((moved.received, moved.reserved, moved.paid)):
            sums[where_of(moved)][n] += change
            if abs(sums[where_of(moved)][n]) > 2**63 - 1:
                return False
    return all(abs(lying) <= 2**63 - 1 for lying in laid(log).values())


def laid(log: Log) -> dict[tuple[PlaceId, str], int]:
    """What lies where: plain sums."""
    sums: dict[tuple[PlaceId, str], int] = defaultdict(int)
    for recorded in log.recorded["main"]:
        for placing in placings_of(recorded.event):
            sums[placing.place, placing.unit] += placing.amount_minor
    return sums


@contextmanager
def followed(history: Sequence[tuple[int, Event]], fan: int, batch: int) -> Iterator[Log]:
    """A log with this history as far as it fits, followed in batches, with blocks of this size."""
    with (
        tempfile.TemporaryDirectory() as folder,
        patch("projections.entries.late.FAN", fan),
        patch("projections.follower.BATCH", batch),
        patch("projections.rebuild.BATCH", 1_000),
    ):
        log = Log(Path(folder) / "views.db", (Entries(), Periods(), Places())).ready()
        log.record(opened(BANK, PlaceKind.BANK_ACCOUNT, "bank"), opened(BOX, PlaceKind.CASH_BOX, "cash-box"))
        for gap_us, event in history:
            log.now_us += gap_us - 1_000_000
            log.record(event)
            if not fits(log):
                log.recorded["main"].pop()
        assert Follower(log.shelf, log.views).catch_up()
        yield log
        log.close()


questions = st.builds(
    AsOf,
    effective=st.one_of(st.none(), days),
    recorded_us=st.one_of(st.none(), st.integers(-1, 10 * DAY_US).map(lambda after: NOON_US + after)),
    position=st.one_of(st.none(), st.integers(0, 41)),
)


@given(
    histories, st.lists(questions, min_size=1, max_size=8), st.integers(2, 4), st.sampled_from([1, 3, 1_000])
)
def test_balances_of_the_past_are_the_plain_sums_of_what_counts(
    history: list[tuple[int, Event]], asked: list[AsOf], fan: int, batch: int
) -> None:
    """L10, L8: on each axis of time, on both, and at every position; however the log was cut into batches"""
    with followed(history, fan, batch) as log:
        for as_of in (NOW, *asked):
            assert entries.balances(log.db, log, ACCOUNT, as_of) == balances(log, as_of), as_of
        assert list(differences(log.views, log.shelf)) == []


@given(histories, questions, st.integers(1, 5))
def test_pages_of_an_explanation_list_what_counts_and_end_in_the_balance(
    history: list[tuple[int, Event]], as_of: AsOf, limit: int
) -> None:
    """L11, L10"""
    with followed(history, 2, 1_000) as log:
        for unit in ("EUR", "CVE"):
            expected = [
                (recorded.position, line)
                for recorded, line, moved in moved_by(log)
                if moved.unit == unit and counts(recorded, moved.effective, as_of)
            ]
            after, explained = (0, 0), []
            while page := entries.explain(log.db, log, ACCOUNT, unit, as_of=as_of, after=after, limit=limit):
                explained += page
                after = page[-1].entry.position, page[-1].entry.line
            assert [(step.entry.position, step.entry.line) for step in explained] == expected
            assert explained == entries.explain(log.db, log, ACCOUNT, unit, as_of=as_of)
            then = [b for b in balances(log, as_of) if b.unit == unit]
            for name in ("received_minor", "paid_minor", "held_minor", "reserved_minor", "available_minor"):
                if explained and getattr(explained[-1], name) is not None:
                    assert getattr(explained[-1], name) == sum(getattr(b, name) for b in then), name


@given(histories, questions, st.integers(1, 5))
def test_the_journal_and_its_trial_balance_are_the_postings_of_what_counts(
    history: list[tuple[int, Event]], as_of: AsOf, limit: int
) -> None:
    """L1, L10"""
    with followed(history, 2, 1_000) as log:
        expected = [
            (recorded.position, line, posting.unit, posting.code, posting.debit, posting.credit)
            for recorded in log.recorded["main"]
            for line, posting in enumerate(
                postings_of(movements_of(recorded), placings_of(recorded.event), LABELS), 1
            )
            if counts(recorded, posting.effective, as_of)
        ]
        after, found = (0, 0), []
        while page := journal.postings(log.db, log, ACCOUNT, as_of, after=after, limit=limit):
            found += page
            after = page[-1].position, page[-1].line
        assert [
            (line.position, line.line, line.unit, line.code, line.debit_minor, line.credit_minor)
            for line in found
        ] == expected
        totals: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        for _, _, unit, code, debit, credit in expected:
            totals[unit, code][0] += debit
            totals[unit, code][1] += credit
        assert [
            (line.unit, line.code, line.debit_minor, line.credit_minor)
            for line in journal.trial_balance(log.db, log, ACCOUNT, as_of)
        ] == [(*where, *sums) for where, sums in sorted(totals.items())]
        assert all(
            sum(debit - credit for _, _, of, _, debit, credit in expected if of == unit) == 0
            for unit in {unit for unit, _ in totals}
        )


@given(histories, st.integers(1, 8))
def test_what_lies_where_is_the_plain_sum_of_the_entries_of_each_place(
    history: list[tuple[int, Event]], batch: int
) -> None:
    """L8, L11, L12"""
    with followed(history, 2, batch) as log:
        expected = laid(log)
        assert {(row.place, row.unit): row.amount_minor for row in lying(log.db, ACCOUNT)} == expected
        for (place, unit), minor in expected.items():
            assert lying_on(log.db, ACCOUNT, place, unit) == minor
            entries_there = [entry for _, entry in places_entries(log.db, log, ACCOUNT, place, unit)]
            assert (
                entries_there[-1].lying_minor == sum(entry.amount_minor for entry in entries_there) == minor
            )
            by_day = [entry.amount_minor for entry in entries_there if entry.effective <= TODAY]
            assert lying_on(log.db, ACCOUNT, place, unit, TODAY) == sum(by_day)
        assert list(differences(log.views, log.shelf)) == []


def test_an_import_of_old_entries_alone_is_summed_by_their_days() -> None:
    """L10: everything is late, and blocks of blocks of blocks are needed"""
    random = Random(7)
    history: list[tuple[int, Event]] = [
        (
            1,
            receive(
                GIFT,
                random.randrange(1, 100),
                effective=date(2020, 1, 1) + timedelta(days=random.randrange(900)),
            ),
        )
        for _ in range(700)
    ]
    with followed(history, 4, 100) as log:
        levels = log.db.execute("SELECT level, COUNT(*) FROM late_blocks GROUP BY level ORDER BY level")
        assert levels.fetchall() == [(1, 700), (2, 688), (3, 640), (4, 512)]
        for _ in range(40):
            as_of = AsOf(
                effective=date(2020, 1, 1) + timedelta(days=random.randrange(-5, 905)),
                position=random.randrange(702),
            )
            assert entries.balances(log.db, log, ACCOUNT, as_of) == balances(log, as_of)
        assert list(differences(log.views, log.shelf)) == []
