"""From the ledger's threads back to the event loop: one wake-up for all that a commit answered."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool

from ledger.command import Command
from ledger.ledger import Answer, Ledger, Request
from ledger.storage.store import OutcomeUnknown

ANSWERED_WITHIN_SECONDS = 2.5
"""Whoever waits longer is told that nobody knows yet, so that no request waits for a database that is stuck."""

LOOKED_AFTER_SECONDS = 0.25
"""How often it is looked who has waited too long."""

Waiter = asyncio.Future[Answer]


class _Post(NamedTuple):
    """A command to be posted, and who waits for its answer."""

    command: Command
    by: str
    about: Waiter
    request: Request | None
    dry_run: bool
    expected: Mapping[str, int] | None

    def to(self, ledger: Ledger, replies: "LoopReplies") -> None:
        command, by, about, request, dry_run, expected = self
        ledger.post(
            command,
            by=by,
            replies=replies,
            about=about,
            request=request,
            dry_run=dry_run,
            expected=expected,
        )


class LoopReplies:
    """Tells the tasks of one event loop what came of their commands (ledger.ledger.Replies)."""

    def __init__(self) -> None:
        self._until: dict[Waiter, float] = {}
        """Who waits, and how long; in the order in which they came."""
        self._looked_after = False
        self._turn: list[_Post] = []

    async def carry_out(
        self,
        ledger: Ledger,
        command: Command,
        *,
        by: str,
        request: Request | None = None,
        dry_run: bool = False,
        expected: Mapping[str, int] | None = None,
    ) -> Answer:
        """Have a command carried out, durably. Raises Refused or StoreUnavailable."""
        loop = asyncio.get_running_loop()
        waiter: Waiter = loop.create_future()
        post = _Post(command, by, waiter, request, dry_run, expected)
        if ledger.at_hand(command):
            if not self._turn:
                loop.call_soon(self._post, ledger)
            self._turn.append(post)
        else:
            await run_in_threadpool(post.to, ledger, self)
        if not waiter.done():
            self._until[waiter] = loop.time() + ANSWERED_WITHIN_SECONDS
            if not self._looked_after:
                self._looked_after = True
                loop.call_later(LOOKED_AFTER_SECONDS, self._look_after, loop)
        return await waiter

    def _post(self, ledger: Ledger) -> None:
        """Post what one turn of the loop brought together, so that the ledger is woken once for all of it."""
        turn, self._turn = self._turn, []
        for post in turn:
            try:
                post.to(ledger, self)
            except Exception as error:  # noqa: BLE001 - it belongs to whoever waits
                self._tell([(post.about, error)])

    def begins(self, about: Waiter) -> bool:
        return not about.done()

    def deliver(self, answered: Sequence[tuple[Waiter, Answer | Exception]]) -> None:
        loop = answered[0][0].get_loop()
        # Once the loop is closed nobody waits any more.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(self._tell, answered)

    def _tell(self, answered: Sequence[tuple[Waiter, Answer | Exception]]) -> None:
        for waiter, came in answered:
            self._until.pop(waiter, None)
            if waiter.done():
                continue
            if isinstance(came, Answer):
                waiter.set_result(came)
            else:
                waiter.set_exception(came)

    def _look_after(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        for waiter, until in list(self._until.items()):
            if until > now:
                break
            del self._until[waiter]
            if not waiter.done():
                waiter.set_exception(OutcomeUnknown("The ledger did not answer in time."))
        self._looked_after = bool(self._until)
        if self._looked_after:
            loop.call_later(LOOKED_AFTER_SECONDS, self._look_after, loop)
