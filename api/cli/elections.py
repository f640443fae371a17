"""`usf election`: one real season from a Pabulib file."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from api.cli.common import Bar, Database, Json, answered, as_json, as_table, give_up, recording, say
from api.elections.outcome import Outcome
from api.elections.pabulib import Election, ElectionFileProblem, read_election
from api.elections.rules import Counting, counting_of
from api.elections.season import run_season
from ledger.context import ScriptedClock
from ledger.money import to_decimal


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("election")(election)


def election(
    file: Annotated[
        Path, typer.Argument(help="A .pb file (Pabulib): META, PROJECTS, VOTES.", show_default=False)
    ],
    rule: Annotated[
        str | None,
        typer.Option(
            "--rule",
            help="Count by this rule, where the file names none: greedy, greedy-no-skip, equal-shares, "
            "equal-shares/add1, equal-shares/add1-comparison or another of the format.",
            show_default=False,
        ),
    ] = None,
    db: Database = None,
    json: Json = False,
) -> None:
    """Run a participatory-budgeting season through the ledger: members, money, proposals, ballots, payments."""
    read, counting = _read(file, rule)
    clock = ScriptedClock(datetime.now(UTC))
    with recording(db, clock) as (ledger, _), Bar() as bar:
        outcome = run_season(ledger, clock, read, counting, bar)
    if json:
        as_json(outcome)
    else:
        _show(read, outcome)


def _read(file: Path, rule: str | None) -> tuple[Election, Counting]:
    try:
        with answered():
            read = read_election(file)
            return read, counting_of(read, rule)
    except ElectionFileProblem as problem:
        give_up(f"{file.name}: {problem}")


def _show(read: Election, outcome: Outcome) -> None:
    unit = outcome.unit
    accepted = set(outcome.selected)
    rows = [
        (project.project_id, project.name, f"{project.cost:f} {unit}")
        for project in sorted(read.projects, key=lambda project: project.project_id)
        if project.project_id in accepted
    ]
    as_table("Accepted projects", ("label", "project", "cost"), rows, numbers=("cost",))
    say(f"Account: {outcome.account}")
    say(f"Ballots counted: {outcome.ballots_counted}; replaced by a later one: {outcome.ballots_replaced}")
    for reason, count in outcome.ballots_refused.items():
        say(f"Ballots refused ({reason}): {count}")
    if outcome.withdrawn:
        say(f"Withdrawn after the vote, and left off the ballot: {', '.join(outcome.withdrawn)}")
    for name in ("budget", "disbursed", "remaining"):
        say(f"{name.capitalize()}: {to_decimal(getattr(outcome, f'{name}_minor'), unit)} {unit}")
    if outcome.tie_decided:
        say("A tie was decided by the declared order; another order would accept other projects.")
    if outcome.agrees_with_file is not None:
        say(
            "The file names the same winners."
            if outcome.agrees_with_file
            else "The file names other winners."
        )
    _stated(read)
    say(f"{outcome.events} events in {msgspec.to_builtins(outcome.seconds)} s")


def _stated(read: Election) -> None:
    for what, stated, found in (
        ("projects", read.num_projects, len(read.projects)),
        ("ballots", read.num_votes, len(read.ballots)),
    ):
        if stated is not None and stated != found:
            say(f"Note: the file says that it holds {stated} {what}, and holds {found}.")
