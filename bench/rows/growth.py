"""A ledger with a long history, against one that has just begun."""

from itertools import islice
from statistics import median

from bench.load import exchange
from bench.report import Figures, Row
from bench.rows.single import CONNECTIONS
from bench.run import Run
from bench.servers import Serving, ours, reference
from bench.workload import Gift, as_balance, as_request, gifts


def read_balances(run: Run) -> Figures:
    """Balances of the crowded account, and an empty route, in turn."""
    history = run.history(run.sizes.many, crowded=True)
    requests = [as_balance(history.villages[-1])] * run.sizes.reads
    figures = Figures([])
    with ours(history.database, run.log) as us, reference("routes", run.log) as them:
        for _ in range(run.sizes.samples):
            for serving, into in ((us, figures.ours), (them, figures.reference)):
                load = exchange(serving.port, requests, status=200, connections=CONNECTIONS)
                into.append(load.per_second)
    return figures


def write_beside(run: Run) -> Figures:
    """Writes to the quiet account, with and without a long history of another one, in turn."""
    history = run.history(run.sizes.many, crowded=True)
    empty = run.database("sqlite")
    each = run.sizes.contributions // run.sizes.samples // 40
    # Numbers go on where the history ends: no reference or key comes twice.
    beside = islice(gifts(history.villages[:1]), history.contributions, None)
    alone = gifts(run.villages(empty)[:1])
    figures = Figures([])
    with ours(history.database, run.log) as crowded, ours(empty, run.log) as quiet:
        for serving, coming in ((crowded, beside), (quiet, alone)):
            _written(serving, list(islice(coming, each)))
        for _ in range(run.sizes.samples):
            figures.ours.append(_written(crowded, list(islice(beside, each))))
            figures.reference.append(_written(quiet, list(islice(alone, each))))
    figures.note = "Median time of a write; one caller."
    return figures


def _written(us: Serving, taken: list[Gift]) -> float:
    """Median milliseconds of one write after the other; the views are level again afterwards."""
    load = exchange(us.port, [as_request(gift) for gift in taken], connections=1)
    us.settle(taken[-1].village.account, load.last_position)
    return median(load.latencies_s) * 1e3


ROWS = (
    Row("balance-read", "reads/s", "an empty FastAPI route for GET", 0.7, read_balances),
    Row(
        "write-beside-many",
        "ms",
        "the same before the other account got its contributions",
        1.1,
        write_beside,
        "lower",
    ),
)
