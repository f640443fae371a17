"""Why a command about flows is refused."""

from ledger.refusals import Malformed, Unprocessable


class FlowsOutOfRange(Malformed):
    """A statement names at most {most} transfers, none of them twice: make several statements of more (X2)."""


class TransferWithAnother(Unprocessable):
    """A statement tells the twin of transfers with that twin alone: leave the others out (X2)."""
