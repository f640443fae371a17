"""Messages from the commons to the partitions: the only way in which anything passes between two partitions.

A message is an event of the commons log. It is delivered by a command in the partition that it is for, which changes
nothing when it comes a second time; so a crash at any moment loses nothing, and the next start delivers the rest.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import msgspec

from ledger.associations.commands import OpenLocalAccount
from ledger.associations.events import AccountRegistered
from ledger.command import Command
from ledger.event import Recorded
from ledger.identifiers import AssociationId
from ledger.storage.store import Store
from ledger.writer import Answer

SCANNED = 10_000
"""How many events a start may look through for messages before it writes down how far it looked."""

SENDER = "register"
"""The actor of what a message does."""

Submit = Callable[[str, Command, str], "Future[Answer]"]


class Postman:
    """Delivers the commons' messages, in order."""

    def __init__(self, store: Store, commons: str, submit: Submit) -> None:
        self._store = store
        self._commons = commons
        self._submit = submit
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="messages")

    def deliver(self) -> dict[str, Answer]:
        """Deliver all that is due; the answers by the account that was opened."""
        head = self._store.head(self._commons)
        answers: dict[str, Answer] = {}
        for recorded in self._store.find(self._commons, AccountRegistered.kind(), self._store.delivered()):
            partition, command = _opening(recorded)
            answers[command.account] = self._submit(partition, command, SENDER).result()
        if answers or head - self._store.delivered() > SCANNED:
            self._store.set_delivered(head)
        return answers

    def after(self, registered: "Future[Answer]") -> "Future[Answer]":
        """The same answer, once the messages that its commit left are delivered."""
        delivered: Future[Answer] = Future()

        def finish() -> None:
            try:
                answer = registered.result()
                opened = self.deliver().get(answer.created)
                delivered.set_result(_placed(answer, opened) if opened else answer)
            except Exception as error:  # noqa: BLE001 - it belongs to whoever waits
                delivered.set_exception(error)

        registered.add_done_callback(lambda _: self._thread.submit(finish))
        return delivered

    def close(self) -> None:
        """Finish what is under way."""
        self._thread.shutdown()


def _opening(recorded: Recorded) -> tuple[str, OpenLocalAccount]:
    event = recorded.event
    assert isinstance(event, AccountRegistered)
    return event.partition, OpenLocalAccount(
        account=event.account,
        association=AssociationId(recorded.stream),
        association_kind=event.association_kind,
        tier=event.tier,
        opened=event.opened,
    )


def _placed(answer: Answer, opened: Answer) -> Answer:
    """The new account can be read from where it was opened on: that is the position to wait for."""
    return msgspec.structs.replace(answer, position=opened.position)
