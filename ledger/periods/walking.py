"""The books of an account, walked through on the write side: what entries bring is read off the account's totals.

It shares no code with the views, which derive the same from movements: `usf replay` compares the two.
"""

from collections.abc import Iterable
from datetime import date

from ledger.accounts.state import Account
from ledger.accounts.watched import WatchedTotals
from ledger.context import day_of
from ledger.event import Recorded
from ledger.identifiers import AccountId
from ledger.periods.books import Books
from ledger.periods.events import PeriodClosed
from ledger.periods.natures import CARRYING, nature_of


def books_of(account: AccountId, events: Iterable[Recorded]) -> Books:
    """The books of an account, from all events of its own stream in their order."""
    state, totals, books = Account(), WatchedTotals(), Books(account)
    state.totals = totals
    for recorded in events:
        event, books.version = recorded.event, recorded.version
        event.apply(state)
        books.opened = state.opened
        changes = [(where, changed.held) for where, changed in totals.changes() if changed.held]
        nature = nature_of(event)
        if isinstance(event, PeriodClosed):
            books.close(event.until)
        elif changes or type(event) in CARRYING:
            assert nature is not None, f"{event.kind()} is an entry of no nature"
            books.enter(recorded, effective_of(recorded), nature, changes)
    return books


def effective_of(recorded: Recorded) -> date:
    """When an entry took effect: an act through the ledger that names no day did so when it was recorded (L10)."""
    effective: date | None = getattr(recorded.event, "effective", None)
    return day_of(recorded.envelope.recorded_us) if effective is None else effective
