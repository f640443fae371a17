"""Single contributions over HTTP, each durable before it is answered, against a route that does nothing."""

from functools import partial
from itertools import islice

import psutil  # type: ignore[import-untyped]

from bench.load import exchange
from bench.report import Figures, Row
from bench.run import Kind, Run
from bench.servers import Serving, ours, reference
from bench.workload import as_request, gifts

CONNECTIONS = 64


def measure(run: Run, kind: Kind) -> Figures:
    """Ours and the reference in turn, with the same requests; the views are level again before the other's turn."""
    database = run.database(kind)
    coming = gifts(run.villages(database))
    each = run.sizes.contributions // run.sizes.samples
    figures, behind, ours_us, theirs_us = Figures([]), [], [], []
    with ours(database, run.log) as us, reference("routes", run.log) as them:
        for serving in (us, them):
            exchange(serving.port, [as_request(gift) for gift in islice(coming, each // 10)])
        for _ in range(run.sizes.samples):
            taken = list(islice(coming, each))
            requests = [as_request(gift) for gift in taken]
            before = _cpu_s(us)
            load = exchange(us.port, requests, connections=CONNECTIONS)
            figures.ours.append(load.per_second)
            behind.append(us.settle(taken[-1].village.account, load.last_position))
            ours_us.append((_cpu_s(us) - before) / each * 1e6)
            before = _cpu_s(them)
            figures.reference.append(exchange(them.port, requests, connections=CONNECTIONS).per_second)
            theirs_us.append((_cpu_s(them) - before) / each * 1e6)
    figures.detail = {
        "cpu_us_per_request": {"ours": round(min(ours_us)), "reference": round(min(theirs_us))},
        "views_level_after_seconds": round(max(behind), 3),
    }
    return figures


def _cpu_s(serving: Serving) -> float:
    times = psutil.Process(serving.process.pid).cpu_times()
    return float(times.user + times.system)


_REFERENCE = "an empty FastAPI route with the same body model, on a server set up the same way"

ROWS = (
    Row("http-sqlite", "contributions/s", _REFERENCE, 1.0, partial(measure, kind="sqlite")),
    Row("http-postgresql", "contributions/s", _REFERENCE, 0.8, partial(measure, kind="postgresql")),
)
