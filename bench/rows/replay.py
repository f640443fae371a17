"""A cold replay to balances, against the `ledger` program on a journal of the same transactions.

Both are processes that begin with nothing, on the same core, and both end with every balance printed; the two sets of
balances must be equal. How long each takes to start is part of it; neither is compiled while it is measured.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from bench.cores import SERVER, apart, on
from bench.report import Figures, Row
from bench.run import Run, opened
from bench.servers import ROOT
from ledger.contributions.events import ContributionReceived
from ledger.identifiers import account_of
from ledger.ledger import COMMONS
from ledger.money import to_decimal, to_minor

PROGRAM = "ledger"
PACKAGE = "ledger (C++, ledger-cli.org); Debian and Ubuntu have it as the package `ledger`"

COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}
"""Python keeps what it has compiled, whatever the environment says: who installs a program has it compiled."""

Balances = dict[str, int]
"""By account, unit, purpose and destination."""


class ProgramMissingError(Exception):
    """There is nothing to compare with."""


class BalancesDifferError(Exception):
    """The two do not say the same, so that there is no figure."""


def measure(run: Run) -> Figures:
    """Both, in turn, on the standard history."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise ProgramMissingError(f"the program {PACKAGE}, is not on the path")
    history = run.history(run.sizes.contributions)
    journal = run.path("journal")
    transactions = apart(write_journal, history.database, journal)
    theirs = [program, "--args-only", "--file", str(journal), "balance", "--flat", "--no-total"]
    theirs += ["--balance-format", "%(account)\t%(display_total)\n", "^funds"]
    ours = [sys.executable, "-m", "bench.replayed", history.database]
    figures, balances = Figures([]), 0
    _ran(ours)  # which compiles what is not compiled yet
    for _ in range(run.sizes.samples):
        seconds, said = _ran(ours)
        figures.ours.append(transactions / seconds)
        mine = msgspec.json.decode(said, type=Balances)
        seconds, said = _ran(theirs)
        figures.reference.append(transactions / seconds)
        if mine != _understood(said):
            raise BalancesDifferError("the balances are not equal")
        balances = len(mine)
    figures.note = f"{transactions:,} transactions and {balances} balances, equal; whole processes."
    return figures


def _ran(command: Sequence[str]) -> tuple[float, str]:
    """How long a process took, and what it printed."""
    with on(SERVER):
        began = time.perf_counter()
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ | COMPILED, capture_output=True, text=True, check=False
        )
        seconds = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr[-1000:]}")
    return seconds, done.stdout


def write_journal(database: str, journal: Path) -> int:
    """Write all contributions of a log as a journal; how many there are."""
    count = 0
    with opened(database) as (ledger, _, _), journal.open("w") as file:
        for recorded in ledger.store.read(COMMONS, 0, sys.maxsize):
            event = recorded.event
            if isinstance(event, ContributionReceived):
                count += 1
                funds = f"funds:{account_of(recorded.stream)}:{event.earmark}:unassigned"
                amount = to_decimal(event.amount_minor, event.unit)
                file.write(
                    f"{event.effective:%Y/%m/%d} {event.contribution}\n"
                    f"    {funds}  {amount} {event.unit}\n    assets\n\n"
                )
    return count


def _understood(said: str) -> Balances:
    """The program's own table: further amounts of an account stand alone in their lines."""
    found: Balances = {}
    account = purpose = destination = ""
    for line in said.splitlines():
        name, _, amount = line.rpartition("\t")
        if name:
            _, account, purpose, destination = name.split(":")
        decimal, unit = amount.split()
        found[f"{account}/{unit}/{purpose}/{destination}"] = to_minor(decimal, unit)
    return found


ROWS = (
    Row(
        "replay",
        "transactions/s",
        f"{PACKAGE}, on the same transactions as a journal",
        2.0,
        measure,
    ),
)
