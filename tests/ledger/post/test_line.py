"""Whatever answers at another installation's address, a call ends soon, and nobody is led elsewhere."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from ledger.post import line
from ledger.post.line import Line, Unreachable
from ledger.post.parcel import LARGEST_BYTES

OK = b"HTTP/1.1 200 OK\r\n"

Speaks = Callable[[socket.socket], None]


@pytest.fixture
def answering() -> Iterator[Callable[[Speaks], str]]:
    """Something that listens on this machine and says what a test wants; its address."""
    listening: list[socket.socket] = []

    def begin(speaks: Speaks) -> str:
        door = socket.create_server(("127.0.0.1", 0))
        listening.append(door)

        def answer() -> None:
            while True:
                try:
                    wire, _ = door.accept()
                except OSError:
                    return
                with wire:
                    try:
                        wire.recv(65536)
                        speaks(wire)
                    except OSError:
                        continue

        threading.Thread(target=answer, daemon=True).start()
        return f"http://127.0.0.1:{door.getsockname()[1]}"

    yield begin
    for door in listening:
        door.shutdown(socket.SHUT_RDWR)
        door.close()


Answering = Callable[[Speaks], str]


def drips(beginning: bytes) -> Speaks:
    """Says something at once, and then a letter now and then, for ever."""

    def speak(wire: socket.socket) -> None:
        wire.sendall(beginning)
        while True:
            time.sleep(0.05)
            wire.sendall(b"a")

    return speak


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        OK + b"X-Long: ",
        OK + b"Content-Length: 1000000\r\n\r\n",
        OK + b"Connection: close\r\nContent-Length: 1000000\r\n\r\n",
        OK + b"Connection: close\r\n\r\n",
    ],
)
def test_a_call_to_who_speaks_slowly_ends_in_time(
    answering: Answering, beginning: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X3: one that drips letters for ever keeps nobody else waiting."""
    monkeypatch.setattr(line, "WHOLE_SECONDS", 0.5)
    address = answering(drips(beginning))
    began = time.monotonic()
    with contextlib.suppress(Unreachable):
        assert len(Line().post(address, b"{}")) < 1000, "what broke off is no parcel"
    assert time.monotonic() - began < 5


def test_closing_ends_a_call_under_way(answering: Answering) -> None:
    """X3"""
    address = answering(drips(OK + b"Content-Length: 1000000\r\n\r\n"))
    calls = Line()
    threading.Timer(0.3, calls.cut).start()
    began = time.monotonic()
    with pytest.raises(Unreachable):
        calls.post(address, b"{}")
    assert time.monotonic() - began < 5


def test_nobody_is_led_elsewhere(answering: Answering) -> None:
    """X3: a redirect is no answer, and where it leads is never asked."""
    asked: list[socket.socket] = []
    elsewhere = answering(asked.append)
    to = f"HTTP/1.1 307 Temporary Redirect\r\nLocation: {elsewhere}/v1/messages\r\nContent-Length: 0\r\n\r\n"
    with pytest.raises(Unreachable, match="status 307"):
        Line().post(answering(lambda wire: wire.sendall(to.encode())), b"{}")
    assert asked == []


def test_no_more_is_read_than_a_parcel_holds(answering: Answering) -> None:
    """X3"""

    def flood(wire: socket.socket) -> None:
        wire.sendall(OK + b"Connection: close\r\n\r\n")
        while True:
            wire.sendall(b" " * 1_000_000)

    assert len(Line().post(answering(flood), b"{}")) == LARGEST_BYTES + 1


@pytest.mark.parametrize("garbage", [b"", b"\x00" * 100, b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/1.1 abc\r\n\r\n"])
def test_what_is_no_answer_is_told_as_such(answering: Answering, garbage: bytes) -> None:
    """X3"""
    with pytest.raises(Unreachable):
        Line().post(answering(lambda wire: wire.sendall(garbage)), b"{}")


@pytest.mark.parametrize("led_to", ["169.254.169.254", "fe80::1%eth0"])
def test_a_name_that_leads_to_a_machines_own_secrets_is_told_nothing(
    answering: Answering, led_to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X3"""
    address = answering(lambda wire: wire.sendall(OK + b"Content-Length: 0\r\n\r\n"))
    monkeypatch.setattr(socket.socket, "getpeername", lambda _: (led_to, 80))
    with pytest.raises(Unreachable, match="own wire"):
        Line().post(address, b"{}")
