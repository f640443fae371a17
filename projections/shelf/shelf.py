"""Where the tables of views lie: in a generation, which one row in the log's database names.

Views are made anew in a generation that nobody sees, and that row is changed when it is ready. Whoever reads meanwhile
sees the old tables, then the new ones, and nothing in between.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from ledger.storage.store import StoreUnavailable
from projections.base import Database, Source, View


class ViewsLost(StoreUnavailable):
    """The tables are missing or damaged. Nothing is lost with them: they can be made again from the log."""


class Log(Source, Protocol):
    """A log, and where it lies."""

    @property
    def address(self) -> str:
        """Path or URL of the database."""


class Fresh(Protocol):
    """Empty tables that nobody sees."""

    def writing(self) -> AbstractContextManager[Database]:
        """A transaction on them."""

    def reading(self) -> AbstractContextManager[Database]:
        """What was written to them."""

    def taking_over(self) -> AbstractContextManager[Database]:
        """A last transaction on them, in which nobody moves the tables in use; these are replaced when it ends."""


class Shelf(Protocol):
    """The tables of views beside one log. One object serves a process; it may be used from any thread.

    Every method raises StoreUnavailable.
    """

    @property
    def log(self) -> Source:
        """The log that the views follow."""

    @property
    def at_once(self) -> bool:
        """Whether a reader waits for nobody and asks no other machine, so that even an event loop may look briefly."""

    def reading(self, *, patiently: bool = False) -> AbstractContextManager[Database]:
        """A snapshot of the tables in use; for longer than a few seconds, patiently. Raises ViewsLost."""

    def writing(self) -> AbstractContextManager[Database]:
        """A transaction on the tables in use, under the views' lock; undone if anything is raised. Raises ViewsLost."""

    def fresh(self, views: Sequence[View]) -> AbstractContextManager[Fresh]:
        """Empty tables for these views. Whoever wants others waits; what did not take over is gone at the end."""

    def is_in_trouble(self, error: Exception) -> bool:
        """Whether it is the database that fails, not what it was asked."""

    def close(self) -> None:
        """Let go of the database."""
