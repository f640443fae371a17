"""Replay folds the whole history by the write side alone, and finds what was changed behind the ledger's back."""

import re
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import msgspec
import pytest

from ledger import recording
from ledger.accounts.state import Account
from ledger.contributions.commands import Giver, ReceiveContribution
from ledger.contributions.events import ContributionReceived
from ledger.contributions.state import ContributionRecord, contribution_mark
from ledger.identifiers import PartyToken, Stream, account_of
from ledger.ledger import Request
from ledger.replay import HistoryFault, Replay
from ledger.replay.balances import MOVING
from ledger.rounds.events import ShowOfHandsEntered
from ledger.snapshots import write_snapshot
from ledger.storage import StoreUnavailable
from ledger.storage.postgresql import reading
from ledger.storage.store import Reading
from ledger.workspace import Workspace
from tests.replayed import balances_in, cold_figures
from tests.season import Season
from tests.stores import Door
from tests.tour import tour
from tests.tours import minutes


@pytest.fixture
def lived(season: Season) -> Season:
    """A season from the first gift to the last piece of evidence, with a correction and a refund."""
    season.found()
    bus = season.purpose()
    season.receive("30.00", purpose=bus)
    season.do(season.reverse(season.receive("1.00", reference="CV-0")))
    gift = season.receive("100.00", reference="CV-1")
    season.evidenced(season.authorised(season.accepted_proposal("60.00"), "25.00"))
    season.do(season.refund(gift, "10.00"), by=season.treasurer)
    return season


def change(season: Season, statement: str, *values: object) -> None:
    """Somebody edits the file."""
    partition = season.ledger.partition_of(season.account)
    with Door(season.ledger.store.address) as door:
        names = {name: door.table(partition, name) for name in ("events", "marks", "snapshots")}
        assert door.execute(statement.format(**names, position=door.position), *values).rowcount > 0


def rewrite(season: Season, kind: str, old: bytes, new: bytes) -> None:
    """Somebody edits what stands in the events of one kind."""
    with Door(season.ledger.store.address) as door:
        events = door.table(season.ledger.partition_of(season.account), "events")
        found = door.execute(f"SELECT {door.position}, state FROM {events} WHERE topic = ?", kind).fetchall()
        changed = {position: re.sub(old, new, state) for position, state in found}
        assert changed != dict(found)
        for position, state in changed.items():
            door.execute(f"UPDATE {events} SET state = ? WHERE {door.position} = ?", state, position)


def test_the_whole_history_comes_to_what_the_account_holds(lived: Season) -> None:
    """L8, L11"""
    figures = Replay(lived.ledger.store).run()
    balances = f"balances/{lived.account}/EUR"
    assert figures[f"{balances}/unrestricted/unassigned/received"] == 10_000 - 6_000 - 1_000
    assert figures[f"{balances}/unrestricted/c/received"] == 6_000
    assert figures[f"{balances}/unrestricted/c/reserved"] == 3_500
    assert figures[f"{balances}/unrestricted/c/paid"] == 2_500
    for (unit, purpose, destination), totals in lived.state().totals.items():
        name = f"balances/{lived.account}/{unit}/{purpose}/{destination}"
        assert figures[f"{name}/available"] == totals.available
        for what in ("received", "reserved", "paid"):
            entries = sum(
                value
                for entry, value in figures.items()
                if entry.startswith("entries/") and entry.endswith(f"/{unit}/{purpose}/{destination}/{what}")
            )
            assert entries == getattr(totals, what), "every balance is the sum of its entries"


def test_every_posting_balances(lived: Season) -> None:
    """L1"""
    postings: Counter[tuple[str, str]] = Counter()
    for name, amount in Replay(lived.ledger.store).run().items():
        if name.startswith("journal/"):
            _, partition, position, unit, *_, side = name.split("/")
            postings[f"{partition}.{position}", unit] += amount if side == "debit" else -amount
    assert postings
    assert set(postings.values()) == {0}


def test_two_replays_agree_and_progress_is_told(lived: Season) -> None:
    """L8"""
    told: list[int] = []
    first = Replay(lived.ledger.store, told.append)
    assert first.run() == Replay(lived.reopened().ledger.store).run()
    store = lived.ledger.store
    assert told[-1] == first.events == sum(len(store.read(p, 0, 10_000)) for p in store.partitions())


def test_what_is_gone_of_a_gift_is_not_left_of_it(season: Season) -> None:
    """C9, L6"""
    tour(season)
    store, partition = season.ledger.store, season.ledger.partition_of(season.account)
    figures, gone = Replay(store).run(), 0
    with store.source(partition) as source:
        for recorded in store.read(partition, 0, 10_000):
            event = recorded.event
            if isinstance(event, ContributionReceived):
                account = account_of(recorded.stream)
                taken = figures.get(f"contributions/{account}/{event.contribution}/gone", 0)
                record = Workspace(source).marks.get(
                    contribution_mark(account, event.contribution), ContributionRecord
                )
                assert record is not None
                assert record.left_minor == event.amount_minor - taken
                gone += taken > 0
    assert gone >= 2


def test_the_figures_of_a_position_stay_as_they_were(lived: Season) -> None:
    """L8, L10"""
    store, partition = lived.ledger.store, lived.ledger.partition_of(lived.account)
    then, head = Replay(store).run(), store.head(partition)
    lived.do(lived.refund(lived.receive("9.00"), "2.00"), by=lived.treasurer)
    lived.enrol(2)
    heads = {name: store.head(name) for name in store.partitions()} | {partition: head}
    assert Replay(store, until=heads).run() == then
    assert Replay(store).run() != then


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (
            ("contribution-received", b'"amount_minor":10000', b'"amount_minor":10001'),
            "a mark of kind contribution differs",
        ),
        ("DELETE FROM {events} WHERE topic = 'contribution-reversed'", r"where \d+ was due"),
        ("DELETE FROM {marks} WHERE mark LIKE 'tranche:%'", "a mark of kind tranche differs"),
        ("DELETE FROM {marks} WHERE mark LIKE 'contribution:%'", "a mark of kind contribution differs"),
        ("DELETE FROM {marks} WHERE mark LIKE 'giver:%'", "a mark of kind giver differs"),
        (
            "UPDATE {marks} SET position = 1 WHERE mark LIKE 'giver:%'",
            "a mark of kind giver differs",
        ),
        (
            "UPDATE {marks} SET position = position + 1 WHERE mark LIKE 'giver:%'",
            "a mark of kind giver differs",
        ),
        ("INSERT INTO {marks} VALUES ('member:x', 1, '{{}}')", "a mark of kind member differs"),
        ("INSERT INTO {marks} VALUES ('member:x', 999, '{{}}')", "a mark of kind member differs"),
        (
            ("ballot-cast", b'"choices":\\["yes"\\]', b'"choices":["no"]'),
            "holds another result than its ballots come to",
        ),
        (
            ("contribution-refunded", rb'"contribution":"[^"]+"', b'"contribution":"contribution-0"'),
            "cannot follow what stands in front of it",
        ),
        (
            ("round-closed", rb'"recorded_us":\d+', b'"recorded_us":5'),
            "was recorded before the event in front of it",
        ),
    ],
)
def test_a_history_changed_behind_the_ledgers_back_is_found(
    lived: Season, edit: str | tuple[str, bytes, bytes], found: str
) -> None:
    """L6, L8, R4"""
    if isinstance(edit, str):
        change(lived, edit)
    else:
        rewrite(lived, *edit)
    with pytest.raises(HistoryFault, match=found):
        Replay(lived.ledger.store).run()


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (
            ("show-of-hands-entered", b'"label":"yes","votes":2', b'"label":"yes","votes":1'),
            "seal does not fit its totals",
        ),
        (
            ("round-counted", b'"by_hand":3', b'"by_hand":2'),
            "holds another result than its ballots come to",
        ),
        (("show-of-hands-entered", b'"tokens":"[^"]+",', b""), "holds another result"),
    ],
)
def test_a_show_of_hands_changed_behind_the_ledgers_back_is_found(
    lived: Season, edit: tuple[str, bytes, bytes], found: str
) -> None:
    """R4, R9"""
    minutes.mixed(lived)
    Replay(lived.ledger.store).run()
    rewrite(lived, *edit)
    with pytest.raises(HistoryFault, match=found):
        Replay(lived.ledger.store).run()


def test_a_list_of_those_present_that_was_changed_is_found(lived: Season) -> None:
    """R4, R9: as somebody would do whose electronic ballot is to count as well."""
    held = lived.round(minutes.mixed(lived))
    assert held.present == 3
    store, partition = lived.ledger.store, lived.ledger.partition_of(lived.account)
    (entry,) = (
        recorded.event
        for recorded in store.read(partition, 0, 10_000)
        if isinstance(recorded.event, ShowOfHandsEntered)
    )
    assert entry.tokens is not None
    shorter = msgspec.json.encode(store.listing(partition, entry.tokens)[1:])
    with Door(store.address) as door:
        listings = door.table(partition, "listings")
        door.execute(f"UPDATE {listings} SET items = ? WHERE seal = ?", shorter, entry.tokens)
    with pytest.raises(HistoryFault, match="does not fit its seal"):
        Replay(store).run()


@pytest.mark.parametrize("kind", ["contribution", "ref", "left", "tranche", "elector", "member"])
def test_a_mark_that_is_put_back_to_what_it_was_is_found(season: Season, kind: str) -> None:
    """C2, C9, L8: as somebody would do who wants a booking, a refund, a payment or a ballot a second time."""
    earlier: set[tuple[str, int, bytes]] = set()

    def look(partition: str, _: int) -> None:
        with season.ledger.store.source(partition) as source:
            earlier.update((mark, *stored) for mark, stored in source.group(f"{kind}:").items())

    season.ledger.on_commit(look)
    tour(season)
    season.do(season.reverse(season.receive("1.00", reference="CV-9")))
    store, partition = season.ledger.store, season.ledger.partition_of(season.account)
    with store.source(partition) as source:
        now = {(mark, *stored) for mark, stored in source.group(f"{kind}:").items()}
    gone = sorted(earlier - now)
    assert gone
    clean = Replay(store).run()
    for mark, position, value in gone[:5]:
        put_back(season, mark, position, value)
        with pytest.raises(HistoryFault, match=f"a mark of kind {kind} differs"):
            Replay(store).run()
        change(season, "DELETE FROM {marks} WHERE mark = ?", mark)
        for one in now:
            if one[0] == mark:
                put_back(season, *one)
    assert Replay(store).run() == clean


def put_back(season: Season, mark: str, position: int, value: bytes) -> None:
    """Somebody edits a mark, or adds one."""
    change(
        season,
        "INSERT INTO {marks} VALUES (?, ?, ?)"
        " ON CONFLICT (mark) DO UPDATE SET position = excluded.position, value = excluded.value",
        mark,
        position,
        value,
    )


def test_a_request_that_would_be_answered_with_something_else_is_found(season: Season) -> None:
    """L8"""
    season.found()
    given = ReceiveContribution(
        account=season.account, unit="EUR", amount="1.00", giver=Giver(name="Emma Grant")
    )
    for number in range(3):
        request = Request("caller", f"key {number}", "body")
        season.ledger.handle(given, by=season.treasurer, request=request)
    Replay(season.ledger.store).run()
    change(
        season,
        "UPDATE {marks} SET position = position - 1"
        " WHERE mark = (SELECT max(mark) FROM {marks} WHERE mark LIKE 'req%')",
    )
    with pytest.raises(HistoryFault, match="a mark of kind req"):
        Replay(season.ledger.store).run()


def test_the_history_is_that_of_one_moment_while_others_write(
    season: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L8"""
    season.found()
    gift = season.receive("50.00", reference="CV-1")
    expected, store = Replay(season.ledger.store).run(), season.ledger.store
    source, written_to = store.source, season.ledger.partition_of(season.account)

    @contextmanager
    def written_meanwhile(partition: str) -> Iterator[Reading]:
        with source(partition) as begun, ThreadPoolExecutor() as others:
            if partition == written_to:
                begun.head()
                monkeypatch.undo()
                others.submit(lambda: season.do(season.refund(gift, "1.00"), by=season.treasurer)).result()
            yield begun

    monkeypatch.setattr(store, "source", written_meanwhile)
    assert Replay(store).run() == expected
    assert Replay(store).run() != expected


# Snapshots


@pytest.fixture
def kept(season: Season, monkeypatch: pytest.MonkeyPatch) -> Season:
    """A season with snapshots of its account."""
    monkeypatch.setattr(recording, "EVERY", 10)
    season.found().enrol(30)
    Replay(season.ledger.store).run()
    return season


def test_a_snapshot_that_differs_from_the_log_is_found(kept: Season) -> None:
    """L8"""
    change(kept, "UPDATE {snapshots} SET state = ?", write_snapshot(Account(members=9999)))
    with pytest.raises(HistoryFault, match=f"the snapshot of {kept.account} at version"):
        Replay(kept.ledger.store).run()


def test_a_snapshot_of_a_version_that_the_log_does_not_have_is_found(kept: Season) -> None:
    """L8"""
    change(kept, "UPDATE {snapshots} SET version = version + 1000")
    with pytest.raises(HistoryFault, match=rf"the snapshot of {kept.account} at version 10\d\d differs"):
        Replay(kept.ledger.store).run()


def test_a_snapshot_that_the_ledger_ignores_is_no_fault(kept: Season) -> None:
    """L8"""
    expected = Replay(kept.ledger.store).run()
    change(kept, "UPDATE {snapshots} SET state = ?", b"\xc1")
    assert Replay(kept.ledger.store).run() == expected
    change(
        kept,
        "UPDATE {snapshots} SET shape = 'older', state = ?",
        write_snapshot(Account(members=9)),
    )
    assert Replay(kept.ledger.store).run() == expected


# Memory


def test_memory_does_not_grow_with_the_log(season: Season, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MANY", 10)
    season.found()
    season.receive("1.00")
    giver = known_giver(season)
    give(season, giver, 20)
    short = peak(lambda: Replay(season.ledger.store).tell(nobody))
    give(season, giver, 600)
    assert peak(lambda: Replay(season.ledger.store).tell(nobody)) < short + 100_000


def known_giver(season: Season) -> PartyToken:
    """Who gave the season's first gift."""
    events = (recorded.event for recorded in season.ledger.events_of(Stream(season.account)))
    return next(event.giver for event in events if isinstance(event, ContributionReceived))


def give(season: Season, giver: PartyToken, times: int) -> None:
    """Many gifts."""
    command = ReceiveContribution(account=season.account, unit="EUR", amount="1.00", giver=giver)
    for waiting in [season.ledger.submit(command, by=season.treasurer) for _ in range(times)]:
        waiting.result()


def nobody(name: str, amount: int) -> None:
    """Is told figures and keeps none."""


def peak(do: Callable[[], None]) -> int:
    """The most memory that Python's objects took at once meanwhile."""
    tracemalloc.start()
    try:
        do()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


# The cold replay to balances


def test_the_cold_replay_comes_to_the_balances_of_the_full_one(season: Season) -> None:
    """L8, L11"""
    assert cold_figures(season.ledger.store) == {}
    tour(season)
    found = cold_figures(season.ledger.store)
    assert found == balances_in(Replay(season.ledger.store).run())
    assert any(name.endswith("/paid") and amount for name, amount in found.items())


def test_the_cold_replay_reads_every_kind_that_moves_money_and_no_other(season: Season) -> None:
    """L8"""
    tour(season)
    moving, account = set(), Account()
    for recorded in season.ledger.events_of(Stream(season.account)):
        before = msgspec.msgpack.encode(account.totals)
        recorded.event.apply(account)
        if msgspec.msgpack.encode(account.totals) != before:
            moving.add(type(recorded.event))
    assert moving == {ContributionReceived, *MOVING}


def test_an_event_that_cannot_be_read_stops_the_cold_replay_with_a_clear_error(lived: Season) -> None:
    change(lived, "UPDATE {events} SET state = ? WHERE topic = 'contribution-refunded'", b"no event")
    with pytest.raises(StoreUnavailable, match="cannot read"):
        cold_figures(lived.ledger.store)
