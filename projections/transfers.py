"""Transfers: what left for other accounts, what comes from them, and what is in transit, on either side (X2, X6)."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec

from ledger.accounts.events import PurposeKind
from ledger.accounts.state import Destination
from ledger.currency_exchanges.state import RateSource
from ledger.event import Recorded
from ledger.identifiers import (
    AccountId,
    CallId,
    DisbursementId,
    ProposalId,
    PurposeId,
    Seal,
    TransferId,
    account_of,
    part_of,
)
from ledger.transfers.events import (
    TransferAcknowledged,
    TransferAnnounced,
    TransferReceived,
    TransferRefused,
    TransferReturned,
    TransferSent,
    TransferVoidAsked,
    TransferVoided,
)
from ledger.transfers.state import TransferStatus, TransferTerms, disbursement_of
from projections.base import Database, Table, View, fetch


class Direction(StrEnum):
    """Which way a transfer goes, as the account sees it."""

    OUT = "out"
    IN = "in"


TRANSFERS = Table(
    "transfers",
    "account TEXT NOT NULL, id TEXT NOT NULL, direction TEXT NOT NULL, other TEXT NOT NULL, "
    "status TEXT NOT NULL, unit TEXT, purpose TEXT, purpose_kind TEXT, description TEXT, destination TEXT, "
    "decision TEXT, call TEXT, sent_minor INTEGER, received_minor INTEGER NOT NULL, fee_minor INTEGER NOT NULL, "
    "obtained_unit TEXT, obtained_minor INTEGER, rate TEXT, rate_per TEXT, rate_source TEXT, "
    "void_asked INTEGER NOT NULL, sent_on TEXT, answered_on TEXT, recorded_us INTEGER NOT NULL, "
    "position INTEGER NOT NULL, partition TEXT NOT NULL, changed_us INTEGER NOT NULL, last INTEGER NOT NULL, "
    "PRIMARY KEY (account, id)",
    indexes={
        "transfers_by_position": "account, position",
        "transfers_by_other": "account, other, position",
    },
)
LINEAGES = Table(
    "transfer_lineages",
    "account TEXT NOT NULL, transfer TEXT NOT NULL, place INTEGER NOT NULL, origin TEXT NOT NULL, "
    "earlier TEXT NOT NULL, PRIMARY KEY (account, transfer, place)",
)


class Transfers(View):
    """One row per transfer and side; on both sides it stands in transit until it is received, refused or voided."""

    name = "transfers"
    tables = (TRANSFERS, LINEAGES)
    reacts_to = frozenset(
        {
            TransferSent,
            TransferVoidAsked,
            TransferAcknowledged,
            TransferReturned,
            TransferAnnounced,
            TransferReceived,
            TransferRefused,
            TransferVoided,
        }
    )

    def react(self, recorded: Recorded, db: Database) -> None:
        event = recorded.event
        match event:
            case TransferSent():
                _begin(recorded, db, Direction.OUT, event.to, event.terms)
            case TransferAnnounced():
                _begin(recorded, db, Direction.IN, event.sender, event.terms)
            case TransferVoidAsked():
                _change(recorded, db, "void_asked = 1")
            case TransferAcknowledged() | TransferReceived():
                _arrive(recorded, event, db)
            case TransferReturned():
                _change(recorded, db, "status = ?", event.answer)
            case TransferRefused():
                _change(recorded, db, "status = ?", TransferStatus.REFUSED)
            case TransferVoided():
                if not _change(recorded, db, "status = ?", TransferStatus.VOIDED):
                    _begin(recorded, db, Direction.IN, event.sender, None)
            case _:
                pass

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """By account and transfer."""
        query = (
            "SELECT account, id, sent_minor, received_minor, fee_minor, obtained_minor "
            "FROM transfers ORDER BY account, id"
        )
        for account, own, sent, received, fee, obtained in db.execute(query):
            name = f"transfers/{account}/{own}"
            yield f"{name}/obtained", obtained or 0
            yield f"{name}/sent", sent or 0
            yield f"{name}/received", received
            yield f"{name}/fee", fee


def _begin(
    recorded: Recorded, db: Database, direction: Direction, other: AccountId, terms: TransferTerms | None
) -> None:
    """A new row: in transit, or, where it has no terms, voided before it was announced."""
    where = account_of(recorded.stream), part_of(recorded.stream)
    row: tuple[Any, ...] = (
        *where,
        direction,
        other,
        TransferStatus.VOIDED if terms is None else TransferStatus.IN_TRANSIT,
        terms and terms.unit,
        terms and terms.purpose,
        terms and terms.purpose_kind,
        terms and terms.description,
        terms and terms.destination,
        terms and terms.decision,
        terms and terms.call,
        terms and terms.amount_minor,
        0,
        0,
        *(None,) * 5,
        0,
        terms and terms.sent.isoformat(),
        None,
        recorded.envelope.recorded_us,
        recorded.position,
        recorded.partition,
        recorded.envelope.recorded_us,
        recorded.position,
    )
    db.insert(TRANSFERS.name, [row])
    if terms is not None:
        hops = enumerate(terms.before.hops)
        db.insert(LINEAGES.name, [(*where, place, hop.account, hop.transfer) for place, hop in hops])


def _arrive(recorded: Recorded, event: TransferAcknowledged | TransferReceived, db: Database) -> None:
    """It is received; where it was exchanged on arrival, with what it became (X5)."""
    got = event.obtained
    exchanged = (
        (got.unit, got.amount_minor, got.rate.amount, got.rate.per, got.source) if got else (None,) * 5
    )
    change = (
        "status = ?, received_minor = ?, fee_minor = ?, answered_on = ?, "
        "obtained_unit = ?, obtained_minor = ?, rate = ?, rate_per = ?, rate_source = ?"
    )
    day, status = event.effective.isoformat(), TransferStatus.RECEIVED
    _change(recorded, db, change, status, event.amount_minor, event.fee_minor, day, *exchanged)


def _change(recorded: Recorded, db: Database, change: str, *values: Any) -> bool:
    """Whether there was such a row to be changed."""
    query = f"UPDATE transfers SET {change}, changed_us = ?, last = ? WHERE account = ? AND id = ?"
    changed = recorded.envelope.recorded_us, recorded.position
    found = db.execute(query, (*values, *changed, account_of(recorded.stream), part_of(recorded.stream)))
    return found.rowcount > 0


class Transfer(msgspec.Struct, frozen=True):
    """A row, amounts in minor units."""

    account: AccountId
    id: TransferId
    direction: Direction
    other: AccountId
    """The account on the other side."""
    status: TransferStatus
    unit: str | None
    """None, like all that was announced, where it was voided before it was announced."""
    purpose: PurposeId | None
    purpose_kind: PurposeKind | None
    """None where it is unrestricted."""
    description: Seal | None
    """Of the purpose."""
    destination: Destination | None
    """What the sending account's decision gave it for; at the receiver it is for no destination yet."""
    decision: ProposalId | None
    """The sending account's final decision (X1)."""
    call: CallId | None
    """The call on the fund that this decision meets."""
    sent_minor: int | None
    received_minor: int
    """What arrived, after the fee; 0 until it is received."""
    fee_minor: int
    obtained_unit: str | None
    """Like the four after it, None where it was not exchanged on arrival (X5)."""
    obtained_minor: int | None
    """In `obtained_unit`."""
    rate: str | None
    """Decimal string: so much of the other unit for one of `rate_per`."""
    rate_per: str | None
    rate_source: RateSource | None
    void_asked: bool
    """Whether the sender asked to have it back; the receiver's side learns that with the answer."""
    sent_on: date | None
    answered_on: date | None
    """The day on which it took effect at the receiver."""
    recorded_us: int
    position: int
    """Where it was recorded first; pages follow it."""

    @property
    def disbursement(self) -> DisbursementId | None:
        """The payment that it carries, in the sending account."""
        return disbursement_of(self.id) if self.direction is Direction.OUT else None


class Before(msgspec.Struct, frozen=True):
    """An earlier transfer that brought such money to the sender (X4)."""

    origin: AccountId
    """From which account it came."""
    earlier: TransferId


class Flow(msgspec.Struct, frozen=True):
    """All transfers of one unit, one way: what was sent is in transit, received, fees, or returned (X2)."""

    direction: Direction
    unit: str
    sent_minor: int
    in_transit_minor: int
    received_minor: int
    fees_minor: int
    returned_minor: int
    """Refused or voided."""


def find(db: Database, account: AccountId, transfer: TransferId) -> Transfer | None:
    """One transfer; None where the account has no such."""
    found = fetch(db, Transfer, "FROM transfers WHERE account = ? AND id = ?", (account, transfer))
    return found[0] if found else None


def page(
    db: Database,
    account: AccountId,
    *,
    direction: Direction | None = None,
    status: TransferStatus | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[Transfer]:
    """An account's transfers, after the position of the page before."""
    wanted = "" if direction is None else "AND direction = :direction "
    wanted += "" if status is None else "AND status = :status "
    rest = f"FROM transfers WHERE account = :account AND position > :after {wanted}ORDER BY position LIMIT :limit"
    values = {"account": account, "after": after, "direction": direction, "status": status, "limit": limit}
    return fetch(db, Transfer, rest, values)


def before(db: Database, account: AccountId, transfer: TransferId) -> list[Before]:
    """The transfers before it, the newest last."""
    rest = "FROM transfer_lineages WHERE account = ? AND transfer = ? ORDER BY place"
    return fetch(db, Before, rest, (account, transfer))


def flows(db: Database, account: AccountId) -> list[Flow]:
    """What went each way, by unit, and what became of it; units are never added (L3)."""
    query = (
        "SELECT direction, unit, status, sent_minor, received_minor, fee_minor FROM transfers "
        "WHERE account = ? AND unit > '' ORDER BY direction DESC, unit"
    )
    sums: dict[tuple[str, str], list[int]] = {}
    # Added up here: a sum may be larger than a database adds.
    for direction, unit, status, sent, received, fee in db.stream(query, (account,)):
        own = sums.setdefault((direction, unit), [0, 0, 0, 0, 0])
        in_transit = sent if status == TransferStatus.IN_TRANSIT else 0
        returned = sent if status in {TransferStatus.REFUSED, TransferStatus.VOIDED} else 0
        for place, amount in enumerate((sent, in_transit, received, fee, returned)):
            own[place] += amount
    return [Flow(Direction(direction), unit, *added) for (direction, unit), added in sums.items()]
