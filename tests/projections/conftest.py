"""A log in memory for every test of views."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from projections.base import Database
from tests.projections.log import Log


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """A log without events, whose views have their tables."""
    made = Log(tmp_path / "views.db").ready()
    yield made
    made.close()


@pytest.fixture
def db(log: Log) -> Database:
    """The tables of the views, as they are at any moment."""
    return log.db
