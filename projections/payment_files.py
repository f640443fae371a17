"""Payment files: what a bank is ordered to pay, and what it answered; and whose bank details are known."""

from collections.abc import Iterator
from datetime import date

import msgspec

from ledger.bank_details.events import BankDetailsNoted
from ledger.event import Recorded
from ledger.identifiers import (
    AccountId,
    BankDetailsId,
    DisbursementId,
    PaymentFileId,
    PlaceId,
    Seal,
    account_of,
    part_of,
)
from ledger.payment_files.events import (
    PaymentFileAnswered,
    PaymentFileHandedIn,
    PaymentFileMade,
    PaymentFileWithdrawn,
)
from ledger.payment_files.state import UNIT, BankAnswer, PaymentFileStatus
from projections.base import Database, Table, View, fetch


class PaymentFiles(View):
    """One row per file, one per payment that it orders, and one per holder of bank details."""

    name = "payment_files"
    tables = (
        Table(
            "payment_files",
            "account TEXT NOT NULL, id TEXT NOT NULL, status TEXT NOT NULL, place TEXT NOT NULL, "
            "execution TEXT NOT NULL, payments INTEGER NOT NULL, unit TEXT NOT NULL, "
            "control_sum_minor INTEGER NOT NULL, "
            "file TEXT NOT NULL, handed_in TEXT, recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, "
            "PRIMARY KEY (account, id)",
            indexes={"payment_files_by_position": "account, position", "payment_files_by_id": "id"},
        ),
        Table(
            "payments_ordered",
            "account TEXT NOT NULL, file TEXT NOT NULL, number INTEGER NOT NULL, disbursement TEXT NOT NULL, "
            "end_to_end TEXT NOT NULL, unit TEXT NOT NULL, amount_minor INTEGER NOT NULL, answer TEXT, code TEXT, "
            "answers INTEGER NOT NULL, PRIMARY KEY (account, file, number)",
            indexes={"payments_ordered_by_disbursement": "account, disbursement"},
        ),
        Table(
            "bank_details",
            "account TEXT NOT NULL, holder TEXT NOT NULL, details TEXT NOT NULL, seal TEXT NOT NULL, "
            "recorded_us INTEGER NOT NULL, PRIMARY KEY (account, holder)",
        ),
    )
    reacts_to = frozenset(
        {BankDetailsNoted, PaymentFileMade, PaymentFileHandedIn, PaymentFileAnswered, PaymentFileWithdrawn}
    )

    def react(self, recorded: Recorded, db: Database) -> None:
        event = recorded.event
        where = account_of(recorded.stream), part_of(recorded.stream)
        match event:
            case BankDetailsNoted():
                row = (where[0], event.holder, event.details, event.seal, recorded.envelope.recorded_us)
                db.execute(
                    "INSERT INTO bank_details VALUES (?, ?, ?, ?, ?) ON CONFLICT (account, holder) DO UPDATE "
                    "SET details = excluded.details, seal = excluded.seal, recorded_us = excluded.recorded_us",
                    row,
                )
            case PaymentFileMade():
                self._made(recorded, event, db)
            case PaymentFileHandedIn():
                self._status(db, where, PaymentFileStatus.HANDED_IN)
                query = "UPDATE payment_files SET handed_in = ? WHERE account = ? AND id = ?"
                db.execute(query, (event.effective.isoformat(), *where))
            case PaymentFileAnswered():
                self._status(db, where, PaymentFileStatus.ANSWERED)
                for one in event.answers:
                    db.execute(
                        "UPDATE payments_ordered SET answer = ?, code = ?, answers = answers + 1 "
                        "WHERE account = ? AND file = ? AND disbursement = ?",
                        (one.answer, one.code, *where, one.disbursement),
                    )
            case PaymentFileWithdrawn():
                self._status(db, where, PaymentFileStatus.WITHDRAWN)
            case _:
                pass

    def _made(self, recorded: Recorded, event: PaymentFileMade, db: Database) -> None:
        where = account_of(recorded.stream), part_of(recorded.stream)
        db.execute(
            "INSERT INTO payment_files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *where,
                PaymentFileStatus.MADE,
                event.place,
                event.execution.isoformat(),
                len(event.payments),
                UNIT,
                event.control_sum_minor,
                event.file,
                None,
                recorded.envelope.recorded_us,
                recorded.position,
            ),
        )
        for number, one in enumerate(event.payments, 1):
            row = (*where, number, one.disbursement, one.end_to_end, UNIT, one.amount_minor, None, None, 0)
            db.execute("INSERT INTO payments_ordered VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def _status(self, db: Database, where: tuple[str, str], status: PaymentFileStatus) -> None:
        db.execute("UPDATE payment_files SET status = ? WHERE account = ? AND id = ?", (status, *where))

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """By account and file; what a file orders and how often the bank answered, by its payments."""
        query = "SELECT account, id, control_sum_minor FROM payment_files ORDER BY account, id"
        for account, own, control_sum in db.execute(query):
            yield f"payment-files/{account}/{own}/sum", control_sum
        query = (
            "SELECT account, file, disbursement, amount_minor, answers FROM payments_ordered "
            "ORDER BY account, file, number"
        )
        for account, file, disbursement, amount, answers in db.execute(query):
            yield f"payment-files/{account}/{file}/ordered", amount
            yield f"payment-files/{account}/{file}/{disbursement}/answers", answers


class PaymentFile(msgspec.Struct, frozen=True):
    """A row."""

    account: AccountId
    id: PaymentFileId
    status: PaymentFileStatus
    place: PlaceId
    """The bank account that is debited."""
    execution: date
    """The day from which the bank is asked to pay."""
    payments: int
    unit: str
    control_sum_minor: int
    file: Seal
    """Of its text."""
    handed_in: date | None
    recorded_us: int
    position: int
    """Where it was made; pages follow it."""


class PaymentOrdered(msgspec.Struct, frozen=True):
    """One payment of a file."""

    number: int
    disbursement: DisbursementId
    end_to_end: str
    unit: str
    amount_minor: int
    answer: BankAnswer | None
    """What the bank said before it carried it out; None as long as it said nothing."""
    code: str | None
    """Why it was rejected."""


class BankDetailsNow(msgspec.Struct, frozen=True):
    """Whose bank details are known, and where the people store keeps them."""

    holder: str
    details: BankDetailsId
    seal: Seal
    recorded_us: int


def find(db: Database, account: AccountId, file: PaymentFileId) -> PaymentFile | None:
    """One file; None where the account has no such."""
    found = fetch(db, PaymentFile, "FROM payment_files WHERE account = ? AND id = ?", (account, file))
    return found[0] if found else None


def accounts_of(db: Database, file: PaymentFileId) -> list[AccountId]:
    """Whose file this is: an id names one file, and nobody knows it of which account who reads it from a bank."""
    query = "SELECT account FROM payment_files WHERE id = ? ORDER BY account"
    return [AccountId(account) for (account,) in db.execute(query, (file,))]


def page(db: Database, account: AccountId, *, after: int = 0, limit: int = 100) -> list[PaymentFile]:
    """An account's files in the order in which they were made, after the position of the page before."""
    rest = "FROM payment_files WHERE account = ? AND position > ? ORDER BY position LIMIT ?"
    return fetch(db, PaymentFile, rest, (account, after, limit))


def ordered(db: Database, account: AccountId, file: PaymentFileId) -> list[PaymentOrdered]:
    """What a file orders, in its order."""
    rest = "FROM payments_ordered WHERE account = ? AND file = ? ORDER BY number"
    return fetch(db, PaymentOrdered, rest, (account, file))


def file_for(db: Database, account: AccountId, disbursement: DisbursementId) -> PaymentFileId | None:
    """The file in which a payment stands and that was not withdrawn."""
    row = db.execute(
        "SELECT payments_ordered.file FROM payments_ordered JOIN payment_files "
        "ON payment_files.account = payments_ordered.account AND payment_files.id = payments_ordered.file "
        "WHERE payments_ordered.account = ? AND payments_ordered.disbursement = ? AND payment_files.status <> ?",
        (account, disbursement, PaymentFileStatus.WITHDRAWN),
    ).fetchone()
    return PaymentFileId(row[0]) if row else None


def bank_details(db: Database, account: AccountId, holder: str) -> BankDetailsNow | None:
    """Which bank details of a holder are in force."""
    rest = "FROM bank_details WHERE account = ? AND holder = ?"
    found = fetch(db, BankDetailsNow, rest, (account, holder))
    return found[0] if found else None
