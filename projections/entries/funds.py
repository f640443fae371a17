"""Funds: one unit, purpose and destination of an account each; numbered, and told by name to who asks."""

from collections.abc import Iterable
from typing import NamedTuple

from ledger.accounts.state import Destination
from ledger.identifiers import AccountId, PurposeId
from projections.base import Database
from projections.numbers import numbered

FUNDS = numbered("entry_funds", "account", "unit", "purpose", "destination")

_FUNDS = "SELECT number, unit, purpose, destination, account, partition FROM entry_funds"


class Fund(NamedTuple):
    """One unit, purpose and destination of an account."""

    number: int
    unit: str
    purpose: PurposeId
    destination: Destination
    account: AccountId
    partition: str


def funds_of(
    db: Database,
    account: AccountId,
    unit: str | None = None,
    purpose: PurposeId | None = None,
    destination: Destination | None = None,
) -> list[Fund]:
    """An account's funds, or some of them; by unit, purpose and destination."""
    query, values = f"{_FUNDS} WHERE account = :account", {"account": str(account)}
    for column, value in (("unit", unit), ("purpose", purpose), ("destination", destination)):
        if value is not None:
            query, values[column] = f"{query} AND {column} = :{column}", value
    return _funds(db.execute(f"{query} ORDER BY unit, purpose, destination", values))


def every_fund(db: Database) -> list[Fund]:
    """All funds, by account and number."""
    return _funds(db.execute(f"{_FUNDS} ORDER BY account, number"))


def _funds(rows: Iterable[tuple[int, str, str, str, str, str]]) -> list[Fund]:
    return [
        Fund(number, unit, PurposeId(purpose), Destination(destination), AccountId(account), partition)
        for number, unit, purpose, destination, account, partition in rows
    ]
