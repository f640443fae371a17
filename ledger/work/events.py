"""What happens to attendance sheets. All of it stands in the account's own stream."""

from datetime import date
from itertools import chain

import msgspec

from ledger.accounts.state import Account
from ledger.contributions.events import amend, give_back_minutes
from ledger.contributions.state import (
    ContributionRecord,
    ContributionStatus,
    Motive,
    contribution_mark,
    giver_mark,
    minutes_mark,
)
from ledger.event import Event, Marks, Sealed
from ledger.identifiers import (
    UNRESTRICTED,
    MemberToken,
    PartyToken,
    PurposeId,
    Seal,
    SheetId,
    Stream,
    account_of,
    is_member_token,
)
from ledger.message import Sending
from ledger.promises.messages import passed_on
from ledger.units import WORK
from ledger.work.state import Hours, SheetRecord, SheetStatus, sheet_mark


class WorkDayRecorded(Event, frozen=True, kw_only=True, tag="work-day-recorded"):
    """The attendance sheet of a work day; its hours count once somebody else confirms them (C4)."""

    makes = "sheet"

    sheet: SheetId
    leader: MemberToken
    """Who led the work."""
    lines: tuple[Hours, ...]
    purpose: PurposeId = UNRESTRICTED
    motive: Motive = Motive.GIFT
    effective: date
    """The day of the work."""

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        account = account_of(stream)
        record = SheetRecord(
            SheetStatus.RECORDED, self.leader, self.effective, self.purpose, self.motive, self.lines
        )
        marks.point(sheet_mark(account, self.sheet), record)
        for line in self.lines:
            if not marks.finds(line.contribution):
                marks.point(contribution_mark(account, line.contribution), self._record(line))
            if not is_member_token(line.worker):
                marks.put_first(giver_mark(account, PartyToken(line.worker)), line.giver_kind)
        for line in self.lines:
            count = minutes_mark(account, line.worker, self.effective)
            marks.put(count, (marks.get(count, int) or 0) + line.minutes)

    def _record(self, line: Hours) -> ContributionRecord:
        return ContributionRecord(
            status=ContributionStatus.WORKED,
            unit=WORK,
            left_minor=line.minutes,
            purpose=self.purpose,
            effective=self.effective,
            worker=line.worker,
        )


class WorkDayConfirmed(Event, frozen=True, kw_only=True, tag="work-day-confirmed"):
    """Somebody who neither led the work nor stands on the sheet confirms it: its hours are received (C4)."""

    sheet: SheetId
    confirmed_by: MemberToken
    purpose: PurposeId
    lines: tuple[Hours, ...]
    effective: date
    """The day of the work."""

    @property
    def minutes(self) -> int:
        """All hours of the sheet."""
        return sum(line.minutes for line in self.lines)

    def apply(self, state: Account) -> None:
        state.at(WORK, self.purpose).received += self.minutes

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        _end(marks, stream, self.sheet, SheetStatus.CONFIRMED)
        for line in self.lines:
            received = ContributionStatus.RECEIVED
            amend(marks, stream, line.contribution, status=received, honours=line.honours)

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        told = (passed_on(stream, line.contribution, line.honours) for line in self.lines)
        return tuple(chain.from_iterable(told))


class WorkDayRefused(Event, frozen=True, kw_only=True, tag="work-day-refused"):
    """The sheet does not say what happened: its hours never came in, and may be written down anew (C4)."""

    sheet: SheetId
    refused_by: MemberToken
    lines: tuple[Hours, ...]
    reason: Seal
    effective: date
    """The day of the work."""

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        _end(marks, stream, self.sheet, SheetStatus.REFUSED)
        for line in self.lines:
            amend(marks, stream, line.contribution, status=ContributionStatus.REFUSED, left_minor=0)
            give_back_minutes(marks, stream, line.worker, self.effective, line.minutes)


def _end(marks: Marks, stream: Stream, sheet: SheetId, status: SheetStatus) -> None:
    mark = sheet_mark(account_of(stream), sheet)
    record = marks.get(mark, SheetRecord)
    assert record is not None, "a sheet is recorded before it is confirmed or refused"
    marks.put(mark, msgspec.structs.replace(record, status=status, lines=()))
