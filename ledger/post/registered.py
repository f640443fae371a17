"""The answer to a registration, which is given once the account is open."""

from typing import Any, NamedTuple

import msgspec

from ledger.answers import Answer, Replies
from ledger.associations.events import AccountRegistered
from ledger.identifiers import Stream
from ledger.message import MessageId
from ledger.storage.store import OutcomeUnknown, Store

OPENED_LATER = (
    "The account is registered, but its log does not answer: it is opened as soon as that is possible. "
    "Send the request again with the same Idempotency-Key."
)


class Registered(NamedTuple):
    """Who waits until the message of a registration is taken in."""

    answer: Answer
    """Of the command that registered the account."""
    replies: Replies
    about: Any

    @property
    def message(self) -> MessageId:
        """The message that opens the account."""
        partition, _, position = self.answer.position.rpartition(".")
        return MessageId(partition, int(position), 0)

    def tell(self, came: Answer | Exception) -> None:
        """Give the answer."""
        self.replies.deliver([(self.about, came)])


def opened(store: Store, registered: Registered) -> Answer:
    """From its opening on the account can be read: that is the position to wait for.

    Raises OutcomeUnknown while it is not open, or StoreUnavailable.
    """
    message = registered.message
    (recorded,) = store.events_at(message.partition, (message.position,))
    event = recorded.event
    assert isinstance(event, AccountRegistered), "only registrations wait for their messages"
    opening = next(store.stream(event.partition, Stream(event.account)), None)
    if opening is None:
        raise OutcomeUnknown(OPENED_LATER)
    return msgspec.structs.replace(registered.answer, position=f"{event.partition}.{opening.position}")


def opened_later(trouble: Exception | None = None) -> OutcomeUnknown:
    """What is told meanwhile."""
    later = OutcomeUnknown(OPENED_LATER)
    later.__cause__ = trouble
    return later
