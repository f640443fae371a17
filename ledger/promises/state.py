"""What is remembered of a pass-on promise, and how what honours it names it.

A promise stands with the disbursement that opened it. It is moral and never a receivable: it has no due date, and no
field for one (K1).
"""

from datetime import date

import msgspec

from ledger.identifiers import AccountId, DisbursementId, Mark, is_id
from ledger.money import LARGEST_MINOR
from ledger.units import is_unit


class Honours(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a contribution honours: a disbursement's promise, and how much of it (C7)."""

    account: AccountId
    disbursement: DisbursementId
    unit: str
    """The promise's own, whatever the contribution's is (K2)."""
    amount_minor: int
    """Of the promise, as it was said when the contribution came in."""
    effective: date
    """The day on which that took effect, which no later refund changes."""
    taken_back_minor: int = 0
    """Of that, what was taken back since, with what was refunded or reversed of the contribution."""

    def arrived(self, received_minor: int, sent_minor: int, effective: date) -> "Honours | None":
        """What it honours by a transfer of which so much arrived: as much less, rounded down; None where nothing is."""
        amount_minor = self.amount_minor * received_minor // sent_minor
        if not amount_minor:
            return None
        return msgspec.structs.replace(self, amount_minor=amount_minor, effective=effective)

    def shrunk(self, left_before: int, left_after: int) -> "Honours":
        """What it honours once less is left of the contribution: as much less, rounded down."""
        left = (self.amount_minor - self.taken_back_minor) * left_after // left_before
        return msgspec.structs.replace(self, taken_back_minor=self.amount_minor - left)


def is_honouring(said: Honours) -> bool:
    """Whether another account can have said this, and nothing is written in the place of an id or amount."""
    return (
        is_id("account", said.account)
        and is_id("disbursement", said.disbursement)
        and is_unit(said.unit)
        and 0 < said.amount_minor <= LARGEST_MINOR
        and not said.taken_back_minor
    )


class Honouring(msgspec.Struct, frozen=True):
    """What an account elsewhere said of one contribution: the value of its mark."""

    amount_minor: int
    taken_back_minor: int


def honouring_mark(
    account: AccountId, disbursement: DisbursementId, elsewhere: AccountId, contribution: str
) -> Mark:
    """Where it is kept what a contribution to another account was said to honour of this promise."""
    return Mark(f"honouring:{account}:{elsewhere}:{contribution}:{disbursement}")
