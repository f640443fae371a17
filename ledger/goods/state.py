"""What is remembered of goods beside an account's totals: marks of loans."""

from datetime import date
from enum import StrEnum

import msgspec

from ledger.identifiers import AccountId, LoanId, Mark, PurposeId


class Condition(StrEnum):
    """In what condition goods are."""

    NEW = "new"
    GOOD = "good"
    WORN = "worn"
    DAMAGED = "damaged"
    UNUSABLE = "unusable"


class StockChangeKind(StrEnum):
    """What happened to the stock without anybody giving or being given anything (B8)."""

    LOSS = "loss"
    SPOILAGE = "spoilage"
    BIRTH = "birth"
    COUNTED_MORE = "counted-more"
    COUNTED_LESS = "counted-less"

    @property
    def sign(self) -> int:
        """Whether the stock grows or shrinks by it."""
        return 1 if self in (StockChangeKind.BIRTH, StockChangeKind.COUNTED_MORE) else -1


class LoanRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """The value of a loan's mark."""

    unit: str
    purpose: PurposeId
    left_minor: int
    """Lent, and neither returned nor missing."""
    since: date


def loan_mark(account: AccountId, loan: LoanId) -> Mark:
    """Where it is kept what of a loan is still out."""
    return Mark(f"loan:{account}:{loan}")


def stock_change_mark(account: AccountId, change: str) -> Mark:
    """Where it is kept that the stock changed, and by how much."""
    return Mark(f"stock:{account}:{change}")
