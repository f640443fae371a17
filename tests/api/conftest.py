"""Fixtures of the HTTP tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.api.server import Served, serve
from tests.api.village import Village


@pytest.fixture(autouse=True, scope="session")
def _quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Lines of servers that live longer than one test come between tests: they go to a file."""
    before = structlog.get_config()
    with (tmp_path_factory.mktemp("log") / "log").open("w") as lines:
        structlog.configure(logger_factory=structlog.PrintLoggerFactory(lines))
        yield
        structlog.configure(**before)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A server over an empty database."""
    with serve(tmp_path / "usf.db") as server:
        yield server


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Village]:
    """A village for the tests of one module that record nothing in it."""
    with serve(tmp_path_factory.mktemp("unchanged") / "usf.db") as server:
        yield Village(server)


@pytest.fixture
def village(served: Served) -> Village:
    """A founded association."""
    return Village(served)
