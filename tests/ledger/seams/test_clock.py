"""The ledger owns the clock: recorded time never goes back, whatever the machine says."""

from datetime import timedelta

from ledger.accounts.commands import DeclarePurpose
from ledger.accounts.events import PurposeKind
from ledger.identifiers import Stream
from tests.season import Season


def times(season: Season) -> list[int]:
    """Recorded times of the account's own events, in order."""
    return [recorded.envelope.recorded_us for recorded in season.ledger.events_of(Stream(season.account))]


def declare(season: Season) -> DeclarePurpose:
    return DeclarePurpose(account=season.account, kind=PurposeKind.THEME, description="Water")


def test_recorded_time_stands_still_when_the_clock_is_set_back(season: Season) -> None:
    """L10"""
    season.found().purpose()
    latest = times(season)[-1]
    season.wait(timedelta(days=-3)).purpose()
    assert times(season)[-1] == latest
    season.wait(timedelta(days=4)).purpose()
    assert times(season)[-1] == latest + timedelta(days=1) // timedelta(microseconds=1)


def test_recorded_time_does_not_go_back_after_a_restart_either(season: Season) -> None:
    """L10"""
    season.found().purpose()
    latest = times(season)[-1]
    season.wait(timedelta(days=-3)).reopened().purpose()
    assert times(season)[-1] == latest
    assert times(season) == sorted(times(season))


def test_two_processes_with_different_clocks_write_one_order_of_times(season: Season) -> None:
    """L10"""
    season.found()
    other = Season.open(season.ledger.store.address)
    other.association, other.account = season.association, season.account
    season.wait(timedelta(hours=5))
    for _ in range(3):
        season.purpose()
        other.purpose()
    other.close()
    assert times(season) == sorted(times(season))
    assert times(season)[-6] == times(season)[-1], "the slower clock waits for the faster one"


def test_a_moment_at_which_nothing_was_recorded_leaves_no_trace(season: Season) -> None:
    """L10: recorded time is the clock's, or the last recorded; a clock that was wrong for a while binds nobody."""
    season.found()
    season.wait(timedelta(days=300))
    season.ledger.handle(declare(season), by=season.treasurer, dry_run=True)
    season.wait(timedelta(days=-299)).purpose()
    assert times(season)[-1] == season.clock.now_us()
