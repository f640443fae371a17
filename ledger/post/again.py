"""Sending again what was sent before: for an installation that was restored from a copy, and lost what came since."""

from collections.abc import Callable

from ledger.encoding import KINDS, decode
from ledger.event import Event
from ledger.identifiers import AccountId, InstallationId
from ledger.message import Posted
from ledger.storage.store import Store

AT_ONCE = 500

SENDING = frozenset(kind for kind, event in KINDS.items() if event.sends is not Event.sends)
"""The kinds of events that send messages."""


def sent_again(
    store: Store,
    installation: InstallationId,
    installation_of: Callable[[AccountId], InstallationId | None],
) -> int:
    """Put all messages that were ever sent to an installation into the outbox, where they are not in it already.

    How many these are. Raises StoreUnavailable.
    """
    known: dict[AccountId, bool] = {}

    def is_theirs(account: AccountId) -> bool:
        if account not in known:
            known[account] = installation_of(account) == installation
        return known[account]

    messages = 0
    for partition in store.partitions():
        # Nothing is written while the log is being read.
        found = [posted for posted in _sent(store, partition) if is_theirs(posted.to)]
        for first in range(0, len(found), AT_ONCE):
            store.outbox.put(
                [row._replace(installation=installation) for row in found[first : first + AT_ONCE]]
            )
        messages += len(found)
    return messages


def _sent(store: Store, partition: str) -> list[Posted]:
    """All messages that a partition's events ever sent."""
    found = []
    with store.source(partition) as reading:
        for position, stream, version, kind, state in reading.rows():
            if kind in SENDING:
                recorded = decode(partition, position, stream, version, kind, state)
                for number, sending in enumerate(recorded.event.sends(recorded.stream)):
                    found.append(Posted(partition, position, number, sending.to))
    return found
