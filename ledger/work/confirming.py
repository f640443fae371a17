"""An attendance sheet is confirmed by somebody who neither led the work nor stands on it, or refused (C4)."""

from collections import Counter
from typing import Any

import msgspec

from ledger.accounts.look import founded
from ledger.accounts.state import MemberRecord, member_mark
from ledger.command import AccountCommand, Context, Decision, Fact, Log, Reads, Seen, recorded_date
from ledger.contributions.carbon import carbon_stated
from ledger.disbursements.state import Disbursement
from ledger.identifiers import DisbursementId, MemberToken, SheetId, stream_of
from ledger.money import checked, to_decimal
from ledger.promises.honouring import honoured_fact, require_open
from ledger.promises.refusals import MoreThanPromised
from ledger.units import WORK
from ledger.work.events import WorkDayConfirmed, WorkDayRefused
from ledger.work.refusals import (
    ConfirmerLed,
    ConfirmerWorked,
    SheetConfirmerNotMember,
    SheetNotWaiting,
    UnknownSheet,
)
from ledger.work.state import SheetRecord, SheetStatus, sheet_mark


class _OfOneSheet(AccountCommand, frozen=True, kw_only=True):
    """What the commands about one attendance sheet share."""

    sheet: SheetId
    confirmer: MemberToken
    """A member who neither led the work nor stands on the sheet."""

    def reads(self, context: Context) -> Reads:
        marks = sheet_mark(self.account, self.sheet), member_mark(self.account, self.confirmer)
        return Reads(streams=(self.account,), marks=marks)

    def waiting(self, seen: Seen, context: Context) -> SheetRecord:
        """The sheet that waits, which this member may judge."""
        record = seen.mark(sheet_mark(self.account, self.sheet), SheetRecord)
        if record is None:
            raise UnknownSheet
        if record.status is not SheetStatus.RECORDED:
            raise SheetNotWaiting
        if self.confirmer == record.leader:
            raise ConfirmerLed
        if any(line.worker == self.confirmer for line in record.lines):
            raise ConfirmerWorked
        member = seen.mark(member_mark(self.account, self.confirmer), MemberRecord)
        if member is None or not member.on(recorded_date(context)):
            raise SheetConfirmerNotMember
        return record


class ConfirmWorkDay(_OfOneSheet, frozen=True, kw_only=True):
    """The hours were worked: they are received, each line as a contribution of its own."""

    carbon_kg: str | None = None
    """Kg of CO2e that the work offsets, where that is its motive."""
    promises: tuple[DisbursementId, ...] = ()
    """Gathered, not given: whose promises of this account the sheet honours, which it says once and for all."""

    def gather(self, log: Log) -> Any:
        record = log.mark(sheet_mark(self.account, self.sheet), SheetRecord)
        lines = () if record is None else record.lines
        named = (line.honours for line in lines if line.honours is not None)
        own = (honours.disbursement for honours in named if honours.account == self.account)
        return msgspec.structs.replace(self, promises=tuple(dict.fromkeys(own)))

    def reads(self, context: Context) -> Reads:
        own = super().reads(context)
        promises = (stream_of(self.account, disbursement) for disbursement in self.promises)
        return Reads(streams=(*own.streams, *promises), marks=own.marks)

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        record = self.waiting(seen, context)
        self._require_still_promised(seen, record)
        confirmed = WorkDayConfirmed(
            sheet=self.sheet,
            confirmed_by=self.confirmer,
            purpose=record.purpose,
            lines=record.lines,
            effective=record.effective,
        )
        checked(account.ever_received(WORK) + confirmed.minutes)
        yield Fact(self.account, confirmed)
        for line in record.lines:
            yield from honoured_fact(self.account, line.contribution, line.honours)
        yield from carbon_stated(self.account, self.sheet, record.motive, self.carbon_kg, record.effective)
        return self.sheet

    def _require_still_promised(self, seen: Seen, record: SheetRecord) -> None:
        """What the sheet honours is open all together, of the promises of this account; another looks at its own.

        Raises NothingPromised, PromiseNotOpen or MoreThanPromised (K3).
        """
        named = Counter[DisbursementId]()
        for line in record.lines:
            if (honours := line.honours) is not None and honours.account == self.account:
                named[honours.disbursement] += honours.amount_minor
        for disbursement, amount_minor in named.items():
            promise = seen.find(stream_of(self.account, disbursement), Disbursement)
            assert promise is not None, "a sheet names a disbursement that there is"
            require_open(promise)
            open_minor, unit = promise.promise_open_minor, promise.line.unit
            if amount_minor > open_minor:
                raise MoreThanPromised(left=to_decimal(open_minor, unit), unit=unit)


class RefuseWorkDay(_OfOneSheet, frozen=True, kw_only=True):
    """The sheet does not say what happened: no hours come in by it."""

    reason: str

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        record = self.waiting(seen, context)
        reason = context.paper(self.reason)
        yield reason
        yield Fact(
            self.account,
            WorkDayRefused(
                sheet=self.sheet,
                refused_by=self.confirmer,
                lines=record.lines,
                reason=reason.seal,
                effective=record.effective,
            ),
        )
        return self.sheet
