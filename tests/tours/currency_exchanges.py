"""Euros become escudos: of what a decision holds reserved, and of what is available."""

from ledger.currency_exchanges.commands import ExchangeCurrency, ReverseCurrencyExchange
from ledger.currency_exchanges.state import ConversionGiven, RateSource
from ledger.identifiers import UNRESTRICTED, CurrencyExchangeId, ProposalId
from ledger.proposals.commands import AmountGiven
from tests.season import Season

PEG = "110.265"
"""Escudos for one euro, since 1998."""


def tour(season: Season) -> None:
    """One exchange of each kind, and a payment in escudos under a decision in euros."""
    season.receive("200.00")
    proposal = season.accepted_proposal("60.00")
    season.do(exchange(season, "50.00", "5513.25", proposal))
    season.unit = "CVE"
    season.settled(season.authorised(proposal, "5000.00"))
    season.unit = "EUR"
    season.do(exchange(season, "10.00", "1100.00"))


def reversed_tour(season: Season) -> None:
    """Both amounts are put back: of a decision's money, and of what is available."""
    season.receive("40.00")
    proposal = season.accepted_proposal("20.00")
    for decision in (proposal, None):
        wrong = CurrencyExchangeId(season.do(exchange(season, "10.00", "1200.00", decision, "BCV-78")))
        reason = "The bank's slip says 1102.65."
        season.do(ReverseCurrencyExchange(account=season.account, exchange=wrong, reason=reason))


def exchange(
    season: Season,
    given: str,
    obtained: str,
    proposal: ProposalId | None = None,
    reference: str = "BCV-77",
) -> ExchangeCurrency:
    """The command that exchanges euros at the parity."""
    return ExchangeCurrency(
        account=season.account,
        purpose=UNRESTRICTED,
        unit="EUR",
        amount=given,
        obtained=ConversionGiven(
            unit="CVE", amount=obtained, rate=PEG, rate_per="EUR", source=RateSource.FIXED_PARITY
        ),
        fee=AmountGiven("EUR", "1.00") if proposal else None,
        proposal=proposal,
        reference=reference if proposal else None,
        evidence="The bank's slip.",
    )
