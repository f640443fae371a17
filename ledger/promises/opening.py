"""A promise opens when a disbursement reaches its payee."""

from datetime import date

from ledger.command import Fact
from ledger.disbursements.state import Disbursement
from ledger.identifiers import Stream
from ledger.promises.events import PromiseOpened


def opened_promise(stream: Stream, disbursement: Disbursement, effective: date) -> tuple[Fact, ...]:
    """What is recorded beside the settlement: a promise of the whole amount, unless the decision waives it (B7)."""
    if disbursement.promise_waived:
        return ()
    line = disbursement.line
    return (Fact(stream, PromiseOpened(unit=line.unit, amount_minor=line.amount_minor, effective=effective)),)
