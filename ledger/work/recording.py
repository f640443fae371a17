"""A work day is written down on one attendance sheet."""

from collections import Counter
from datetime import date

import msgspec

from ledger.accounts.look import effective_in, founded, known_purpose
from ledger.accounts.state import MemberRecord, member_mark
from ledger.command import AccountCommand, Context, Decision, Fact, Person, Reads, Seen, recorded_date
from ledger.contributions.look import Giver, giver_or_member, giver_or_member_marks
from ledger.contributions.state import Motive
from ledger.identifiers import (
    UNRESTRICTED,
    ContributionId,
    Mark,
    MemberToken,
    PartyToken,
    PurposeId,
    SheetId,
)
from ledger.work.events import WorkDayRecorded
from ledger.work.refusals import HoursPassOnNotYet, LeaderNotMember, MoreThanADay, SheetMalformed, WorkerTwice
from ledger.work.state import MINUTES_OF_A_DAY, Hours, minutes_mark

MOST_LINES = 500
"""More people than come to one work day; a larger one has several sheets."""


class HoursGiven(msgspec.Struct, frozen=True):
    """Who worked for how long, as a command says it."""

    worker: Giver | PartyToken | MemberToken
    """Somebody new, a known giver, or a member."""
    minutes: int


class RecordWorkDay(AccountCommand, frozen=True, kw_only=True):
    """Write down who worked how long on a day, and who led it; no balance rises before it is confirmed (C4)."""

    day: date | None = None
    """The day of the work; today if left out."""
    leader: MemberToken
    lines: tuple[HoursGiven, ...]
    purpose: PurposeId = UNRESTRICTED
    motive: Motive = Motive.GIFT

    def reads(self, context: Context) -> Reads:
        day = self.day or recorded_date(context)
        marks: list[Mark] = [member_mark(self.account, self.leader)]
        for line in self.lines:
            marks.extend(giver_or_member_marks(self.account, line.worker))
            if isinstance(line.worker, str):
                marks.append(minutes_mark(self.account, line.worker, day))
        return Reads(streams=(self.account,), marks=tuple(marks))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        day = effective_in(account, self.day, context)
        purpose = known_purpose(account, self.purpose)
        if not 1 <= len(self.lines) <= MOST_LINES or any(line.minutes < 1 for line in self.lines):
            raise SheetMalformed(most=MOST_LINES)
        if self.motive is Motive.PASS_ON:
            raise HoursPassOnNotYet
        leader = seen.mark(member_mark(self.account, self.leader), MemberRecord)
        if leader is None or not leader.on(day):
            raise LeaderNotMember
        known = [line.worker for line in self.lines if isinstance(line.worker, str)]
        if known and max(Counter(known).values()) > 1:
            raise WorkerTwice
        lines, version = [], seen.version(self.account) + 1
        for given in self.lines:
            self._require_within_a_day(seen, given, day)
            worker, _, person = giver_or_member(seen, self.account, given.worker, False, context)
            if person is not None:
                yield Person(person.token, person.name, person.contact)
            contribution = ContributionId(context.numbered("contribution", version))
            lines.append(Hours(contribution, worker, given.minutes))
        sheet = SheetId(context.fresh("sheet"))
        yield Fact(
            self.account,
            WorkDayRecorded(
                sheet=sheet,
                leader=self.leader,
                lines=tuple(lines),
                purpose=purpose,
                motive=self.motive,
                effective=day,
            ),
        )
        return sheet

    def _require_within_a_day(self, seen: Seen, given: HoursGiven, day: date) -> None:
        """Raises MoreThanADay."""
        minutes = given.minutes
        if isinstance(given.worker, str):
            minutes += seen.mark(minutes_mark(self.account, given.worker, day), int) or 0
        if minutes > MINUTES_OF_A_DAY:
            raise MoreThanADay(day=day.isoformat(), minutes=minutes)
