"""What one local account tells another: the only thing that passes between two accounts.

A message is data that an event of the sending account carries along. It may come late, twice, in another order than it
was sent, or after the world has moved on; so what takes it in (`ledger.delivery`) changes nothing when it comes again.
"""

from typing import ClassVar, NamedTuple

import msgspec

from ledger.identifiers import AccountId, InstallationId, Seal, is_partition_name

REGISTER = AccountId("register")
"""Whom a message is for that no account takes in, but the register of this installation, in the commons partition."""


class Message(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """What is told. Each subject keeps its own kinds in `messages.py`; each has a stable tag."""

    stays_here: ClassVar[bool] = False
    """Whether no other installation can say this to an account here."""


class Sending(msgspec.Struct, frozen=True):
    """A message on its way to an account."""

    to: AccountId
    message: Message
    papers: tuple[Seal, ...] = ()
    """Papers whose texts go with it, so that the other side holds what the same seal seals (W2)."""
    only_here: bool = False
    """Delivered by the process that recorded it alone, which knows the time that an imported season keeps."""


class MessageId(NamedTuple):
    """Which message: where the event stands that carries it, and which of its messages it is, from 0."""

    partition: str
    position: int
    number: int

    @property
    def written(self) -> str:
        """As people see it."""
        return f"{self.partition}.{self.position}.{self.number}"


def written(name: str) -> MessageId | None:
    """The message of this id; None where it is none."""
    partition, *numbers = name.split(".")
    # It comes from outside: nothing that names no partition is ever looked for in a database.
    if not is_partition_name(partition) or len(numbers) != 2:
        return None
    if not all(n.isascii() and n.isdigit() and len(n) < 19 for n in numbers):
        return None
    return MessageId(partition, int(numbers[0]), int(numbers[1]))


class Posted(NamedTuple):
    """A message in the outbox: recorded in the commit that sends it, gone once it is taken in."""

    partition: str
    position: int
    number: int
    to: AccountId
    installation: InstallationId | None = None
    """The installation that it waits for; none while its account lies here, or nobody has looked yet."""
    refusal: str | None = None
    """Why it was refused (the refusal's slug): it then stays until somebody has it tried again."""

    @property
    def id(self) -> MessageId:
        return MessageId(self.partition, self.position, self.number)
