"""Reading views: after the position that the caller asks for, in one snapshot, saying which position it reflects."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from threading import BoundedSemaphore
from typing import Annotated, Any, NamedTuple, Protocol, TypeVar

import msgspec
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
from projections.shelf import Shelf

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

    def when(
        self, partition: str, position: int, views: Collection[str], then: Callable[[bool], None]
    ) -> Callable[[], None] | None:
        """Call back whether these views, or all, reflect a position; how to call it off, or None where they do."""

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

    def __init__(self, shelf: Shelf, most: int) -> None:
        self._shelf = shelf
        self._turns = BoundedSemaphore(most)
        self.at_once = shelf.at_once
        """Whether a look at a few rows waits for nobody, so that it need not be taken in a thread."""

    def glance(self, query: Callable[[Database], T]) -> T:
        """Run queries that look at a few rows, on the event loop, where that is `at_once`. Raises StoreUnavailable."""
        with self._shelf.reading() as db:
            return query(db)

    def read(self, query: Callable[[Database], T]) -> T:
        """Run queries in one snapshot. Blocks: call it in a thread. Raises StoreUnavailable."""
        with self._turns, self._shelf.reading() as db:
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
        known = self.ledger.known_place(AccountId(account))
        if known is not None:
            return known
        return await run_in_threadpool(self.ledger.partition_of, AccountId(account))

    async def view(
        self, view: type[View], account: str | None, query: Callable[[Seen], T], *, brief: bool = False
    ) -> T:
        """What queries of one view say, in one snapshot. Raises UnknownAccount, UnknownLog or PositionNotReached.

        `brief` are queries that look at a few rows, wherever in the history they stand.
        """
        partition = await self.partition(account)

        def ask(db: Database) -> T:
            seen = Seen(db, partition, tracking.position(db, view.name, partition))
            # A database that crashed may have forgotten what the views had reached, and will soon know it again.
            asked, number = self._min_position or ("", 0)
            if asked == partition and seen.position < number:
                raise PositionNotReached
            return query(seen)

        if brief and self.state.readers.at_once:
            await self._reach_position(view)
            return self.state.readers.glance(ask)
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
            await self._reached(partition, number, view)
        return number

    async def caught_up(self, view: type[View], *accounts: str) -> None:
        """Wait until the view reflects all that these accounts' logs hold now. Raises PositionNotReached."""
        for account in accounts:
            partition = await self.partition(account)
            await self._reached(partition, await run_in_threadpool(self.ledger.store.head, partition), view)

    async def after_position(self, work: Callable[[], T], view: type[View] | None = None) -> T:
        """Do blocking work in a thread, once the view has reached the position that the caller asks for.

        Raises UnknownLog or PositionNotReached.
        """
        await self._reach_position(view)
        return await run_in_threadpool(work)

    async def _reach_position(self, view: type[View] | None) -> None:
        if self._min_position is not None:
            await self._reached(*self._min_position, view)

    async def _reached(self, partition: str, number: int, view: type[View] | None) -> None:
        logs = self.state.logs
        if partition not in logs:
            logs.update(await run_in_threadpool(self.ledger.store.partitions))
            if partition not in logs:
                raise UnknownLog
        loop = asyncio.get_running_loop()
        reached: asyncio.Future[bool] = loop.create_future()

        def tell(whether: bool) -> None:
            if not reached.done():
                reached.set_result(whether)

        def then(whether: bool) -> None:
            # Once the loop is closed nobody waits any more.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(tell, whether)

        # The view is named, since one that is parked would otherwise not be waited for.
        views = () if view is None else (view.name,)
        call_off = self.state.follower.when(partition, number, views, then)
        if call_off is None:
            return
        try:
            async with asyncio.timeout(self._timeout or self.state.settings.wait_seconds):
                if not await reached:
                    raise PositionNotReached
        except TimeoutError:
            raise PositionNotReached from None
        finally:
            call_off()


Reading = Annotated[Read, Depends(Read)]


def shown(value: Any, position: str, headers: Mapping[str, str] | None = None) -> Response:
    """An object or list as JSON, with the position that it reflects."""
    content = msgspec.json.encode(value)
    return Response(content, headers={HEADER: position, **(headers or {})}, media_type="application/json")


def listing(seen: Seen, items: list[dict[str, Any]]) -> dict[str, Any]:
    """A list with the position that it reflects."""
    return {"items": items, "reflects": seen.written}
