"""What every account holds, as the log alone gives it: every row is read, and what moves money is folded.

Events that move no money are passed over undecoded, and of the others nothing but the event itself is decoded.
"""

from typing import NamedTuple

from ledger.accounts.events import (
    BudgetAwarded,
    BudgetFreed,
    BudgetReserved,
    EarmarkMoved,
    PaymentBooked,
    PaymentRestored,
)
from ledger.accounts.state import Account, Destination, Totals
from ledger.contributions.events import (
    ContributionReceived,
    ContributionRefunded,
    ContributionReversed,
    EarmarkAccepted,
    EarmarkLifted,
)
from ledger.encoding import event_decoder
from ledger.identifiers import AccountId, PurposeId
from ledger.storage.store import Store

MOVING = (
    BudgetAwarded,
    BudgetFreed,
    BudgetReserved,
    ContributionReceived,
    ContributionRefunded,
    ContributionReversed,
    EarmarkAccepted,
    EarmarkLifted,
    EarmarkMoved,
    PaymentBooked,
    PaymentRestored,
)
"""The kinds that change an account's totals."""


class Held(NamedTuple):
    """What an account holds of one unit, for one purpose and destination."""

    account: AccountId
    unit: str
    purpose: PurposeId
    destination: Destination
    totals: Totals


def balances(store: Store) -> list[Held]:
    """What every account holds, by account, unit, purpose and destination."""
    accounts: dict[str, Account] = {}
    decoders = {kind.kind(): event_decoder(kind) for kind in MOVING}
    for partition in store.partitions():
        with store.source(partition) as reading:
            for _, stream, _, kind, state in reading.rows():
                decode = decoders.get(kind)
                if decode is not None:
                    account = accounts.get(stream)
                    if account is None:
                        account = accounts[stream] = Account()
                    decode(state).event.apply(account)
    return sorted(
        Held(AccountId(stream), *where, totals)
        for stream, account in accounts.items()
        for where, totals in account.totals.items()
    )
