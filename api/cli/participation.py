"""`usf participation`: who took part in an account's rounds, where their money went, and how fairly it reached them."""

from datetime import date, datetime
from fractions import Fraction
from typing import Annotated

import typer

from api.cli.common import Database, Json, as_json, as_table, give_up, reading, say
from api.cli.names import DESTINATIONS, association_name, chosen, figure
from api.explanations.fractions import rounded
from api.participation import Remembered, Together, counted_between, over_time, told, told_together
from ledger.context import moment_of
from ledger.rounds.participation import Participation, Unknown
from ledger.rounds.state import RoundStatus
from projections.rounds import Round

COLUMNS = (
    "counted on",
    "round",
    "electors",
    "took part",
    "by hand",
    "by proxy",
    "turnout",
    "got something",
    "satisfaction",
)
NUMBERS = (
    "electors",
    "took part",
    "by hand",
    "by proxy",
    "turnout",
    "got something",
    "satisfaction",
    "amount",
    "share",
)
UNKNOWN = {
    Unknown.ONE_QUESTION: "a question",
    Unknown.TOTALS_BY_HAND: "totals by hand",
    Unknown.FEW_ELECTORS: "few electors",
    Unknown.NOTHING_CHOSEN: "nothing chosen",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("participation")(show_participation)


def show_participation(
    account: Annotated[str, typer.Argument(help="Id of a local account.", show_default=False)],
    since: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="Rounds counted on this day or later."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option("--to", formats=["%Y-%m-%d"], help="Rounds counted by the end of this day."),
    ] = None,
    db: Database = None,
    json: Json = False,
) -> None:
    """Show turnout, money by destination, and how fairly it reached those who voted, for every counted round."""
    with reading(db) as (ledger, shelf), shelf.reading() as views:
        (one,) = chosen(views, account)
        known = Remembered()
        found = [
            (row, known.of(ledger, views, row))
            for row in counted_between(views, one.account, _day(since), _day(until))
        ]
        if json:
            as_json({"items": [told(*pair) for pair in found], "together": told_together(over_time(found))})
            return
        if not found:
            give_up("No round was counted here on these days: `usf audit` tells how far each one is.")
        say(f"{association_name(ledger, views, one)} ({one.account})")
        as_table("Who took part", COLUMNS, [_row(*pair) for pair in found], numbers=NUMBERS)
        _together(over_time(found))


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else date(moment.year, moment.month, moment.day)


def _row(row: Round, found: Participation) -> tuple[str, ...]:
    fairness = found.fairness
    if fairness is not None:
        fair = _percent(fairness.reached_share), _percent(fairness.mean_satisfaction)
    else:
        assert found.unknown is not None, "where it is not told, it is said why"
        fair = UNKNOWN[found.unknown], ""
    return (
        f"{moment_of(row.counted_us or 0):%Y-%m-%d}",
        row.id + (" (annulled)" if row.status is RoundStatus.ANNULLED else ""),
        str(found.electorate),
        str(found.took_part),
        str(found.by_hand or ""),
        str(found.by_proxy or ""),
        _percent(found.turnout),
        *fair,
    )


def _percent(share: Fraction) -> str:
    return f"{rounded(share * 100, 1)} %"


def _together(found: Together) -> None:
    if found.accepted:
        as_table(
            "Accepted, by destination; units are never added",
            ("unit", "destination", "amount", "share"),
            [
                (
                    line.unit,
                    DESTINATIONS[line.destination],
                    figure(line.amount_minor, line.unit),
                    _percent(line.share),
                )
                for line in found.accepted
            ],
            numbers=NUMBERS,
        )
    if found.turnout is not None:
        say(
            f"Electors of all {found.rounds} rounds: {found.electorate}; took part: {found.took_part}, "
            f"{_percent(found.turnout)}."
        )
    if found.reached_share is not None and found.mean_satisfaction is not None:
        say(
            f"Of ballots that chose something, {_percent(found.reached_share)} had at least one choice accepted; on "
            f"average {_percent(found.mean_satisfaction)} of what a ballot chose was accepted "
            f"(known of {found.known} rounds)."
        )
