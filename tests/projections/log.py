"""A log in memory, and a database for its views: all that views and the follower ask of a store."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from ledger.context import microseconds
from ledger.event import Envelope, Event, Recorded
from ledger.identifiers import AccountId, Stream
from projections.base import Database, View
from projections.rebuild import prepare
from projections.shelf import open_shelf
from projections.views import VIEWS
from tests.projections.databases import give_back, lent
from tests.views import AtOnce

ACCOUNT = AccountId("account-0000000000000001")
NOON_US = microseconds(datetime(2026, 3, 1, 12, tzinfo=UTC))


class Log:
    """Partitions of recorded events (projections.shelf.Log)."""

    def __init__(self, path: Path, views: tuple[View, ...] = VIEWS) -> None:
        self.path = path
        self.address = lent(path, views)
        self.views = views
        self.recorded: dict[str, list[Recorded]] = {"main": []}
        self._versions: Counter[str] = Counter()
        self.now_us = NOON_US
        self.shelf = open_shelf(self)
        self.db: Database = AtOnce(self.shelf)
        """Each statement by itself, on the tables in use at that moment."""

    def partitions(self) -> tuple[str, ...]:
        return tuple(sorted(self.recorded))

    def read(self, partition: str, after: int, limit: int) -> list[Recorded]:
        return [recorded for recorded in self.recorded[partition] if recorded.position > after][:limit]

    def events_at(self, partition: str, positions: Sequence[int]) -> list[Recorded]:
        return [recorded for recorded in self.recorded[partition] if recorded.position in positions]

    def stream(
        self, partition: str, stream: Stream, after: int = 0, at_once: int = 100
    ) -> Iterator[Recorded]:
        return (r for r in self.recorded[partition] if r.stream == stream and r.version > after)

    def version_at(self, partition: str, stream: str, position: int) -> int:
        log = self.recorded[partition]
        return max((r.version for r in log if r.stream == stream and r.position <= position), default=0)

    def head(self, partition: str) -> int:
        return self.recorded[partition][-1].position if self.recorded[partition] else 0

    def listen(self, on_news: Callable[[str], None]) -> Callable[[], None]:
        return lambda: None

    def close(self) -> None:
        self.shelf.close()
        give_back(self.address, self.views)

    def record(
        self,
        *events: Event,
        stream: str = ACCOUNT,
        by: str = "member-0000000000000001",
        partition: str = "main",
        skip: int = 0,
    ) -> int:
        """Write events down, a second after those before; positions may leave out some. The last position."""
        log = self.recorded.setdefault(partition, [])
        for event in events:
            self._versions[stream] += 1
            self.now_us += 1_000_000
            position = (log[-1].position if log else 0) + 1 + skip
            envelope = Envelope(recorded_us=self.now_us, actor=by)
            log.append(Recorded(partition, position, Stream(stream), self._versions[stream], envelope, event))
        return log[-1].position

    def ready(self) -> "Log":
        """With empty tables."""
        prepare(self.views, self.shelf)
        return self
