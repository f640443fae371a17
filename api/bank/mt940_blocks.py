"""MT940 as fields, each with its line, and as statements, which begin with field 20."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from api.bank.refusals import BankElementMissing, BankFileTooDeep

_TAG = re.compile(r":(?P<tag>(?:13|20|21|25|28|34|60|61|62|64|65|86|90)[A-Z]?|NS):(?P<text>.*)")
"""Only tags of statements: a text may well hold a line that begins with a colon."""

_AROUND = frozenset({"-", "940", ":940:"})
_ENVELOPE = ("{1:", "{4:", "-}")
"""What SWIFT and banks put around statements."""

MOST_ENTRIES = 20_000
"""In one file; each takes half a millisecond to read."""
MOST_FIELDS = 100_000
"""In one file: two for each entry, and what a statement for every day has besides."""

_SIGNS = {1: None, 3: None}
"""Between which SWIFT sends a message."""


@dataclass(slots=True)
class Field:
    """One field: its tag, what it says over however many lines, and the line where it begins."""

    tag: str
    line: int
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.texts).strip()


def blocks_of(text: str) -> Iterator[list[Field]]:
    """The fields of each statement in the file. Raises BankElementMissing or BankFileTooDeep."""
    return _blocks(list(_fields(text.translate(_SIGNS))))


def _fields(text: str) -> Iterator[Field]:
    """The fields of the file. Raises BankFileTooDeep, before much time is spent on reading them."""
    current: Field | None = None
    entries = fields = 0
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.rstrip()
        match = _TAG.match(line)
        if match is not None:
            if current is not None:
                yield current
            entries += match["tag"] == "61"
            fields += 1
            if entries > MOST_ENTRIES or fields > MOST_FIELDS:
                raise BankFileTooDeep(line=number)
            current = Field(match["tag"], number, [match["text"]])
        elif line and line.strip() not in _AROUND and not line.startswith(_ENVELOPE):
            if current is None:
                # Banks' names and codes stand above the first field; nothing else may.
                continue
            current.texts.append(line)
    if current is not None:
        yield current


def _blocks(fields: list[Field]) -> Iterator[list[Field]]:
    """The fields of each statement, which begins with field 20."""
    block: list[Field] = []
    for one in fields:
        if one.tag == "20" and block:
            yield block
            block = []
        if not block and one.tag != "20":
            raise BankElementMissing(line=one.line, element="field 20")
        block.append(one)
    if block:
        yield block
