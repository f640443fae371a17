"""The outbox, compared with the log: whatever waits to be taken in must be what an event sends."""

from ledger.message import Posted
from ledger.post.letters import letters
from ledger.replay.fault import HistoryFault
from ledger.storage.store import FIRST, Store

AT_ONCE = 500


def require_outbox(store: Store) -> None:
    """Raises HistoryFault where a message waits that no event sends."""
    after = FIRST
    while rows := store.outbox.everything(after, AT_ONCE):
        sent = {letter.id: letter.to for letter in letters(store, rows)}
        for row in rows:
            # It may have been taken in since, which is no fault.
            if sent.get(row.id) != row.to and _still_there(store, row):
                raise HistoryFault(f"Message {row.id.written} waits in the outbox, but no event sends it.")
        after = rows[-1].id


def _still_there(store: Store, row: Posted) -> bool:
    before = row.id._replace(number=row.number - 1)
    return any(found.id == row.id for found in store.outbox.everything(before, 1))
