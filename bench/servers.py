"""Servers under load: ours as `usf serve` runs it, and the reference, each a process of its own on the same core."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from bench.cores import SERVER, on

STARTING_S = 60
ROOT = Path(__file__).parents[1]


class Serving:
    """A server that answers."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]") -> None:
        self.port = port
        self.process = process

    @property
    def memory_bytes(self) -> int:
        """What the process holds in memory (RSS)."""
        return int(psutil.Process(self.process.pid).memory_info().rss)

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body of one answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def settle(self, account: str, position: str) -> float:
        """Wait until the views show this position; the seconds that this took."""
        began = time.monotonic()
        while self.get(f"/v1/accounts/{account}/balances?min_position={position}&timeout=10")[0] != 200:
            if time.monotonic() - began > 600:
                raise TimeoutError("the views do not catch up")
        return time.monotonic() - began


@contextmanager
def ours(database: str, log: Path) -> Iterator[Serving]:
    """The real service on this database, until the end of the block; its log lines go to a file."""
    with serving(("api.cli", "serve", "--db", database, "--port"), "/readyz", log) as answering:
        yield answering


@contextmanager
def reference(what: str, log: Path) -> Iterator[Serving]:
    """A server of `bench.reference`, until the end of the block."""
    with serving(("bench.reference", what), "/", log) as answering:
        yield answering


@contextmanager
def serving(module: Sequence[str], ready: str, log: Path, *, asking: bool = False) -> Iterator[Serving]:
    """A server of this project, given its module and arguments; with pipes to ask it where it answers on them."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    # What is set for the run must not change how the service runs.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("USF_")}
    with log.open("ab") as written, on(SERVER):
        process = subprocess.Popen(
            [sys.executable, "-m", *module, str(port)],
            cwd=ROOT,
            env=plain,
            stdin=subprocess.PIPE if asking else subprocess.DEVNULL,
            stdout=subprocess.PIPE if asking else written,
            stderr=written,
        )
    answering = Serving(port, process)
    try:
        _wait(answering, ready, log)
        yield answering
    finally:
        process.terminate()
        process.wait(60)


def _wait(answering: Serving, path: str, log: Path) -> None:
    until, said = time.monotonic() + STARTING_S, ""
    while time.monotonic() < until and answering.process.poll() is None:
        try:
            status, body = answering.get(path)
        except OSError:
            pass
        else:
            if status < 500:
                return
            said = body.decode(errors="replace")
        time.sleep(0.05)
    raise RuntimeError(f"the server did not start: {said or log.read_text(errors='replace')[-1000:]}")
