"""A year that closes: its report is put before the assembly, and what is found afterwards is booked in the next."""

from datetime import date, timedelta

from ledger.identifiers import AccountId, Stream
from ledger.ledger import Ledger
from ledger.periods.commands import ClosePeriodByDecision
from ledger.periods.report import Report
from ledger.periods.walking import books_of
from ledger.proposals.commands import ClosePeriodGiven
from tests.season import Season


def tour(season: Season) -> None:
    """Close the books up to yesterday, and enter a gift of that day."""
    until = season.wait_days(1).now().date() - timedelta(days=1)
    close(season, until)
    season.receive("5.00", effective=until)


def close(season: Season, until: date) -> Report:
    """Close the books up to a day, by a final decision on their report."""
    report = report_of(season.ledger, season.account, until)
    proposal = season.accepted(ClosePeriodGiven(until=until, report=report.seal))
    season.do(ClosePeriodByDecision(account=season.account, proposal=proposal))
    return report


def report_of(ledger: Ledger, account: AccountId, until: date) -> Report:
    """The report of the open period as it is now."""
    return books_of(account, ledger.events_of(Stream(account))).report(until)
