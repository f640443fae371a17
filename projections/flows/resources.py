"""Resources between two territories, by direction: per unit, never added, and apart from what is reciprocal (W8)."""

from collections.abc import Iterable, Mapping

import msgspec

from ledger.flows.state import FlowDirection
from ledger.identifiers import AccountId, TransferId, TwinningId
from ledger.transfers.state import TransferStatus
from projections.base import Database
from projections.flows.queries import Flow


class Resource(msgspec.Struct, frozen=True):
    """What one side gave the other in one unit: money, goods or hours."""

    direction: FlowDirection
    unit: str
    arrived_minor: int
    """Received at the other side's account, after fees."""
    paid_minor: int
    """Paid for the twinned area to others there, such as a workshop, as far as that is known here."""
    events: tuple[str, ...]
    """Where it was sent or announced and received, and where each payment was authorised."""


def resources(
    db: Database,
    twinning: TwinningId,
    account: AccountId,
    twin: AccountId,
    flows: Mapping[TransferId, Flow],
) -> list[Resource]:
    """By direction and unit; what is in transit, or came back, has not arrived."""
    found: dict[tuple[FlowDirection, str], list[int]] = {}
    events: dict[tuple[FlowDirection, str], list[str]] = {}
    for flow in flows.values():
        if flow.status is TransferStatus.RECEIVED:
            where = flow.direction, flow.unit
            found.setdefault(where, [0, 0])[0] += flow.amount_minor - flow.fee_minor
            events.setdefault(where, []).extend(flow.events)
    for direction, payer in ((FlowDirection.OUT, account), (FlowDirection.IN, twin)):
        for unit, amount_minor, place in _payments(db, payer, twinning):
            where = direction, unit
            found.setdefault(where, [0, 0])[1] += amount_minor
            events.setdefault(where, []).append(place)
    return [
        Resource(direction, unit, arrived, paid, tuple(events[direction, unit]))
        for (direction, unit), (arrived, paid) in sorted(found.items())
    ]


def _payments(db: Database, payer: AccountId, twinning: TwinningId) -> Iterable[tuple[str, int, str]]:
    """Payments that reached others than the twin's account, under decisions for the twinning."""
    query = (
        "SELECT d.unit, d.amount_minor, a.partition, d.position FROM disbursements d "
        "JOIN proposals p ON p.account = d.account AND p.id = d.proposal "
        "JOIN accounts a ON a.account = d.account "
        "WHERE d.account = ? AND p.twinning = ? AND d.payee_kind <> 'local-account' "
        "AND d.status IN ('settled', 'acknowledged', 'evidenced') ORDER BY d.position"
    )
    for unit, amount_minor, partition, position in db.execute(query, (payer, twinning)):
        yield unit, amount_minor, f"{partition}.{position}"
