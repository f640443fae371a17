"""Goods: what was delivered and inspected, how the stock changed by itself, and what is lent."""

from collections.abc import Iterator
from datetime import date

import msgspec

from ledger.disbursements.state import PartyKind
from ledger.event import Recorded
from ledger.goods.events import (
    GoodsAccepted,
    GoodsDelivered,
    GoodsLent,
    GoodsLoanReturned,
    GoodsRefused,
    StockChanged,
)
from ledger.goods.state import Condition, StockChangeKind
from ledger.identifiers import (
    AccountId,
    ContributionId,
    LoanId,
    MemberToken,
    PurposeId,
    StockChangeId,
    account_of,
)
from projections.base import Database, Table, View, fetch


class Stock(View):
    """One row per delivery, loan and change. What is in stock stands in the balances, as of every unit."""

    name = "stock"
    tables = (
        Table(
            "deliveries",
            "account TEXT NOT NULL, contribution TEXT NOT NULL, unit TEXT NOT NULL, amount_minor INTEGER NOT NULL, "
            "accepted_minor INTEGER NOT NULL, refused_minor INTEGER NOT NULL, earmark TEXT NOT NULL, "
            "condition TEXT NOT NULL, found TEXT, inspector TEXT, effective TEXT NOT NULL, inspected TEXT, "
            "recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (account, contribution)",
            indexes={"deliveries_by_position": "account, position"},
        ),
        Table(
            "stock_changes",
            "account TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, unit TEXT NOT NULL, purpose TEXT NOT NULL, "
            "amount_minor INTEGER NOT NULL, first_confirmer TEXT NOT NULL, second_confirmer TEXT NOT NULL, "
            "loan TEXT, effective TEXT NOT NULL, recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, "
            "PRIMARY KEY (account, id)",
            indexes={"stock_changes_by_position": "account, position"},
        ),
        Table(
            "loans",
            "account TEXT NOT NULL, id TEXT NOT NULL, unit TEXT NOT NULL, purpose TEXT NOT NULL, "
            "amount_minor INTEGER NOT NULL, returned_minor INTEGER NOT NULL, missing_minor INTEGER NOT NULL, "
            "borrower_kind TEXT NOT NULL, borrower TEXT NOT NULL, condition TEXT NOT NULL, found TEXT, "
            "effective TEXT NOT NULL, recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, "
            "PRIMARY KEY (account, id)",
            indexes={"loans_by_position": "account, position"},
        ),
    )
    reacts_to = frozenset(
        {GoodsAccepted, GoodsDelivered, GoodsLent, GoodsLoanReturned, GoodsRefused, StockChanged}
    )

    def react(self, recorded: Recorded, db: Database) -> None:
        event, account = recorded.event, account_of(recorded.stream)
        here = recorded.envelope.recorded_us, recorded.position
        match event:
            case GoodsDelivered():
                what = event.unit, event.amount_minor, 0, 0, event.earmark, event.condition, None, None
                day = event.effective.isoformat()
                row = account, event.contribution, *what, day, None, *here
                db.execute("INSERT INTO deliveries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            case GoodsAccepted():
                query = (
                    "UPDATE deliveries SET accepted_minor = ?, found = ?, inspector = ?, inspected = ? "
                    "WHERE account = ? AND contribution = ?"
                )
                how = event.amount_minor, event.condition, event.inspector, event.effective.isoformat()
                db.execute(query, (*how, account, event.contribution))
            case GoodsRefused():
                query = (
                    "UPDATE deliveries SET refused_minor = ?, inspector = ?, inspected = ? "
                    "WHERE account = ? AND contribution = ?"
                )
                how_much = event.amount_minor, event.inspector, event.effective.isoformat()
                db.execute(query, (*how_much, account, event.contribution))
            case StockChanged():
                what_changed = event.change_kind, event.unit, event.purpose, event.amount_minor
                rest = *event.confirmed_by, event.loan, event.effective.isoformat(), *here
                db.execute(
                    "INSERT INTO stock_changes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (account, event.change, *what_changed, *rest),
                )
            case GoodsLent():
                lent = event.unit, event.purpose, event.amount_minor, 0, 0
                to = event.borrower.kind, event.borrower.token, event.condition, None
                db.execute(
                    "INSERT INTO loans VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (account, event.loan, *lent, *to, event.effective.isoformat(), *here),
                )
            case GoodsLoanReturned():
                query = (
                    "UPDATE loans SET returned_minor = returned_minor + ?, missing_minor = missing_minor + ?, "
                    "found = ? WHERE account = ? AND id = ?"
                )
                back = event.amount_minor, event.missing_minor, event.condition
                db.execute(query, (*back, account, event.loan))
            case _:
                pass

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """By account and id."""
        for table, own, columns in (
            ("deliveries", "contribution", ("amount", "accepted", "refused")),
            ("stock_changes", "id", ("amount",)),
            ("loans", "id", ("amount", "returned", "missing")),
        ):
            names = ", ".join(f"{column}_minor" for column in columns)
            query = f"SELECT account, {own}, {names} FROM {table} ORDER BY account, {own}"
            for account, identity, *amounts in db.execute(query):
                for column, amount in zip(columns, amounts, strict=True):
                    yield f"{table}/{account}/{identity}/{column}", amount


class Delivery(msgspec.Struct, frozen=True):
    """Goods that somebody brought."""

    contribution: ContributionId
    unit: str
    amount_minor: int
    """Delivered."""
    accepted_minor: int
    refused_minor: int
    earmark: PurposeId
    condition: Condition
    """As the giver said."""
    found: Condition | None
    """As inspection found what was accepted."""
    inspector: MemberToken | None
    """None while it waits for inspection (C3)."""
    effective: date
    inspected: date | None
    recorded_us: int
    position: int


class StockChange(msgspec.Struct, frozen=True):
    """A loss, spoilage, birth or count difference, which two members confirm (B8)."""

    id: StockChangeId
    kind: StockChangeKind
    unit: str
    purpose: PurposeId
    amount_minor: int
    """By how much; the kind says in which direction."""
    first_confirmer: MemberToken
    second_confirmer: MemberToken
    loan: LoanId | None
    """The loan from which it did not come back."""
    effective: date
    recorded_us: int
    position: int


class Loan(msgspec.Struct, frozen=True):
    """Equipment that is lent."""

    id: LoanId
    unit: str
    purpose: PurposeId
    amount_minor: int
    returned_minor: int
    missing_minor: int
    borrower_kind: PartyKind
    borrower: str
    condition: Condition
    """When it went out."""
    found: Condition | None
    """When something last came back."""
    effective: date
    recorded_us: int
    position: int


class Accepted(msgspec.Struct, frozen=True):
    """What was ever accepted of one unit in one condition."""

    unit: str
    condition: Condition
    accepted_minor: int


class Lent(msgspec.Struct, frozen=True):
    """What of one unit and purpose is out now."""

    unit: str
    purpose: PurposeId
    lent_minor: int


def deliveries(
    db: Database, account: AccountId, *, waiting: bool = False, after: int = 0, limit: int = 100
) -> list[Delivery]:
    """Deliveries in the order of recording, after the position of the page before; or those that wait."""
    wanted = "AND accepted_minor = 0 AND refused_minor = 0" if waiting else ""
    rest = f"FROM deliveries WHERE account = ? AND position > ? {wanted} ORDER BY position LIMIT ?"
    return fetch(db, Delivery, rest, (account, after, limit))


def changes(db: Database, account: AccountId, *, after: int = 0, limit: int = 100) -> list[StockChange]:
    """How the stock changed, in the order of recording, after the position of the page before."""
    rest = "FROM stock_changes WHERE account = ? AND position > ? ORDER BY position LIMIT ?"
    return fetch(db, StockChange, rest, (account, after, limit))


def loans(
    db: Database, account: AccountId, *, out: bool = False, after: int = 0, limit: int = 100
) -> list[Loan]:
    """Loans in the order of recording, after the position of the page before; or those that are out."""
    wanted = "AND amount_minor > returned_minor + missing_minor" if out else ""
    rest = f"FROM loans WHERE account = ? AND position > ? {wanted} ORDER BY position LIMIT ?"
    return fetch(db, Loan, rest, (account, after, limit))


def accepted(db: Database, account: AccountId) -> list[Accepted]:
    """What was accepted, by unit and condition found."""
    query = (
        "SELECT unit, found, SUM(accepted_minor) FROM deliveries WHERE account = ? AND accepted_minor > 0 "
        "GROUP BY unit, found ORDER BY unit, found"
    )
    return [
        Accepted(unit, Condition(found), int(sum_)) for unit, found, sum_ in db.execute(query, (account,))
    ]


def lent(db: Database, account: AccountId) -> list[Lent]:
    """What is out, by unit and purpose."""
    query = (
        "SELECT unit, purpose, SUM(amount_minor - returned_minor - missing_minor) FROM loans WHERE account = ? "
        "GROUP BY unit, purpose ORDER BY unit, purpose"
    )
    return [Lent(unit, PurposeId(purpose), int(out)) for unit, purpose, out in db.execute(query, (account,))]
