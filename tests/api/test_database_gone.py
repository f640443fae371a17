"""The database's server goes away under the service, in each way that it can, and comes back."""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from tests.api.server import Served, serve
from tests.api.village import Village
from tests.postgresql import Server, fresh_database

TOLD_S = 3
"""So soon a caller is told that the database is away, whatever was asked."""
BACK_S = 5
"""So soon after its return everything is as before."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A PostgreSQL server that this module alone stops."""
    started = Server(Path(tempfile.mkdtemp(prefix="usf-postgresql-")), passing=True).start()
    yield started
    started.remove()


@pytest.fixture
def village(server: Server) -> Iterator[Village]:
    """A founded association in a database of that server."""
    with serve(fresh_database(on=server.url())) as served:
        yield Village(served)


def freeze(server: Server) -> Callable[[], object]:
    """Connections stay open, and nothing answers."""
    server.freeze()
    return server.thaw


def stop(server: Server) -> Callable[[], object]:
    """Nobody listens any more."""
    server.stop("immediate")
    return server.start


def kill(server: Server) -> Callable[[], object]:
    """As when the machine fails."""
    server.kill()
    return server.start


@pytest.mark.parametrize("leave", [freeze, stop, kill])
def test_whoever_asks_is_told_soon_that_the_database_is_away_and_served_soon_after_its_return(
    server: Server, village: Village, leave: Callable[[Server], Callable[[], object]]
) -> None:
    village.receive("10.00")
    asked: tuple[Callable[[], httpx2.Response], ...] = (
        lambda: _give(village),
        lambda: _read(village),
        lambda: _ready(village.served),
    )
    come_back = leave(server)
    try:
        for ask in asked:
            for _ in range(2):
                assert ask().status_code == 503
    finally:
        come_back()
    end = time.monotonic() + BACK_S
    while (answer := _give(village)).status_code != 201:
        assert answer.status_code == 503
        assert time.monotonic() < end, "the service did not find its database again"
        time.sleep(0.1)
    assert _read(village, answer.json()["position"]).status_code == 200


def _give(village: Village) -> httpx2.Response:
    return _client(village).post(
        f"{village.at}/contributions",
        json={"unit": "EUR", "amount": "5.00", "giver": {"name": "Visitor"}},
    )


def _read(village: Village, position: str | None = None) -> httpx2.Response:
    query = {"min_position": position} if position else {}
    return _client(village).get(f"{village.at}/balances", params=query)


def _ready(served: Served) -> httpx2.Response:
    return httpx2.get(f"{served.base}/readyz", timeout=TOLD_S)


def _client(village: Village) -> httpx2.Client:
    client = village.treasurer.http
    client.timeout = TOLD_S
    return client
