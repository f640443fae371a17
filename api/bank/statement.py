"""What a bank file says, whatever form it came in: statements of one account, line by line.

Nothing here is an event yet. Names, numbers of accounts and texts stand here as the bank wrote them; whoever records a
statement puts them where people's data may lie.
"""

from datetime import date

import msgspec

from api.bank.refusals import StatementDoesNotAddUp
from ledger.money import to_decimal


class BankLine(msgspec.Struct, frozen=True, kw_only=True):
    """One movement on the account: one transaction of one giver or payee, also where the bank booked many at once."""

    number: int
    """Counted from 1 within its statement."""
    at: int
    """The line of the file where it stands, counted from 1."""
    amount_minor: int
    """More than zero: money came in."""
    booked: date
    valued: date | None = None
    bank_reference: str = ""
    """The bank's own reference, one line's alone where the bank gives one."""
    entry_reference: str = ""
    """The bank's reference of the entry that this line is, or is a part of."""
    end_to_end: str = ""
    """What the payer's order called this payment."""
    order: str = ""
    """What a payment file called the batch that this belongs to."""
    creditor_reference: str = ""
    """The structured reference on the payment slip."""
    name: str = ""
    """Who paid, or who is paid."""
    iban: str = ""
    """The number of the other side's account; not every bank has IBANs."""
    text: str = ""
    reversal: bool = False
    """It takes an earlier movement back; its sign is already what it does to the account."""
    return_reason: str = ""
    """The bank's code for why a payment came back."""
    charge: bool = False
    """What the bank kept for itself of the movement before it."""


NOTHING = "0"
"""The status of an entry of nothing, by which banks tell something without moving money."""


class LeftOut(msgspec.Struct, frozen=True):
    """An entry that is none yet, or never will be: announced, pending, for information."""

    at: int
    status: str
    """The bank's own code, or `NOTHING`."""


class BankStatement(msgspec.Struct, frozen=True, kw_only=True):
    """What happened on one account in one currency, between two balances where the bank gives both."""

    form: str
    """The form of the file, such as camt.053."""
    at: int
    """The line of the file where it begins."""
    reference: str = ""
    """What the bank calls this statement."""
    account: str = ""
    """The number of the account; IBAN where it has one."""
    unit: str
    opening_minor: int | None = None
    """None: the bank does not state it."""
    closing_minor: int | None = None
    """None: the bank does not state it."""
    begins: date | None = None
    ends: date | None = None
    lines: tuple[BankLine, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notice: bool = False
    """It announces single entries that a statement will hold again, and has no balances."""

    @property
    def sum_minor(self) -> int:
        """All lines together."""
        return sum(line.amount_minor for line in self.lines)

    @property
    def balances(self) -> tuple[int, int] | None:
        """Opening and closing; where the bank states one, the other is what it must be. None where it states none.

        What was worked out is checked by its neighbour: the closing balance of one statement opens the next.
        """
        opening, closing = self.opening_minor, self.closing_minor
        if opening is None and closing is None:
            return None
        if opening is None:
            assert closing is not None
            return closing - self.sum_minor, closing
        return opening, opening + self.sum_minor if closing is None else closing


def balanced(statement: BankStatement) -> BankStatement:
    """The same statement. Raises StatementDoesNotAddUp where opening + lines ≠ closing."""
    opening, closing, unit = statement.opening_minor, statement.closing_minor, statement.unit
    if opening is not None and closing is not None and opening + statement.sum_minor != closing:
        raise StatementDoesNotAddUp(
            line=statement.at,
            unit=unit,
            opening=to_decimal(opening, unit),
            entries=to_decimal(statement.sum_minor, unit),
            found=to_decimal(opening + statement.sum_minor, unit),
            closing=to_decimal(closing, unit),
        )
    return statement


def told(lines: list[BankLine], left_out: list[LeftOut]) -> tuple[BankLine, ...]:
    """The lines, counted from 1 in this order; those that move nothing are left out, and said to be."""
    left_out.extend(LeftOut(line.at, NOTHING) for line in lines if not line.amount_minor)
    moving = (line for line in lines if line.amount_minor)
    return tuple(msgspec.structs.replace(line, number=n) for n, line in enumerate(moving, 1))


def spanning(begins: date | None, ends: date | None, lines: tuple[BankLine, ...]) -> tuple[date, date] | None:
    """The days that the bank states, made wider where a line lies outside them; None where no day is known."""
    days = [day for day in (begins, ends, *(line.booked for line in lines)) if day is not None]
    return (min(days), max(days)) if days else None
