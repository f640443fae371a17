"""What taking a bank file would come to, line by line, before anything is recorded.

Each line was taken before, or agrees with an entry of the books, or is to be booked, or is left to people because
several entries may be it. It is asked as the reconciliation asks, of the same function, after a dry run of the command
that would take the statement.
"""

from collections import defaultdict
from enum import StrEnum

import msgspec

from api.bank.statement import BankLine
from api.bank.taking import Chosen
from ledger.ledger import Answer, Ledger
from ledger.statements.events import StatementTaken
from ledger.statements.state import LineName
from projections.base import Database
from projections.reconciliation import LikelyMatch, OpenLine, likely_matches, open_entries, open_lines


class Happens(StrEnum):
    """What becomes of a line."""

    KNOWN = "known"
    """It was taken before, and is left out."""
    AGREES = "agrees"
    """One entry of the books is certainly the same money."""
    TO_BE_BOOKED = "to-be-booked"
    """No entry of the books can be it."""
    FOR_PEOPLE = "for-people"
    """Several entries may be it, or several together: somebody decides."""


class Foretold(msgspec.Struct, frozen=True):
    """One line of the file, and what becomes of it."""

    line: BankLine
    happens: Happens
    entries: tuple[int, ...] = ()
    """Those that it agrees with, or may: versions in the account's stream."""


def foretold(ledger: Ledger, db: Database, chosen: Chosen, answer: Answer) -> tuple[Foretold, ...]:
    """What becomes of each line of a statement, by the answer of a dry run of its command."""
    taken = next((event for event in answer.foreseen if isinstance(event, StatementTaken)), None)
    lines = chosen.statement.lines
    if taken is None:
        return tuple(Foretold(line, Happens.KNOWN) for line in lines)
    certain, rivals = _likely(ledger, db, chosen, taken)
    new = {line.number for line in taken.lines}

    def becomes(line: BankLine) -> Foretold:
        if line.number not in new:
            return Foretold(line, Happens.KNOWN)
        if line.number in certain:
            return Foretold(line, Happens.AGREES, certain[line.number])
        if line.number in rivals:
            return Foretold(line, Happens.FOR_PEOPLE, rivals[line.number])
        return Foretold(line, Happens.TO_BE_BOOKED)

    return tuple(becomes(line) for line in lines)


def _likely(
    ledger: Ledger, db: Database, chosen: Chosen, taken: StatementTaken
) -> tuple[dict[int, tuple[int, ...]], dict[int, tuple[int, ...]]]:
    """By a line's number, the entries that it agrees with, and those that it may be."""
    command = chosen.command
    at = command.account, command.place, command.unit
    lines = [
        OpenLine(
            taken.statement,
            line.number,
            taken.unit,
            line.amount_minor,
            line.booked,
            line.reference,
            line.payment,
        )
        for line in taken.lines
    ]
    everything = [*open_lines(db, *at), *lines]
    references = {line.reference for line in everything if line.reference is not None}
    booked = ledger.booked_under(command.account, references)
    found = likely_matches(everything, open_entries(db, ledger.store, *at), booked)
    names = {LineName(taken.statement, line.number): line.number for line in lines}
    return _by_line(found.certain, names), _by_line(found.for_people, names)


def _by_line(some: tuple[LikelyMatch, ...], names: dict[LineName, int]) -> dict[int, tuple[int, ...]]:
    entries: defaultdict[int, dict[int, None]] = defaultdict(dict)
    for one in some:
        for line in one.lines:
            if line in names:
                entries[names[line]] |= dict.fromkeys(one.entries)
    return {number: tuple(found) for number, found in entries.items()}
