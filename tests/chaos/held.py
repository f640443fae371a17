"""A PostgreSQL server whose writes and flushes are decided upon, in all its processes."""

import os
import socket
import subprocess
from functools import partial
from pathlib import Path
from typing import Any

from tests.chaos.syscalls import FILES, Call, Decision, Missing, Watch, require, stop_at
from tests.postgresql import Server


class HeldServer(Server):
    """The kernel holds each of its processes at each write, until it is decided what comes of it."""

    def __init__(self, folder: Path, decide: Decision) -> None:
        require()
        super().__init__(folder, passing=True)
        self._decide = decide

    def _run(self, command: list[str | Path], **streams: Any) -> "subprocess.Popen[bytes]":
        if Path(command[0]).name != "postgres":
            return super()._run(command, **streams)
        here, there = socket.socketpair()
        with here, there:
            try:
                process = super()._run(command, preexec_fn=partial(_hold, there), **streams)
            except subprocess.SubprocessError as error:
                raise Missing("a kernel that lets a process be held at its system calls (seccomp)") from error
            _, (told, *_), *_ = socket.recv_fds(here, 1, 1)
        Watch(told, self._of_data)
        return process

    def _of_data(self, call: Call) -> int:
        return self._decide(call) if self.data in call.path.parents else 0


def _hold(told: socket.socket) -> None:
    """In the process that becomes the server, just before it does."""
    listener = stop_at(FILES)
    socket.send_fds(told, [b"!"], [listener])
    os.close(listener)
