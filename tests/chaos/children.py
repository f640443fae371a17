"""What runs in the processes that the campaign starts and kills: the project's own command line, and readers.

The campaign's fork server imports this module once, with all that the command line imports. Each process is forked
from it and needs hundredths of a second, where a new interpreter needs seconds; it is killed no less truly.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from multiprocessing.reduction import send_handle
from pathlib import Path

import psycopg
import psycopg_pool
import uvicorn.lifespan.on
import uvicorn.loops.auto
import uvicorn.protocols.http.auto

import api.http.app
import api.http.logging
from api.cli import app as command_line
from tests.chaos.syscalls import stop_at

__all__ = ["api", "psycopg", "psycopg_pool", "usf", "uvicorn"]


def usf(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    log: Path,
    stops: Sequence[str] = (),
    told: "Connection[object, object] | None" = None,
) -> None:
    """`usf` with these arguments. Where calls are named, the process stops at them, and tells who listens."""
    os.environ.update(environment)
    _write_to(log)
    if stops:
        assert told is not None, "somebody listens where calls are stopped at"
        listener = stop_at(stops)
        send_handle(told, listener, os.getppid())
        os.close(listener)
        told.close()
    code = command_line(list(arguments), prog_name="usf", standalone_mode=False)
    sys.stdout.flush()
    sys.exit(code)


def _write_to(log: Path) -> None:
    """All that the process prints goes to the log, after what stands there."""
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)
