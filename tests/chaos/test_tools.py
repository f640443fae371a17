"""The campaign's tools do what they say: calls fail or kill where they should, and what was not flushed may be gone."""

import errno
import signal
import socket
import subprocess
import sys
from pathlib import Path
from random import Random

from tests.chaos.disks import RefusingDisk
from tests.chaos.faults.kills import KillAt
from tests.chaos.faults.power import SECTOR, KeptFiles
from tests.chaos.syscalls import Call, Decision, Watch

WRITES_AND_FLUSHES = """
import os, socket, sys
from tests.chaos.syscalls import FILES, stop_at
told = socket.socket(fileno=int(sys.argv[1]))
listener = stop_at(FILES)
socket.send_fds(told, [b"!"], [listener])
os.close(listener)
file = os.open(sys.argv[2], os.O_RDWR | os.O_CREAT)
for number in range(4):
    try:
        os.pwrite(file, b"%d" % number, number)
        os.fsync(file)
    except OSError as error:
        print(number, error.errno, flush=True)
"""


def writing(path: Path, decide: Decision) -> "tuple[int, str]":
    """A process that writes and flushes 0, 1, 2 and 3, each call decided upon: how it ended, and what it said."""
    here, there = socket.socketpair()
    with here, there:
        command = [sys.executable, "-c", WRITES_AND_FLUSHES, str(there.fileno()), str(path)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, pass_fds=(there.fileno(),))
        _, (told, *_), *_ = socket.recv_fds(here, 1, 1)
    watch = Watch(told, decide)
    said = process.communicate(timeout=30)[0]
    watch.join()
    return process.returncode, said


def test_a_call_fails_where_it_is_decided(tmp_path: Path) -> None:
    flushes = 0

    def second_flush(call: Call) -> int:
        nonlocal flushes
        flushes += call.name == "fsync"
        return errno.EIO if call.name == "fsync" and flushes == 2 else 0

    ended, said = writing(tmp_path / "file", second_flush)
    assert (ended, said) == (0, f"1 {errno.EIO}\n")
    assert (tmp_path / "file").read_bytes() == b"0123"


def test_a_process_is_killed_before_the_call_that_it_is_killed_at(tmp_path: Path) -> None:
    ended, _ = writing(tmp_path / "file", KillAt(5))
    assert ended == -signal.SIGKILL
    assert (tmp_path / "file").read_bytes() == b"01"


def test_a_full_disk_takes_nothing_longer_and_everything_else(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"....")
    disk = RefusingDisk(tmp_path)
    assert disk.decide is not None
    disk.fill(0)
    assert writing(tmp_path / "file", disk.decide) == (0, "")
    (tmp_path / "file").write_bytes(b"..")
    assert writing(tmp_path / "file", disk.decide) == (0, f"2 {errno.ENOSPC}\n3 {errno.ENOSPC}\n")
    disk.empty()
    assert writing(tmp_path / "file", disk.decide) == (0, "")


def after_a_cut(folder: Path, seed: int, *, flushed: bool) -> bytes:
    """Three sectors that were flushed once, of which the last was written again."""
    live, copies = folder / "live", folder / "copies"
    live.mkdir(parents=True)
    copies.mkdir()
    path = live / "file"
    path.write_bytes(b"o" * 3 * SECTOR)
    kept = KeptFiles(live, copies)
    kept(Call(0, "pwrite64", path, (0, SECTOR, 2 * SECTOR)))
    path.write_bytes(b"o" * 2 * SECTOR + b"n" * SECTOR)
    if flushed:
        kept(Call(0, "fsync", path, ()))
    kept.cut(Random(seed))
    return path.read_bytes()


def test_what_was_flushed_outlives_the_power_and_what_was_not_may(tmp_path: Path) -> None:
    new = b"o" * 2 * SECTOR + b"n" * SECTOR
    found = {after_a_cut(tmp_path / f"not {seed}", seed, flushed=False) for seed in range(20)}
    assert found == {b"o" * 3 * SECTOR, new}
    found = {after_a_cut(tmp_path / f"flushed {seed}", seed, flushed=True) for seed in range(20)}
    assert found == {new}


def test_a_file_that_was_never_flushed_may_be_gone(tmp_path: Path) -> None:
    found = []
    for seed in range(20):
        live, copies = tmp_path / f"live {seed}", tmp_path / f"copies {seed}"
        live.mkdir()
        copies.mkdir()
        kept = KeptFiles(live, copies)
        (live / "file").write_bytes(b"new")
        kept.cut(Random(seed))
        found.append((live / "file").exists())
    assert set(found) == {True, False}
