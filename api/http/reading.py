"""Reading views: after the position that the caller asks for, in one snapshot, saying which position it reflects."""

from collections.abc import Callable, Collection, Mapping
from threading import BoundedSemaphore
from typing import Annotated, Any, NamedTuple, Protocol, TypeVar

import msgspec
from anyio import to_thread
from fastapi import Depends, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.http.permissions import Caller
from api.http.positions import HEADER, PATTERN, read_position, written
from api.http.refusals import PositionNotReached, UnknownLog
from api.http.request import HttpRequest
from ledger.identifiers import AccountId
from ledger.ledger import COMMONS, Ledger
from ledger.refusals import PositionBeyondEnd
from projections import tracking
from projections.base import Database, View
from projections.follower import Lag, Parked
from projections.places import Place

T = TypeVar("T")

MinPosition = Annotated[
    str | None,
    Query(
        max_length=100,
        description="Wait until the answer reflects at least this position.",
        json_schema_extra={"pattern": PATTERN},
    ),
]
Timeout = Annotated[
    float | None, Query(gt=0, le=10, description="Seconds to wait for `min_position`, at most 10.")
]


class Following(Protocol):
    """What the API asks of the follower (projections.follower.Follower)."""

    def wait_for(self, partition: str, position: int, timeout_s: float, views: Collection[str] = ()) -> bool:
        """Wait until these views, or all, reflect a position; whether they do in time."""

    def lag(self) -> Lag:
        """How far the views are behind the log."""

    def parked(self) -> tuple[Parked, ...]:
        """The views that are left behind."""


class Seen(NamedTuple):
    """What the queries of one snapshot are given."""

    db: Database
    partition: str
    position: int
    """What the view's tables reflect."""

    @property
    def written(self) -> str:
        """The position as callers see it."""
        return written(self.partition, self.position)


class Readers:
    """The views, for a bounded number of readers at the same time."""

    def __init__(self, place: Place, most: int) -> None:
        self._place = place
        self._turns = BoundedSemaphore(most)

    def read(self, query: Callable[[Database], T]) -> T:
        """Run queries in one snapshot. Blocks: call it in a thread. Raises StoreUnavailable."""
        with self._turns, self._place.reading() as db:
            return query(db)


class Read:
    """How a route reads."""

    def __init__(self, http: HttpRequest, min_position: MinPosition = None, timeout: Timeout = None) -> None:
        self.http = http
        self.state = http.service
        self._min_position = None if min_position is None else read_position(min_position)
        self._timeout = timeout

    @property
    def ledger(self) -> Ledger:
        """The one ledger."""
        return self.state.ledger

    @property
    def caller(self) -> Caller:
        """Who asks."""
        return self.http.caller

    async def partition(self, account: str | None) -> str:
        """The log of an account, or of the register. Raises UnknownAccount."""
        if account is None:
            return COMMONS
        return await run_in_threadpool(self.ledger.partition_of, AccountId(account))

    async def view(self, view: type[View], account: str | None, query: Callable[[Seen], T]) -> T:
        """What queries of one view say, in one snapshot. Raises UnknownAccount, UnknownLog or PositionNotReached."""
        partition = await self.partition(account)

        def ask(db: Database) -> T:
            return query(Seen(db, partition, tracking.position(db, view.name, partition)))

        return await self.after_position(lambda: self.state.readers.read(ask), view)

    async def until(self, account: str, position: str, view: type[View] | None = None) -> int:
        """The number of a position of the account's log, once the view has reached it.

        Raises PositionMalformed, UnknownLog, PositionBeyondEnd or PositionNotReached.
        """
        partition, number = read_position(position)
        if partition != await self.partition(account):
            raise UnknownLog
        if number > await run_in_threadpool(self.ledger.store.head, partition):
            raise PositionBeyondEnd
        if view is not None:
            await to_thread.run_sync(self._reached, partition, number, view, limiter=self.state.waiters)
        return number

    async def after_position(self, work: Callable[[], T], view: type[View] | None = None) -> T:
        """Do blocking work in a thread, once the view has reached the position that the caller asks for.

        Raises UnknownLog or PositionNotReached.
        """
        if self._min_position is not None:
            # Waiting has threads of its own, so that a position that never comes holds up no other reader.
            await to_thread.run_sync(self._reached, *self._min_position, view, limiter=self.state.waiters)
        return await run_in_threadpool(work)

    def _reached(self, partition: str, number: int, view: type[View] | None) -> None:
        # The view is named, since one that is parked would otherwise not be waited for.
        if partition not in self.ledger.store.partitions():
            raise UnknownLog
        timeout = self._timeout or self.state.settings.wait_seconds
        views = () if view is None else (view.name,)
        if not self.state.follower.wait_for(partition, number, timeout, views):
            raise PositionNotReached


Reading = Annotated[Read, Depends(Read)]


def shown(value: Any, position: str, headers: Mapping[str, str] | None = None) -> Response:
    """An object or list as JSON, with the position that it reflects."""
    content = msgspec.json.encode(value)
    return Response(content, headers={HEADER: position, **(headers or {})}, media_type="application/json")


def listing(seen: Seen, items: list[dict[str, Any]]) -> dict[str, Any]:
    """A list with the position that it reflects."""
    return {"items": items, "reflects": seen.written}
