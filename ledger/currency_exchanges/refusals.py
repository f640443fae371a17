"""Why an exchange is refused."""

from ledger.refusals import Conflict, Malformed, NotFound, Unprocessable


class UnknownCurrencyExchange(NotFound):
    """This account has no such exchange of currency: check its id (C10)."""


class SameCurrency(Malformed):
    """An exchange is between two currencies: name another unit for what was obtained than for what was given (C10)."""


class NotACurrency(Unprocessable):
    """{unit} is no currency: exchange money alone; goods and hours are passed on by a decision (C10)."""


class RateMalformed(Malformed):
    """A rate is a positive decimal string such as "110.265", up to 12 digits before and 12 after the point (C10)."""


class RateOfAnotherUnit(Malformed):
    """A rate says what one {unit} or one {other} is worth in the other: name one of the two (C10)."""


class ExchangeUnproved(Malformed):
    """An exchange has a bank reference or evidence: give the statement's line, the paper, or its words (C10)."""


class FeeInAnotherUnit(Malformed):
    """The fee of an exchange is taken in {unit} or in {other}: book any other charge by itself (C10)."""


class FeeBeyondAmount(Unprocessable):
    """The fee takes all that was obtained: check both amounts, since nothing would have been exchanged (C10)."""


class NothingLeftToExchange(Unprocessable):
    """This decision has {left} {unit} left to authorise under this purpose: exchange no more than that (C10, B1)."""


class ExchangeReversed(Conflict):
    """This exchange is reversed already: book what really happened as an exchange of its own (L6)."""


class DateBeforeExchange(Unprocessable):
    """This date lies before the exchange itself, of {since}: check both (L10)."""


class ExchangeUsed(Conflict):
    """Only {left} {unit} of this is left to pay out: cancel payments first, or exchange what is left back (L6, B1)."""
