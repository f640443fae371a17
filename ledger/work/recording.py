"""A work day is written down on one attendance sheet."""

from collections import Counter
from datetime import date

import msgspec

from ledger.accounts.look import effective_in, founded, known_purpose
from ledger.accounts.state import MemberRecord, member_mark
from ledger.command import AccountCommand, Context, Decision, Fact, Person, Reads, Seen, recorded_date
from ledger.contributions.look import Giver, giver_or_member, giver_or_member_marks
from ledger.contributions.state import Motive, minutes_mark
from ledger.identifiers import (
    UNRESTRICTED,
    ContributionId,
    Mark,
    MemberToken,
    PartyToken,
    PurposeId,
    SheetId,
    Stream,
)
from ledger.promises.honouring import Given, HonoursGiven, honoured
from ledger.promises.refusals import GiverIsNotBeneficiary, PassOnNamesNothing
from ledger.promises.state import Honours
from ledger.units import WORK
from ledger.work.events import WorkDayRecorded
from ledger.work.refusals import LeaderNotMember, MoreThanADay, SheetMalformed, WorkerTwice
from ledger.work.state import MINUTES_OF_A_DAY, Hours

MOST_LINES = 500
"""More people than come to one work day; a larger one has several sheets."""


class HoursGiven(msgspec.Struct, frozen=True):
    """Who worked for how long, as a command says it."""

    worker: Giver | PartyToken | MemberToken
    """Somebody new, a known giver, or a member."""
    minutes: int
    honours: HonoursGiven | None = None
    """The promise that these hours honour; who benefited of that is the worker, and the line is a pass-on (C7)."""


class RecordWorkDay(AccountCommand, frozen=True, kw_only=True):
    """Write down who worked how long on a day, and who led it; no balance rises before it is confirmed (C4)."""

    day: date | None = None
    """The day of the work; today if left out."""
    leader: MemberToken
    lines: tuple[HoursGiven, ...]
    purpose: PurposeId = UNRESTRICTED
    motive: Motive = Motive.GIFT
    """Of the lines that honour no promise."""

    def reads(self, context: Context) -> Reads:
        day = self.day or recorded_date(context)
        marks: list[Mark] = [member_mark(self.account, self.leader)]
        streams: dict[Stream, None] = {Stream(self.account): None}
        for line in self.lines:
            marks.extend(giver_or_member_marks(self.account, line.worker))
            if isinstance(line.worker, str):
                marks.append(minutes_mark(self.account, line.worker, day))
            if line.honours is not None:
                streams |= dict.fromkeys(line.honours.streams(self.account))
        return Reads(streams=tuple(streams), marks=tuple(marks))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        day = effective_in(account, self.day, context)
        purpose = known_purpose(account, self.purpose)
        if not 1 <= len(self.lines) <= MOST_LINES or any(line.minutes < 1 for line in self.lines):
            raise SheetMalformed(most=MOST_LINES)
        if self.motive is Motive.PASS_ON and any(line.honours is None for line in self.lines):
            raise PassOnNamesNothing
        leader = seen.mark(member_mark(self.account, self.leader), MemberRecord)
        if leader is None or not leader.on(day):
            raise LeaderNotMember
        known = [line.worker for line in self.lines if isinstance(line.worker, str)]
        if known and max(Counter(known).values()) > 1:
            raise WorkerTwice
        lines, version = [], seen.version(self.account) + 1
        for given in self.lines:
            self._require_within_a_day(seen, given, day)
            worker, kind, person = giver_or_member(seen, self.account, given.worker, False, context)
            if person is not None:
                yield Person(person.token, person.name, person.contact)
            contribution = ContributionId(context.numbered("contribution", version))
            honours = self._honoured(seen, given, worker, day)
            lines.append(Hours(contribution, worker, given.minutes, kind, honours))
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

    def _honoured(
        self, seen: Seen, given: HoursGiven, worker: PartyToken | MemberToken, day: date
    ) -> Honours | None:
        """What a line says that it honours; nothing is honoured before the sheet is confirmed. Raises
        GiverIsNotBeneficiary, and what `honoured` raises (C7, K2, K3).
        """
        if given.honours is None:
            return None
        passing = Given(unit=WORK, amount_minor=given.minutes, effective=day)
        honours, beneficiary = honoured(seen, self.account, given.honours, passing)
        if beneficiary is not None and beneficiary.token != worker:
            raise GiverIsNotBeneficiary
        return honours

    def _require_within_a_day(self, seen: Seen, given: HoursGiven, day: date) -> None:
        """Raises MoreThanADay."""
        minutes = given.minutes
        if isinstance(given.worker, str):
            minutes += seen.mark(minutes_mark(self.account, given.worker, day), int) or 0
        if minutes > MINUTES_OF_A_DAY:
            raise MoreThanADay(day=day.isoformat(), minutes=minutes)
