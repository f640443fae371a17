"""What holds for every test: no network beyond this machine, and chance that can be repeated."""

import ipaddress
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.placement import placement
from tests.stores import database_at, databases_go_with_their_test

if TYPE_CHECKING:
    from tests.season import Season

__all__ = ["placement"]

HOST_IS_FIRST_ARGUMENT = frozenset({"socket.getaddrinfo", "socket.gethostbyname"})
ADDRESS_IS_SECOND_ARGUMENT = frozenset({"socket.bind", "socket.connect", "socket.sendto", "socket.sendmsg"})


def is_on_this_machine(host: object) -> bool:
    """True for loopback addresses and names; an empty host in a lookup asks for this machine's own addresses."""
    if isinstance(host, bytes | bytearray):
        host = host.decode("ascii", "replace")
    if host is None or host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def refuse_the_network(event: str, arguments: tuple[object, ...]) -> None:
    """Fail the test that leaves this machine.

    An audit hook sees every socket of the interpreter, whichever library opens it. `pytest.fail` raises what no
    `except Exception` catches, so that code which survives a lost connection cannot hide the attempt.
    """
    if event in HOST_IS_FIRST_ARGUMENT:
        host = arguments[0]
    elif event in ADDRESS_IS_SECOND_ARGUMENT:
        connection, address = arguments[0], arguments[1]
        is_internet = isinstance(connection, socket.socket) and connection.family in {
            socket.AF_INET,
            socket.AF_INET6,
        }
        if not is_internet or not isinstance(address, tuple):
            return
        host = address[0]
    else:
        return
    if not is_on_this_machine(host):
        pytest.fail(f"Tests stay on this machine, but one asked for {host!r} ({event}).")


sys.addaudithook(refuse_the_network)

# Deterministic by default: the same code gives the same verdict on every machine, however slow.
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    max_examples=50,
    stateful_step_count=30,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
# `USF_LONG=1` searches for what the default has not yet found, with fresh chance each time.
settings.register_profile(
    "long",
    deadline=None,
    max_examples=2_000,
    stateful_step_count=100,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("long" if os.environ.get("USF_LONG") == "1" else "ci")


@pytest.fixture
def season(tmp_path: Path) -> "Iterator[Season]":
    """A season in a database of its own, not founded yet."""
    from tests.season import Season  # noqa: PLC0415 - most tests need none

    begun = Season.open(database_at(tmp_path / "usf.db"))
    yield begun
    begun.close()


@pytest.fixture(autouse=True)
def _databases() -> Iterator[None]:
    with databases_go_with_their_test():
        yield
