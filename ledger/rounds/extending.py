"""A late ballot reaches the quorum: the deadline moves, once, as the round declared when it was drafted."""

from collections.abc import Iterator

from ledger.command import Fact
from ledger.identifiers import Stream
from ledger.rounds.events import RoundExtended
from ledger.rounds.refusals import ExtensionOutOfRange
from ledger.rounds.state import Round
from ledger.rounds.terms import Extension

MINUTE_US = 60_000_000
LONGEST_MINUTES = 43_200
"""Thirty days."""


def require_sound(extension: Extension | None) -> None:
    """Raises ExtensionOutOfRange."""
    if extension is None:
        return
    if not all(0 < given <= LONGEST_MINUTES for given in (extension.within_minutes, extension.by_minutes)):
        raise ExtensionOutOfRange(longest=LONGEST_MINUTES)


def extended(stream: Stream, found: Round, recorded_us: int, before: int, after: int) -> Iterator[Fact]:
    """The deadline moves where this ballot reaches the quorum late: then the others had little time to answer it.

    `before` and `after` are how many electors have voted without that ballot and with it.
    """
    terms = found.terms
    if terms is None or terms.extension is None or found.extended:
        return
    needed = terms.quorum_percent * found.electors
    late = recorded_us >= found.closes_us - terms.extension.within_minutes * MINUTE_US
    closes_us = recorded_us + terms.extension.by_minutes * MINUTE_US
    if before * 100 < needed <= after * 100 and late and closes_us > found.closes_us:
        yield Fact(stream, RoundExtended(closes_us=closes_us))
