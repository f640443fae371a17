"""Why a command about valuations is refused."""

from ledger.refusals import Unprocessable


class ValueNotMoney(Unprocessable):
    """A value is stated in a currency, such as EUR; {currency} is none (L3)."""


class ValuedInItself(Unprocessable):
    """A value in {currency} says nothing of money in {currency}: value another unit (L3)."""


class ValuationInOtherUnit(Unprocessable):
    """This contribution is in {unit}: value it in that unit (L3)."""
