"""What lies at no named place: what the balances hold less what lies at places; nothing of it is stored (L12)."""

from collections import defaultdict

from ledger.identifiers import AccountId
from ledger.units import is_money
from projections import balances, places
from projections.base import Database


def unplaced(db: Database, account: AccountId) -> dict[str, int]:
    """Minor units of each currency, where there are any; fewer than none where a mistake was taken back late (L2)."""
    sums: defaultdict[str, int] = defaultdict(int)
    for balance in balances.of_account(db, account):
        if is_money(balance.unit):
            sums[balance.unit] += balance.received_minor - balance.paid_minor
    for there in places.lying(db, account):
        sums[there.unit] -= there.amount_minor
    return {unit: minor for unit, minor in sorted(sums.items()) if minor}
