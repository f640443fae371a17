"""How a message is handed to the account that it is for, and what comes of it."""

from collections.abc import Callable
from concurrent.futures import Future

from ledger.answers import Answer
from ledger.command import Command
from ledger.message import MessageId
from ledger.refusals import Refused

BROKEN = "program-error"
"""Stands for the refusal of a message that a mistake in the program keeps from being taken in."""

Submit = Callable[[str, Command, str, MessageId | None], "Future[Answer]"]
"""Queues a command that takes a message in: partition, command, actor, and which message of our outbox it is.

Raises StoreUnavailable.
"""


def outcome_of(handed: "Future[Answer] | Exception") -> Answer | Exception:
    """Wait for what comes of a message."""
    if isinstance(handed, Exception):
        return handed
    try:
        return handed.result()
    except Exception as error:  # noqa: BLE001 - whoever sent the message is told
        return error


def slug_of(error: Exception) -> str:
    """What is noted of a message that will not be taken in; the writer has told of a mistake in the program."""
    return error.slug if isinstance(error, Refused) else BROKEN
