"""The PostgreSQL store: prepared once, used without the right to change what happened, and plain about its troubles."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

from api.migration import migrate
from ledger.encoding import decode
from ledger.identifiers import RoundId
from ledger.ledger import COMMONS, Ledger, one_each
from ledger.storage import StoreUnavailable, open_store
from ledger.storage.postgresql.tables import SCHEMA
from tests.postgresql import SERVICE, Server, empty_database, fresh_database, owner_of, service_of
from tests.season import Season


@pytest.fixture
def lived() -> Iterator[Season]:
    """A whole season, under the service's role."""
    season = Season.open(fresh_database(partitions=2)).found()
    season.receive("100.00")
    season.evidenced(season.authorised(season.accepted_proposal("60.00"), "25.00"))
    yield season
    season.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE partition_main.events SET topic = 'other'",
        "DELETE FROM partition_main.events",
        "TRUNCATE partition_main.events",
        "UPDATE usf.installation SET number = 2",
        "DELETE FROM usf.papers",
        "DELETE FROM usf.elector_links",
        "UPDATE usf.sealed_ballots SET text = ''",
        "CREATE TABLE partition_main.mine (n int)",
        "CREATE TABLE public.mine (n int)",
        "CREATE SCHEMA mine",
        "DROP TABLE partition_main.marks",
        "ALTER TABLE partition_main.events ADD COLUMN more text",
    ],
)
def test_the_services_role_changes_nothing_that_happened_and_makes_nothing(
    lived: Season, statement: str
) -> None:
    """L6"""
    with (
        psycopg.connect(lived.ledger.store.address, autocommit=True) as service,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        service.execute(statement)


def test_the_stock_library_reads_the_log(lived: Season) -> None:
    said = psycopg.conninfo.conninfo_to_dict(owner_of(lived.ledger.store.address))
    datastore = PostgresDatastore(
        *(str(said[name]) for name in ("dbname", "host", "port", "user", "password")),
        schema="partition_main",
        originator_id_type="text",
    )
    with closing(datastore):
        stock = PostgresApplicationRecorder(datastore, events_table_name="events")
        found = stock.select_notifications(start=1, limit=1000)
        ours = lived.ledger.store.read(COMMONS, 0, 1000)
        assert [
            decode(COMMONS, n.id, str(n.originator_id), n.originator_version, n.topic, bytes(n.state))
            for n in found
        ] == ours
        assert stock.max_notification_id() == lived.ledger.store.head(COMMONS)


def test_six_first_preparations_at_once_make_one_database_and_another_changes_nothing() -> None:
    address = empty_database()
    command = [
        sys.executable,
        "-m",
        "api.cli",
        "migrate",
        "--db",
        address,
        "--partitions",
        "2",
        "--role",
        SERVICE,
    ]
    starts = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(6)
    ]
    said = [start.communicate() for start in starts]
    assert [(start.returncode, error) for start, (_, error) in zip(starts, said, strict=True)] == [
        (0, "")
    ] * 6
    assert sum("Made:" in told for told, _ in said) == 1
    assert migrate(address, partitions=2, role=SERVICE) == ()
    with closing(open_store(service_of(address))) as store:
        assert store.partitions() == ("main", "p0001", "p0002")


def test_a_database_that_was_never_prepared_is_named() -> None:
    with pytest.raises(
        StoreUnavailable, match="never prepared for the ledger: let its owner run `usf migrate`"
    ):
        Ledger.open(empty_database())


ADDED = {3: ("paper_files",), 4: ("confidential_links", "round_peppers", "sealed_ballots")}
"""What each version of the tables added."""


@pytest.mark.parametrize("version", [2, 3])
def test_a_database_of_an_older_version_is_brought_up_to_date_by_its_owner(version: int) -> None:
    address = empty_database()
    migrate(address)
    with psycopg.connect(address, autocommit=True) as owner:
        for added, tables in ADDED.items():
            for table in tables if added > version else ():
                owner.execute(f"DROP TABLE usf.{table}")
        owner.execute("UPDATE usf.installation SET number = %s WHERE name = 'schema'", (version,))
    with pytest.raises(StoreUnavailable, match="let its owner run `usf migrate`"):
        open_store(address)
    assert migrate(address) == (f"what version {SCHEMA} of the tables adds",)
    with closing(open_store(address)) as store:
        assert store.papers.holds([]) == {}
        assert store.sealed_ballots.parts(RoundId("round-one")) == {}
        assert store.people.members_of(RoundId("round-one")) == {}
    assert migrate(address) == ()


@pytest.mark.parametrize(("schema", "said"), [(1, "older trial version"), (99, "newer version")])
def test_tables_of_another_version_are_left_alone(schema: int, said: str) -> None:
    address = fresh_database(partitions=2)
    with psycopg.connect(owner_of(address)) as owner:
        owner.execute("UPDATE usf.installation SET number = %s WHERE name = 'schema'", (schema,))
    with pytest.raises(StoreUnavailable, match=said):
        Ledger.open(address)


def test_when_every_partition_is_taken_it_says_what_to_do() -> None:
    with Ledger.open(fresh_database(partitions=2), placement=one_each) as ledger:
        for _ in range(2):
            Season(ledger).found()
        with pytest.raises(StoreUnavailable, match="is taken: let its owner run `usf migrate --partitions`"):
            ledger.place()


def test_a_server_that_does_not_wait_for_its_disk_is_not_used() -> None:
    server = Server(
        Path(mkdtemp(prefix="usf-postgresql-")), durable=False, passing=True, settings={"usf.careless": "off"}
    ).start()
    with pytest.raises(StoreUnavailable, match="power cut"):
        Ledger.open(empty_database(server.url()))
    server.remove()


def test_a_frozen_server_costs_one_wait_and_is_found_again() -> None:
    server = Server(Path(mkdtemp(prefix="usf-postgresql-")), passing=True).start()
    season = Season.open(fresh_database(server.url(), partitions=1)).found()
    server.freeze()
    with pytest.raises(StoreUnavailable):
        season.receive("1.00")
    with pytest.raises(StoreUnavailable, match="does not answer"):
        season.receive("1.00")
    server.thaw()
    until_it_answers(season)
    server.restart("immediate")
    until_it_answers(season)
    season.close()
    server.remove()


def until_it_answers(season: Season) -> None:
    """A hundred tries, a moment apart."""
    for _ in range(100):
        try:
            season.receive("1.00")
            return
        except StoreUnavailable:
            time.sleep(0.1)
    raise AssertionError("the database was not found again")
