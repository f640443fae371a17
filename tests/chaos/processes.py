"""Processes under test: started in hundredths of a second, killed by SIGKILL, restarted on the same port."""

import multiprocessing
import os
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.reduction import recv_handle
from pathlib import Path
from typing import Any

from tests.chaos.children import usf
from tests.chaos.syscalls import FILES, Decision, Watch

LONGEST_START_S = 30.0


class Silent(Exception):  # noqa: N818 - it says what was waited for
    """Something that the service owes did not come in time; the sentence says what."""


def until(done: Callable[[], bool], what: str, seconds: float = LONGEST_START_S) -> None:
    """Wait for something. Raises Silent."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise Silent(what)
        time.sleep(0.005)


def fork_server() -> ForkServerContext:
    """The parent of all processes under test, which has imported the project once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.chaos.children"])
    return context


def free_port() -> int:
    """A port of this machine where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


class Child:
    """One process that runs `usf`."""

    def __init__(
        self,
        arguments: Sequence[str],
        log: Path,
        environment: Mapping[str, str] | None = None,
        decide: Decision | None = None,
        stops: Sequence[str] = FILES,
    ) -> None:
        """Each call among the stops is decided upon, if there is somebody to decide."""
        context = fork_server()
        here, there = context.Pipe()
        stopped = tuple(stops) if decide else ()
        what: tuple[Any, ...] = (tuple(arguments), dict(environment or {}), log, stopped, there)
        self._process: ForkServerProcess = context.Process(target=usf, args=what)
        self._process.start()
        there.close()
        self._watch: Watch | None = None
        with here:
            if decide:
                self._watch = Watch(recv_handle(here), decide)

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.is_alive()

    @property
    def exit_code(self) -> int | None:
        """How it ended; a signal's number is negative."""
        return self._process.exitcode

    def kill(self) -> None:
        """SIGKILL, wherever it stands."""
        self._process.kill()
        self.wait()

    def stop(self, seconds: float = LONGEST_START_S) -> None:
        """SIGTERM, as an operator would. Raises Silent."""
        self._process.terminate()
        self.wait(seconds)

    def wait(self, seconds: float = LONGEST_START_S) -> int:
        """Its exit code, once it has ended. Raises Silent."""
        self._process.join(seconds)
        if self._process.exitcode is None:
            self._process.kill()
            raise Silent("a process did not end in time")
        if self._watch is not None:
            self._watch.join()
        return self._process.exitcode


class Server:
    """`usf serve` on a port that stays the same, however often it is killed."""

    def __init__(self, database: str, log: Path, environment: Mapping[str, str] | None = None) -> None:
        self.port = free_port()
        self._database = database
        self._log = log
        self.environment = {**os.environ, **(environment or {})}
        self.child: Child | None = None

    def start(self, decide: Decision | None = None, stops: Sequence[str] = FILES) -> Child:
        """Start it; the process may not listen yet."""
        assert not self.runs, "it runs already"
        arguments = ("serve", "--db", self._database, "--port", str(self.port))
        self.child = Child(arguments, self._log, self.environment, decide, stops)
        return self.child

    @property
    def follows(self) -> bool:
        """Whether it keeps the views up itself."""
        return self.environment.get("USF_FOLLOW") != "false"

    @property
    def runs(self) -> bool:
        """Whether its process is there."""
        return self.child is not None and self.child.alive

    def ready(self) -> None:
        """Wait until it takes connections. Raises Silent, also where it ended."""
        until(self._listens, f"the server did not start: {self._log}")

    def _listens(self) -> bool:
        if not self.runs:
            raise Silent(f"the server ended by itself: {self._log}")
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def kill(self) -> None:
        """SIGKILL; nothing where it does not run."""
        if self.child is not None and self.child.alive:
            self.child.kill()

    def run(self, *arguments: str, seconds: float = 300.0) -> tuple[int, str]:
        """`usf` with these arguments on the same database: its exit code and what it printed."""
        said = self._log.with_suffix(".said")
        said.unlink(missing_ok=True)
        child = Child((*arguments, "--db", self._database), said, self.environment)
        code = child.wait(seconds)
        return code, said.read_text()
