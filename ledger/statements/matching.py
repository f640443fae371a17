"""Saying which lines and entries are the same money, and taking that back."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from ledger.accounts.look import founded
from ledger.command import AccountCommand, Context, Decision, Fact, Log, Reads, Seen, recorded_date
from ledger.disbursements.events import DisbursementSettled
from ledger.disbursements.state import Disbursement, DisbursementStatus
from ledger.identifiers import DisbursementId, KeyedHash, MatchId, PlaceId, Stream, stream_of
from ledger.places.look import known_place
from ledger.promises.opening import opened_promise
from ledger.statements.events import LinesMatched, MatchUndone
from ledger.statements.look import (
    EntryFound,
    LineFound,
    entries_found,
    lines_found,
    marks_of_lines,
    open_entry,
    open_line,
    require_equal,
    require_once,
    unbooked,
)
from ledger.statements.refusals import NothingToMatch, UnknownMatch
from ledger.statements.state import LineName, MatchRecord, match_mark, matched_entry_mark, statements_of


class MatchLines(AccountCommand, frozen=True, kw_only=True):
    """These lines and these entries are the same money: their sums are equal, and none is matched yet (L12).

    A line that pays what was sent settles that payment: the bank has carried it out. Entries alone, or lines alone,
    are matched where they take each other back.
    """

    place: PlaceId
    unit: str
    lines: tuple[LineName, ...] = ()
    entries: tuple[int, ...] = ()
    """Versions in the account's stream."""
    found: tuple[tuple[LineFound, ...], tuple[EntryFound, ...]] = ((), ())
    """Gathered, not given."""

    def gather(self, log: Log) -> Any:
        of = self.account, self.place, self.unit
        found = lines_found(log, *of, self.lines), entries_found(log, *of, self.entries)
        return msgspec.structs.replace(self, found=found)

    def reads(self, context: Context) -> Reads:
        lines, entries = self.found
        return Reads(
            streams=(
                self.account,
                statements_of(self.account, self.place),
                *(stream_of(self.account, payment) for payment in self._payments()),
            ),
            marks=(
                *marks_of_lines(self.account, lines),
                *(matched_entry_mark(self.account, self.place, self.unit, one.entry) for one in entries),
            ),
        )

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        known_place(account, self.place)
        if len(self.lines) + len(self.entries) < 2:
            raise NothingToMatch
        require_once(self.lines)
        require_once(self.entries)
        of = self.account, self.place, self.unit
        lines, entries = self.found
        lines_minor = sum(open_line(seen, *of, line) for line in lines)
        entries_minor = sum(open_entry(seen, *of, entry) for entry in entries)
        require_equal(lines_minor, entries_minor, self.unit)
        match, references = MatchId(context.fresh("match")), unbooked(seen, lines)
        settling = self._settling(seen) if lines else {}
        # One line for one payment: its reference is the settlement's own (C2).
        own = references if len(settling) == len(entries) == len(lines) == 1 else ()
        yield Fact(
            statements_of(self.account, self.place),
            LinesMatched(
                match=match,
                place=self.place,
                unit=self.unit,
                lines=self.lines,
                entries=self.entries,
                amount_minor=lines_minor,
                references=() if own else references,
            ),
        )
        booked = max([found.line.booked for found in lines if found.line is not None], default=date.min)
        for stream, disbursement in settling.items():
            # A bank may book a day before somebody said here that it was sent.
            day = max(booked, disbursement.sent)
            yield from shown(stream, disbursement, match, next(iter(own), None), day, context)
        return match

    def _settling(self, seen: Seen) -> dict[Stream, Disbursement]:
        """The payments that were sent, and that these lines show."""
        found = {}
        for payment in self._payments():
            stream = stream_of(self.account, payment)
            disbursement = seen.find(stream, Disbursement)
            assert disbursement is not None, "what is booked as paid was authorised"
            if disbursement.status is DisbursementStatus.SENT and not disbursement.is_transfer:
                found[stream] = disbursement
        return found

    def _payments(self) -> tuple[DisbursementId, ...]:
        return tuple(entry.payment for entry in self.found[1] if entry.payment is not None)


class UndoMatch(AccountCommand, frozen=True, kw_only=True):
    """They were not the same money: both sides are open again (L12). What was booked stands until corrected (L6)."""

    place: PlaceId
    match: MatchId
    reason: str

    def reads(self, context: Context) -> Reads:
        return Reads(
            streams=(self.account, statements_of(self.account, self.place)),
            marks=(match_mark(self.account, self.match),),
        )

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        known_place(account, self.place)
        record = seen.mark(match_mark(self.account, self.match), MatchRecord)
        if record is None or record.place != self.place:
            raise UnknownMatch
        reason = context.paper(self.reason)
        yield reason
        yield Fact(
            statements_of(self.account, self.place),
            MatchUndone(match=self.match, place=self.place, unit=record.unit, reason=reason.seal),
        )
        return self.match


def shown(
    stream: Stream,
    disbursement: Disbursement,
    match: MatchId,
    reference: KeyedHash | None,
    day: date,
    context: Context,
) -> Iterator[Fact]:
    """A payment that a line shows is settled (C2)."""
    # A bank may book a day ahead of today in UTC.
    day = min(day, recorded_date(context))
    yield Fact(stream, DisbursementSettled(reference=reference, match=match, effective=day))
    yield from opened_promise(stream, disbursement, day)
