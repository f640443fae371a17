"""Which core does what: the load generator has the last one for itself, the server under load has the others.

It is the same for ours and for the reference, so that neither is helped by where it runs. Work that is
measured without HTTP runs where a server would, in a process of its own, on which nothing weighs that was measured
before.
"""

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_CAN_PIN = hasattr(os, "sched_setaffinity")


def _ours() -> list[int]:
    return sorted(os.sched_getaffinity(0)) if _CAN_PIN else []


CORES = _ours()
"""The cores that this process was given; none where the system does not say."""
SERVER = set(CORES[:-1] or CORES)
"""For the server under load, and for what is measured without one."""
GENERATOR = set(CORES[-1:])
"""For the load generator; the server's own where there is no other."""


def describe() -> str:
    """In one sentence, for the report."""
    if not CORES:
        return "This system pins no process to a core."
    servers, generator = (", ".join(map(str, sorted(cores))) for cores in (SERVER, GENERATOR))
    return f"Servers run on core {servers}, the load generator on core {generator}, PostgreSQL on any."


def pin(cores: set[int]) -> None:
    """From now on this process, and what it starts, runs on these cores."""
    if _CAN_PIN and cores:
        os.sched_setaffinity(0, cores)


@contextmanager
def on(cores: set[int]) -> Iterator[None]:
    """What is started in the block runs on these cores."""
    before = os.sched_getaffinity(0) if _CAN_PIN else set()
    pin(cores)
    try:
        yield
    finally:
        pin(before)


def apart(work: Callable[P, T], *arguments: P.args, **more: P.kwargs) -> T:
    """Do this in a fresh process on the server's core."""
    spawned = multiprocessing.get_context("spawn")
    with (
        on(SERVER),
        ProcessPoolExecutor(1, mp_context=spawned, initializer=pin, initargs=(SERVER,)) as process,
    ):
        return process.submit(work, *arguments, **more).result()
