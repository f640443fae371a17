"""What a state is: what a stream's events add up to, as far as later decisions need it."""

from typing import ClassVar

import msgspec


class State(msgspec.Struct, kw_only=True):
    """Mutable, changed by events alone, serialisable as a snapshot that may be thrown away at any time."""

    prefix: ClassVar[str]
    """How the ids of such streams begin: `proposal` for `<account>/proposal-…`."""
    meaning: ClassVar[int] = 1
    """Counted up when an `apply` comes to mean something else for the same fields: older snapshots are then ignored."""
