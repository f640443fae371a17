"""What one local account tells another: the only thing that passes between two accounts.

A message is data that an event of the sending account carries along. It may come late, twice, in another order than it
was sent, or after the world has moved on; so what takes it in (`ledger.delivery`) changes nothing when it comes again.
"""

import msgspec

from ledger.identifiers import AccountId, Seal


class Message(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """What is told. Each subject keeps its own kinds in `messages.py`; each has a stable tag."""


class Sending(msgspec.Struct, frozen=True):
    """A message on its way to an account."""

    to: AccountId
    message: Message
    papers: tuple[Seal, ...] = ()
    """Papers whose texts go with it, so that the other side holds what the same seal seals (W2)."""
