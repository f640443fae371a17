"""What waits in the outbox, for people who look after it."""

import msgspec

from ledger.identifiers import AccountId, InstallationId
from ledger.message import written
from ledger.post.letters import letters
from ledger.storage.store import FIRST, Store


class WaitingMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message that was sent and not taken in yet."""

    message: str
    """Its id: where the event stands that carries it, and which of its messages it is."""
    kind: str
    sender: str
    to: AccountId
    sent_us: int
    installation: InstallationId | None
    """The installation for which it waits; none where its account lies here, or is not known yet."""
    refusal: str | None
    """Why it was refused; it then waits until somebody has it tried again, or what it came too early for is there."""


def waiting(store: Store, after: str | None = None, limit: int = 100) -> list[WaitingMessage]:
    """What waits, in the order of ids, after the last of the page before."""
    begin = (written(after) or FIRST) if after else FIRST
    rows = {row.id: row for row in store.outbox.everything(begin, limit)}
    return [
        WaitingMessage(
            message=letter.id.written,
            kind=str(type(letter.message).__struct_config__.tag),
            sender=letter.sender,
            to=letter.to,
            sent_us=letter.recorded_us,
            installation=rows[letter.id].installation,
            refusal=rows[letter.id].refusal,
        )
        for letter in letters(store, tuple(rows.values()))
    ]
