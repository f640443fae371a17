"""Small disks that can be filled and emptied.

Root mounts a file system in memory of a few megabytes. Whoever may not do that has a folder in which the kernel
refuses, while it is full, every call that would make a file longer.
"""

import ctypes
import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from tests.chaos.syscalls import SYNCS, Call, Decision, require

MEGABYTE = 1 << 20


class Disk(Protocol):
    """A folder with little room."""

    decide: Decision | None
    """For the processes that write there, where the kernel must refuse what they write."""

    def fill(self, leaving: int) -> None:
        """Use up all space but so many bytes."""

    def empty(self) -> None:
        """Make room again."""


class MountedDisk:
    """A small file system of its own."""

    decide: Decision | None = None

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ballast = folder / "ballast"

    def fill(self, leaving: int) -> None:
        with self._ballast.open("wb") as ballast:
            while (size := self._free() - leaving) > 0:
                # Others write meanwhile, so that there may be less room than there was just now.
                with suppress(OSError):
                    os.posix_fallocate(ballast.fileno(), 0, os.fstat(ballast.fileno()).st_size + size)

    def empty(self) -> None:
        self._ballast.unlink(missing_ok=True)

    def _free(self) -> int:
        found = os.statvfs(self._folder)
        return found.f_bavail * found.f_frsize


class RefusingDisk:
    """A folder in which nothing may grow while it is full."""

    def __init__(self, folder: Path) -> None:
        require()
        self._folder = folder
        self._left: int | None = None
        self.decide: Decision | None = self._decide

    def fill(self, leaving: int) -> None:
        self._left = leaving

    def empty(self) -> None:
        self._left = None

    def _decide(self, call: Call) -> int:
        if self._left is None or call.name in SYNCS or self._folder not in call.path.parents:
            return 0
        with suppress(FileNotFoundError):
            more = call.end - call.path.stat().st_size
            if more > self._left:
                return errno.ENOSPC
            self._left -= max(0, more)
        return 0


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    """Make it of an empty folder, and take it away afterwards. Raises Missing."""
    libc = ctypes.CDLL(None, use_errno=True)
    target = str(folder).encode()
    if libc.mount(b"usf-chaos", target, b"tmpfs", 0, f"size={megabytes}m,mode=755".encode()) != 0:
        yield RefusingDisk(folder)
        return
    try:
        yield MountedDisk(folder)
    finally:
        # Lazily: whoever still has a file open there keeps it until the end.
        libc.umount2(target, 2)
