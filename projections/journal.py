"""The journal: double entry over everything that was received, moved and paid, and its trial balance (L1)."""

from collections.abc import Iterator
from datetime import date

import msgspec

from ledger.event import Recorded
from ledger.identifiers import AccountId, account_of
from projections.as_of import NOW, AsOf, summed, total
from projections.base import Database, Table, View, fetch
from projections.movements import movements_of
from projections.postings import postings_of

_SUMS = f"{total('debit_minor')}, {total('credit_minor')}"


class Journal(View):
    """One row per posting; those of one position balance per unit."""

    name = "journal"
    tables = (
        Table(
            "journal",
            "account TEXT NOT NULL, position INTEGER NOT NULL, line INTEGER NOT NULL, "
            "partition TEXT NOT NULL, unit TEXT NOT NULL, code TEXT NOT NULL, "
            "debit_minor INTEGER NOT NULL, credit_minor INTEGER NOT NULL, "
            "effective TEXT NOT NULL, recorded_us INTEGER NOT NULL, kind TEXT NOT NULL, "
            "PRIMARY KEY (account, position, line)",
        ),
    )

    def react(self, recorded: Recorded, db: Database) -> None:
        movements = movements_of(recorded)
        for line, posting in enumerate(postings_of(movements) if movements else (), 1):
            db.execute(
                "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    account_of(recorded.stream),
                    recorded.position,
                    line,
                    recorded.partition,
                    posting.unit,
                    posting.code,
                    posting.debit,
                    posting.credit,
                    posting.effective.isoformat(),
                    recorded.envelope.recorded_us,
                    recorded.event.kind(),
                ),
            )

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """Debit and credit per position and code, zeros left out; by partition, position, unit, code."""
        query = (
            f"SELECT partition, position, unit, code, {_SUMS} FROM journal "
            "GROUP BY partition, position, unit, code ORDER BY partition, position, unit, code"
        )
        for partition, position, unit, code, *halves in db.execute(query):
            for side, amount in (("debit", summed(*halves[:2])), ("credit", summed(*halves[2:]))):
                if amount:
                    yield f"journal/{partition}/{position}/{unit}/{code}/{side}", amount


class JournalLine(msgspec.Struct, frozen=True):
    """A posting as it stands in the table, in minor units; one of debit and credit is zero."""

    position: int
    line: int
    unit: str
    code: str
    """`assets:held`, or `funds:<purpose>:<destination>`."""
    debit_minor: int
    credit_minor: int
    effective: date
    recorded_us: int
    kind: str


class TrialLine(msgspec.Struct, frozen=True):
    """What all postings under one code come to, in minor units."""

    unit: str
    code: str
    debit_minor: int
    credit_minor: int
    balance_minor: int
    """Debit less credit: what is held is positive, the funds for which it is held negative."""


def postings(
    db: Database,
    account: AccountId,
    as_of: AsOf = NOW,
    *,
    after: tuple[int, int] = (0, 0),
    limit: int | None = None,
) -> list[JournalLine]:
    """An account's postings in the order of recording, after the (position, line) of the page before."""
    values = {"account": account, **as_of.values, "position": after[0], "line": after[1]}
    values["limit"] = -1 if limit is None else limit
    page = (
        f"FROM journal WHERE account = :account AND {as_of.condition} "
        "AND (position, line) > (:position, :line) ORDER BY position, line LIMIT :limit"
    )
    return fetch(db, JournalLine, page, values)


def trial_balance(db: Database, account: AccountId, as_of: AsOf = NOW) -> list[TrialLine]:
    """Debit, credit and balance by unit and code; per unit, the balances add up to nothing (L1)."""
    query = (
        f"SELECT unit, code, {_SUMS} FROM journal WHERE account = :account AND {as_of.condition} "
        "GROUP BY unit, code ORDER BY unit, code"
    )
    lines = []
    for unit, code, *halves in db.execute(query, {"account": account, **as_of.values}):
        debit, credit = summed(*halves[:2]), summed(*halves[2:])
        lines.append(TrialLine(unit, code, debit, credit, debit - credit))
    return lines
