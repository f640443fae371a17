"""What a valuation is made by, and where it is remembered."""

from enum import StrEnum

from ledger.identifiers import AccountId, Mark, ValuationId


class ValuationMethod(StrEnum):
    """How a value was found."""

    MARKET_PRICE = "market-price"
    INVOICE = "invoice"
    ESTIMATE = "estimate"
    REPLACEMENT_COST = "replacement-cost"
    WAGE = "wage"
    """What such work is paid where it was done."""


def valuation_mark(account: AccountId, valuation: ValuationId) -> Mark:
    """Where it is kept that a valuation was stated."""
    return Mark(f"valuation:{account}:{valuation}")
