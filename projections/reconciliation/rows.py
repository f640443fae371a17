"""What a reconciliation says."""

from datetime import date

import msgspec

from ledger.identifiers import (
    CountId,
    DisbursementId,
    KeyedHash,
    MemberToken,
    PlaceId,
    Seal,
    StatementId,
)
from projections.statements import StatementRow


class OpenEntry(msgspec.Struct, frozen=True):
    """An entry of the books that no line of a statement shows."""

    entry: int
    """The event's version in the account's stream."""
    unit: str
    amount_minor: int
    effective: date
    recorded_us: int
    position: int
    kind: str
    about: str
    """The contribution, disbursement, transfer, exchange, booking or move that it is for."""


class OpenLine(msgspec.Struct, frozen=True):
    """A line of a statement that no entry of the books explains."""

    statement: StatementId
    number: int
    """0: what the statement begins with and no statement before it explains."""
    unit: str
    amount_minor: int
    booked: date
    reference: KeyedHash | None = None
    payment: DisbursementId | None = None
    text: Seal | None = None


class LatestCount(msgspec.Struct, frozen=True):
    """What two members counted last, beside what the books say of the end of that day."""

    id: CountId
    unit: str
    effective: date
    first_counter: MemberToken
    second_counter: MemberToken
    counted_minor: int
    booked_minor: int
    """What the books say lay there at the end of that day, with all that was booked since."""
    difference_minor: int
    """Counted less booked: nothing where the two agree."""
    moved_since_minor: int
    """What came and went after that day, which nobody has counted yet."""


class Reconciliation(msgspec.Struct, frozen=True):
    """A place and unit, compared as of the end of a day."""

    place: PlaceId
    unit: str
    effective: date | None
    """As of the end of this day; of all days where none was asked."""
    book_minor: int
    """What the books say lies there."""
    statement: StatementRow | None
    """The last that was taken."""
    count: LatestCount | None
    agreed_lines: int
    agreed_entries: int
    open_line_count: int
    open_lines_minor: int
    open_entry_count: int
    open_entries_minor: int
    lines_since: date | None
    """Day of the oldest open line."""
    entries_since: date | None
    """Day of the oldest open entry."""

    @property
    def closing_minor(self) -> int:
        """What the last statement ended with; nothing where none was taken."""
        return 0 if self.statement is None else self.statement.closing_minor

    @property
    def unexplained_minor(self) -> int:
        """Closing balance + open entries - open lines - books: nothing, unless the ledger itself is wrong."""
        return self.closing_minor + self.open_entries_minor - self.open_lines_minor - self.book_minor

    @property
    def agrees(self) -> bool:
        """Nothing is open on either side, and the latest count found what the books say."""
        counted = self.count is None or not self.count.difference_minor
        if self.statement is None:
            return counted and (self.count is not None or not self.book_minor)
        return counted and not self.open_line_count and not self.open_entry_count
