"""A command of the project in this process, watched from within (started by `bench.profile`).

    python -m bench.profiled <thread> <clock> <module> <arguments…>

One kind of thread alone is profiled at a time, so that the others run as they always do. Each line on standard input
is answered, on standard output, with what every thread and every function has used so far.
"""

import cProfile
import re
import runpy
import sys
import threading
import time
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).parents[1]
CLOCKS = {"cpu": time.thread_time, "wall": time.perf_counter}


class Thread(msgspec.Struct):
    """What the threads of one name have used."""

    cpu_s: float = 0.0
    waited_s: float = 0.0
    """Ready to run, but waiting for a core."""
    switches: int = 0


class Function(msgspec.Struct):
    """What one function has used, without those that it calls."""

    calls: int
    own_s: float


class Watched(msgspec.Struct):
    """An answer."""

    threads: dict[str, Thread]
    functions: dict[str, Function]


class Watch:
    """The profiles of one kind of thread."""

    def __init__(self, thread: str, clock: str) -> None:
        self._thread = thread
        self._clock = CLOCKS[clock]
        self._profiles: list[cProfile.Profile] = []

    def watch(self) -> None:
        """Profile the thread that calls this, where it is of the kind."""
        if kind_of(threading.current_thread().name) == self._thread:
            profile = cProfile.Profile(self._clock)
            try:
                profile.enable()
            except ValueError:
                return  # Newer Pythons profile one thread at a time.
            self._profiles.append(profile)

    def answer(self) -> Watched:
        """All that was used since the beginning."""
        return Watched(_threads(), self._functions())

    def _functions(self) -> dict[str, Function]:
        found: dict[str, Function] = {}
        for profile in self._profiles:
            for entry in profile.getstats():
                name = _named(entry.code)
                seen = found.setdefault(name, Function(0, 0.0))
                seen.calls += entry.callcount
                seen.own_s += entry.inlinetime
        return found


def kind_of(name: str) -> str:
    """A thread's name without its number."""
    return re.sub(r"[-_ ]*\d+.*$", "", name)


def _threads() -> dict[str, Thread]:
    found: dict[str, Thread] = {}
    for thread in threading.enumerate():
        kind = found.setdefault(kind_of(thread.name), Thread())
        assert thread.ident is not None
        kind.cpu_s += time.clock_gettime(time.pthread_getcpuclockid(thread.ident))
        task = Path(f"/proc/self/task/{thread.native_id}")
        if task.exists():
            kind.waited_s += int((task / "schedstat").read_text().split()[1]) / 1e9
            kind.switches += sum(
                map(int, re.findall(r"ctxt_switches:\s+(\d+)", (task / "status").read_text()))
            )
    return found


def _named(code: Any) -> str:
    """Functions written in C are named by a text, others by where they stand."""
    if isinstance(code, str):
        return code.strip("<>")
    return f"{_short(Path(code.co_filename))}:{code.co_firstlineno} {code.co_qualname}"


def _short(path: Path) -> Path:
    """From the package on."""
    for above in (ROOT, *(parent for parent in path.parents if parent.name in {"site-packages", "lib"})):
        if path.is_relative_to(above):
            return path.relative_to(above)
    return path


def main() -> None:
    """Run the command, and answer on the side."""
    thread, clock, module, *arguments = sys.argv[1:]
    watch = Watch(thread, clock)

    def begun(*_: object) -> None:
        """Called by each new thread, as its first step."""
        sys.setprofile(None)
        watch.watch()

    def answer() -> None:
        for _ in sys.stdin:
            answers.write(msgspec.json.encode(watch.answer()).decode() + "\n")
            answers.flush()

    threading.Thread(target=answer, name="asked", daemon=True).start()
    threading.setprofile(begun)
    sys.argv = [module, *arguments]
    answers, sys.stdout = sys.stdout, sys.stderr
    watch.watch()
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
