"""Which core does what: the load generator is held to the last one, and servers may use all, as they do in service.

It is the same for ours and for the reference. Work that is measured without HTTP runs in a fresh process, on which
nothing weighs that was measured before.
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
SERVER = set(CORES)
"""For servers, and for what is measured without one."""
GENERATOR = set(CORES[-1:])
"""For the load generator."""


def describe() -> str:
    """In one sentence, for the report."""
    if not CORES:
        return "This system pins no process to a core."
    (generator,) = GENERATOR
    return f"The load generator is held to core {generator}, of {len(CORES)}; servers and PostgreSQL may use all."


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
    """Do this in a fresh process, where servers run."""
    spawned = multiprocessing.get_context("spawn")
    with (
        on(SERVER),
        ProcessPoolExecutor(1, mp_context=spawned, initializer=pin, initargs=(SERVER,)) as process,
    ):
        return process.submit(work, *arguments, **more).result()
