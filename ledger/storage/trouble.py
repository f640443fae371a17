"""What a database's own errors mean to the person who sees them."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from eventsourcing.persistence import PersistenceError

from ledger.storage.store import StoreUnavailable

_SENTENCES = (
    ("locked", "Another program holds {path}: try again, or stop that program."),
    ("busy", "Another program holds {path}: try again, or stop that program."),
    ("readonly", "{path} is read-only: give this user the right to write to the file and to its folder."),
    ("full", "The disk with {path} is full, and nothing more was recorded: make room, then try again."),
    ("unable to open", "{path} cannot be opened: check that its folder exists and may be written to."),
    ("not a database", "{path} is not a database of the ledger: choose another file with --db."),
    ("malformed", "{path} is damaged: restore it from a copy, and compare the copy with `usf replay`."),
    ("no such table", "{path} is not a complete database of the ledger: choose another file with --db."),
    ("disk i/o", "The disk with {path} reports an error: nothing more was recorded."),
)


@contextmanager
def said_plainly(path: str) -> Iterator[None]:
    """Turn a database's errors into a sentence. Raises StoreUnavailable."""
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.DatabaseError, PersistenceError) as error:
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        said = str(error).lower()
        for word, sentence in _SENTENCES:
            if word in said:
                raise StoreUnavailable(sentence.format(path=path)) from error
        raise StoreUnavailable(f"The database {path} does not answer ({type(error).__name__}).") from error
    except msgspec.MsgspecError as error:
        raise StoreUnavailable(
            f"{path} holds an event that this version cannot read: install the version that wrote it, "
            "or restore the file from a copy."
        ) from error
