"""The power goes: what the kernel had not been asked to keep is gone, or there in parts.

A kill alone loses nothing that was written, flushed or not. So the campaign keeps a copy of each file as it was when
the process last asked the disk to keep it (fsync), kills the process, and puts in the place of each file a mixture,
sector by sector, of that copy and of what was written since.
"""

import shutil
import threading
import time
from pathlib import Path
from random import Random

import msgspec

from tests.chaos.run import Run
from tests.chaos.syscalls import SYNCS, Call, require

SECTOR = 512
LONGEST_SERVICE_S = 0.8
REBUILDING = 0.3
"""How often views are being made anew meanwhile."""
CUTS_PER_DATABASE = 20
EXAMINED_EVERY = 10

VOLATILE = ("-shm", ".log", ".said")
"""Endings of files that nobody asks to be kept: shared memory, which is made anew, and what the campaign writes."""


class Range(msgspec.Struct):
    """Where something was written."""

    call: str
    start: int
    end: int
    was_copied: bool = False


def cut_power(run: Run) -> None:
    """Each cut comes some time after a start."""
    require()
    for site, share in run.sites(CUTS_PER_DATABASE):
        for number in range(1, share + 1):
            site.server.kill()
            kept = KeptFiles(site.database.folder, run.folder())
            site.server.start(kept)
            site.server.ready()
            rebuilding = site.child("rebuild", kept) if run.random.random() < REBUILDING else None
            time.sleep(run.random.uniform(0, LONGEST_SERVICE_S))
            site.server.kill()
            if rebuilding is not None:
                rebuilding.kill()
            kept.cut(run.random)
            run.injected()
            site.server.start()
            site.server.ready()
            site.glance()
            if number % EXAMINED_EVERY == 0 and number < share:
                site.examine()


class KeptFiles:
    """What of a folder's files would survive the machine."""

    def __init__(self, folder: Path, copies: Path) -> None:
        self._folder = folder
        self._copies = copies
        self._inodes: dict[Path, int] = {}
        self._written: dict[Path, list[Range]] = {}
        """Since the last flush but one: a write that was told of then may have happened only after it."""
        self._guard = threading.Lock()
        for path in self._live():
            self._keep(path)

    def __call__(self, call: Call) -> int:
        if call.path.parent == self._folder and call.path.is_file():
            with self._guard:
                if call.name in SYNCS:
                    self._keep(call.path)
                else:
                    self._written.setdefault(call.path, []).append(Range(call.name, call.start, call.end))
        return 0

    def cut(self, random: Random) -> None:
        """Leave of each file what may be left of it."""
        for path in self._live():
            size = path.stat().st_size
            kept = self._copies / path.name
            is_kept = self._inodes.get(path) == path.stat().st_ino
            if not is_kept and random.random() < 0.5:
                path.unlink()
                continue
            old = kept.read_bytes() if is_kept else b""
            path.write_bytes(_mixed(old, path.read_bytes(), random.choice((len(old), size)), random))
        for path in self._folder.glob("*-shm"):
            path.unlink()
        shutil.rmtree(self._copies)

    def _live(self) -> list[Path]:
        return sorted(
            path for path in self._folder.iterdir() if path.is_file() and not path.name.endswith(VOLATILE)
        )

    def _keep(self, path: Path) -> None:
        """A file that is flushed is copied; where it was copied before, only what was written since."""
        copy, inode = self._copies / path.name, path.stat().st_ino
        written = self._written.get(path, [])
        self._written[path] = [each for each in written if not each.was_copied]
        if self._inodes.get(path) != inode or any(each.call != "pwrite64" for each in written):
            self._inodes[path] = inode
            shutil.copyfile(path, copy)
            return
        with path.open("rb") as live, copy.open("r+b") as kept:
            for each in written:
                live.seek(each.start)
                kept.seek(each.start)
                kept.write(live.read(each.end - each.start))
                each.was_copied = True


def _mixed(old: bytes, new: bytes, size: int, random: Random) -> bytes:
    """Each sector as it was kept, or as it was written since."""
    share = random.choice((0.0, 0.1, 0.5, 0.9, 1.0))
    sectors = []
    for at in range(0, size, SECTOR):
        there = [each[at : at + SECTOR] for each in (old, new) if len(each) > at]
        chosen = there[-1] if random.random() < share else there[0]
        sectors.append(chosen.ljust(min(SECTOR, size - at), b"\0")[: size - at])
    return b"".join(sectors)
