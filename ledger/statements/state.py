"""What is remembered of the statements of a place: how they follow each other, what is taken, and what is matched."""

from datetime import date
from typing import ClassVar

import msgspec

from ledger.identifiers import (
    AccountId,
    DisbursementId,
    KeyedHash,
    Mark,
    MatchId,
    PlaceId,
    Seal,
    StatementId,
    Stream,
    stream_of,
)
from ledger.state import State

BROUGHT_FORWARD = 0
"""The number of the line that stands for what a statement begins with and no statement before it explains."""


class StatementLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One movement that a statement tells of."""

    number: int
    """As it was counted in the file, from 1."""
    amount_minor: int
    """More than nothing: money came in."""
    booked: date
    """On which the bank booked it."""
    told: KeyedHash
    """Of all that tells this line from every other of its place: it is taken once, in however many files it comes."""
    reference: KeyedHash | None = None
    """Of the bank's own reference, as receivings and settlements have it (C2); none where it tells no line alone."""
    payment: DisbursementId | None = None
    """The disbursement that the order named which the bank carried out."""
    text: Seal | None = None
    """Of what the bank wrote beside it: who paid, from which account, and why."""


class LineName(msgspec.Struct, frozen=True):
    """Which line is meant."""

    statement: StatementId
    number: int


class StatementRecord(msgspec.Struct, frozen=True):
    """The value of a statement's mark."""

    place: PlaceId
    unit: str
    lines: tuple[StatementLine, ...]

    def line(self, number: int) -> StatementLine | None:
        """The line with this number."""
        return next((line for line in self.lines if line.number == number), None)


class MatchRecord(msgspec.Struct, frozen=True):
    """The value of a match's mark, until it is undone."""

    place: PlaceId
    unit: str
    lines: tuple[LineName, ...]
    entries: tuple[int, ...]
    references: tuple[KeyedHash, ...]


class Taken(msgspec.Struct):
    """One statement in the row of those of a place and unit."""

    statement: StatementId
    begins: date
    ends: date
    opening_minor: int
    closing_minor: int
    begun: MatchId | None = None
    """Matched with what explains the amount that it brings forward."""


class Statements(State, kw_only=True):
    """The statements of one place, and nothing of their lines."""

    prefix: ClassVar[str] = "statements"

    rows: dict[str, list[Taken]] = {}
    """By unit, in the order of time."""

    def row(self, unit: str) -> list[Taken]:
        """The statements in one unit."""
        return self.rows.get(unit, [])

    def brought_forward(self, unit: str, statement: StatementId) -> int | None:
        """What a statement begins with less what the one before it ended with; None where there is no such one."""
        before = 0
        for taken in self.row(unit):
            if taken.statement == statement:
                return taken.opening_minor - before
            before = taken.closing_minor
        return None

    def begun(self, unit: str, statement: StatementId) -> MatchId | None:
        """The match that explains what a statement brings forward."""
        return next((taken.begun for taken in self.row(unit) if taken.statement == statement), None)


def statements_of(account: AccountId, place: PlaceId) -> Stream:
    """Where the statements of a place, and what is matched with them, stand."""
    return stream_of(account, f"{Statements.prefix}-{place.rpartition('-')[2]}")


def statement_mark(account: AccountId, statement: StatementId) -> Mark:
    """Where a statement's lines are found."""
    return Mark(f"statement:{account}:{statement}")


def told_mark(told: KeyedHash) -> Mark:
    """Where it is kept that a line was taken, and with which statement."""
    return Mark(f"line:{told}")


def line_reference_mark(reference: KeyedHash) -> Mark:
    """Where it is kept that a line with this reference was taken: a second one is told by something else."""
    return Mark(f"line-ref:{reference}")


def matched_line_mark(account: AccountId, line: LineName) -> Mark:
    """Where it is kept that a line is matched."""
    return Mark(f"matched-line:{account}:{line.statement}:{line.number}")


def matched_entry_mark(account: AccountId, place: PlaceId, unit: str, entry: int) -> Mark:
    """Where it is kept that an entry is matched, at one of its places and in one of its units."""
    return Mark(f"matched-entry:{account}:{place}:{unit}:{entry}")


def match_mark(account: AccountId, match: MatchId) -> Mark:
    """Where a match is kept until it is undone."""
    return Mark(f"match:{account}:{match}")
