"""Entries of every day: a collection, a fee, a theft, a count and its difference, a correction."""

from ledger.associations.commands import ChangeRulesByDecision
from ledger.associations.given import (
    CollectionCeilingGiven,
    CriterionGiven,
    RulesGiven,
    StandingCeilingGiven,
)
from ledger.bookings.commands import BookCountedDifference, BookEntry, CorrectEntry, CountPlace
from ledger.bookings.state import BookingKind
from ledger.contributions.commands import ReceiveCollection
from ledger.identifiers import BookingId, CountId, PlaceId
from ledger.places.commands import OpenPlace
from ledger.places.state import PlaceKind
from ledger.proposals.commands import ChangeRulesGiven
from tests.season import Season


def tour(season: Season) -> None:
    """One event of every kind that happens to money without a giver or a payee."""
    account, two = season.account, (season.second_signatory, season.auditor)
    bus = next(iter(season.state().purposes))
    _ceilings(season)
    box = PlaceId(season.do(OpenPlace(account=account, kind=PlaceKind.CASH_BOX, label="collection-box")))
    season.do(
        ReceiveCollection(account=account, unit="EUR", amount="36.40", counted_by=two, purpose=bus, place=box)
    )
    fee = BookEntry(
        account=account,
        kind=BookingKind.BANK_FEE,
        unit="EUR",
        amount="2.00",
        place=box,
        reference="WALLET-FEE",
        evidence="Emma saw it on the screen.",
    )
    wrong = BookingId(season.do(fee))
    season.do(CorrectEntry(account=account, booking=wrong, reason="It was the fee of Ana's own wallet."))
    theft = BookEntry(
        account=account,
        kind=BookingKind.THEFT,
        unit="EUR",
        amount="4.00",
        place=box,
        evidence="Ana saw the broken lock.",
        confirmed_by=two,
    )
    season.do(theft)
    count = CountPlace(account=account, place=box, unit="EUR", counted="32.00", counted_by=two)
    found = CountId(season.do(count))
    season.do(BookCountedDifference(account=account, count=found, booked="32.40"))


def _ceilings(season: Season) -> None:
    rules = RulesGiven(
        criteria=(CriterionGiven("most-need", "Who has least."),),
        standing_ceilings=(
            StandingCeilingGiven(BookingKind.BANK_FEE, "EUR", "10.00"),
            StandingCeilingGiven(BookingKind.COUNTED_LESS, "EUR", "1.00"),
        ),
        collection_ceilings=(CollectionCeilingGiven("EUR", "100.00"),),
    )
    changed = season.accepted(ChangeRulesGiven(rules=rules))
    season.do(ChangeRulesByDecision(account=season.account, proposal=changed))
