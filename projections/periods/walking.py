"""The books of an account as the views derive them: from movements, without what the write side remembers.

`usf replay` compares what closed periods come to by this with what the account's own totals say (ledger.periods).
"""

from collections import defaultdict
from collections.abc import Iterable

from ledger.associations.events import LocalAccountOpened
from ledger.event import Recorded
from ledger.identifiers import AccountId
from ledger.periods.books import Books, Where
from ledger.periods.events import PeriodClosed
from ledger.periods.natures import CARRYING, nature_of
from projections.movements import Movement, movements_of, recorded_day


def books_of(account: AccountId, events: Iterable[Recorded]) -> Books:
    """The books of an account, from all events of its own stream in their order."""
    books = Books(account)
    for recorded in events:
        event, books.version = recorded.event, recorded.version
        nature = nature_of(event)
        if isinstance(event, PeriodClosed):
            books.close(event.until)
        elif isinstance(event, LocalAccountOpened):
            books.opened = event.opened
        elif nature is not None:
            changes = _changes(movements_of(recorded))
            if changes or type(event) in CARRYING:
                effective = getattr(event, "effective", None) or recorded_day(recorded)
                books.enter(recorded, effective, nature, changes.items())
    return books


def _changes(movements: Iterable[Movement]) -> dict[Where, int]:
    """What one event changes in what is held; reservations change nothing."""
    held: defaultdict[Where, int] = defaultdict(int)
    for movement in movements:
        held[movement.where] += movement.held
    return {where: change for where, change in held.items() if change}
