"""What is remembered of a pass-on promise, and how what honours it names it.

A promise stands with the disbursement that opened it. It is moral and never a receivable: it has no due date, and no
field for one (K1).
"""

from datetime import date

import msgspec

from ledger.identifiers import AccountId, DisbursementId, Mark, is_id


class DisbursementRef(msgspec.Struct, frozen=True):
    """A disbursement of any account, which holds the promise that it opened."""

    account: AccountId
    disbursement: DisbursementId


def is_disbursement(ref: DisbursementRef) -> bool:
    """Whether this can name a disbursement, and is nothing that somebody wrote in its place."""
    return is_id("account", ref.account) and is_id("disbursement", ref.disbursement)


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

    @property
    def ref(self) -> DisbursementRef:
        """The disbursement."""
        return DisbursementRef(self.account, self.disbursement)

    def shrunk(self, left_before: int, left_after: int) -> "Honours":
        """What it honours once less is left of the contribution: as much less, rounded down."""
        left = (self.amount_minor - self.taken_back_minor) * left_after // left_before
        return msgspec.structs.replace(self, taken_back_minor=self.amount_minor - left)


class Honouring(msgspec.Struct, frozen=True):
    """What an account elsewhere said of one contribution: the value of its mark."""

    amount_minor: int
    taken_back_minor: int


def honouring_mark(
    account: AccountId, disbursement: DisbursementId, elsewhere: AccountId, contribution: str
) -> Mark:
    """Where it is kept what a contribution to another account was said to honour of this promise."""
    return Mark(f"honouring:{account}:{elsewhere}:{contribution}:{disbursement}")
