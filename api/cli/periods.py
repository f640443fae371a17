"""`usf period`: which periods are closed, what one comes to, and its entries by number."""

from datetime import date, datetime
from typing import Annotated, Any

import typer

from api.cli.common import AccountOption, Database, Json, as_json, as_table, give_up, reading, say
from api.cli.names import DESTINATIONS, association_name, chosen, figure, purpose_names
from api.periods import told
from ledger.context import moment_of
from ledger.ledger import Ledger
from ledger.periods.report import ReportLine
from projections import periods
from projections.accounts import LocalAccount
from projections.base import Database as Views

PAGE = 1_000
NO_SUCH = "No period ends on that day: name the last day of a closed one, or a day of the open one."
MOVEMENTS = ("opening", "movement", "closing")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("period")(period)


def period(
    account: AccountOption = None,
    until: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="Last day of a closed period, or of the open one as it would be if it ended then.",
            show_default=False,
        ),
    ] = None,
    entries: Annotated[
        bool, typer.Option("--entries", help="The entries of the period, by journal and number.")
    ] = False,
    db: Database = None,
    json: Json = False,
) -> None:
    """Show the closed periods, or what one period comes to: opening and movements make the closing."""
    if until is None and entries:
        give_up("Entries are those of one period: name its last day with --until.", 2)
    if until is not None and account is None:
        give_up("A period is one account's: say which with --account.", 2)
    with reading(db) as (ledger, shelf), shelf.reading() as views:
        found = chosen(views, account)
        if until is None:
            _periods(ledger, views, found, json)
            return
        show = _entries if entries else _report
        show(ledger, views, found[0], date(until.year, until.month, until.day), json)


def _periods(ledger: Ledger, db: Views, accounts: list[LocalAccount], json: bool) -> None:
    closed = [(one, row) for one in accounts for row in periods.periods(db, one.account)]
    if json:
        as_json([_period(row) for _, row in closed])
        return
    if not closed:
        say("No period is closed yet: `usf period --account … --until …` shows what one comes to.")
    for one in accounts:
        rows = [row for owner, row in closed if owner is one]
        if rows:
            as_table(
                f"{association_name(ledger, db, one)} ({one.account})",
                ("since", "until", "closed on", "decision", "seal of the report"),
                [
                    (
                        row.since.isoformat(),
                        row.until.isoformat(),
                        f"{moment_of(row.recorded_us):%Y-%m-%d}",
                        row.decision,
                        row.seal,
                    )
                    for row in rows
                ],
            )


def _period(row: periods.Period) -> dict[str, Any]:
    fields = ("account", "since", "until", "seal", "decision", "position")
    return {name: getattr(row, name) for name in fields} | {"recorded": moment_of(row.recorded_us)}


def _report(ledger: Ledger, db: Views, one: LocalAccount, until: date, json: bool) -> None:
    report = periods.report(db, ledger.store, ledger.partition_of(one.account), one.account, until)
    if report is None:
        give_up(NO_SUCH)
    closed = periods.period(db, one.account, until) is not None
    if json:
        as_json({"account": one.account} | told(report, closed=closed))
        return
    names = purpose_names(ledger, db, one.account)
    as_table(
        f"{association_name(ledger, db, one)}, {report.since} to {report.until}"
        + ("" if closed else " (not closed)"),
        ("unit", "purpose", "destination", "", *MOVEMENTS),
        [row for line in report.lines for row in _rows(line, names.get(line.purpose, line.purpose))],
        numbers=MOVEMENTS,
    )
    counts = ", ".join(f"{one.journal} 1–{one.entries}" for one in report.journals)
    say(f"Entries: {counts or 'none'}; of these took effect before {report.since}: {report.late}.")
    say(f"Seal of this report: {report.seal}")


def _rows(line: ReportLine, purpose: str) -> list[tuple[str, ...]]:
    where = (line.unit, purpose, DESTINATIONS[line.destination])
    moved = [
        (
            *where,
            moved.nature if moved.detail is None else f"{moved.nature}: {moved.detail}",
            "",
            figure(moved.amount_minor, line.unit),
            "",
        )
        for moved in line.moved
    ]
    opening, closing = (figure(minor, line.unit) for minor in (line.opening_minor, line.closing_minor))
    return [*moved, (*where, "in all", opening, "", closing)]


def _entries(ledger: Ledger, db: Views, one: LocalAccount, until: date, json: bool) -> None:
    closed = periods.period(db, one.account, until) is not None
    found = _numbered(ledger, db, one, until, closed=closed)
    if json:
        as_json(
            [
                {
                    "code": entry.code,
                    "booked": entry.booked,
                    "effective": entry.effective,
                    "late": entry.late,
                    "position": entry.position,
                }
                for entry in found
            ]
        )
        return
    kinds = {
        recorded.position: recorded.event.kind()
        for recorded in ledger.store.events_at(
            ledger.partition_of(one.account), sorted(entry.position for entry in found)
        )
    }
    as_table(
        f"{association_name(ledger, db, one)}, to {until}" + ("" if closed else " (not closed)"),
        ("entry", "booked", "took effect", "event", "position"),
        [
            (
                entry.code,
                entry.booked.isoformat(),
                entry.effective.isoformat(),
                kinds[entry.position],
                str(entry.position),
            )
            for entry in found
        ],
        numbers=("entry", "position"),
    )


def _numbered(
    ledger: Ledger, db: Views, one: LocalAccount, until: date, *, closed: bool
) -> list[periods.NumberedEntry]:
    if not closed:
        partition = ledger.partition_of(one.account)
        would_be = periods.open_entries(db, ledger.store, partition, one.account, until)
        if would_be is None:
            give_up(NO_SUCH)
        return would_be
    found: list[periods.NumberedEntry] = []
    while more := periods.entries(
        db, one.account, until, after=found[-1].place if found else ("", 0), limit=PAGE
    ):
        found.extend(more)
    return found
