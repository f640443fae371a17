"""Closed periods in the views: the same as the history says, and as balances of both times say (L7, L10)."""

from pathlib import Path

import msgspec
import pytest

from ledger.identifiers import Seal, Stream
from ledger.periods.events import PeriodClosed
from ledger.replay import Figures, Replay, first_difference
from ledger.replay.periods import tell_of_period
from projections import entries, journal, periods
from projections.as_of import AsOf
from projections.follower import Follower
from projections.rebuild import prepare
from projections.shelf import Shelf, open_shelf
from projections.views import VIEWS
from tests.season import Season
from tests.tours.periods import close


def two_years(path: Path) -> Season:
    """Two periods closed one after the other, each with something late; the third has begun."""
    season = Season.open(str(path / "usf.db")).found()
    season.receive("100.00")
    first = season.now().date()
    season.wait_days(10)
    close(season, first)
    season.receive("7.00", effective=first)
    season.do(season.refund(season.receive("5.00", effective=first), "1.00"))
    season.do(season.reverse(season.receive("3.00")))
    season.accepted_proposal("20.00")
    second = season.now().date()
    season.wait_days(5)
    close(season, second)
    season.receive("2.00", effective=first)
    return season


def test_a_closing_is_the_balance_of_its_last_day_as_it_was_known(tmp_path: Path) -> None:
    """L7, L10, L8"""
    season = two_years(tmp_path)
    store, account = season.ledger.store, season.account
    shelf = open_shelf(store)
    prepare(VIEWS, shelf)
    Follower(shelf, VIEWS).catch_up()
    with shelf.reading() as db:
        first, second = periods.periods(db, account)
        partition = season.ledger.partition_of(account)
        opening: dict[tuple[str, ...], int] = {}
        for one in (first, second):
            report = periods.report(db, store, partition, account, one.until)
            assert report is not None
            assert report.seal == one.seal
            closing = {(line.unit, line.purpose, line.destination): line for line in report.lines}
            assert {
                where: line.opening_minor for where, line in closing.items() if line.opening_minor
            } == opening
            opening = {where: line.closing_minor for where, line in closing.items()}
            then = entries.balances(db, store, account, AsOf(effective=one.until, position=one.position))
            assert opening == {(row.unit, row.purpose, row.destination): row.held_minor for row in then}
        late = periods.entries(db, account, second.until, late=True)
        assert [(entry.code, entry.booked) for entry in late] == [("R1", second.since), ("R2", second.since)]
        shown = {line.number for line in journal.postings(db, store, account)}
        assert shown == {"R1", "R2", "R3", "P1", "C1", "M1", None}
        earlier = journal.postings(db, store, account, AsOf(position=second.position - 1))
        assert {line.number for line in earlier} == {"R1", None}
        figures = [figure for view in VIEWS for figure in view.figures(db)]
    assert first_difference(Replay(store).run(), iter(figures)) is None
    shelf.close()
    season.close()


class _Undone(Exception):  # noqa: N818 - nothing went wrong
    """What was planted is taken out again."""


def _plant(shelf: Shelf, change: str, expected: Figures) -> None:
    """Change a row, see that it is found, and change nothing after all."""
    with shelf.writing() as db:
        assert db.execute(change).rowcount
        figures = (figure for view in VIEWS for figure in view.figures(db))
        assert first_difference(expected, figures) is not None
        raise _Undone


def test_a_number_that_is_not_the_historys_is_found(tmp_path: Path) -> None:
    """L7, L8"""
    season = two_years(tmp_path)
    shelf = open_shelf(season.ledger.store)
    prepare(VIEWS, shelf)
    Follower(shelf, VIEWS).catch_up()
    expected = Replay(season.ledger.store).run()
    for change in (
        "UPDATE period_entries SET number = 9 WHERE number = 3",
        "UPDATE periods SET report = replace(report, '\"closing_minor\":10000', '\"closing_minor\":10001')",
    ):
        with pytest.raises(_Undone):
            _plant(shelf, change, expected)
    with shelf.reading() as db:
        figures = (figure for view in VIEWS for figure in view.figures(db))
        assert first_difference(expected, figures) is None
    shelf.close()
    season.close()


def test_a_closing_by_another_report_is_a_fault_of_the_log(tmp_path: Path) -> None:
    """L7, L8"""
    season = two_years(tmp_path)
    reading = season.ledger.store
    forged = [
        msgspec.structs.replace(
            recorded, event=msgspec.structs.replace(recorded.event, report=Seal("0" * 64))
        )
        for recorded in season.ledger.events_of(Stream(season.account))
        if isinstance(recorded.event, PeriodClosed)
    ]
    with reading.source(season.ledger.partition_of(season.account)) as source:
        for recorded in forged:
            assert isinstance(recorded.event, PeriodClosed)
            fault = tell_of_period(source, recorded, recorded.event, lambda *_: None)
            assert fault == "closes a period by another report than its entries come to"
    season.close()
