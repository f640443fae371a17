"""Small numbers for names that stand in many rows: in each row the number, and the name once, in a table of its own.

Each partition gives out numbers from a range of its own, in the order of its log. So they come out the same however
the log is cut into batches, and in whatever order partitions are followed.
"""

from collections.abc import Collection
from functools import cache
from hashlib import sha256

from ledger.ledger import COMMONS
from projections.base import Database, Table

_RANGE = 2**23
"""Numbers of one partition; with 40 bits for the partition they fit 64 bits with a sign."""

Name = tuple[str, ...]
"""An account, or an account and more."""


def numbered(table: str, *columns: str) -> Table:
    """The table in which names of these columns, the first of them `account`, have their numbers."""
    said = ", ".join(f"{column} TEXT NOT NULL" for column in columns)
    return Table(
        table,
        f"{said}, number INTEGER NOT NULL, partition TEXT NOT NULL, PRIMARY KEY ({', '.join(columns)})",
        indexes={f"{table}_by_number": "number"},
    )


def numbers_of(db: Database, table: Table, partition: str, names: Collection[Name]) -> dict[Name, int]:
    """The numbers of these names, which the partition's events use in this order; new names get theirs."""
    accounts = list({name[0] for name in names})
    columns = ", ".join(table.key)
    query = f"SELECT number, {columns} FROM {table.name} WHERE account IN ({', '.join('?' * len(accounts))})"
    known = {tuple(name): number for number, *name in db.execute(query, accounts)}
    fresh = [name for name in names if name not in known]
    if fresh:
        first = _before_first(partition)
        query = f"SELECT MAX(number) FROM {table.name} WHERE number > ? AND number < ?"
        (newest,) = db.execute(query, (first, first + _RANGE)).fetchone()
        known |= {name: number for number, name in enumerate(fresh, (newest or first) + 1)}
        assert known[fresh[-1]] < first + _RANGE, f"{partition} has more names than numbers"
        db.insert(table.name, [(*name, known[name], partition) for name in fresh])
    return known


@cache
def _before_first(partition: str) -> int:
    """The number before a partition's first: nothing for the commons, which are mostly all there is, else by hash."""
    if partition == COMMONS:
        return 0
    return int.from_bytes(sha256(partition.encode()).digest()[:5]) * _RANGE
