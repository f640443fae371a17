"""Balances of the past, in an account with a long history against one with a short one."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from random import Random
from statistics import median
from time import perf_counter

from bench.cores import apart
from bench.load import exchange
from bench.report import Figures, Row
from bench.run import History, Run, opened
from bench.servers import ours
from bench.workload import OPENED, SEED, UNTIL, as_balance
from ledger.context import microseconds, moment_of
from projections.as_of import AsOf
from projections.entries import balances


def measure(run: Run, axes: Sequence[str]) -> Figures:
    """The same questions to both, in turn: to the view's query, and over HTTP."""
    few, many = (run.history(size, crowded=True) for size in (run.sizes.few, run.sizes.many))
    figures = Figures([])
    figures.ours, figures.reference = apart(
        _asked, many.database, few.database, many, axes, run.sizes.samples, run.sizes.questions
    )
    http: dict[str, list[float]] = {"ours": [], "reference": []}
    with ours(many.database, run.log) as long, ours(few.database, run.log) as short:
        for sample in range(run.sizes.samples):
            requests = [
                as_balance(many.villages[-1], _query(question))
                for question in _questions(axes, sample, run.sizes.questions)
            ]
            for whose, us in (("ours", long), ("reference", short)):
                load = exchange(us.port, requests, status=200, connections=1)
                http[whose].append(median(load.latencies_s) * 1e3)
    figures.detail = {"http_ms": {whose: round(median(found), 3) for whose, found in http.items()}}
    over = figures.detail["http_ms"]
    figures.note = (
        f"The view's own query; over HTTP {over['ours']:.3g} ms against {over['reference']:.3g} ms."
    )
    return figures


def _asked(
    many: str, few: str, history: History, axes: Sequence[str], samples: int, questions: int
) -> tuple[list[float], list[float]]:
    """Median microseconds of a question, of each sample, of both."""
    taken: tuple[list[float], list[float]] = ([], [])
    account = history.villages[-1].account
    with opened(many) as (_, _, long), opened(few) as (_, _, short):
        for sample in range(samples):
            asked = _questions(axes, sample, questions)
            for place, into in zip((long, short), taken, strict=True):
                each = []
                with place.reading() as db:
                    for question in asked:
                        began = perf_counter()
                        balances(db, place.log, account, question)
                        each.append(perf_counter() - began)
                into.append(median(each) * 1e6)
    return taken


def _questions(axes: Sequence[str], sample: int, count: int) -> list[AsOf]:
    """Days and moments drawn evenly from all years."""
    random = Random(f"{SEED} {sample}")
    span = (UNTIL - OPENED) // timedelta(microseconds=1)
    return [
        AsOf(
            recorded_us=microseconds(OPENED) + random.randrange(span) if "recorded" in axes else None,
            effective=moment_of(microseconds(OPENED) + random.randrange(span)).date()
            if "effective" in axes
            else None,
        )
        for _ in range(count)
    ]


def _query(question: AsOf) -> str:
    said = []
    if question.recorded_us is not None:
        said.append(f"recorded={moment_of(question.recorded_us):%Y-%m-%dT%H:%M:%S.%fZ}")
    if question.effective is not None:
        said.append(f"effective={question.effective}")
    return "?" + "&".join(said)


def _row(name: str, goal: float, *axes: str) -> Row:
    of = " and ".join(axes)
    is_ = f"the same questions, as of a random past {of}, in the short history"
    return Row(name, "µs", is_, goal, partial(measure, axes=axes), "lower")


ROWS = (
    _row("as-of-recorded", 1.5, "recorded"),
    _row("as-of-effective", 3.0, "effective"),
    _row("as-of-both", 3.0, "recorded", "effective"),
)
