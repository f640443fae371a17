"""The machine and the versions that a run's figures belong to."""

import os
import platform
import sqlite3
import subprocess
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile
from typing import Any

import psutil  # type: ignore[import-untyped]

from bench.cores import CORES, describe
from bench.load import exchange
from bench.run import Run
from bench.servers import ROOT, reference

LIBRARIES = (
    *("fastapi", "starlette", "uvicorn", "uvloop", "httptools", "pydantic", "msgspec"),
    *("eventsourcing", "psycopg", "psycopg-binary"),
)


def machine(run: Run) -> dict[str, Any]:
    """What the figures depend on."""
    return {
        "cpu": _cpu(),
        "cores": len(CORES) or os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "system": platform.platform(),
        "filesystem": _filesystem(run.folder),
        "fsync_us": _fsync_us(run.folder),
        "pinning": describe(),
        "generator_limit": _generator_limit(run),
    }


def versions(run: Run) -> dict[str, str]:
    """What ran; asked at the end, when it is known what was needed."""
    return {
        "commit": _commit(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "postgresql": run.postgresql_version,
        **{library: version(library) for library in LIBRARIES},
    }


def _cpu() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _filesystem(folder: Path) -> str:
    """Kind and device of the disk that the databases lie on."""
    mounts = [mount for mount in psutil.disk_partitions(all=True) if folder.is_relative_to(mount.mountpoint)]
    nearest = max(mounts, key=lambda mount: len(mount.mountpoint), default=None)
    return f"{nearest.fstype} on {nearest.device}" if nearest else "unknown"


def _fsync_us(folder: Path) -> int:
    """Median time to append a page to a file and have it on the disk."""
    taken = []
    with TemporaryFile(dir=folder, buffering=0) as file:
        for _ in range(200):
            began = time.perf_counter()
            file.write(bytes(4096))
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - began)
    return round(median(taken) * 1e6)


def _generator_limit(run: Run) -> int:
    """Requests per second of the load generator against an application that does not even look at them."""
    request = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n"
    with reference("bare", run.log) as bare:
        return round(
            max(exchange(bare.port, [request] * run.sizes.reads).per_second for _ in range(run.sizes.samples))
        )


def _commit() -> str:
    """The commit of the code, and whether files differ from it."""
    try:
        head = _git("rev-parse", "--short=12", "HEAD")
        return f"{head}, with changes" if _git("status", "--porcelain", "-uno") else head
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()
