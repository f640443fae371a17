"""A period's report as JSON tells it, on the command line and over HTTP alike: amounts as decimal strings."""

from typing import Any

from ledger.money import to_decimal
from ledger.periods.report import Report, ReportLine


def told(report: Report, *, closed: bool) -> dict[str, Any]:
    """The report, with its seal and whether the assembly has closed its period."""
    return {
        "since": report.since,
        "until": report.until,
        "closed": closed,
        "seal": report.seal,
        "lines": [_line(line) for line in report.lines],
        "journals": [{"journal": one.journal, "entries": one.entries} for one in report.journals],
        "late": report.late,
        "entries": report.entries,
    }


def _line(line: ReportLine) -> dict[str, Any]:
    return {
        "unit": line.unit,
        "purpose": line.purpose,
        "destination": line.destination,
        "opening": to_decimal(line.opening_minor, line.unit),
        "moved": [
            {
                "nature": moved.nature,
                "detail": moved.detail,
                "amount": to_decimal(moved.amount_minor, line.unit),
            }
            for moved in line.moved
        ],
        "closing": to_decimal(line.closing_minor, line.unit),
    }
