"""Statements of a place, their lines, and what is matched with them."""

from datetime import date

import msgspec

from ledger.identifiers import (
    AccountId,
    DisbursementId,
    KeyedHash,
    MatchId,
    PaperId,
    PlaceId,
    Seal,
    StatementId,
)
from projections.base import Database, fetch


class StatementRow(msgspec.Struct, frozen=True):
    """A statement that was taken."""

    id: StatementId
    place: PlaceId
    unit: str
    begins: date
    ends: date
    opening_minor: int
    closing_minor: int
    derived: bool
    """The bank gave no balances: these are those of the statement before, and of its lines."""
    lines: int
    """How many it has."""
    evidence: PaperId | None
    """The file in which it came."""
    recorded_us: int
    position: int
    match: MatchId | None
    """What explains the amount that it brings forward."""


class LineRow(msgspec.Struct, frozen=True):
    """A line of a statement."""

    statement: StatementId
    number: int
    """As it was counted in the file; 0 stands for what the statement brings forward."""
    unit: str
    amount_minor: int
    """More than nothing: money came in."""
    booked: date
    reference: KeyedHash | None
    payment: DisbursementId | None
    """The payment that the bank's order named."""
    text: Seal | None
    match: MatchId | None


class MatchRow(msgspec.Struct, frozen=True):
    """Lines and entries that are the same money."""

    id: MatchId
    place: PlaceId
    unit: str
    amount_minor: int
    lines: int
    entries: int
    recorded_us: int
    position: int
    undone: bool


def of_place(
    db: Database, account: AccountId, place: PlaceId, unit: str | None = None, ends: date | None = None
) -> list[StatementRow]:
    """The statements of a place, by unit in the order of time; those alone that ended by a day, if one is given."""
    query = "FROM statements WHERE account = :account AND place = :place"
    query += "" if unit is None else " AND unit = :unit"
    query += "" if ends is None else " AND ends <= :ends"
    values = {"account": account, "place": place, "unit": unit, "ends": ends and ends.isoformat()}
    return fetch(db, StatementRow, f"{query} ORDER BY unit, ends, position", values)


def find(db: Database, account: AccountId, statement: StatementId) -> StatementRow | None:
    """One statement; None where the account has no such."""
    found = fetch(db, StatementRow, "FROM statements WHERE account = ? AND id = ?", (account, statement))
    return found[0] if found else None


def lines_of(
    db: Database, account: AccountId, statement: StatementId, after: int = 0, limit: int = 100
) -> list[LineRow]:
    """Lines of a statement by number, after the page before."""
    rest = "FROM statement_lines WHERE account = ? AND statement = ? AND number > ? ORDER BY number LIMIT ?"
    return fetch(db, LineRow, rest, (account, statement, after, limit))


def find_line(db: Database, account: AccountId, statement: StatementId, number: int) -> LineRow | None:
    """One line; None where the account has no such."""
    rest = "FROM statement_lines WHERE account = ? AND statement = ? AND number = ?"
    found = fetch(db, LineRow, rest, (account, statement, number))
    return found[0] if found else None


def matches_of(
    db: Database, account: AccountId, place: PlaceId, after: int = 0, limit: int = 100
) -> list[MatchRow]:
    """What was matched at a place, undone matches too, in the order of recording, after the page before."""
    rest = "FROM matches WHERE account = ? AND place = ? AND position > ? ORDER BY position LIMIT ?"
    return fetch(db, MatchRow, rest, (account, place, after, limit))
