"""What a caller asks and is told, and what the ledger remembers of it to tell it again."""

import msgspec


class Request(msgspec.Struct, frozen=True):
    """What makes a repeated request recognisable: who asked, with which key, for what."""

    caller: str
    key: str
    content: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller is told. Rebuilt, for a repeat, from what the log holds."""

    position: str
    """Of the last event recorded for the command: `<partition>.<number>`, to be compared and passed on only."""
    created: str
    """Id of what the command made or was about."""
    replayed: bool = False
    kinds: tuple[str, ...] = ()
    """Kinds of the events recorded, or, in a dry run, that would be."""


class RequestRecord(msgspec.Struct, frozen=True):
    """The value of an idempotency mark."""

    fingerprint: str
    position: int
    created: str
