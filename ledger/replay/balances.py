"""What every account holds, as the log alone gives it: every row is read, and what moves money is folded.

Events that move no money are passed over undecoded, and of the others nothing but the event itself is decoded.
Contributions that came in are most of any log: of these no more is decoded than they move, and they are added up first,
since the sum of many gifts moves what each of them would.
"""

from collections.abc import Callable
from typing import ClassVar, NamedTuple, cast

import msgspec

from ledger.accounts.events import (
    BudgetAwarded,
    BudgetFreed,
    BudgetReserved,
    EarmarkMoved,
    PaymentBooked,
    PaymentRestored,
)
from ledger.accounts.state import Account, Destination, Totals
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
from ledger.encoding import event_decoder
from ledger.goods.events import GoodsAccepted, GoodsLent, GoodsLoanReturned, StockChanged
from ledger.identifiers import UNRESTRICTED, AccountId, PurposeId
from ledger.storage.store import Store
from ledger.transfers.events import TransferBooked
from ledger.work.events import WorkDayConfirmed

MOVING = (
    BudgetAwarded,
    BudgetFreed,
    BudgetReserved,
    CollectionReceived,
    ContributionRefunded,
    ContributionReversed,
    CurrencyExchanged,
    CurrencyExchangeReversed,
    EarmarkAccepted,
    EarmarkLifted,
    EarmarkMoved,
    EntryCorrected,
    GoodsAccepted,
    GoodsLent,
    GoodsLoanReturned,
    MishapBooked,
    PaymentBooked,
    PaymentRestored,
    StandingEntryBooked,
    StockChanged,
    WorkDayConfirmed,
    TransferBooked,
)
"""The kinds that change an account's totals, beside `contribution-received`."""


class Held(NamedTuple):
    """What an account holds of one unit, for one purpose and destination."""

    account: AccountId
    unit: str
    purpose: PurposeId
    destination: Destination
    totals: Totals


class Gift(msgspec.Struct):
    """Of a contribution that came in, what it moves; it moves that just as the whole event does."""

    unit: str
    amount_minor: int
    earmark: PurposeId = UNRESTRICTED

    place: ClassVar[None] = None
    """Balances do not tell where money lies."""
    purpose = ContributionReceived.purpose
    apply = cast("Callable[[Gift, Account], None]", ContributionReceived.apply)


class _Accounts(dict[str, Account]):
    """By stream, made when they are first met."""

    def __missing__(self, stream: str) -> Account:
        account = self[stream] = Account()
        return account


def balances(store: Store) -> list[Held]:
    """What every account holds, by account, unit, purpose and destination. Raises StoreUnavailable."""
    accounts = _Accounts()
    gifts: dict[tuple[str, str, PurposeId], int] = {}
    received, gift = ContributionReceived.kind(), event_decoder(Gift)
    moving = {kind.kind(): event_decoder(kind) for kind in MOVING}
    for partition in store.partitions():
        with store.source(partition) as reading:
            for _, stream, _, kind, state in reading.rows():
                if kind == received:
                    given = gift(state).event
                    where = stream, given.unit, given.earmark
                    gifts[where] = gifts.get(where, 0) + given.amount_minor
                elif kind in moving:
                    moving[kind](state).event.apply(accounts[stream])
    for (stream, unit, earmark), amount in gifts.items():
        Gift(unit, amount, earmark).apply(accounts[stream])
    return sorted(
        Held(AccountId(stream), *where, totals)
        for stream, account in accounts.items()
        for where, totals in account.totals.items()
    )
