"""Messages as they are sent: built again from the events that carry them; the outbox holds only where these stand."""

from collections.abc import Sequence

import msgspec

from ledger.command import Paper
from ledger.event import Recorded
from ledger.identifiers import AccountId, Seal, account_of
from ledger.message import Message, MessageId, Posted
from ledger.papers.refusals import PaperAltered
from ledger.storage.store import Store


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A message with all that goes with it."""

    id: MessageId
    sender: str
    """The account whose event sends it; for the register's own, the association."""
    to: AccountId
    message: Message
    papers: tuple[Paper, ...]
    """The papers that it names, where their texts are still there (L9)."""
    only_here: bool
    """Delivered by the process that recorded it alone (ledger.message.Sending)."""
    recorded_us: int
    """When it was sent."""


def letters(store: Store, posted: Sequence[Posted]) -> list[Letter]:
    """The messages of these rows, in their order; a row that fits no event is left out (`usf replay` tells of it)."""
    wanted: dict[str, list[int]] = {}
    for row in posted:
        wanted.setdefault(row.partition, []).append(row.position)
    found = {
        (partition, recorded.position): recorded
        for partition, positions in wanted.items()
        for recorded in store.events_at(partition, sorted(set(positions)))
    }
    written = (letter(store, row.id, found.get((row.partition, row.position))) for row in posted)
    return [one for one in written if one is not None]


def letter(store: Store, message: MessageId, recorded: Recorded | None) -> Letter | None:
    """One message of an event; None where the event is not there, or does not send it."""
    sent = recorded.event.sends(recorded.stream) if recorded is not None else ()
    if recorded is None or message.number >= len(sent):
        return None
    sending = sent[message.number]
    papers = (sound_paper(store, seal) for seal in sending.papers)
    return Letter(
        id=message,
        sender=account_of(recorded.stream),
        to=sending.to,
        message=sending.message,
        papers=tuple(paper for paper in papers if paper is not None),
        only_here=sending.only_here,
        recorded_us=recorded.envelope.recorded_us,
    )


def sound_paper(store: Store, seal: Seal) -> Paper | None:
    """The paper; None where it is missing, or altered and so not to be passed on (`usf papers check` tells of it)."""
    try:
        return store.papers.paper(seal)
    except PaperAltered:
        return None
