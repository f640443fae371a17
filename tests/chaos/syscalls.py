"""System calls of a process under test, seen by the campaign before the kernel carries them out.

The kernel itself does it (seccomp with user notification, Linux 5.5 and newer, no rights needed): a filter that the
process puts on itself stops it at the calls that it names, and whoever holds the other end lets each one pass, has it
fail with an error, or kills the process there. So a disk that fails can be had without one, for any program.
"""

import ctypes
import errno
import fcntl
import os
import platform
import select
import struct
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

NUMBERS = {
    "x86_64": {
        "write": 1,
        "pwrite64": 18,
        "writev": 20,
        "sendto": 44,
        "fsync": 74,
        "fdatasync": 75,
        "ftruncate": 77,
        "fallocate": 285,
        "pwritev": 296,
        "seccomp": 317,
        "pwritev2": 328,
    },
    "aarch64": {
        "ftruncate": 46,
        "fallocate": 47,
        "write": 64,
        "writev": 66,
        "pwrite64": 68,
        "pwritev": 70,
        "fsync": 82,
        "fdatasync": 83,
        "sendto": 206,
        "seccomp": 277,
        "pwritev2": 287,
    },
}
"""Of each call, by machine (the kernel's asm/unistd.h)."""

ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

WRITES = ("pwrite64", "pwritev", "pwritev2", "ftruncate", "fallocate")
SYNCS = ("fsync", "fdatasync")
FILES = (*WRITES, *SYNCS)
SENDS = ("write", "writev", "sendto")
"""What goes to clients, and to the server of a database. Not `sendmsg`, by which a process tells who shall listen."""

_NO_NEW_PRIVILEGES = 38
_SET_FILTER, _NEW_LISTENER = 1, 8
_ALLOW, _NOTIFY = 0x7FFF0000, 0x7FC00000
_LOAD, _EQUALS, _RETURN = 0x20, 0x15, 0x06
_RECEIVE, _SEND, _CONTINUE = 0xC0502100, 0xC0182101, 1
_NOTIFICATION, _RESPONSE, _RECEIVED_BYTES = "QIIiIQ6Q", "QqiI", 80


class Missing(Exception):  # noqa: N818 - it says what this machine lacks
    """What this machine would need for a fault."""


class Call(NamedTuple):
    """A system call on a file, before it happens."""

    pid: int
    name: str
    path: Path
    arguments: tuple[int, ...]
    """After the descriptor; what is a pointer means nothing here."""

    @property
    def start(self) -> int:
        """Where in the file a `pwrite64` begins."""
        return self.arguments[2]

    @property
    def end(self) -> int:
        """Up to where in the file it reaches."""
        match self.name, self.arguments:
            case "pwrite64", (_, length, offset, *_):
                return offset + length
            case "pwritev" | "pwritev2", (_, _, offset, *_):
                return offset + 1
            case "ftruncate", (length, *_):
                return length
            case "fallocate", (_, offset, length, *_):
                return offset + length
            case _:
                return 0


KILL = -1
"""The answer of a decision that ends the process instead of the call."""

Decision = Callable[[Call], int]
"""Zero lets a call pass; the number of an error (such as EIO) makes it fail; KILL kills."""


def require() -> None:
    """Raises Missing where the kernel cannot do this."""
    if sys.platform != "linux" or platform.machine() not in NUMBERS:
        raise Missing("Linux on x86-64 or ARM64, whose kernel can hold a process at its system calls")


def stop_at(names: Iterable[str]) -> int:
    """Put the filter on this process, all its later threads and children; the descriptor where calls are told.

    Raises Missing.
    """
    require()
    libc = ctypes.CDLL(None, use_errno=True)
    numbers = NUMBERS[platform.machine()]
    code = _program([numbers[name] for name in names])
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(code) // 8, ctypes.addressof(code)))
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    told = libc.syscall(numbers["seccomp"], _SET_FILTER, _NEW_LISTENER, program)
    if told < 0:
        problem = os.strerror(ctypes.get_errno())
        raise Missing(f"a kernel that lets a process be held at its system calls (seccomp: {problem})")
    return int(told)


def _program(numbers: list[int]) -> "ctypes.Array[ctypes.c_char]":
    """Classic BPF: let pass what is another machine's call or none of these."""
    last = len(numbers)
    code = [
        (_LOAD, 0, 0, 4),
        (_EQUALS, 1, 0, ARCHITECTURES[platform.machine()]),
        (_RETURN, 0, 0, _ALLOW),
        (_LOAD, 0, 0, 0),
        *((_EQUALS, last - place, 0, number) for place, number in enumerate(numbers)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _NOTIFY),
    ]
    packed = b"".join(struct.pack("HBBI", *step) for step in code)
    return ctypes.create_string_buffer(packed, len(packed))


class Watch:
    """Hears every call of a process that put the filter on itself, and answers each by a decision."""

    def __init__(self, told: int, decide: Decision) -> None:
        self._told = told
        self._decide = decide
        self._names = {number: name for name, number in NUMBERS[platform.machine()].items()}
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Wait until the last process under the filter has ended."""
        self._thread.join()

    def _run(self) -> None:
        heard = select.poll()
        heard.register(self._told, select.POLLIN)
        try:
            while any(event & select.POLLIN for _, event in heard.poll()):
                self._answer()
        finally:
            os.close(self._told)

    def _answer(self) -> None:
        received = bytearray(_RECEIVED_BYTES)
        try:
            fcntl.ioctl(self._told, _RECEIVE, received)
        except OSError as error:
            if error.errno not in {errno.ENOENT, errno.EINTR}:
                raise
            return  # It was killed, or woken by a signal, before the call could be told.
        name, pid, _, number, _, _, descriptor, *arguments = struct.unpack(_NOTIFICATION, received)
        outcome = self._outcome(pid, number, descriptor, tuple(arguments))
        response = struct.pack(_RESPONSE, name, 0, -outcome, 0 if outcome else _CONTINUE)
        with suppress(FileNotFoundError):  # It was killed meanwhile.
            fcntl.ioctl(self._told, _SEND, response)

    def _outcome(self, pid: int, number: int, descriptor: int, arguments: tuple[int, ...]) -> int:
        try:
            path = Path(os.readlink(f"/proc/{pid}/fd/{descriptor}"))
        except OSError:
            return 0
        outcome = self._decide(Call(pid, self._names[number], path, arguments))
        if outcome == KILL:
            with suppress(ProcessLookupError):
                os.kill(pid, 9)
            return errno.EINTR
        return outcome
