"""What an entry is in the books: of which nature, and in which journal it is numbered."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import cast

from ledger.accounts.events import (
    BudgetAwarded,
    BudgetFreed,
    EarmarkMoved,
    PaymentBooked,
    PaymentRestored,
)
from ledger.bookings.events import EntryCorrected, MishapBooked, StandingEntryBooked
from ledger.contributions.collections import CollectionReceived
from ledger.contributions.events import (
    ContributionReceived,
    ContributionRefunded,
    ContributionReversed,
    EarmarkAccepted,
    EarmarkLifted,
)
from ledger.currency_exchanges.events import CurrencyExchanged, CurrencyExchangeReversed
from ledger.event import Event
from ledger.goods.events import GoodsAccepted, StockChanged
from ledger.places.events import MoneyMoved, MoveReversed
from ledger.transfers.events import TransferBooked
from ledger.units import is_money
from ledger.work.events import WorkDayConfirmed


class Nature(StrEnum):
    """Why the books moved."""

    RECEIVED = "received"
    """Money was given; its detail is the motive."""
    COLLECTED = "collected"
    """Money was given by nobody named (C6)."""
    TRANSFERRED = "transferred"
    """Money came from another local account."""
    GOODS_RECEIVED = "goods-received"
    HOURS_RECEIVED = "hours-received"
    REFUNDED = "refunded"
    BOUNCED = "bounced"
    """What had been received left again by a bank line of its own."""
    PAID = "paid"
    """A decision was paid, in money, goods or hours."""
    PAID_BACK = "paid-back"
    """A payment failed or was returned (B5)."""
    EXCHANGED = "exchanged"
    """One currency became another, and what that cost."""
    EARMARKED = "earmarked"
    """It serves another purpose: an earmark was accepted or lifted."""
    ASSIGNED = "assigned"
    """A decision assigned it to a destination, or did not use it."""
    MOVED = "moved"
    """It lies at another place; no balance changes."""
    STOCK_CHANGED = "stock-changed"
    """Goods were lost, spoilt, born or counted otherwise; its detail says which."""
    STANDING = "standing"
    """Booked under a standing rule (L13); its detail is the kind: an opening balance, a fee and the like."""
    MISHAP = "mishap"
    """Money that went otherwise; its detail is the kind: a theft, a loss and the like (L2)."""
    CORRECTED = "corrected"
    """A booking was a mistake; its detail is the kind of what was booked, where that has one."""


class Journal(StrEnum):
    """Where entries are numbered, each by itself."""

    RECEIPTS = "receipts"
    PAYMENTS = "payments"
    MOVES = "moves"
    """Between places, currencies, purposes and destinations."""
    STANDING = "standing"
    """Fees, interest and whatever else was neither given nor decided, mishaps among it."""
    CORRECTIONS = "corrections"
    KIND = "kind"
    """Goods and hours, whatever happens to them."""

    @property
    def code(self) -> str:
        """The letter before the number."""
        return self.value[0].upper()


_NATURES: dict[type[Event], Nature] = {
    ContributionReceived: Nature.RECEIVED,
    CollectionReceived: Nature.COLLECTED,
    TransferBooked: Nature.TRANSFERRED,
    GoodsAccepted: Nature.GOODS_RECEIVED,
    WorkDayConfirmed: Nature.HOURS_RECEIVED,
    ContributionRefunded: Nature.REFUNDED,
    PaymentBooked: Nature.PAID,
    PaymentRestored: Nature.PAID_BACK,
    CurrencyExchanged: Nature.EXCHANGED,
    EarmarkAccepted: Nature.EARMARKED,
    EarmarkLifted: Nature.EARMARKED,
    EarmarkMoved: Nature.EARMARKED,
    BudgetAwarded: Nature.ASSIGNED,
    BudgetFreed: Nature.ASSIGNED,
    MoneyMoved: Nature.MOVED,
    MoveReversed: Nature.CORRECTED,
    StockChanged: Nature.STOCK_CHANGED,
    StandingEntryBooked: Nature.STANDING,
    MishapBooked: Nature.MISHAP,
    EntryCorrected: Nature.CORRECTED,
    ContributionReversed: Nature.CORRECTED,
    CurrencyExchangeReversed: Nature.CORRECTED,
}

ENTERED = frozenset(_NATURES)
"""The kinds of events that can be entries; those that only reserve are none."""

CARRYING: frozenset[type[Event]] = frozenset({MoneyMoved, MoveReversed})
"""Those that are entries although no balance changes: money lies elsewhere."""

_DETAILS: dict[type[Event], Callable[[Event], str]] = {
    ContributionReceived: lambda event: cast(ContributionReceived, event).motive,
    StockChanged: lambda event: cast(StockChanged, event).change_kind,
    StandingEntryBooked: lambda event: cast(StandingEntryBooked, event).booking_kind,
    MishapBooked: lambda event: cast(MishapBooked, event).booking_kind,
    EntryCorrected: lambda event: cast(EntryCorrected, event).booking_kind,
}

_JOURNALS: dict[Nature, Journal] = {
    Nature.RECEIVED: Journal.RECEIPTS,
    Nature.COLLECTED: Journal.RECEIPTS,
    Nature.TRANSFERRED: Journal.RECEIPTS,
    Nature.REFUNDED: Journal.PAYMENTS,
    Nature.BOUNCED: Journal.PAYMENTS,
    Nature.PAID: Journal.PAYMENTS,
    Nature.PAID_BACK: Journal.PAYMENTS,
    Nature.STANDING: Journal.STANDING,
    Nature.MISHAP: Journal.STANDING,
    Nature.CORRECTED: Journal.CORRECTIONS,
}


def nature_of(event: Event) -> Nature | None:
    """Of which nature an entry is; None for what is none."""
    if isinstance(event, ContributionReversed) and event.bounced:
        return Nature.BOUNCED
    return _NATURES.get(type(event))


def detail_of(event: Event) -> str | None:
    """What is said of an entry besides its nature: a motive, or what happened to goods."""
    detail = _DETAILS.get(type(event))
    return None if detail is None else str(detail(event))


def journal_of(nature: Nature, units: Iterable[str]) -> Journal:
    """Where an entry that moves these units is numbered; of money, what is neither in nor out is a move."""
    named = list(units)
    if named and not any(map(is_money, named)):
        return Journal.KIND
    return _JOURNALS.get(nature, Journal.MOVES)
