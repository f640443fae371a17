"""A real `usf serve`, in a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from tests.stores import database_at

USF = (sys.executable, "-m", "api.cli")


@contextmanager
def serving(database: Path | str, log: Path, *more: str) -> Iterator[str]:
    """Serve a database until the end of the block; the address. All that the process writes goes to the log."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    with log.open("wb") as written:
        command = [*USF, "serve", "--db", database_at(database), "--port", port, *more]
        process = subprocess.Popen(command, stdout=written, stderr=written)
        try:
            wait_until_ready(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


def wait_until_ready(base: str) -> None:
    """Wait for a server to answer."""
    for _ in range(600):
        try:
            if httpx2.get(f"{base}/readyz").status_code == 200:
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError("the server did not start")


def usf(database: Path, *arguments: str) -> str:
    """Run a command on the same database; what it prints."""
    command = [*USF, *arguments, "--db", database_at(database)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "COLUMNS": "200"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
