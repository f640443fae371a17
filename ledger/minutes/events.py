"""What happens to minutes: they are recorded, once."""

from datetime import date

from ledger.event import Event
from ledger.identifiers import MemberToken, PaperId, Seal
from ledger.minutes.state import Minutes


class MinutesRecorded(Event, frozen=True, kw_only=True, tag="minutes-recorded"):
    """An assembly met, and two members attest what was said and decided there (R9)."""

    began_us: int
    ended_us: int
    convened: date
    """The day on which the members were called together."""
    convocation: Seal
    """Of its text: what it called them to, and how it reached them."""
    attendance: int
    """Members present."""
    attending: Seal | None = None
    """Of the list of members present, in random order, where one was kept."""
    attesting: tuple[MemberToken, MemberToken]
    text: Seal
    scan: PaperId | None = None
    """The signed page."""
    entry_until: date | None = None
    """The last day on which votes of this assembly are entered, as it declared."""

    def apply(self, state: Minutes) -> None:
        state.began_us, state.ended_us = self.began_us, self.ended_us
        state.attendance, state.attending = self.attendance, self.attending
        state.attesting, state.entry_until = self.attesting, self.entry_until
