"""Messages from the commons to the partitions: the only way in which anything passes between two partitions.

A message is an event of the commons log. It is delivered by a command in the partition that it is for, which changes
nothing when it comes a second time; so a crash at any moment loses nothing, and the next start delivers the rest.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress

import msgspec

from ledger.answers import Answer, Replies
from ledger.associations.events import AccountRegistered
from ledger.associations.state import Association
from ledger.command import Command
from ledger.delivery import Arrived, taken_in
from ledger.event import Recorded
from ledger.identifiers import Stream
from ledger.storage.store import OutcomeUnknown, Store, StoreUnavailable
from ledger.writer import SHUTTING_DOWN

AGAIN_SECONDS = 0.5
"""Between two tries to deliver a message for which the database does not serve."""

OPENED_LATER = (
    "The account is registered, but its log does not answer: it is opened as soon as that is possible. "
    "Send the request again with the same Idempotency-Key."
)

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
        self._closing = threading.Event()
        self._under_way: set[Future[None]] = set()
        self._guard = threading.Lock()

    def deliver(self) -> None:
        """Deliver what a crash left over; called once, at the start.

        An imported season keeps a time of its own, which only the process that imports it knows; so its account is
        never opened by another.
        """
        head, delivered = self._store.head(self._commons), self._store.delivered()
        due = self._store.find(self._commons, AccountRegistered.kind(), f"{Association.prefix}-", delivered)
        for recorded in due:
            if not _registered(recorded).imported:
                self._open(recorded)
        if due:
            # If this cannot be written down now, the messages come again, which changes nothing.
            with suppress(StoreUnavailable):
                self._store.set_delivered(head)

    def after(self, registered: "Future[Answer]", replies: Replies, about: object) -> None:
        """Tell the same answer once the messages that its commit left are delivered."""
        delivered: Future[None] = Future()
        with self._guard:
            self._under_way.add(delivered)

        def finish() -> None:
            try:
                answer = registered.result()
                try:
                    replies.deliver([(about, self._opened(answer))])
                except StoreUnavailable as trouble:
                    replies.deliver([(about, _opened_later(trouble))])
                    self._open_later(answer)
            except Exception as error:  # noqa: BLE001 - it belongs to whoever waits
                replies.deliver([(about, error)])
            end()

        def end() -> None:
            delivered.set_result(None)
            with self._guard:
                self._under_way.discard(delivered)

        def hand_over(_: object) -> None:
            try:
                self._thread.submit(finish)
            except RuntimeError:
                replies.deliver([(about, StoreUnavailable(SHUTTING_DOWN))])
                end()

        replies.begins(about)
        registered.add_done_callback(hand_over)

    def _opened(self, answer: Answer) -> Answer:
        """Open the account that was registered. From there on it can be read: that is the position to wait for."""
        position = int(answer.position.rpartition(".")[2])
        (recorded,) = self._store.read(self._commons, position - 1, 1)
        self._open(recorded)
        registered = _registered(recorded)
        opened = next(self._store.stream(registered.partition, Stream(registered.account)))
        return msgspec.structs.replace(answer, position=f"{registered.partition}.{opened.position}")

    def _open_later(self, answer: Answer) -> None:
        """Try until it is open: nobody else would before the next start. Messages behind it wait, as they must."""
        while not self._closing.wait(AGAIN_SECONDS):
            with suppress(StoreUnavailable):
                self._opened(answer)
                return

    def _open(self, recorded: Recorded) -> None:
        registered = _registered(recorded)
        for sending in registered.sends(recorded.stream):
            arrived = Arrived(sender=recorded.stream, to=sending.to, message=sending.message)
            self._submit(registered.partition, taken_in(arrived), SENDER).result()

    def close(self) -> None:
        """Finish what is under way; the writers must still be there."""
        self._closing.set()
        with self._guard:
            under_way = tuple(self._under_way)
        wait(under_way)
        self._thread.shutdown()


def _opened_later(trouble: StoreUnavailable) -> OutcomeUnknown:
    later = OutcomeUnknown(OPENED_LATER)
    later.__cause__ = trouble
    return later


def _registered(recorded: Recorded) -> AccountRegistered:
    assert isinstance(recorded.event, AccountRegistered)
    return recorded.event
