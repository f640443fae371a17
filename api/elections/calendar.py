"""The days of a season, and where it was."""

import re
from datetime import UTC, date, datetime, timedelta

from api.elections.pabulib import Election
from ledger.context import ScriptedClock

COUNTRIES = {
    "Angola": "AO",
    "Belgium": "BE",
    "Brazil": "BR",
    "Cabo Verde": "CV",
    "Canada": "CA",
    "Czechia": "CZ",
    "Estonia": "EE",
    "France": "FR",
    "Germany": "DE",
    "Guinea-Bissau": "GW",
    "Hungary": "HU",
    "Italy": "IT",
    "Luxembourg": "LU",
    "Mozambique": "MZ",
    "Netherlands": "NL",
    "Norway": "NO",
    "Poland": "PL",
    "Portugal": "PT",
    "Sao Tome and Principe": "ST",
    "Senegal": "SN",
    "Spain": "ES",
    "Switzerland": "CH",
    "Ukraine": "UA",
    "United Kingdom": "GB",
    "United States": "US",
}
"""ISO 3166 codes of countries that published files name, and of those where villages and their twins are likely; any
other country is written by its code, which the format's checker takes too."""

_CODE_BY_NAME = {name.casefold(): code for name, code in COUNTRIES.items()} | {"usa": "US", "us": "US"}
_NAME_BY_CODE = {code: name for name, code in COUNTRIES.items()}


def country_code(stated: str) -> str:
    """The code of a country that a file names; ZZ, which ISO leaves to users, where it is unknown."""
    if re.fullmatch("[A-Z]{2}", stated):
        return stated
    return _CODE_BY_NAME.get(stated.casefold(), "ZZ")


def country_called(code: str) -> str:
    """What the format calls a country: its English name in ISO 3166, or else its code; `Worldwide` for none."""
    return "Worldwide" if code == "ZZ" else _NAME_BY_CODE.get(code, code)


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
