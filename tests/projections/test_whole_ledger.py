"""The views over the real ledger: what commands record, as the views show it."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from ledger.context import moment_of
from ledger.identifiers import UNRESTRICTED
from ledger.replay import Replay, first_difference
from projections import audit, balances, entries
from projections.as_of import AsOf
from projections.follower import Follower
from projections.rebuild import differences, prepare, rebuild
from projections.sentences.language import Language
from projections.shelf import Shelf, open_shelf
from projections.views import VIEWS
from tests.season import Season
from tests.views import AtOnce


@pytest.fixture
def shelf(season: Season) -> Iterator[Shelf]:
    """The views of the season."""
    with closing(open_shelf(season.ledger.store)) as opened:
        prepare(VIEWS, opened)
        yield opened


@pytest.fixture
def follower(season: Season, shelf: Shelf) -> Iterator[Follower]:
    """A follower of the season's ledger, woken by its commits."""
    following = Follower(shelf, VIEWS)
    season.ledger.on_commit(following.wake)
    following.start()
    yield following
    following.stop()


def live(season: Season) -> Season:
    """A season with gifts, some of them late, a refund, a reversal, decisions and payments."""
    season.found()
    opened = moment_of(season.clock.now_us()).date()
    season.wait(timedelta(days=9))
    for days in (3, 1, 4, 1, 5):
        season.receive("1.00", effective=opened + timedelta(days=days))
    gift = season.receive("200.00")
    school = season.purpose()
    season.receive("40.00", purpose=school)
    season.do(season.refund(gift, "10.00"))
    season.do(season.reverse(season.receive("3.00")))
    proposal = season.accepted_proposal("60.00")
    season.evidenced(season.authorised(proposal, "25.00"))
    season.sent(season.authorised(proposal, "10.00"))
    return season


def figures(shelf: Shelf) -> Iterator[tuple[str, int]]:
    """What all views show."""
    with shelf.reading() as db:
        for view in VIEWS:
            yield from view.figures(db)


def test_the_views_show_what_the_ledger_alone_makes_of_the_history(
    season: Season, shelf: Shelf, follower: Follower
) -> None:
    """L8, L11"""
    live(season)
    assert follower.catch_up()
    assert first_difference(Replay(season.ledger.store).run(), figures(shelf)) is None
    assert list(differences(VIEWS, shelf)) == []
    rebuild(VIEWS, shelf)
    assert first_difference(Replay(season.ledger.store).run(), figures(shelf)) is None


@pytest.mark.parametrize(
    "planted",
    [
        "UPDATE balances SET available_minor = available_minor + 1",
        "UPDATE entries SET paid_minor = paid_minor + 1 WHERE paid_minor > 0",
        "UPDATE entries SET received_minor = received_minor + 1 WHERE position = (SELECT MIN(position) FROM entries)",
        "UPDATE late_entries SET received_minor = '1' || received_minor",
        "UPDATE late_entries SET effective = effective + 1 WHERE number = 2",
        "UPDATE late_blocks SET paid_minor = '1' || paid_minor WHERE number = 2",
        "UPDATE late_blocks SET effective = effective + 1 WHERE level = 2",
        "DELETE FROM late_blocks WHERE number = 1",
        "UPDATE contributions SET gone_minor = gone_minor - 1 WHERE gone_minor > 0",
        "UPDATE proposal_lines SET authorised_minor = authorised_minor + 1",
        "UPDATE round_tallies SET votes = votes + 1",
        "UPDATE round_budgets SET amount_minor = amount_minor + 1",
        "UPDATE round_costs SET amount_minor = amount_minor + 1",
        "UPDATE disbursements SET amount_minor = amount_minor + 1",
        "DELETE FROM members WHERE of_age = 1",
        "DELETE FROM ballots WHERE number = 1",
    ],
)
def test_an_error_of_one_cent_or_one_vote_in_any_table_is_found(
    season: Season, shelf: Shelf, planted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L8, L11"""
    monkeypatch.setattr("projections.entries.late.FAN", 2)
    live(season)
    Follower(shelf, VIEWS).catch_up()
    changed = AtOnce(shelf).execute(planted)
    assert changed.rowcount >= 1
    assert first_difference(Replay(season.ledger.store).run(), figures(shelf)) is not None
    assert next(differences(VIEWS, shelf), None) is not None


def test_what_was_recorded_can_be_read_at_once_and_explained(
    season: Season, shelf: Shelf, follower: Follower
) -> None:
    """L10, L11"""
    season.found()
    answer = season.answer(season.refund(season.receive("50.00"), "20.00"))
    partition, _, position = answer.position.partition(".")
    assert follower.wait_for(partition, int(position), 5)
    db = AtOnce(shelf)
    (balance,) = balances.of_account(db, season.account)
    assert balance.available_minor == 30_00
    steps = entries.explain(db, season.ledger.store, season.account, "EUR", UNRESTRICTED)
    assert [(step.entry.received_minor, step.received_minor) for step in steps] == [
        (50_00, 50_00),
        (-20_00, 30_00),
    ]


def test_balances_of_the_past_stay_as_they_were_known(
    season: Season, shelf: Shelf, follower: Follower
) -> None:
    """L10"""
    season.found()
    season.receive("50.00")
    then = season.clock.now_us()
    season.wait(timedelta(days=3))
    season.receive("5.00")
    assert follower.catch_up()
    db = AtOnce(shelf)
    (known,) = entries.balances(db, season.ledger.store, season.account, AsOf(recorded_us=then))
    assert (known.received_minor, known.available_minor) == (50_00, 50_00)


def test_the_whole_season_is_told_in_every_language(season: Season, shelf: Shelf, follower: Follower) -> None:
    """L9"""
    live(season)
    assert follower.catch_up()
    store = season.ledger.store
    db = AtOnce(shelf)
    for partition in store.partitions():
        lines = audit.page(db, store, partition, limit=1_000)
        for language in Language:
            told = list(audit.sentences(lines, store, language))
            assert len(told) == len(lines)
            assert not any(name in " ".join(told) for name in ("Ana Lima", "Emma Grant", "Rui Mason", "+238"))
