"""Reading a partition: at one moment whatever others write, and by way of its indexes."""

from concurrent.futures import ThreadPoolExecutor

from ledger.identifiers import Stream
from ledger.ledger import COMMONS
from tests.season import Season


def test_a_reading_stays_at_its_moment_while_others_write(season: Season) -> None:
    season.found().receive("1.00")
    store, partition = season.ledger.store, season.ledger.partition_of(season.account)
    head = store.head(partition)
    with store.source(partition) as reading, ThreadPoolExecutor() as others:
        assert reading.head() == head
        others.submit(season.receive, "2.00").result()
        assert others.submit(store.head, partition).result() == head + 1
        assert [position for position, *_ in reading.rows()][-1] == reading.head() == head
        assert max(position for position, _, _ in reading.marks_by_position()) == head


def test_marks_come_in_the_order_of_their_positions(season: Season) -> None:
    season.found().receive("1.00", reference="CV-1")
    with season.ledger.store.source(season.ledger.partition_of(season.account)) as reading:
        found = list(reading.marks_by_position())
        assert [position for position, _, _ in found] == sorted(position for position, _, _ in found)
        assert {mark: stored[1] for mark, stored in reading.group("").items()} == {
            mark: value for _, mark, value in found
        }


def test_rows_go_on_after_a_position(season: Season) -> None:
    season.found()
    with season.ledger.store.source(season.ledger.partition_of(season.account)) as reading:
        rows = list(reading.rows())
        assert rows
        assert list(reading.rows(rows[2][0])) == rows[3:]
        assert list(reading.rows(rows[-1][0])) == []


def test_the_version_of_a_stream_at_a_position_is_that_of_its_newest_event_up_to_there(
    season: Season,
) -> None:
    """L8"""
    season.found()
    for _ in range(5):
        season.receive("1.00", purpose=season.purpose())
    store, partition = season.ledger.store, season.ledger.partition_of(season.account)
    with store.source(partition) as reading:
        rows = list(reading.rows())
    for stream in (*{row[1] for row in rows}, "account-none"):
        for position in range(rows[-1][0] + 2):
            expected = max((row[2] for row in rows if row[1] == stream and row[0] <= position), default=0)
            assert store.version_at(partition, stream, position) == expected, (stream, position)


def test_events_of_a_kind_are_found_in_the_streams_that_are_named_alone(season: Season) -> None:
    season.found()
    store = season.ledger.store
    (found,) = store.find(COMMONS, "account-registered", "association-", 0)
    assert found.stream == Stream(season.association)
    assert store.find(COMMONS, "account-registered", "association-", found.position) == []
    assert store.find(COMMONS, "account-registered", "key-", 0) == []
    assert store.find(COMMONS, "key-issued", "association-", 0) == []
