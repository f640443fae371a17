"""Reconciliation: what one side knows of the transfers between two accounts, against what the other side knows.

It shows zero where what left the one = in transit + received + fees at the other (X2), or names the transfers that
differ and the events behind them. What is on its way, be it money or an answer, is no difference and is shown apart.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum

import msgspec

from ledger.flows.state import FlowDirection
from ledger.identifiers import TransferId
from ledger.transfers.state import TransferStatus
from projections.flows.queries import Flow


class Difference(StrEnum):
    """How the two sides differ on a transfer."""

    UNKNOWN_TO_SENDER = "unknown-to-sender"
    UNKNOWN_TO_RECEIVER = "unknown-to-receiver"
    DIRECTION = "direction"
    """Both sides say that they sent it, or that they received it."""
    UNIT = "unit"
    AMOUNT = "amount"
    FEE = "fee"
    STATUS = "status"


class Settling(StrEnum):
    """Why the two sides may still differ on a transfer without a fault."""

    IN_TRANSIT = "in-transit"
    ANSWER_UNDER_WAY = "answer-under-way"
    """The receiver has decided, and the sender has not heard of it yet."""
    AFTER_STATEMENT = "after-statement"
    """This side recorded something of it after the twin's statement."""


_PASSING = (Difference.UNKNOWN_TO_SENDER, Difference.UNKNOWN_TO_RECEIVER, Difference.STATUS)
"""How a statement differs merely because it is older than what happened since."""

_RETURNED = (TransferStatus.REFUSED, TransferStatus.VOIDED)


class DifferingFlow(msgspec.Struct, frozen=True):
    """A transfer on which the two sides differ, as each knows it; the directions are as each side sees them."""

    transfer: TransferId
    differs: Difference
    ours: Flow | None
    theirs: Flow | None


class SettlingFlow(msgspec.Struct, frozen=True):
    """A transfer that is on its way."""

    transfer: TransferId
    settling: Settling
    ours: Flow | None
    theirs: Flow | None


class UnitOfFlow(msgspec.Struct, frozen=True):
    """One unit and direction, as this side sees it; zero where left = in transit + received + fees (X2)."""

    unit: str
    direction: FlowDirection
    left_minor: int
    """Sent and not returned, by the sender's word."""
    in_transit_minor: int
    received_minor: int
    """By the receiver's word."""
    fees_minor: int
    difference_minor: int


class Reconciliation(msgspec.Struct, frozen=True):
    """The two sides compared."""

    units: tuple[UnitOfFlow, ...]
    differing: tuple[DifferingFlow, ...]
    settling: tuple[SettlingFlow, ...]

    @property
    def agrees(self) -> bool:
        """Nothing differs, be it only which part of a transfer is a fee."""
        return not self.differing


def reconciliation(
    ours: Mapping[TransferId, Flow],
    theirs: Mapping[TransferId, Flow],
    *,
    told: bool = False,
    told_us: int | None = None,
) -> Reconciliation:
    """Compare transfer by transfer. `told` is what the twin stated, the last time at `told_us`."""
    totals: dict[tuple[str, FlowDirection], list[int]] = {}
    differing, settling = [], []
    for transfer in sorted({*ours, *theirs}):
        our, their = ours.get(transfer), theirs.get(transfer)
        state = _compared(our, their)
        if told and our is not None and state in _PASSING:
            since = their.changed_us if their is not None else told_us
            if since is None or our.changed_us > since:
                state = Settling.AFTER_STATEMENT
        if isinstance(state, Difference):
            differing.append(DifferingFlow(transfer, state, our, their))
        elif state is not None:
            settling.append(SettlingFlow(transfer, state, our, their))
        for unit, direction, amounts in _parts(our, their, state):
            total = totals.setdefault((unit, direction), [0, 0, 0, 0])
            for place, amount in enumerate(amounts):
                total[place] += amount
    units = tuple(
        UnitOfFlow(unit, direction, left, transit, received, fees, left - transit - received - fees)
        for (unit, direction), (left, transit, received, fees) in sorted(totals.items())
    )
    return Reconciliation(units, tuple(differing), tuple(settling))


def _compared(our: Flow | None, their: Flow | None) -> Difference | Settling | None:
    """How two sides' words on one transfer fit together; None where they agree and nothing is on its way."""
    if our is not None and their is not None and our.direction is their.direction:
        return Difference.DIRECTION
    sent, came = _sides(our, their)
    if sent is None:
        # What was not taken and not sent either, as far as is known, moved nothing on any side.
        assert came is not None
        return None if came.status in _RETURNED else Difference.UNKNOWN_TO_SENDER
    if came is None:
        # What was voided before it was announced never came; and what is in transit may not be announced yet.
        unheard = {TransferStatus.IN_TRANSIT: Settling.IN_TRANSIT, TransferStatus.VOIDED: None}
        return unheard.get(sent.status, Difference.UNKNOWN_TO_RECEIVER)
    if sent.unit != came.unit:
        return Difference.UNIT
    if sent.amount_minor != came.amount_minor:
        return Difference.AMOUNT
    if sent.status is TransferStatus.IN_TRANSIT:
        over = came.status is not TransferStatus.IN_TRANSIT
        return Settling.ANSWER_UNDER_WAY if over else Settling.IN_TRANSIT
    if sent.status is not came.status:
        return Difference.STATUS
    return Difference.FEE if sent.fee_minor != came.fee_minor else None


def _sides(our: Flow | None, their: Flow | None) -> tuple[Flow | None, Flow | None]:
    """The sender's word and the receiver's."""
    outgoing = our.direction is FlowDirection.OUT if our else their and their.direction is FlowDirection.IN
    return (our, their) if outgoing else (their, our)


def _parts(
    our: Flow | None, their: Flow | None, state: Difference | Settling | None
) -> Iterator[tuple[str, FlowDirection, tuple[int, int, int, int]]]:
    """What left, is in transit, was received, and went in fees, of one transfer, by unit and our direction."""
    sent, came = _sides(our, their)
    direction = FlowDirection.OUT if sent is our else FlowDirection.IN
    if state is Settling.AFTER_STATEMENT:
        # The twin could not know; our own word stands for both until it states anew.
        sent = came = our
    if sent is not None and sent.status not in _RETURNED:
        over = sent.status is TransferStatus.RECEIVED or (
            came and came.status is not TransferStatus.IN_TRANSIT
        )
        back = came is not None and came.status in _RETURNED and sent.status is TransferStatus.IN_TRANSIT
        transit = 0 if over and not back else sent.amount_minor
        yield sent.unit, direction, (sent.amount_minor, transit, 0, 0)
    if came is not None and came.status is TransferStatus.RECEIVED:
        yield came.unit, direction, (0, 0, came.amount_minor - came.fee_minor, came.fee_minor)
