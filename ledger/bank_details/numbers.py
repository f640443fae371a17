"""The numbers of bank accounts and banks: whether these can be such. Nothing else here knows the library that tells."""

from schwifty import BIC, IBAN
from schwifty.exceptions import SchwiftyException

from ledger.bank_details.refusals import BicMalformed, IbanMalformed
from ledger.bank_details.state import BankDetails
from ledger.context import readable


def checked(iban: str, bic: str | None = None, name: str | None = None) -> BankDetails:
    """Bank details as banks write them. Raises IbanMalformed, BicMalformed, TextTooLong or TextUnreadable.

    That a number can be one does not say whose it is: its check digits find nearly every slip of the pen, and no lie.
    """
    number = _iban(iban)
    said = None if name is None or not readable(name).strip() else " ".join(name.split())
    return BankDetails(str(number), None if bic is None else _bic(bic, number.country_code), said)


def country_reached(iban: str) -> tuple[str, bool]:
    """The country of an IBAN, and whether a SEPA credit transfer in euros reaches it."""
    number = IBAN(iban)
    return number.country_code, number.in_sepa_zone


def _iban(text: str) -> IBAN:
    try:
        return IBAN(text)
    except SchwiftyException:
        # What was sent is personal data: it stands in no error, nor in the error before it.
        raise IbanMalformed from None


def _bic(text: str, country: str) -> str:
    try:
        bic = BIC(text)
    except SchwiftyException:
        raise BicMalformed from None
    if bic.country_code != country and (bic.country_code, country) not in _SAME_BANKS:
        raise BicMalformed
    return str(bic)


_SAME_BANKS = frozenset(
    {
        ("FR", "MC"),
        ("IT", "SM"),
        ("IT", "VA"),
        ("GB", "JE"),
        ("GB", "GG"),
        ("GB", "IM"),
        ("ES", "AD"),
        ("CH", "LI"),
    }
)
"""Countries of a BIC and of an IBAN that differ where a bank serves a small neighbour."""
