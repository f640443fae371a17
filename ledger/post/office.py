"""The local post office: delivers what lies in the outbox to the accounts of this installation.

One thread goes through the outbox after each commit that sends something, at the start, and now and then for what
other processes left. It hands all messages that it finds to the writers of their accounts' partitions at once, and
waits for none but those; HTTP never waits for it, except for the answer to a registration.
"""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from ledger.accounts.refusals import UnknownAccount
from ledger.answers import Answer, Replies
from ledger.delivery import Arrived, taken_in
from ledger.identifiers import AccountId, InstallationId
from ledger.message import REGISTER, MessageId, Sending
from ledger.post import early
from ledger.post.early import early_again
from ledger.post.handing import Submit, outcome_of, slug_of
from ledger.post.letters import Letter, letters
from ledger.post.registered import Registered, opened, opened_later
from ledger.storage.store import FIRST, Store, StoreUnavailable
from ledger.writer import log_failure

AGAIN_SECONDS = 0.5
"""Between two tries to deliver a message for which the database does not serve."""

LOOK_SECONDS = 2.0
"""How often to look for what another process recorded and did not deliver."""

AT_ONCE = 500
"""Messages that are handed over together."""


class PostOffice:
    """Delivers messages between the accounts of one database."""

    def __init__(
        self,
        store: Store,
        partition_of: Callable[[AccountId], str],
        installation_of: Callable[[AccountId], InstallationId | None],
        submit: Submit,
    ) -> None:
        """`partition_of` raises UnknownAccount where an account does not lie here."""
        self._store = store
        self._partition_of = partition_of
        self._installation_of = installation_of
        self._submit = submit
        self.on_put_off: Callable[[], None] = lambda: None
        """Is told when messages were found that wait for other installations."""
        self._own: set[MessageId] = set()
        """Messages that this process alone delivers, since it sent them."""
        self._taken: set[AccountId] = set()
        """Accounts that took something in, in the round under way."""
        self._early_due = 0.0
        """When all that came too early is tried again, by the clock that only moves forwards."""
        self._registered: list[Registered] = []
        self._unanswered = 0
        """Registrations whose callers were not told yet."""
        self._asked = 1
        """Rounds are asked for by counting this up; the first is the one at the start."""
        self._begun = 0
        """Up to here a round has begun since it was asked for."""
        self._settled = 0
        """Up to here a round has found nothing more to deliver since it was asked for."""
        self._changed = threading.Condition()
        self._closing = False
        self._delivers = False
        self._thread: threading.Thread | None = None

    def open(self) -> None:
        """Begin to deliver."""
        self._delivers = True
        self._thread = threading.Thread(target=self._run, name="post-office", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Answer those who wait; the writers must still be there."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def sent(self, messages: Sequence[tuple[MessageId, Sending]]) -> None:
        """Something was sent (ledger.writer.OnSent)."""
        with self._changed:
            self._own.update(message for message, sending in messages if sending.only_here)
        self.look()

    def look(self) -> int:
        """Have a round made soon; its number."""
        with self._changed:
            self._asked += 1
            self._changed.notify_all()
            return self._asked

    def settled(self, seconds: float) -> bool:
        """Wait until nothing can be delivered any more, whoever sent it; whether that came in time."""
        wanted = self.look()
        with self._changed:
            return self._changed.wait_for(lambda: self._settled >= wanted, seconds)

    def after(self, registration: "Future[Answer]", replies: Replies, about: Any) -> None:
        """Tell the same answer once the account is open whose registration it is."""
        replies.begins(about)
        with self._changed:
            self._unanswered += 1

        def hand_over(_: object) -> None:
            try:
                registered = Registered(registration.result(), replies, about)
            except Exception as error:  # noqa: BLE001 - it belongs to whoever waits
                self._tell(Registered(Answer(position="", created=""), replies, about), error)
                return
            with self._changed:
                delivers = self._delivers
                if delivers:
                    self._registered.append(registered)
            if delivers:
                self.look()
            else:
                self._tell(registered, opened_later())

        registration.add_done_callback(hand_over)

    def _run(self) -> None:
        more = False
        while self._wait(0 if more else LOOK_SECONDS):
            try:
                more = self.round()
            except StoreUnavailable:
                more = False
                self._pause()
            except Exception as error:  # noqa: BLE001 - the post office outlives its mistakes
                log_failure(error, "A round of the post office", "outbox")
                more = False
                self._pause()

    def _wait(self, seconds: float) -> bool:
        """Wait until a round is asked for or due; False where the end has come."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._asked > self._begun or (self._closing and not self._unanswered), seconds
            )
            self._delivers = not self._closing or self._unanswered > 0 or self._asked > self._begun
            return self._delivers

    def _pause(self) -> None:
        """Let a while pass before what failed is tried again; everything is, as if it were asked for anew."""
        with self._changed:
            self._changed.wait_for(lambda: self._closing, AGAIN_SECONDS)
            if not self._closing:
                self._asked += 1

    def round(self) -> bool:
        """Deliver all that is due; whether there was any. Raises StoreUnavailable."""
        with self._changed:
            wanted = self._begun = self._asked
            registered, self._registered = self._registered, []
        if time.monotonic() >= self._early_due:
            self._early_due = time.monotonic() + early.AGAIN_SECONDS
            early_again(self._store.outbox)
        failed: Exception | None = None
        came: dict[MessageId, Answer | Exception] = {}
        try:
            self._deliver_due(came)
        except Exception as error:
            failed = error
            raise
        finally:
            for one in registered:
                self._answer(one, came.get(one.message, failed))
        for trouble in came.values():
            if isinstance(trouble, StoreUnavailable):
                raise trouble
        if came:
            # What was taken in may be what a message that came too early was waiting for.
            early_again(self._store.outbox, self._taken)
            self._taken.clear()
        else:
            with self._changed:
                self._settled = max(self._settled, wanted)
                self._changed.notify_all()
        return bool(came)

    def _deliver_due(self, came: dict[MessageId, Answer | Exception]) -> None:
        after = FIRST
        while True:
            due = self._store.outbox.due(after, AT_ONCE)
            under_way = [(one, self._send(one)) for one in letters(self._store, due) if self._is_ours(one)]
            elsewhere: dict[InstallationId, list[MessageId]] = {}
            for one, sent in under_way:
                if isinstance(sent, str):
                    elsewhere.setdefault(sent, []).append(one.id)
                else:
                    came[one.id] = self._outcome(one, sent)
            for installation, messages in elsewhere.items():
                self._store.outbox.put_off(messages, installation)
            if elsewhere:
                self.on_put_off()
            if len(due) < AT_ONCE:
                return
            after = due[-1].id

    def _is_ours(self, letter: Letter) -> bool:
        return not letter.only_here or letter.id in self._own

    def _send(self, letter: Letter) -> "Future[Answer] | Exception | InstallationId":
        """Hand a message to the writer of its account's partition; or say in which other installation that lies."""
        try:
            try:
                partition = self._partition_of(letter.to)
            except UnknownAccount:
                installation = self._installation_of(letter.to)
                if installation is None:
                    raise
                return installation
            arrived = Arrived(
                sender=letter.sender, to=letter.to, message=letter.message, papers=letter.papers
            )
            # The register's own messages act as the register, those of an account as that account.
            by = letter.sender if letter.sender.startswith("account-") else REGISTER
            return self._submit(partition, taken_in(arrived), by, letter.id)
        except (StoreUnavailable, UnknownAccount) as error:
            return error

    def _outcome(self, letter: Letter, sent: "Future[Answer] | Exception") -> Answer | Exception:
        """What came of it. A message that was taken in has gone from the outbox with the same commit."""
        came = outcome_of(sent)
        if isinstance(came, Answer):
            self._own.discard(letter.id)
            self._taken.add(letter.to)
        elif not isinstance(came, StoreUnavailable):
            self._store.outbox.park(letter.id, slug_of(came))
        return came

    def _answer(self, registered: Registered, came: Answer | Exception | None) -> None:
        try:
            if isinstance(came, Exception):
                raise came
            told: Answer | Exception = opened(self._store, registered)
        except StoreUnavailable as trouble:
            told = opened_later(trouble)
        except Exception as error:  # noqa: BLE001 - it belongs to whoever waits
            told = error
        self._tell(registered, told)

    def _tell(self, registered: Registered, came: Answer | Exception) -> None:
        registered.tell(came)
        with self._changed:
            self._unanswered -= 1
            self._changed.notify_all()
