"""Who waits for the ledger is told what came of it, or in time that nobody knows."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from api.http import replies
from api.http.replies import LoopReplies
from ledger.command import Command
from ledger.ledger import Answer, Ledger
from ledger.refusals import Refused
from ledger.storage.store import OutcomeUnknown
from tests.api.server import problem
from tests.api.village import Village

ANSWER = Answer(position="main.1", created="made")


class Queue:
    """A ledger that queues what it is asked, and answers nothing by itself."""

    def __init__(self) -> None:
        self.posted: list[Any] = []

    def at_hand(self, _: Command) -> bool:
        return True

    def post(self, _: Command, *, about: Any, **__: Any) -> None:
        self.posted.append(about)


def carry_out(known: LoopReplies, queue: Queue) -> "asyncio.Task[Answer]":
    """Ask."""
    return asyncio.create_task(known.carry_out(queue, Command(), by="test"))  # type: ignore[arg-type]


def test_all_that_a_commit_answered_is_told_at_once_to_each_their_own() -> None:
    """L2"""

    async def story() -> None:
        known, queue = LoopReplies(), Queue()
        tasks = [carry_out(known, queue) for _ in range(3)]
        for _ in range(3):
            await asyncio.sleep(0)
        first, second, third = queue.posted
        assert all(known.begins(one) for one in queue.posted)
        answered: list[tuple[Any, Answer | Exception]] = [
            (first, ANSWER),
            (second, Refused()),
            (third, ANSWER),
        ]
        await asyncio.to_thread(known.deliver, answered)
        assert await tasks[0] is ANSWER
        with pytest.raises(Refused):
            await tasks[1]
        assert await tasks[2] is ANSWER
        assert not known._until

    asyncio.run(story())


def test_who_waits_too_long_is_told_that_the_outcome_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """L2"""
    monkeypatch.setattr(replies, "ANSWERED_WITHIN_SECONDS", 0.01)
    monkeypatch.setattr(replies, "LOOKED_AFTER_SECONDS", 0.01)

    async def story() -> None:
        known, queue = LoopReplies(), Queue()
        task = carry_out(known, queue)
        with pytest.raises(OutcomeUnknown):
            await task
        (waiter,) = queue.posted
        assert not known.begins(waiter), "what nobody waits for is left out"
        known.deliver([(waiter, ANSWER)])
        await asyncio.sleep(0.05)
        assert not known._until
        assert not known._looked_after

    asyncio.run(story())


def test_an_answer_that_comes_after_the_loop_was_closed_harms_nobody() -> None:
    """L2"""
    loop = asyncio.new_event_loop()
    waiter: asyncio.Future[Answer] = loop.create_future()
    loop.close()
    LoopReplies().deliver([(waiter, ANSWER)])


@contextmanager
def stuck(ledger: Ledger) -> Iterator[None]:
    """A database that answers nothing until the end of the block."""
    goes_on, batch = threading.Event(), ledger.store.batch

    def wait(partition: str) -> Any:
        goes_on.wait(30)
        return batch(partition)

    ledger.store.batch = wait  # type: ignore[method-assign]
    try:
        yield
    finally:
        ledger.store.batch = batch  # type: ignore[method-assign]
        goes_on.set()


def test_no_request_waits_for_a_database_that_is_stuck(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L2"""
    monkeypatch.setattr(replies, "ANSWERED_WITHIN_SECONDS", 0.2)
    gift = {"unit": "EUR", "amount": "1.00", "giver": {"name": "Rui"}}
    at, headers = f"{village.at}/contributions", {"Idempotency-Key": "stuck"}
    with stuck(village.served.ledger):
        answer = village.treasurer.post(at, gift, headers=headers)
        assert (answer.status_code, problem(answer)["type"]) == (503, "/problems/commit-unknown")
    monkeypatch.setattr(replies, "ANSWERED_WITHIN_SECONDS", 30)
    village.treasurer.done(at, gift, headers=headers)
    village.treasurer.done(at, gift, headers=headers)
    assert len(village.treasurer.read(at)["items"]) == 1
