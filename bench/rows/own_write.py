"""A caller who writes and then reads the new balance, against one who only writes."""

from functools import partial
from itertools import islice
from statistics import median

from bench.load import Load, exchange, position_in
from bench.report import Figures, Row
from bench.run import Run
from bench.servers import ours
from bench.workload import as_request, gifts

SHARE = 20
"""One caller alone makes this many times fewer exchanges than many at once."""


def measure(run: Run, connections: int) -> Figures:
    """Exchanges of both kinds in turn, on the same server."""
    database = run.database("sqlite")
    coming = gifts(run.villages(database))
    each = run.sizes.contributions // run.sizes.samples // (4 if connections > 1 else SHARE)
    figures = Figures([])
    with ours(database, run.log) as us:

        def load(*, then_read: bool) -> Load:
            taken = list(islice(coming, each))
            made = exchange(
                us.port,
                [as_request(gift) for gift in taken],
                connections=connections,
                then=read_it if then_read else None,
            )
            us.settle(taken[-1].village.account, made.last_position)
            return made

        load(then_read=True)
        for _ in range(run.sizes.samples):
            figures.ours.append(median(load(then_read=True).latencies_s) * 1000)
            figures.reference.append(median(load(then_read=False).latencies_s) * 1000)
    figures.note = f"Median time of an exchange, {connections} callers at once."
    return figures


def read_it(request: bytes, head: bytes) -> bytes:
    """Ask for the account's balances at the position of its new contribution."""
    account = request[len(b"POST ") : request.index(b"/contributions")]
    return b"GET %s/balances?min_position=%s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" % (
        account,
        position_in(head),
    )


_REFERENCE = "the write alone"

ROWS = (
    Row("write-then-read", "ms", _REFERENCE, 2.0, partial(measure, connections=64), "lower"),
    Row("write-then-read-alone", "ms", _REFERENCE, 2.0, partial(measure, connections=1), "lower"),
)
