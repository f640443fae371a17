"""Bulk streams over HTTP, against raw insertion of the very rows that such streams left behind."""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from itertools import islice
from statistics import median
from types import ModuleType

from bench.cores import apart
from bench.load import LoadError, stream
from bench.raw import postgresql, sqlite
from bench.report import Figures, Row
from bench.run import Kind, Run
from bench.servers import Serving, ours
from bench.workload import Gift, as_stream, gifts
from ledger.writer import LARGEST_BATCH

STREAMS = 8
"""Sent at the same time; each holds contributions to one account."""
BATCHES = (LARGEST_BATCH, 100, 1_000, 10_000)
"""Contributions whose rows are inserted in one transaction; the fastest is the reference."""
RAW: dict[Kind, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def measure(run: Run, kind: Kind) -> Figures:
    """Streams into a ledger that grows, and raw insertion into empty tables, in turn."""
    raw, database = RAW[kind], run.database(kind)
    coming = gifts(run.villages(database))
    each = run.sizes.contributions // run.sizes.samples
    before = raw.contents(database)
    with ours(database, run.log) as us:
        send(us, list(islice(coming, each)))
    material = raw.since(database, before)
    rates: dict[int, list[float]] = defaultdict(list)
    figures = Figures([])
    with ours(database, run.log) as us:
        for _ in range(run.sizes.samples):
            figures.ours.append(each / send(us, list(islice(coming, each))))
            for batch in BATCHES:
                rates[batch].append(each / apart(raw.insert, run.database(kind), material, each, batch))
    best = max(rates, key=lambda batch: median(rates[batch]))
    figures.reference = rates[best]
    figures.note = f"The reference commits {best:,} at a time."
    figures.detail = {"raw_by_batch": {str(batch): round(median(found)) for batch, found in rates.items()}}
    return figures


def send(us: Serving, taken: Sequence[Gift]) -> float:
    """Send contributions as streams, each account's in one; the seconds until all were durable.

    Afterwards the views are level again.
    """
    by_account: dict[str, list[Gift]] = defaultdict(list)
    for gift in taken:
        by_account[gift.village.account].append(gift)
    seconds, bodies = stream(
        us.port, [as_stream(found) for found in by_account.values()], connections=STREAMS
    )
    recorded = sum(body.count(b'"status":201') for body in bodies)
    if recorded != len(taken):
        raise LoadError(f"{recorded} lines of {len(taken)} were recorded: {bodies[-1][-500:]!r}")
    us.settle(taken[-1].village.account, max(map(_last_position, bodies), key=_number))
    return seconds


def _last_position(body: bytes) -> str:
    """The position that the last line of an answer names."""
    before = body.rindex(b'"position":"') + len(b'"position":"')
    return body[before : body.index(b'"', before)].decode()


def _number(position: str) -> int:
    return int(position.rpartition(".")[2])


_REFERENCE = "raw insertion of the same rows of all tables, with the same durability"

ROWS = (
    Row("bulk-sqlite", "contributions/s", _REFERENCE, 0.25, partial(measure, kind="sqlite")),
    Row("bulk-postgresql", "contributions/s", _REFERENCE, 0.25, partial(measure, kind="postgresql")),
)
