"""Snapshots: a cache that may be thrown away, equal to folding from the first event, and never believed blindly."""

import msgspec
import pytest

from ledger import recording, snapshots
from ledger.accounts.state import Account, Destination, Holding, Totals
from ledger.identifiers import PurposeId, Stream
from ledger.replay import Replay
from ledger.snapshots import read_snapshot, shape_of, write_snapshot
from ledger.state import State
from ledger.vocabulary import STATES
from tests.season import Season
from tests.stores import Door


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> int:
    """A snapshot every ten events, so that tests need not write thousands."""
    monkeypatch.setattr(recording, "EVERY", 10)
    return 10


def rows(season: Season) -> list[tuple[str, int, str, bytes]]:
    partition = season.ledger.partition_of(season.account)
    with Door(season.ledger.store.address) as door:
        query = f"SELECT stream, version, shape, state FROM {door.table(partition, 'snapshots')}"
        return list(door.execute(query).fetchall())


def change(season: Season, statement: str, *values: object) -> None:
    partition = season.ledger.partition_of(season.account)
    with Door(season.ledger.store.address) as door:
        door.execute(statement.format(snapshots=door.table(partition, "snapshots")), *values)


def folded(season: Season) -> tuple[State, int]:
    """The account's state from its first event, without any snapshot."""
    state, version = Account(), 0
    for recorded in season.ledger.events_of(Stream(season.account)):
        recorded.event.apply(state)
        version = recorded.version
    return state, version


def test_a_snapshot_equals_folding_from_the_first_event(season: Season, often: int) -> None:
    """L8"""
    season.found()
    season.receive("100.00", purpose=season.purpose())
    season.receive("100.00")
    season.evidenced(season.authorised(season.accepted_proposal("60.00"), "25.00"))
    for _ in range(25):
        season.receive("1.00")
    stored = {
        version: (shape, state) for stream, version, shape, state in rows(season) if stream == season.account
    }
    assert max(stored) >= 30
    state, version = Account(), 0
    for recorded in season.ledger.events_of(Stream(season.account)):
        recorded.event.apply(state)
        version = recorded.version
        if version in stored:
            assert read_snapshot(Stream(season.account), version, *stored.pop(version)) == (state, version)
    assert not stored
    assert season.ledger.state(Stream(season.account)) == (state, version)


def test_the_state_at_any_position_is_folded_from_the_snapshot_before_it(season: Season, often: int) -> None:
    """L8"""
    season.found()
    for _ in range(25):
        season.receive("1.00")
    account, state = Stream(season.account), Account()
    assert len([row for row in rows(season) if row[0] == account]) > 1
    events = list(season.ledger.events_of(account))
    assert season.ledger.state_at(account, events[0].position - 1) is None
    for recorded, following in zip(events, [*events[1:], None], strict=True):
        recorded.event.apply(state)
        assert season.ledger.state_at(account, recorded.position) == (state, recorded.version)
        before = following.position - 1 if following else 2**62
        assert season.ledger.state_at(account, before) == (state, recorded.version)
    change(
        season,
        "UPDATE {snapshots} SET state = ? WHERE version < 20",
        write_snapshot(Account(members=9999)),
    )
    found = season.ledger.state_at(account, events[14].position)
    assert found is not None
    assert isinstance(found[0], Account)
    assert found[0].members == 9999, "what came before the snapshot is not read again"


def test_a_fresh_process_goes_on_from_a_snapshot(season: Season, often: int) -> None:
    season.found()
    for _ in range(3):
        season.enrol(10)
        season.reopened().receive("1.00")
        assert season.ledger.state(Stream(season.account)) == folded(season)
    assert rows(season)
    Replay(season.ledger.store).run()


def test_a_long_stream_is_snapshot_every_thousand_events(season: Season) -> None:
    season.found().enrol(2100)
    versions = [version for stream, version, _, _ in rows(season) if stream == season.account]
    assert [version // snapshots.EVERY for version in versions] == [1, 2]
    season.reopened().enrol(1)
    assert season.state().members == 2105
    assert season.ledger.state(Stream(season.account)) == folded(season)


def test_snapshots_may_be_thrown_away_at_any_time(season: Season, often: int) -> None:
    """L8"""
    season.found().enrol(30)
    before = season.ledger.state(Stream(season.account))
    change(season, "DELETE FROM {snapshots}")
    assert season.reopened().ledger.state(Stream(season.account)) == before
    season.enrol(30)
    assert rows(season)


def test_a_snapshot_of_another_shape_is_ignored(season: Season, often: int) -> None:
    season.found().enrol(30)
    wrong = write_snapshot(Account(members=9999))
    change(season, "UPDATE {snapshots} SET shape = 'older', state = ?", wrong)
    assert season.reopened().state().members == 34
    season.enrol(1)
    assert season.state().members == 35
    season.enrol(20)
    newest = max((version, shape) for stream, version, shape, _ in rows(season) if stream == season.account)
    assert newest[1] == shape_of(Account)


@pytest.mark.parametrize("damage", [b"", b"\xc1", b"\x80" * 3, b"\x93\x01\x02\x03", b"not a snapshot"])
def test_a_damaged_snapshot_is_ignored(season: Season, often: int, damage: bytes) -> None:
    season.found().enrol(30)
    change(season, "UPDATE {snapshots} SET state = ?", damage)
    assert season.reopened().state().members == 34
    season.enrol(1)
    assert season.state().members == 35


def test_every_kind_of_state_can_be_a_snapshot() -> None:
    for kind in STATES:
        stream = Stream(f"account-x/{kind.prefix}-y")
        found = read_snapshot(stream, 7, shape_of(kind), write_snapshot(kind()))
        assert found == (kind(), 7)


def test_what_an_account_holds_survives_being_a_snapshot() -> None:
    bus = PurposeId("purpose-bus")
    account = Account(
        totals={("EUR", bus, Destination.DISADVANTAGED_AT_HOME): Totals(2**63 - 1, -(2**62), 5)},
        holdings={"round-one": [Holding("EUR", bus, Destination.UNASSIGNED, 7)]},
    )
    shape = shape_of(Account)
    assert read_snapshot(Stream("account-x"), 1, shape, write_snapshot(account)) == (account, 1)


def test_a_snapshot_from_when_the_same_fields_meant_something_else_is_ignored(
    season: Season, often: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    season.found().enrol(30)
    wrong = write_snapshot(Account(members=9999))
    change(season, "UPDATE {snapshots} SET state = ?", wrong)
    with monkeypatch.context() as later:
        later.setattr(Account, "meaning", Account.meaning + 1)
        shape_of.cache_clear()
        assert season.reopened().state().members == 34
    shape_of.cache_clear()


def test_shapes_tell_states_apart_and_are_the_same_in_every_process() -> None:
    """A shape that held an address or a hash of this process would throw every snapshot away at each start."""
    assert len({shape_of(kind) for kind in STATES}) == len(STATES)
    for kind in STATES:
        assert " at 0x" not in repr(msgspec.inspect.type_info(kind))
