"""Taking a statement: what a bank says of a place, or the part of it that is not taken yet (L12, C2)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar

import msgspec

from ledger.accounts.look import founded
from ledger.command import AccountCommand, Context, Decision, Fact, Paper, Reads, Seen, effective_date
from ledger.context import canonical
from ledger.contributions.state import hash_of_reference
from ledger.identifiers import (
    DisbursementId,
    KeyedHash,
    PaperId,
    PlaceId,
    StatementId,
    Stream,
    stream_of,
)
from ledger.money import checked, to_decimal
from ledger.papers.look import filed, filing, filing_marks, paper_marks
from ledger.papers.media import Examined
from ledger.papers.state import PaperKind
from ledger.payment_files.state import PaymentFile, file_of
from ledger.places.look import known_place
from ledger.places.refusals import OnlyMoneyHasPlace
from ledger.statements.events import StatementTaken
from ledger.statements.refusals import (
    BalancesIncomplete,
    BroughtForwardMatched,
    LinesMisnumbered,
    OpeningNotClosing,
    StatementEndsBefore,
    StatementOverlaps,
    StatementUnbalanced,
    TooManyLines,
)
from ledger.statements.state import (
    StatementLine,
    Statements,
    Taken,
    line_reference_mark,
    statements_of,
    told_mark,
)
from ledger.units import is_money

MOST_LINES = 5_000
"""Lines of one statement: some megabyte of one event."""
TOLD_AS = "statement-line"
"""What a line is hashed for."""
MOST_A_DAY = 8
"""Statements of one day, each of which may have a line like one of those before it that nothing tells from it."""

_DAY = timedelta(days=1)


class LineText(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a bank writes beside an amount: of people, so it lies in the papers store."""

    reference: str = ""
    """The bank's own."""
    end_to_end: str = ""
    """What the payer's order called it."""
    name: str = ""
    """Who paid, or was paid."""
    iban: str = ""
    text: str = ""
    valued: date | None = None


class LineGiven(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it stands in the file."""

    number: int
    amount_minor: int
    booked: date
    said: LineText = LineText()


class _Line(msgspec.Struct, frozen=True):
    """A line with what tells it."""

    given: LineGiven
    told: KeyedHash
    reference: KeyedHash | None
    next_told: tuple[KeyedHash, ...] = ()
    """How it is told where one like it, or several, were taken before, and this is another."""


class _Part(msgspec.Struct, frozen=True):
    """What of a statement is to be taken."""

    begins: date
    opening_minor: int
    closing_minor: int
    lines: tuple[_Line, ...]


class TakeStatement(AccountCommand, frozen=True, kw_only=True):
    """Take what a bank says of a place, once.

    What was taken before, with whatever file it came, is left out; where nothing else is in it, nothing changes, and
    the answer names the statement that has it.
    """

    bulky: ClassVar[bool] = True

    place: PlaceId
    unit: str
    begins: date
    ends: date
    opening_minor: int | None = None
    """None where the bank gives no balances."""
    closing_minor: int | None = None
    lines: tuple[LineGiven, ...] = ()
    evidence: PaperId | None = None
    """The file in which it came, which was filed before."""
    file: Examined | None = None
    """The file itself: it is filed in the same commit, where anything of it is taken."""

    def reads(self, context: Context) -> Reads:
        lines = self._told(context)
        told = [told_mark(one) for line in lines for one in (line.told, *line.next_told)]
        named = [line_reference_mark(line.reference) for line in lines if line.reference is not None]
        return Reads(
            streams=(self.account, statements_of(self.account, self.place), *self._orders()),
            marks=(
                *told,
                *named,
                *paper_marks(self.account, self.evidence),
                *(() if self.file is None else filing_marks(self.account, self.file, context)),
            ),
        )

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        known_place(account, self.place)
        self._require_whole()
        effective_date(self.ends, context)
        lines = self._told(context)
        stream = statements_of(self.account, self.place)
        row = (seen.find(stream, Statements) or Statements()).row(self.unit)
        if self._goes_on(seen, row, lines):
            lines = tuple(_another(seen, line) for line in lines)
        new = tuple(line for line in lines if not seen.holds(told_mark(line.told)))
        if row and not new and self.ends <= row[-1].ends:
            return self._taken_with(seen, lines, row)
        part = self._part(row, new, len(lines))
        evidence = self.evidence
        if evidence is not None:
            filed(seen, self.account, evidence)
        if self.file is not None:
            evidence = yield from filing(seen, self.account, PaperKind.BANK_FILE, self.file, context)
        papers = {line.given.number: paper for line in part.lines for paper in _paper(line.given, context)}
        yield from papers.values()
        statement = StatementId(context.fresh("statement"))
        yield Fact(
            stream,
            StatementTaken(
                statement=statement,
                place=self.place,
                unit=self.unit,
                begins=part.begins,
                ends=self.ends,
                opening_minor=part.opening_minor,
                closing_minor=part.closing_minor,
                derived=self.opening_minor is None,
                lines=tuple(
                    StatementLine(
                        number=line.given.number,
                        amount_minor=line.given.amount_minor,
                        booked=line.given.booked,
                        told=line.told,
                        reference=_alone(seen, line.reference),
                        payment=self._payment(seen, line.given),
                        text=papers[line.given.number].seal if line.given.number in papers else None,
                    )
                    for line in part.lines
                ),
                evidence=evidence,
            ),
        )
        return statement

    def _require_whole(self) -> None:
        """Raises what is wrong with the statement by itself."""
        if not is_money(self.unit):
            raise OnlyMoneyHasPlace(unit=self.unit)
        if self.ends < self.begins:
            raise StatementEndsBefore(ends=self.ends.isoformat())
        if (self.opening_minor is None) != (self.closing_minor is None):
            raise BalancesIncomplete
        if len(self.lines) > MOST_LINES:
            raise TooManyLines(most=MOST_LINES)
        for number, count in Counter(line.number for line in self.lines).items():
            if number < 1 or count > 1:
                raise LinesMisnumbered(number=number)
        sums = [self.opening_minor or 0]
        sums.extend(checked(sums[-1] + checked(line.amount_minor)) for line in self.lines)
        if self.closing_minor is not None and sums[-1] != self.closing_minor:
            raise StatementUnbalanced(
                opening=to_decimal(sums[0], self.unit),
                made=to_decimal(sums[-1] - sums[0], self.unit),
                closing=to_decimal(self.closing_minor, self.unit),
                unit=self.unit,
            )

    def _taken_with(self, seen: Seen, lines: tuple[_Line, ...], row: list[Taken]) -> StatementId:
        """The statement that has all of this already."""
        same = self._same(row)
        if same is not None:
            return same.statement
        for line in lines:
            statement = seen.mark(told_mark(line.told), StatementId)
            if statement is not None:
                return statement
        return next(taken.statement for taken in row if self.ends <= taken.ends)

    def _goes_on(self, seen: Seen, row: list[Taken], lines: tuple[_Line, ...]) -> bool:
        """Whether it begins with what the last one ended with, on the day on which that ended.

        Its lines are others then, even where nothing but the balances tells them from those of the same day before it.
        """
        known = [line for line in lines if seen.holds(told_mark(line.told))]
        if not row or self.opening_minor != row[-1].closing_minor or self._same(row) is not None:
            return False
        if not all(line.next_told for line in known):
            return False
        later = all(line.given.booked >= row[-1].ends for line in lines)
        return later and sum(line.given.amount_minor for line in known) != 0

    def _same(self, row: list[Taken]) -> Taken | None:
        """The statement that ends on the same day with the same balances, if it was taken."""
        balances = self.ends, self.opening_minor, self.closing_minor
        alike = (one for one in row if (one.ends, one.opening_minor, one.closing_minor) == balances)
        return next(alike, None)

    def _part(self, row: list[Taken], new: tuple[_Line, ...], count: int) -> _Part:
        """What is to be taken of it, in the row of what is taken.

        Raises OpeningNotClosing, StatementOverlaps or BroughtForwardMatched.
        """
        last = row[-1] if row else None
        if last is None:
            return self._as_it_is(new, 0)
        if self.ends < last.ends:
            self._require_between(row, new, count)
            return self._as_it_is(new, 0)
        again = self.begins < last.ends and any(line.given.booked < last.ends for line in new)
        if again and (self.opening_minor is None or len(new) == count):
            # Days that were taken before, told by other references: these lines may be the same.
            raise StatementOverlaps(ended=last.ends.isoformat())
        if self.opening_minor is None:
            return self._beyond(last, new)
        if len(new) < count:
            made = last.closing_minor + sum(line.given.amount_minor for line in new)
            if made != self.closing_minor:
                raise StatementOverlaps(ended=last.ends.isoformat())
            return self._beyond(last, new)
        if self.opening_minor != last.closing_minor and self.begins <= last.ends + _DAY:
            raise OpeningNotClosing(
                opening=to_decimal(self.opening_minor, self.unit),
                closing=to_decimal(last.closing_minor, self.unit),
                ended=last.ends.isoformat(),
                unit=self.unit,
            )
        return self._as_it_is(new, last.closing_minor)

    def _as_it_is(self, new: tuple[_Line, ...], before_minor: int) -> _Part:
        opening = before_minor if self.opening_minor is None else self.opening_minor
        made = sum(line.given.amount_minor for line in new)
        return _Part(self.begins, opening, checked(opening + made), new)

    def _beyond(self, last: Taken, new: tuple[_Line, ...]) -> _Part:
        """What goes on where the last one ended."""
        made = sum(line.given.amount_minor for line in new)
        first = min((line.given.booked for line in new), default=self.ends)
        begins = max(self.begins, min(first, last.ends + _DAY))
        return _Part(begins, last.closing_minor, checked(last.closing_minor + made), new)

    def _require_between(self, row: list[Taken], new: tuple[_Line, ...], count: int) -> None:
        """It fills a gap between two that are taken, or lies before the first.

        Raises OpeningNotClosing, StatementOverlaps or BroughtForwardMatched.
        """
        at = next(index for index, taken in enumerate(row) if taken.ends > self.ends)
        before, after = (row[at - 1] if at else None), row[at]
        closing = before.closing_minor if before else 0
        contiguous = before is not None and after.opening_minor == closing
        if self.opening_minor is None or len(new) < count or contiguous:
            raise StatementOverlaps(ended=after.ends.isoformat())
        if after.begun is not None:
            raise BroughtForwardMatched(begins=after.begins.isoformat(), match=after.begun)
        if self.ends >= after.begins and self.closing_minor != after.opening_minor:
            raise StatementOverlaps(ended=after.ends.isoformat())
        if before is not None and self.begins <= before.ends + _DAY and self.opening_minor != closing:
            raise OpeningNotClosing(
                opening=to_decimal(self.opening_minor, self.unit),
                closing=to_decimal(closing, self.unit),
                ended=before.ends.isoformat(),
                unit=self.unit,
            )

    def _orders(self) -> set[Stream]:
        """The payment files whose payments these lines may name."""
        files = {file_of(line.said.end_to_end) for line in self.lines}
        return {stream_of(self.account, file) for file in files if file is not None}

    def _payment(self, seen: Seen, line: LineGiven) -> DisbursementId | None:
        """The payment that a line's end-to-end id names, if that is one of ours."""
        file = file_of(line.said.end_to_end)
        made = None if file is None else seen.find(stream_of(self.account, file), PaymentFile)
        ordered = None if made is None else made.ordered(line.said.end_to_end.strip().lower())
        return None if ordered is None else ordered.disbursement

    def _told(self, context: Context) -> tuple[_Line, ...]:
        """The lines with what tells each: day, amount, the bank's reference, and which of several such it is."""
        references = [_spelled(line.said.reference) for line in self.lines]
        often = Counter(references)
        first = min((line.booked for line in self.lines), default=self.begins)
        which: Counter[tuple[date, int, str]] = Counter()
        told: list[_Line] = []
        for line, reference in zip(self.lines, references, strict=True):
            like = line.booked, line.amount_minor, reference
            which[like] += 1
            text = f"{self.account}|{self.place}|{self.unit}|{line.booked}|{line.amount_minor}|{reference}"
            alone = reference and often[reference] == 1
            further = 0 if alone or line.booked != first else MOST_A_DAY
            own, *later = (
                context.keyed(TOLD_AS, f"{text}|{nth}")
                for nth in range(which[like], which[like] + further + 1)
            )
            told.append(
                _Line(
                    line,
                    own,
                    hash_of_reference(self.account, line.said.reference, context) if alone else None,
                    tuple(later),
                )
            )
        return tuple(told)


def _spelled(reference: str) -> str:
    """Letters alone, in one case: what a bank prints with and without blanks is one reference."""
    return "".join(reference.casefold().split())


def _alone(seen: Seen, reference: KeyedHash | None) -> KeyedHash | None:
    """The reference, unless a line that was taken before has it: what two lines share tells neither (C2)."""
    return None if reference is None or seen.holds(line_reference_mark(reference)) else reference


def _another(seen: Seen, line: _Line) -> _Line:
    """The line as it is told beside those like it that were taken before; the same where that were too many."""
    tries = (one for one in (line.told, *line.next_told) if not seen.holds(told_mark(one)))
    return msgspec.structs.replace(line, told=next(tries, line.told))


def _paper(line: LineGiven, context: Context) -> Iterator[Paper]:
    """What the bank wrote, if it wrote anything. Raises TextTooLong or TextUnreadable."""
    said = msgspec.to_builtins(line.said)
    if said:
        yield context.paper(canonical(said))
