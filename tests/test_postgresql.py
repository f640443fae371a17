"""The servers that tests start: real ones, which break as real ones do."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest

from tests.postgresql import Server, empty_database


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    # A folder outside the tests' own, since these belong to root alone where root runs them.
    made = Server(Path(mkdtemp(prefix="usf-postgresql-")), passing=True).start()
    yield made
    made.remove()


@pytest.mark.parametrize("crash", [Server.kill, lambda server: server.stop("immediate")])
def test_what_was_committed_outlives_a_crash(server: Server, crash: object) -> None:
    with psycopg.connect(server.url()) as before:
        before.execute("CREATE TABLE IF NOT EXISTS kept AS SELECT 1 AS n")
    assert callable(crash)
    crash(server)
    assert not server.runs
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.url())
    server.start()
    with psycopg.connect(server.url()) as after:
        assert after.execute("SELECT n FROM kept").fetchone() == (1,)
        assert after.execute("SHOW fsync").fetchone() == ("on",)


def test_a_frozen_server_answers_nobody_until_it_is_thawed(server: Server) -> None:
    with closing(psycopg.connect(server.url(), autocommit=True)) as connection:
        server.freeze()
        with pytest.raises(psycopg.errors.ConnectionTimeout):
            psycopg.connect(server.url(), connect_timeout=2)
        server.thaw()
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_every_empty_database_is_another() -> None:
    first, second = empty_database(), empty_database()
    with psycopg.connect(first) as connection:
        connection.execute("CREATE SCHEMA mine CREATE TABLE mine (n int)")
    with psycopg.connect(second) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE tablename = 'mine'").fetchone() == (
            0,
        )
