"""The days of a season, and where it was."""

from datetime import UTC, date, datetime, timedelta

from api.elections.pabulib import Election
from ledger.context import ScriptedClock

COUNTRIES = {
    "canada": "CA",
    "czechia": "CZ",
    "estonia": "EE",
    "france": "FR",
    "germany": "DE",
    "hungary": "HU",
    "italy": "IT",
    "netherlands": "NL",
    "norway": "NO",
    "poland": "PL",
    "portugal": "PT",
    "spain": "ES",
    "switzerland": "CH",
    "ukraine": "UA",
    "united kingdom": "GB",
    "united states": "US",
    "usa": "US",
}
"""ISO 3166 codes of the countries that published files name; ZZ, which ISO leaves to users, for any other."""


def days_of(election: Election, clock: ScriptedClock) -> tuple[date, date]:
    """First and last day of voting; a file that does not say is taken to have voted in the two weeks before today."""
    today = datetime.fromtimestamp(clock.now_us() // 1_000_000, UTC).date()
    closes = election.closes or (
        election.opens + timedelta(days=14) if election.opens else today - timedelta(days=31)
    )
    return election.opens or closes - timedelta(days=14), closes


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
