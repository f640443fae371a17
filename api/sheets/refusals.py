"""Why a sheet, or a cell of it, is refused. None repeats what stands in a cell: it may be a name."""

from ledger.refusals import Malformed, Unprocessable


class SheetUnreadable(Malformed):
    """This is no sheet that can be read: save it as CSV or XLSX, without a password and without macros (L9)."""


class SheetTooLarge(Malformed):
    """A sheet has {largest_bytes} bytes and {most_rows} rows at most: split it, and import one part after the other
    (L6).
    """


class SheetHeadingsMissing(Malformed):
    """No row holds the headings of the template: begin with `usf import --template` and keep its first row (L6)."""


class SheetHeadingTwice(Malformed):
    """Two columns have the same heading, {column}: leave one of them out (L6)."""


class SheetHeadingUnknown(Malformed):
    """A heading in column {place} is none of the template's: correct it, or leave the column out (L6)."""


class SheetEmpty(Malformed):
    """There is no entry in this sheet: write at least one row under the headings (L6)."""


class CellMissing(Malformed):
    """This must be filled in (L6)."""


class CellNotUsed(Unprocessable):
    """This kind of entry has nothing in this column: empty the cell, or look for the right kind (L6)."""


class KindUnknown(Malformed):
    """This is none of the kinds of entries: write one as the page of explanations has it (L6)."""


class NumberMalformed(Malformed):
    """An entry's number has at most {longest} letters and digits, such as 2026-014: correct it (L6)."""


class LinesUnlike(Unprocessable):
    """Rows with one number are one entry, and this one does not fit those above it: give it its own number (L6)."""


class NumberTaken(Unprocessable):
    """An entry with this number was imported before and said something else: give a new entry a new number; what is
    booked is corrected by a correcting entry, never by changing the sheet (L6).
    """


class DayUnreadable(Malformed):
    """This is no day: write it as 31/12/2026 or 2026-12-31, with all four digits of the year (L10)."""


class TimesUnreadable(Malformed):
    """These are no times of a meeting: write when it began and ended, such as 15:00-17:30 (R9)."""


class TimeZoneMissing(Malformed):
    """Nobody said of which time zone these times are: name it with --zone, such as Atlantic/Cape_Verde (R9)."""


class TimeZoneUnknown(Malformed):
    """There is no such time zone: write it as in Atlantic/Cape_Verde or Europe/Paris (R9)."""


class FigureUnreadable(Malformed):
    """This is no figure: write digits with one comma or one point before the decimals, such as 1234,50 (L4)."""


class FigureAmbiguous(Malformed):
    """This can be read as thousands or as decimals, and nothing is guessed: write 1234 or 1234,00 or 1,2340 (L4)."""


class WholeNumberNeeded(Malformed):
    """This is a whole number of people or votes: write it without decimals (R9)."""


class HoursUnreadable(Malformed):
    """These are no hours: write 3:30, or 3,5 where that makes whole minutes (C4)."""


class TwoPeopleNeeded(Malformed):
    """Two people stand here: write both names, with a semicolon between them (C6, R9)."""


class OnePersonNeeded(Malformed):
    """One person stands here: write a single name (C3, C4)."""


class NameUnknown(Unprocessable):
    """No member has exactly this name: write it as it was enrolled, or enrol the person in a row above (M1)."""


class NameAmbiguous(Unprocessable):
    """Several people here have exactly this name: record this entry by itself, where the person can be chosen (M2)."""


class PlaceUnknown(Unprocessable):
    """No open place of money has this label: write one as `usf reconcile` has it, or open the place first (L12)."""


class PurposeUnknown(Unprocessable):
    """No purpose is described exactly so: write its description or its id, or leave the cell empty (L5)."""


class PurposeAmbiguous(Unprocessable):
    """Several purposes are described exactly so: write the id of the one that is meant (L5)."""


class WordUnknown(Malformed):
    """This is none of the words that may stand here: see the page of explanations (L6)."""


class IdUnknown(Malformed):
    """This is no id of what this kind of entry is about: copy it from the ledger (L6)."""
