"""Balances: what each account has received, reserved and paid, by unit, purpose and destination."""

from collections.abc import Iterator, Sequence

import msgspec

from ledger.accounts.state import Destination
from ledger.event import Recorded
from ledger.identifiers import AccountId, PurposeId, account_of
from projections.base import Database, Table, View, fetch
from projections.movements import MOVING, movements_of

_ADD = """
    INSERT INTO balances VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (account, unit, purpose, destination) DO UPDATE SET
        received_minor = balances.received_minor + excluded.received_minor,
        reserved_minor = balances.reserved_minor + excluded.reserved_minor,
        paid_minor = balances.paid_minor + excluded.paid_minor,
        available_minor = balances.available_minor + excluded.available_minor
"""


class Balances(View):
    """In every row, what is available is what was received less what is reserved and paid (L2)."""

    name = "balances"
    tables = (
        Table(
            "balances",
            "account TEXT NOT NULL, unit TEXT NOT NULL, purpose TEXT NOT NULL, destination TEXT NOT NULL, "
            "received_minor INTEGER NOT NULL, reserved_minor INTEGER NOT NULL, paid_minor INTEGER NOT NULL, "
            "available_minor INTEGER NOT NULL, PRIMARY KEY (account, unit, purpose, destination)",
            ordinary=True,
        ),
    )
    reacts_to = MOVING

    def react(self, recorded: Recorded, db: Database) -> None:
        self.bring((recorded,), db)

    def bring(self, events: Sequence[Recorded], db: Database) -> None:
        sums: dict[tuple[str, str, str, str], tuple[int, int, int]] = {}
        for recorded in events:
            for m in movements_of(recorded):
                where = account_of(recorded.stream), m.unit, m.purpose, m.destination
                received, reserved, paid = sums.get(where, (0, 0, 0))
                sums[where] = received + m.received, reserved + m.reserved, paid + m.paid
        if sums:
            rows = ((*where, *then, then[0] - then[1] - then[2]) for where, then in sorted(sums.items()))
            db.executemany(_ADD, rows)

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """By account, unit, purpose, destination."""
        for balance in every(db):
            name = f"balances/{balance.account}/{balance.unit}/{balance.purpose}/{balance.destination}"
            yield f"{name}/received", balance.received_minor
            yield f"{name}/reserved", balance.reserved_minor
            yield f"{name}/paid", balance.paid_minor
            yield f"{name}/available", balance.available_minor


class Balance(msgspec.Struct, frozen=True):
    """A row: sums in minor units."""

    account: AccountId
    unit: str
    purpose: PurposeId
    destination: Destination
    received_minor: int
    """Entries in, less what was reversed, refunded or moved away."""
    reserved_minor: int
    paid_minor: int
    available_minor: int
    """Negative is a shortfall (L2)."""


def of_account(db: Database, account: AccountId) -> list[Balance]:
    """An account's balances, by unit, purpose and destination."""
    return fetch(
        db, Balance, "FROM balances WHERE account = ? ORDER BY unit, purpose, destination", (account,)
    )


def every(db: Database) -> list[Balance]:
    """All accounts' balances, by account, unit, purpose and destination."""
    return fetch(db, Balance, "FROM balances ORDER BY account, unit, purpose, destination")


def in_shortfall(db: Database, account: AccountId) -> list[tuple[str, PurposeId, int]]:
    """Units and purposes in which more is reserved and paid than was received, and by how much (L2)."""
    query = (
        "SELECT unit, purpose, -SUM(available_minor) FROM balances WHERE account = ? "
        "GROUP BY unit, purpose HAVING SUM(available_minor) < 0 ORDER BY unit, purpose"
    )
    return [(unit, PurposeId(purpose), short) for unit, purpose, short in db.execute(query, (account,))]
