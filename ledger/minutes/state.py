"""What is remembered of the minutes of an assembly."""

from datetime import date
from typing import ClassVar

from ledger.context import moment_of
from ledger.identifiers import MemberToken, Seal
from ledger.state import State


class Minutes(State, kw_only=True):
    """The minutes of one assembly, which never change."""

    prefix: ClassVar[str] = "minutes"

    began_us: int = 0
    ended_us: int = 0
    attendance: int = 0
    """Members present."""
    attending: Seal | None = None
    """Seal of the list of members present, where one was kept."""
    attesting: tuple[MemberToken, ...] = ()
    """Two members who were there and attest what the minutes say."""
    entry_until: date | None = None
    """The last day on which votes of this assembly are entered, as it declared; None: it declared none."""

    @property
    def day(self) -> date:
        """The day on which the assembly met, in UTC: who is a member, and since when, is judged on it."""
        return moment_of(self.began_us).date()
