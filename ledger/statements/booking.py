"""Booking a line straight from the queue: whatever is booked for it is matched with it in the same commit (L12, C2)."""

from datetime import date
from typing import Any

import msgspec

from ledger.command import AccountCommand, Context, Decision, Fact, Log, Reads, Seen
from ledger.contributions.refusals import ReferenceAlreadyBooked
from ledger.contributions.state import reference_mark
from ledger.disbursements.events import DisbursementSent
from ledger.disbursements.state import Disbursement
from ledger.identifiers import KeyedHash, MatchId, PlaceId, Stream
from ledger.money import to_decimal
from ledger.places.laying import laid_at
from ledger.statements.events import LinesMatched
from ledger.statements.look import LineFound, lines_found, marks_of_lines, open_line
from ledger.statements.matching import shown
from ledger.statements.refusals import LineSaysOtherwise
from ledger.statements.state import LineName, statements_of


class BookLine(AccountCommand, frozen=True, kw_only=True):
    """Carry out a command for a line, and match what it books with that line.

    Any command that moves money serves: what it lays at the place must be what the line says. It is refused, and
    nothing is booked, where the line is matched, or something else is booked under its reference.
    """

    place: PlaceId
    unit: str
    line: LineName
    booking: AccountCommand
    found: tuple[LineFound, ...] = ()
    """Gathered, not given."""

    def gather(self, log: Log) -> Any:
        return msgspec.structs.replace(
            self,
            booking=self.booking.gather(log),
            found=lines_found(log, self.account, self.place, self.unit, (self.line,)),
        )

    def reads(self, context: Context) -> Reads:
        own = self.booking.reads(context)
        return Reads(
            streams=tuple({*own.streams, self.account, statements_of(self.account, self.place)}),
            marks=(*own.marks, *marks_of_lines(self.account, self.found)),
            groups=own.groups,
        )

    def decide(self, seen: Seen, context: Context) -> Decision:
        assert self.booking.account == self.account, "a line of one account is booked in that account"
        assert not isinstance(self.booking, BookLine), "what is booked once is one line's, never two's"
        (found,) = self.found
        said_minor = open_line(seen, self.account, self.place, self.unit, found)
        reference = found.line.reference if found.line is not None else None
        if reference is not None and seen.holds(reference_mark(reference)):
            raise ReferenceAlreadyBooked
        booked: list[Fact] = []
        created = yield from _watched(self.booking.decide(seen, context), booked)
        own = [fact.event for fact in booked if fact.stream == self.account]
        laid = {
            entry: minor
            for entry, event in enumerate(own, seen.version(self.account) + 1)
            if (minor := laid_at(event, self.place, self.unit))
        }
        if sum(laid.values()) != said_minor:
            raise LineSaysOtherwise(
                line=to_decimal(said_minor, self.unit),
                booked=to_decimal(sum(laid.values()), self.unit),
                unit=self.unit,
            )
        match, settling = MatchId(context.fresh("match")), self._settling(seen, booked)
        unclaimed = reference is not None and reference not in _references(booked) and not settling
        yield Fact(
            statements_of(self.account, self.place),
            LinesMatched(
                match=match,
                place=self.place,
                unit=self.unit,
                lines=(self.line,),
                entries=tuple(laid),
                amount_minor=said_minor,
                references=(reference,) if reference is not None and unclaimed else (),
            ),
        )
        for stream, disbursement, sent in settling:
            day = sent if found.line is None else max(found.line.booked, sent)
            yield from shown(stream, disbursement, match, reference, day, context)
        return created

    def _settling(self, seen: Seen, booked: list[Fact]) -> list[tuple[Stream, Disbursement, date]]:
        """The payment that was sent by this, which the line shows at once."""
        found = []
        for fact in booked:
            if isinstance(fact.event, DisbursementSent):
                disbursement = seen.find(fact.stream, Disbursement)
                assert disbursement is not None, "what is sent was authorised"
                if not disbursement.is_transfer:
                    found.append((Stream(fact.stream), disbursement, fact.event.effective))
        return found


def _watched(decision: Decision, booked: list[Fact]) -> Decision:
    """The same decision, with its facts noted as they come."""
    while True:
        try:
            outcome = next(decision)
        except StopIteration as stop:
            created: str = stop.value
            return created
        if isinstance(outcome, Fact):
            booked.append(outcome)
        yield outcome


def _references(booked: list[Fact]) -> set[KeyedHash | None]:
    """Under which references all of this was booked."""
    return {getattr(fact.event, "reference", None) for fact in booked}
