"""Installations that share nothing, each served from a database of its own, and twins that live in two of them."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from api.cli import app
from ledger.message import Posted
from ledger.storage.store import FIRST
from projections.follower import Follower
from tests.api.server import SPRING, Served, serve
from tests.api.twins import Twins
from tests.api.village import Village
from tests.ledger.post.two import head, installed
from tests.stores import copy_database, database_at

Json = dict[str, Any]


class Installation:
    """A database that is served, closed, copied, and served again from an older copy."""

    def __init__(self, path: Path, *, carries: bool) -> None:
        self.path = path
        self._address = installed(path)
        self._carries = carries
        self._stack = ExitStack()
        self._copies = count(1)
        # `usf`, by which files are carried, goes by the machine's own clock; scripted ones must not lie behind it.
        self.served = self._open(SPRING if carries else datetime.now(UTC))

    @property
    def id(self) -> str:
        """How other installations know it."""
        return self.served.ledger.signer.installation

    @property
    def address(self) -> str | None:
        """Where it can be called; None where messages are carried by hand."""
        return self.served.base if self._carries else None

    def close(self) -> None:
        """Stop to serve."""
        self._stack.close()

    def copied(self) -> Path:
        """A copy of all that it holds, made while it is closed for a moment."""
        copy = self.path.with_name(f"{self.path.stem}-{next(self._copies)}.db")
        self._again(lambda: copy_database(self.path, copy))
        return copy

    def restored(self, copy: Path) -> None:
        """Everything since the copy is lost."""

        def put_back() -> None:
            self.path, self._address = copy, database_at(copy)

        self._again(put_back)

    def waiting(self) -> list[Posted]:
        """What was sent and not taken in, and not refused either."""
        return [row for row in self._outbox() if row.refusal is None]

    def parked(self) -> list[str | None]:
        """Why what was sent is refused over there."""
        return [row.refusal for row in self._outbox() if row.refusal is not None]

    def usf(self, *words: str) -> Json:
        """Run a command of `usf` on the database; what it says for programs."""
        done = CliRunner().invoke(app, [*words, "--db", self.served.ledger.store.address, "--json"])
        assert done.exit_code == 0, done.output
        said: Json = json.loads(done.stdout)
        return said

    def followed(self) -> None:
        """Every view reflects what was recorded."""
        follower = self.served.app.state.follower
        assert isinstance(follower, Follower)
        for partition, position in self.stand().items():
            assert follower.wait_for(partition, position, 10)

    def stand(self) -> dict[str, int]:
        """How far every log is written."""
        return head(self.served.ledger)

    def _outbox(self) -> list[Posted]:
        ledger = self.served.ledger
        assert ledger.settled()
        return ledger.store.outbox.everything(FIRST, 1_000)

    def _open(self, now: datetime) -> Served:
        served = self._stack.enter_context(serve(self._address, now=now))
        if self._carries:
            served.ledger.carry()
        return served

    def _again(self, while_closed: Callable[[], None]) -> None:
        before = self.served
        now = before.clock_now
        self._stack.close()
        while_closed()
        self.served = self._open(now)
        self.served.callers.extend(before.callers)
        for caller in before.callers:
            caller.turn_to(self.served)


class TwinsAbroad(Twins):
    """Caldeiras in one installation and Valbrune with a neighbour in another, whose registrars know of each other."""

    def __init__(self, here: Installation, there: Installation, folder: Path) -> None:
        self.here, self.there = here, there
        self._folder = folder
        self.south, self.north = Village(here.served), Village(there.served)
        self.neighbour = Village(there.served)
        self.southern = self._at_home(self.south, "CV")
        self.northern = self._at_home(self.north, "FR")
        self.introduced()
        for account in (self.north, self.neighbour):
            registered(self.south, there.id, account)
        registered(self.north, here.id, self.south)
        body = {"other": self.south.account, "agreement": "We stand by each other."}
        self.twinning = self.north.treasurer.done(f"{self.north.at}/twinnings", body)
        self.delivered()
        self.south.treasurer.done(f"{self.south.at}/twinnings/{self.twinning}/acceptances", {})
        self.delivered()

    @property
    def sides(self) -> tuple[tuple[Village, Installation, Installation], ...]:
        """Each village, where it lies, and where its twin lies."""
        return (self.south, self.here, self.there), (self.north, self.there, self.here)

    def at(self, village: Village) -> str:
        """A village's own side of the twinning."""
        return f"{village.at}/twinnings/{self.twinning}"

    def introduced(self) -> None:
        """Each registrar recognises the other installation, and says where it is called now."""
        for village, _, other in self.sides:
            recognised(village, other)

    def delivered(self) -> None:
        """Everything that was sent arrived, both clocks show the same, and every view reflects it."""
        both = self.here, self.there
        until = time.monotonic() + 30
        before: object = None
        while True:
            waiting = [one.waiting() for one in both]
            stand = [one.stand() for one in both]
            if waiting == [[], []] and stand == before:
                break
            before = stand
            assert time.monotonic() < until, waiting
            self._carry()
        now = max(one.served.clock_now for one in both)
        for one in both:
            one.served.clock.set(now)
            one.followed()

    def _carry(self) -> None:
        """Wait for the carriers, or carry files to and fro where there is no line."""
        if self.here.address is not None:
            time.sleep(0.02)
            return
        there, back = self._folder / "there.json", self._folder / "back.json"
        self.here.usf("messages", "out", self.there.id, str(there))
        self.there.usf("messages", "in", str(there), str(back))
        self.here.usf("messages", "in", str(back), str(there))
        self.there.usf("messages", "in", str(there))


def recognised(here: Village, other: Installation) -> str:
    """The village's registrar recognises the other installation by the key that it shows."""
    known = other.served.caller().get("/v1/installation").json()
    body = {"key": known["key"], "name": "The twin's ledger", "address": other.address}
    installation = here.registrar.done("/v1/installations", body)
    assert installation == known["installation"]
    return installation


def registered(here: Village, installation: str, there: Village) -> None:
    """The village's registrar says that an account lies in the other installation."""
    account = {
        "account": there.account,
        "name": "The twin",
        "association_kind": "residents-association",
        "tier": "micro-local",
        "country": "FR",
    }
    here.registrar.done(f"/v1/installations/{installation}/accounts", account)


@contextmanager
def twins_abroad(folder: Path, *, by_file: bool = False) -> Iterator[TwinsAbroad]:
    """Two installations until the end of the block."""
    here = Installation(folder / "south.db", carries=not by_file)
    try:
        there = Installation(folder / "north.db", carries=not by_file)
        try:
            yield TwinsAbroad(here, there, folder)
        finally:
            there.close()
    finally:
        here.close()
