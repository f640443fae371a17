"""What a cold replay says, as figures."""

from ledger.replay import Figures, balances
from ledger.storage import Store


def cold_figures(store: Store) -> Figures:
    """The balances of all accounts, folded by `balances`, under the names of the full replay."""
    return {
        f"balances/{held.account}/{held.unit}/{held.purpose}/{held.destination}/{name}": getattr(
            held.totals, name
        )
        for held in balances(store)
        for name in ("received", "reserved", "paid", "available")
    }


def balances_in(figures: Figures) -> Figures:
    """The balances among the figures of a full replay."""
    return {name: amount for name, amount in figures.items() if name.startswith("balances/")}
