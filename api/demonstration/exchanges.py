"""How a village exchanges euros: at the fixed parity, with the bank's fee, under the same purpose (C10)."""

from decimal import Decimal

from api.demonstration.village import Village
from ledger.currency_exchanges.commands import ExchangeCurrency
from ledger.currency_exchanges.state import ConversionGiven, RateSource
from ledger.identifiers import UNRESTRICTED
from ledger.proposals.given import AmountGiven

PARITY = "110.265"
"""Escudos for one euro."""


def at_parity(euros: str) -> ConversionGiven:
    """What a bank credits in escudos."""
    return ConversionGiven(
        unit="CVE",
        amount=f"{Decimal(euros) * Decimal(PARITY):.2f}",
        rate=PARITY,
        rate_per="EUR",
        source=RateSource.FIXED_PARITY,
    )


def to_escudos(
    village: Village,
    euros: str,
    reference: str,
    *,
    purpose: str | None = None,
    proposal: str | None = None,
    fee: str | None = None,
) -> str:
    """The bank takes euros and credits escudos. `purpose` and `proposal` name those of the village."""
    return village.do(
        ExchangeCurrency(
            account=village.account,
            purpose=village.purpose(purpose) if purpose else UNRESTRICTED,
            unit="EUR",
            amount=euros,
            obtained=at_parity(euros),
            fee=AmountGiven("CVE", fee) if fee else None,
            proposal=village.proposal(proposal) if proposal else None,
            reference=reference,
        )
    )
