"""Flows between two accounts: each transfer as a side knows it, and the sums per unit and direction."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from ledger.decoders import convert
from ledger.flows.state import FlowDirection
from ledger.identifiers import AccountId, TransferId
from ledger.transfers.state import TransferStatus
from projections.base import Database


class Flow(msgspec.Struct, frozen=True):
    """One transfer, as one side knows it; the direction is that side's."""

    transfer: TransferId
    direction: FlowDirection
    status: TransferStatus
    unit: str
    amount_minor: int
    """What was sent."""
    fee_minor: int
    """What a carrier took on the way; the rest arrived, where it was received."""
    changed_us: int
    """When that side recorded its last event of it; of what was told, when that was said."""
    events: tuple[str, ...] = ()
    """Where its first and last event stand, or the one that told of it."""


class FlowSums(msgspec.Struct, frozen=True):
    """What one side knows of one unit and direction, in minor units: sent = in transit + received + fees + returned."""

    unit: str
    direction: FlowDirection
    sent_minor: int
    in_transit_minor: int
    received_minor: int
    fees_minor: int
    returned_minor: int
    """Refused or voided, and back in its purpose at the sender's."""


_KNOWN = (
    "SELECT id, direction, status, unit, sent_minor, fee_minor, changed_us, partition, position, last "
    "FROM transfers WHERE account = :account AND other = :other AND unit > '' "
)
"""What was voided before it was announced has no unit: nothing of it ever came."""


def between(db: Database, account: AccountId, other: AccountId) -> dict[TransferId, Flow]:
    """All transfers with another account, as this one knows them, in order."""
    found = db.execute(f"{_KNOWN} ORDER BY position", {"account": account, "other": other})
    return {flow.transfer: flow for flow in map(_flow, found)}


def listed(
    db: Database, account: AccountId, other: AccountId, *, open_only: bool = False, limit: int = 100
) -> list[Flow]:
    """The newest transfers with another account; with `open_only`, those in transit."""
    wanted = "AND status = :status " if open_only else ""
    values = {"account": account, "other": other, "status": TransferStatus.IN_TRANSIT, "limit": limit}
    found = db.execute(f"{_KNOWN}{wanted}ORDER BY position DESC LIMIT :limit", values)
    return [_flow(row) for row in found]


def told(db: Database, account: AccountId, other: AccountId) -> tuple[dict[TransferId, Flow], int | None]:
    """What the twin last told of each transfer, as the twin sees it; and when it last told anything."""
    query = (
        "SELECT transfer, direction, status, unit, amount_minor, fee_minor, stated_us, partition, position, position "
        "FROM flows_told WHERE account = ? AND other = ? ORDER BY transfer"
    )
    flows = {flow.transfer: flow for flow in map(_flow, db.execute(query, (account, other)))}
    newest = db.execute(
        "SELECT stated_us FROM flow_statements WHERE account = ? AND other = ?", (account, other)
    ).fetchone()
    return flows, newest[0] if newest else None


def _flow(row: Sequence[Any]) -> Flow:
    *own, partition, first, last = row
    places = dict.fromkeys(f"{partition}.{position}" for position in (first, last))
    fields = dict(zip(Flow.__struct_fields__, (*own, tuple(places)), strict=True))
    return convert(fields, Flow, strict=False)


def sums(flows: Iterable[Flow]) -> list[FlowSums]:
    """Sums per unit and direction; units are never added (L3)."""
    totals: dict[tuple[str, FlowDirection], list[int]] = {}
    for flow in flows:
        total = totals.setdefault((flow.unit, flow.direction), [0, 0, 0, 0, 0])
        total[0] += flow.amount_minor
        for place, amount in _parts(flow):
            total[place] += amount
    return [FlowSums(unit, direction, *total) for (unit, direction), total in sorted(totals.items())]


def _parts(flow: Flow) -> Iterator[tuple[int, int]]:
    """Where what was sent is now: by place among the sums."""
    match flow.status:
        case TransferStatus.IN_TRANSIT:
            yield 1, flow.amount_minor
        case TransferStatus.RECEIVED:
            yield 2, flow.amount_minor - flow.fee_minor
            yield 3, flow.fee_minor
        case TransferStatus.REFUSED | TransferStatus.VOIDED:
            yield 4, flow.amount_minor
