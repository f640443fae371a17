"""One step of an entry: a command, which may need what the steps before it made."""

from collections.abc import Callable

import msgspec

from ledger.command import AccountCommand


class Done(msgspec.Struct, frozen=True):
    """What a step made."""

    created: str


Step = Callable[[list[Done]], AccountCommand]
