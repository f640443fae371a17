"""Positions as callers see them: opaque strings that name their log, to be compared and passed on only."""

import re

from api.http.refusals import PositionMalformed

HEADER = "Ledger-Position"
_HEADER = HEADER.lower().encode()

PATTERN = r"^[a-z][a-z0-9_]*\.(0|[1-9][0-9]*)$"
"""For the documentation, which need not bound what the description calls opaque."""

_POSITION = re.compile(r"([a-z][a-z0-9_]{0,80})\.(0|[1-9][0-9]{0,17})", re.ASCII)


def written(partition: str, number: int) -> str:
    """A position as callers see it."""
    return f"{partition}.{number}"


def as_header(position: str) -> tuple[bytes, bytes]:
    """A position as the header of an answer."""
    return _HEADER, position.encode()


def read_position(position: str) -> tuple[str, int]:
    """The log and the number in it. Raises PositionMalformed."""
    match = _POSITION.fullmatch(position)
    if match is None:
        raise PositionMalformed
    return match[1], int(match[2])
