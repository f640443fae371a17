"""A real server for tests: uvicorn on a free port, over a database of its own, with a scripted clock."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import httpx2
import uvicorn

from api.http.app import create_app
from api.http.application import Application
from api.http.routing import Route
from api.http.settings import Settings
from ledger.context import ScriptedClock
from ledger.keys.commands import IssueKey
from ledger.keys.secret import hash_of
from ledger.ledger import Ledger
from ledger.refusals import Refused
from projections.follower import Follower
from projections.rebuild import prepare
from projections.shelf import open_shelf
from projections.views import VIEWS
from tests.placement import placement
from tests.stores import database_at

SPRING = datetime(2026, 3, 1, 12, tzinfo=UTC)
REGISTRAR = "usf_registrar"
"""The secret of the key that every server of a test begins with."""

Json = dict[str, Any]


class Served:
    """A running server and what tests ask of it."""

    def __init__(self, app: Application, ledger: Ledger, clock: ScriptedClock, base: str) -> None:
        self.app = app
        self.ledger = ledger
        self.clock = clock
        self.base = base
        self.callers: list[Caller] = []
        self.undeclared: list[tuple[str, str]] = []
        """Refusals that a route gave and did not name in OpenAPI."""

    def caller(self, secret: str | None = None) -> "Caller":
        """Somebody with a key, or the public."""
        caller = Caller(self, secret)
        self.callers.append(caller)
        return caller

    def later(self, **by: float) -> Self:
        """Move the clock."""
        self.clock.set(self.clock_now + timedelta(**by))
        return self

    @property
    def clock_now(self) -> datetime:
        """What the clock says."""
        return datetime.fromtimestamp(self.clock.now_us() / 1_000_000, UTC)

    def note(self, route: Any, refusal: type[Refused]) -> None:
        """Listen to problems."""
        if isinstance(route, Route) and refusal not in route.refusals:
            self.undeclared.append((route.path, refusal.__name__))


class Caller:
    """One caller of the API."""

    def __init__(self, served: Served, secret: str | None) -> None:
        self.headers = {} if secret is None else {"Authorization": f"Bearer {secret}"}
        self.turn_to(served)

    def turn_to(self, served: Served) -> None:
        """Speak to this server from now on, such as one that was restored from a copy."""
        self.served = served
        self.http = httpx2.Client(base_url=served.base, headers=self.headers, timeout=30)
        self.position: str | None = None
        """Of the last act, so that what is read afterwards reflects it."""

    def post(
        self, path: str, body: Any = None, *, headers: Json | None = None, **query: Any
    ) -> httpx2.Response:
        """Send a body."""
        answer = self.http.post(path, json=body, headers=headers or {}, params=query)
        self.position = answer.headers.get("Ledger-Position", self.position)
        return answer

    def done(self, path: str, body: Any = None, **more: Any) -> str:
        """Send a body that is recorded; the id of what it made."""
        answer = self.post(path, body, **more)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def refused(self, path: str, body: Any = None, **more: Any) -> Json:
        """Send a body that is refused; the problem."""
        return problem(self.post(path, body, **more))

    def get(self, path: str, **query: Any) -> httpx2.Response:
        """Read, whatever comes."""
        return self.http.get(path, params=query or None)

    def read(self, path: str, **query: Any) -> Any:
        """Read what reflects the caller's last act."""
        if self.position is not None:
            query = {"min_position": self.position, **query}
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.text
        assert answer.headers["Ledger-Position"]
        return answer.json()


def problem(answer: httpx2.Response) -> Json:
    """A problem document, checked."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    document: Json = answer.json()
    assert document["status"] == answer.status_code
    assert document["type"].startswith("/problems/")
    assert document["title"].endswith((".", "!"))
    return document


@contextmanager
def serve(path: Path | str, settings: Settings | None = None, now: datetime = SPRING) -> Iterator[Served]:
    """Serve a database until the end of the block."""
    clock = ScriptedClock(now)
    with (
        Ledger.open(database_at(path), clock=clock, placement=placement()) as ledger,
        closing(open_shelf(ledger.store)) as shelf,
    ):
        prepare(VIEWS, shelf)
        follower = Follower(shelf, VIEWS)
        ledger.on_commit(follower.wake)
        follower.start()
        if ledger.find_key(REGISTRAR) is None:
            ledger.handle(IssueKey(secret_hash=hash_of(REGISTRAR), registrar=True), by="test")
        app = create_app(ledger, shelf, follower, settings)
        server = uvicorn.Server(
            uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", access_log=False)
        )
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive(), "the server did not start"
                time.sleep(0.005)
            port = server.servers[0].sockets[0].getsockname()[1]
            served = Served(app, ledger, clock, f"http://127.0.0.1:{port}")
            app.state.on_problem = served.note
            try:
                yield served
            finally:
                for caller in served.callers:
                    caller.http.close()
        finally:
            server.should_exit = True
            thread.join()
            follower.stop()
    assert not served.undeclared, "these refusals are missing from OpenAPI"
