"""The command line `usf`: tables for people, `--json` for programs, progress on stderr, honest exit codes.

0: done. 1: the answer is no, such as a refusal or a difference found. 2: the call's words are off. 3: the database
cannot serve.
"""

import typer

from api.cli import (
    advances,
    auditing,
    balances,
    bank,
    checking,
    demonstration,
    elections,
    exporting,
    following,
    keys,
    lying,
    messages,
    migrating,
    papers,
    participation,
    periods,
    reconciling,
    recounting,
    reporting,
    rounds,
    serving,
    sheets,
    tracing,
)

app = typer.Typer(
    name="usf",
    help="The ledger of the Universal Solidarity Fund.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
serving.register(app)
following.register(app)
demonstration.register(app)
migrating.register(app)
keys.register(app)
messages.register(app)
balances.register(app)
lying.register(app)
advances.register(app)
periods.register(app)
exporting.register(app)
reporting.register(app)
tracing.register(app)
auditing.register(app)
reconciling.register(app)
checking.register(app)
elections.register(app)
rounds.register(app)
recounting.register(app)
participation.register(app)
papers.register(app)
bank.register(app)
sheets.register(app)


def main() -> None:
    """Run the command line."""
    app()


__all__ = ["app", "main"]
