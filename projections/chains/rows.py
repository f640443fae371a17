"""Rows of chains as walking reads them, and how parts of an amount are carried from one side of a move to the other."""

from collections.abc import Iterator
from typing import NamedTuple

from ledger.identifiers import AccountId, account_of
from projections.base import Database
from projections.chains.finding import Part


class Paid(NamedTuple):
    """A part of a disbursement."""

    account: AccountId
    disbursement: str
    begins: int
    ends: int


class Use(NamedTuple):
    """Something that went out, as far as it lies in the part that was asked for."""

    part: Part
    about: str
    offset: int
    """Where the part begins in what went out together."""
    whole: int
    into: Part | None
    """Where that came in again, as a whole."""


class Arrival(NamedTuple):
    """Something that came in and has a row."""

    part: Part
    about: str
    position: int
    pair: int
    moved: int


class Honouring(NamedTuple):
    """What a contribution honours of a promise, as a part of what was promised."""

    begins: int
    ends: int
    elsewhere: AccountId
    contribution: str


def carried(begins: int, ends: int, whole: int, into: Part) -> Part:
    """What became of a part of an amount when the whole came in elsewhere, proportionally.

    Both ends are rounded down, so that parts that lie beside each other do so there too, and nothing is lost.
    """
    length = into.ends - into.begins
    return Part(into.fund, into.begins + begins * length // whole, into.begins + ends * length // whole)


def carried_back(begins: int, ends: int, length: int, whole: int) -> tuple[int, int]:
    """The part of what went out that became a part of what came in: the other way of `carried`."""
    return -(-begins * whole // length), -(-ends * whole // length)


def unit_of(fund: str) -> str:
    """The unit of a fund."""
    return fund.split("/")[1]


_USE = "fund, from_minor, to_minor, about, offset_minor, whole_minor, into_fund, into_from, into_minor"


def uses_of(db: Database, part: Part) -> Iterator[Use]:
    """What took a part of an axis, in order."""
    query = (
        f"SELECT {_USE} FROM chain_uses WHERE fund = ? AND from_minor < ? AND from_minor >= COALESCE("
        "(SELECT MAX(from_minor) FROM chain_uses WHERE fund = ? AND from_minor <= ?), ?) ORDER BY from_minor"
    )
    fund, begins, ends = part
    for row in db.execute(query, (fund, ends, fund, begins, begins)):
        if row[2] > begins:
            yield _use(row, begins, ends)


def uses_about(
    db: Database, about: str, begins: int, ends: int, account: str = "", move: tuple[int, int] | None = None
) -> Iterator[Use]:
    """What of the axes a part of something that went out took: of a disbursement, or of a certain move."""
    query = f"SELECT {_USE} FROM chain_uses WHERE about = ? AND offset_minor < ?"
    values: list[str | int] = [about, ends]
    if move is not None:
        query, values = f"{query} AND position = ? AND pair = ?", [*values, *move]
    for row in db.execute(f"{query} ORDER BY position, pair, offset_minor", values):
        fund, taken_from, taken_to, _, offset = row[:5]
        until = offset + taken_to - taken_from
        if until > begins and (not account or account_of(fund) == account):
            yield _use(row, taken_from + max(begins - offset, 0), taken_to - max(until - ends, 0))


def _use(row: tuple[str, int, int, str, int, int, str, int, int], begins: int, ends: int) -> Use:
    fund, taken_from, taken_to, about, offset, whole, into, into_from, into_minor = row
    begins, ends = max(begins, taken_from), min(ends, taken_to)
    return Use(
        Part(fund, begins, ends),
        about,
        offset + begins - taken_from,
        whole,
        Part(into, into_from, into_from + into_minor) if into else None,
    )


_ARRIVAL = "fund, from_minor, to_minor, about, position, pair, moved_minor"


def arrivals_about(db: Database, about: str, account: str = "") -> list[Arrival]:
    """Where something came in, in the order of recording; of one account, or of any."""
    query = f"SELECT {_ARRIVAL} FROM chain_arrivals WHERE about = ? ORDER BY position, pair"
    found = [_arrival(row) for row in db.execute(query, (about,))]
    return [arrival for arrival in found if not account or account_of(arrival.part.fund) == account]


def arrival_at(db: Database, fund: str, at: int) -> Arrival | None:
    """What came in at a point of an axis; None where that is a contribution without a row."""
    query = (
        f"SELECT {_ARRIVAL} FROM chain_arrivals WHERE fund = ? AND from_minor <= ? "
        "ORDER BY from_minor DESC LIMIT 1"
    )
    row = db.execute(query, (fund, at)).fetchone()
    return _arrival(row) if row and row[2] > at else None


def next_arrival(db: Database, fund: str, after: int) -> int | None:
    """Where the next thing with a row begins."""
    query = "SELECT MIN(from_minor) FROM chain_arrivals WHERE fund = ? AND from_minor > ?"
    (begins,) = db.execute(query, (fund, after)).fetchone()
    return None if begins is None else int(begins)


def _arrival(row: tuple[str, int, int, str, int, int, int]) -> Arrival:
    return Arrival(Part(*row[:3]), *row[3:])


def honourings_of(db: Database, account: str, disbursement: str, promised: int) -> Iterator[Honouring]:
    """What honours a promise, each behind the one before; what exceeds the promise is left out (K3)."""
    query = (
        "SELECT amount_minor, elsewhere, contribution FROM chain_honourings "
        "WHERE account = ? AND disbursement = ? ORDER BY position"
    )
    begins = 0
    for amount, elsewhere, contribution in db.execute(query, (account, disbursement)):
        if begins >= promised:
            return
        if amount:
            yield Honouring(begins, begins + amount, AccountId(elsewhere), contribution)
        begins += amount


class Promised(NamedTuple):
    """A disbursement's row."""

    unit: str
    payee_account: str
    promised: int
    honoured: int
    ended: int


def promised_by(db: Database, account: str, disbursement: str) -> Promised | None:
    """A disbursement's row; None where it is not here."""
    query = (
        "SELECT unit, payee_account, promised_minor, honoured_minor, ended FROM chain_promises "
        "WHERE account = ? AND disbursement = ?"
    )
    row = db.execute(query, (account, disbursement)).fetchone()
    return Promised(*row) if row else None
