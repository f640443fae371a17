"""What can be asked of minutes: to record them."""

from datetime import date, datetime

from ledger.accounts.look import founded
from ledger.accounts.state import Account, members_group
from ledger.command import AccountCommand, Context, Decision, Fact, Listing, Reads, Seen
from ledger.context import is_moment, microseconds, moment_of
from ledger.identifiers import MemberToken, MinutesId, PaperId
from ledger.minutes.events import MinutesRecorded
from ledger.minutes.look import all_of, members_on, minutes_stream
from ledger.minutes.refusals import (
    AttendanceMissing,
    AttendanceNotAsListed,
    AttendingNotMember,
    AttendingTwice,
    AttestedByNonMember,
    AttestedByOnePerson,
    AttestingNotPresent,
    ConvenedAfterMeeting,
    EntryEndsBeforeMeeting,
    MeetingEndsBeforeItBegins,
    MeetingNotOver,
    MeetingOutOfRange,
    MeetingWithoutZone,
    MoreAttendingThanMembers,
)
from ledger.papers.look import filed, paper_marks
from ledger.refusals import DateBeforeAccount

FEWEST = 2
"""Members without whom there is nobody to attest."""


class RecordMinutes(AccountCommand, frozen=True, kw_only=True):
    """Record that an assembly met, with all that proves it (R9); what it decided is recorded from these minutes."""

    began: datetime
    """With its zone, as the end."""
    ended: datetime
    convened: date
    """The day on which the members were called together."""
    convocation: str
    """What the members were called to, and how the call reached them."""
    attendance: int | None = None
    """Members present; as many as the list names, where there is one."""
    attending: tuple[MemberToken, ...] = ()
    """Members present, one by one, where a list was kept: only by it those who also vote electronically count once."""
    attesting: tuple[MemberToken, MemberToken]
    text: str
    scan: PaperId | None = None
    """The signed page, filed before."""
    entry_until: date | None = None
    """The last day on which votes of this assembly are entered, as it declared; none are where it declared none."""

    def reads(self, context: Context) -> Reads:
        marks = paper_marks(self.account, self.scan)
        return Reads(streams=(self.account,), marks=marks, groups=(members_group(self.account),))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        began_us, ended_us = self._held(account, context)
        day = moment_of(began_us).date()
        if self.convened > day:
            raise ConvenedAfterMeeting(convened=self.convened.isoformat(), day=day.isoformat())
        if self.entry_until is not None and self.entry_until < moment_of(ended_us).date():
            raise EntryEndsBeforeMeeting
        attendance = self._attendance(seen, day)
        if self.scan is not None:
            filed(seen, self.account, self.scan)
        convocation, text = context.paper(self.convocation), context.paper(self.text)
        yield convocation
        yield text
        attending: Listing | None = None
        if self.attending:
            # In an order of its own, which tells nothing of who came first.
            attending = context.listing(context.shuffled(self.attending))
            yield attending
        minutes = MinutesId(context.fresh("minutes"))
        yield Fact(
            minutes_stream(self.account, minutes),
            MinutesRecorded(
                began_us=began_us,
                ended_us=ended_us,
                convened=self.convened,
                convocation=convocation.seal,
                attendance=attendance,
                attending=None if attending is None else attending.seal,
                attesting=self.attesting,
                text=text.seal,
                scan=self.scan,
                entry_until=self.entry_until,
            ),
        )
        return minutes

    def _held(self, account: Account, context: Context) -> tuple[int, int]:
        """From when to when."""
        if self.began.utcoffset() is None or self.ended.utcoffset() is None:
            raise MeetingWithoutZone
        began_us, ended_us = microseconds(self.began), microseconds(self.ended)
        if not (is_moment(began_us) and is_moment(ended_us)):
            raise MeetingOutOfRange
        if ended_us < began_us:
            raise MeetingEndsBeforeItBegins
        if ended_us > context.recorded_us:
            raise MeetingNotOver
        if moment_of(began_us).date() < account.opened:
            raise DateBeforeAccount(opened=account.opened.isoformat())
        return began_us, ended_us

    def _attendance(self, seen: Seen, day: date) -> int:
        """How many members were present; they, and who attests, were members on that day."""
        members = members_on(seen, self.account, day)
        listed = len(self.attending)
        if len(set(self.attending)) < listed:
            raise AttendingTwice
        if not all_of(self.attending, members):
            raise AttendingNotMember
        if self.attendance is not None and self.attending and self.attendance != listed:
            raise AttendanceNotAsListed(listed=listed)
        attendance = listed or self.attendance or 0
        if attendance < FEWEST:
            raise AttendanceMissing
        if attendance > len(members):
            raise MoreAttendingThanMembers(members=len(members))
        if len(set(self.attesting)) < len(self.attesting):
            raise AttestedByOnePerson
        if not all_of(self.attesting, members):
            raise AttestedByNonMember
        if self.attending and not all_of(self.attesting, self.attending):
            raise AttestingNotPresent
        return attendance
