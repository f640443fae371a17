"""Why a bank file is refused. Each names the line that breaks; none repeats a name or a text that stands there."""

from ledger.refusals import Malformed, Unprocessable


class BankFileUnknown(Malformed):
    """This is no bank file that is read here: give camt.053, camt.054, MT940 or OFX, or a CSV with its map (L12)."""


class BankFilePacked(Malformed):
    """This file is packed: unpack it, and give the bank files in it one by one (L12)."""


class BankFileTooLarge(Malformed):
    """A bank file has {largest_bytes} bytes at most: ask the bank for a shorter time (L12)."""


class BankFileBroken(Malformed):
    """Line {line} of the bank file breaks off what was begun: ask the bank for it again, and change nothing (L12)."""


class BankFileNotPlain(Malformed):
    """Line {line} of the bank file declares a document type or entities, and no bank does: ask for it again (L12)."""


class BankFileTooDeep(Malformed):
    """From line {line} on, the bank file holds more elements than any bank writes: ask for a shorter time (L12)."""


class BankElementMissing(Malformed):
    """Line {line} of the bank file lacks {element}: ask the bank for the file again (L12)."""


class BankElementUnknown(Malformed):
    """Line {line} of the bank file: {element} is none of what it may be; ask the bank for the file again (L12)."""


class BankAmountUnreadable(Malformed):
    """Line {line} of the bank file: {element} is no amount; ask for the file again, or correct its map (L4)."""


class BankAmountTooFine(Unprocessable):
    """Line {line} of the bank file: {amount} has more digits than the {digits} of {unit}. Nothing is rounded: ask the
    bank what was booked (L4).
    """


class BankDayUnreadable(Malformed):
    """Line {line} of the bank file: {element} is no day; ask for the file again, or correct its map (L10)."""


class BankSideUnclear(Unprocessable):
    """Line {line} of the bank file: whether {element} came in is not said as the map has it: correct the map (L12)."""


class BankUnitUnknown(Unprocessable):
    """Line {line} of the bank file names no currency of ISO 4217: ask the bank for the file again (L3)."""


class BankUnitDiffers(Unprocessable):
    """Line {line} of the bank file is in {unit}, its account in {expected}: units are never added (L3)."""


class BankEntryDoesNotAddUp(Unprocessable):
    """Line {line} of the bank file: the transactions of this entry make {found} {unit}, and it says {stated}; ask the
    bank for the file again (L1).
    """


class StatementDoesNotAddUp(Unprocessable):
    """The statement from line {line} on does not add up: {opening} and entries of {entries} make {found} {unit}, not
    {closing}; ask the bank for the whole of it (L12).
    """


class StatementSumsDiffer(Unprocessable):
    """Line {line} of the bank file: {element} says {stated}, and the entries make {found}; ask for the whole (L12)."""


class NoStatementInside(Unprocessable):
    """This bank file holds no statement: ask the bank for statements of account of closed days (L12)."""


class DayNotClosed(Unprocessable):
    """From line {line} on, the bank file ({form}) tells of a day that is not closed: ask for its statement (L12)."""


class NoticeAlone(Unprocessable):
    """From line {line} on, the bank file ({form}) announces single entries, which the statement of that day will hold
    again: give it together with that statement, to tell who stands behind its entries (C2).
    """


class StatementOfAnother(Unprocessable):
    """The statement from line {line} on is of another bank account than this place: give the file of its own (L12)."""


class SeveralAccountsInside(Unprocessable):
    """This file holds statements of {count} bank accounts: say which one this place is, by its number (L12)."""


class StatementsApart(Unprocessable):
    """The statement from line {line} on does not begin with what the one before it ended with: something between them
    is missing, so ask the bank for it, or give them in files of their own (L12).
    """


class CorrectionInside(Unprocessable):
    """Line {line} of the bank file corrects an earlier file: ask the bank for one whole file of that time (L6)."""


class BankMapNeeded(Unprocessable):
    """This seems to be a CSV. Every bank writes its own: give the map that says what its columns mean (L12)."""


class BankMapMalformed(Malformed):
    """The map of the bank's columns cannot be used ({what}): `usf bank map` shows one that is whole (L12)."""


class BankMapDoesNotFit(Unprocessable):
    """The map names {column}, and no row of the file has this heading: correct the map, or give its own file (L12)."""
