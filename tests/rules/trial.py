"""One trial: a forked process in which one `raise` does nothing, and in which some tests run.

The parent never imports the project, so that each child imports it afresh with its one statement taken out; what
others wrote is imported beforehand, once.
"""

import ast
import importlib
import importlib.util
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, NamedTuple

import pytest

from tests.rules.survey import ROOT, Site, modules_of_others, statement

OPTIONS = ("-q", "-p", "no:cacheprovider", "--no-header", "--no-summary", "--tb=no")
# Plugins are imported beforehand like all else, which pytest would warn of, and here warnings are errors.
QUIET = ("-W", "ignore::pytest.PytestAssertRewriteWarning")


class Outcome(NamedTuple):
    """What came of running some tests."""

    failed: tuple[str, ...]
    passed: int
    code: int
    """pytest's own: 0 all passed, 1 some failed, others could not run."""


class Watcher:
    """A pytest plugin that remembers which tests failed."""

    def __init__(self) -> None:
        self.failed: list[str] = []
        self.passed = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)
        elif report.when == "call":
            self.passed += 1

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)


class Without(SourceFileLoader):
    """Loads one module without one of its statements."""

    def __init__(self, taken: Site) -> None:
        super().__init__(taken.module, str(ROOT / taken.path))
        self.taken = taken

    def get_code(self, fullname: str) -> CodeType:
        tree = ast.parse(Path(self.path).read_bytes(), self.path)
        found = statement(tree, self.taken.line, self.taken.column)
        for node in ast.walk(tree):
            for _, block in ast.iter_fields(node):
                if isinstance(block, list) and found in block:
                    block[block.index(found)] = ast.copy_location(ast.Pass(), found)
        return compile(tree, self.path, "exec")


class Finder(MetaPathFinder):
    """Has the one module loaded so, and leaves all others to Python."""

    def __init__(self, taken: Site) -> None:
        self.taken = taken

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self.taken.module:
            return None
        return importlib.util.spec_from_file_location(
            fullname, ROOT / self.taken.path, loader=Without(self.taken)
        )


def run(tests: Sequence[str], taken: Site | None = None, first_failure: bool = True) -> Outcome:
    """Run tests in this process, which is a child's, without one statement."""
    if taken is not None:
        sys.meta_path.insert(0, Finder(taken))
    watcher = Watcher()
    code = pytest.main([*OPTIONS, *QUIET, *(["-x"] if first_failure else []), *tests], plugins=[watcher])
    return Outcome(tuple(watcher.failed), watcher.passed, int(code))


def run_all(tests: Sequence[str]) -> tuple[Outcome, list[str]]:
    """Run tests with nothing taken out; what came of it, and what others wrote that was imported for it."""
    outcome = run(tests, first_failure=False)
    return outcome, modules_of_others()


def preload(modules: Iterable[str]) -> None:
    """Import what every child needs and none changes."""
    for name in modules:
        try:
            importlib.import_module(name)
        except ImportError:
            continue


def in_children(
    tasks: Sequence[Callable[[], Any]], jobs: int, seconds_each: float
) -> Iterator[tuple[int, Any]]:
    """Run each task in a forked child, some at a time; yields number and result as they end, None for a hang."""
    context = get_context("fork")
    waiting = list(enumerate(tasks))[::-1]
    running: dict[Connection, tuple[int, Any, float]] = {}
    while waiting or running:
        while waiting and len(running) < jobs:
            number, task = waiting.pop()
            ours, theirs = context.Pipe(duplex=False)
            child = context.Process(target=_child, args=(task, theirs))
            child.start()
            theirs.close()
            running[ours] = number, child, time.monotonic() + seconds_each
        for pipe in [pipe for pipe in wait(list(running), timeout=1) if isinstance(pipe, Connection)]:
            number, child, _ = running.pop(pipe)
            try:
                result = pipe.recv()
            except EOFError:
                result = Outcome((), 0, -1)
            child.join()
            yield number, result
        for pipe in [pipe for pipe, (_, _, until) in running.items() if time.monotonic() > until]:
            number, child, _ = running.pop(pipe)
            child.kill()
            child.join()
            yield number, None


def _child(task: Callable[[], Any], pipe: Connection) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    pipe.send(task())
    pipe.close()
    os._exit(0)
