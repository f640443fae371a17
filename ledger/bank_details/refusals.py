"""Why bank details are refused."""

from ledger.refusals import NotFound, Unprocessable


class BankDetailsHolderUnknown(NotFound):
    """Nobody here has this token: name a payee of this account, a member, or a bank account among its places (B1)."""


class PlaceIsNoBankAccount(Unprocessable):
    """Banks know nothing of this place of money: name one that is a bank account (L12)."""


class IbanMalformed(Unprocessable):
    """This is no IBAN: its country, length and check digits do not fit, so copy it once more (B1)."""


class BicMalformed(Unprocessable):
    """This is no BIC, or not one of the IBAN's country: copy it once more, or leave it out (B1)."""


class IbanNotReached(Unprocessable):
    """A transfer in euros reaches the countries of SEPA, and {country} is none: pay this by another way (C10)."""
