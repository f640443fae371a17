"""The figures of chains: what came and went, event by event; and whatever lies elsewhere than it should."""

from collections.abc import Iterator
from itertools import groupby

from projections.base import Database


def figures(db: Database) -> Iterator[tuple[str, int]]:
    """By fund, then by event, then by promise. What is misplaced is a figure that should not be."""
    partitions: dict[str, str] = {}
    query = (
        "SELECT f.fund, f.partition, f.came_minor, f.gone_minor, f.marked_minor, "
        "COALESCE((SELECT MAX(m.came_minor) FROM chain_marks m WHERE m.fund = f.fund), 0) FROM chain_funds f"
    )
    for fund, partition, came, gone, marked, newest in db.execute(query).fetchall():
        partitions[fund] = partition
        yield f"chains/{fund}/came", came
        if gone != _used_up(db, fund) or marked != newest:
            yield f"chains/{fund}/misplaced", 1
    for fund, came, version in db.stream("SELECT fund, came_minor, version FROM chain_marks"):
        yield f"chains/{fund}/marks/{version}", came
    query = "SELECT fund, position, to_minor - from_minor FROM chain_arrivals"
    for fund, position, came in db.stream(query):
        yield f"chains/{fund}/{partitions[fund]}.{position}/came", came
    query = "SELECT fund, position, to_minor - from_minor FROM chain_uses"
    for fund, position, gone in db.stream(query):
        yield f"chains/{fund}/{partitions[fund]}.{position}/gone", gone
    yield from _moves(db)
    yield from _promises(db)


def _used_up(db: Database, fund: str) -> int:
    """Up to where every part of an axis is gone."""
    until = 0
    query = "SELECT from_minor, to_minor FROM chain_uses WHERE fund = ? ORDER BY from_minor"
    for begins, ends in db.execute(query, (fund,)):
        if begins != until:
            break
        until = int(ends)
    return until


def _moves(db: Database) -> Iterator[tuple[str, int]]:
    """What went out together lies side by side, and came in again as it was moved."""
    query = (
        "SELECT u.about, u.position, u.pair, u.offset_minor, u.whole_minor, u.to_minor - u.from_minor, u.into_fund, "
        "u.into_minor, COALESCE(a.to_minor - a.from_minor, 0), COALESCE(a.moved_minor, u.whole_minor) "
        "FROM chain_uses u LEFT JOIN chain_arrivals a ON a.fund = u.into_fund AND a.from_minor = u.into_from "
        "ORDER BY u.about, u.position, u.pair, u.offset_minor"
    )
    for (about, position, pair), rows in groupby(db.execute(query), key=lambda row: row[:3]):
        until = 0
        right = True
        for *_, offset, whole, length, into, came, arrived, moved in rows:
            right = right and offset == until and moved == whole and came == (arrived if into else 0)
            until += length
        if not right or until != whole:
            yield f"chains/{about}/{position}/{pair}/misplaced", 1


def _promises(db: Database) -> Iterator[tuple[str, int]]:
    query = "SELECT account, disbursement, promised_minor, honoured_minor FROM chain_promises"
    for account, disbursement, promised, honoured in db.stream(query):
        yield f"promises/{account}/{disbursement}/promised", promised
        yield f"promises/{account}/{disbursement}/honoured", honoured
    query = "SELECT account, disbursement, amount_minor FROM chain_honourings"
    for account, disbursement, amount in db.stream(query):
        yield f"promises/{account}/{disbursement}/honourings", amount
    query = "SELECT account, unit, promises, promised_minor, honoured_minor, open_minor FROM promise_totals"
    for account, unit, promises, promised, honoured, still_open in db.stream(query):
        name = f"promises/{account}/{unit}"
        yield f"{name}/promises", promises
        yield f"{name}/promised", promised
        yield f"{name}/honoured", honoured
        yield f"{name}/open", still_open
