"""Views on SQLite: each generation is a file beside the log's, so that filling it never takes the log's write lock.

A generation's name is drawn by chance. So a file that belongs to another copy of the log is never taken for one of
this log, and a reader who still holds a replaced file does not touch its successor.

Files of views may be lost without harm, since their rows and positions move together: commits do not wait for the disk
(`synchronous=NORMAL`).
"""

import os
import secrets
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

from ledger.storage.trouble import said_plainly
from projections import tracking
from projections.base import Database, Source, Table, Values, View
from projections.shelf.shelf import Log, ViewsLost

LOCK_SECONDS = 5
"""How long to wait for another process that fills the same tables."""

FILLING_CACHE_KIB = 65_536

_TROUBLE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_NOTADB,
    }
)
_LOST = ("malformed", "not a database", "no such table")


class SQLiteDatabase(sqlite3.Connection):
    """A connection to one generation (projections.base.Database)."""

    generation = ""
    log: Source

    def stream(self, query: str, values: Values = ()) -> Iterator[object]:
        return self.execute(query, values)

    def insert(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        if rows:
            self.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)

    def put(self, table: Table, rows: Sequence[Sequence[object]]) -> None:
        self.executemany(table.upsert, rows)


class SQLiteShelf:
    """The generations beside one log's file (projections.shelf.Shelf)."""

    at_once = True

    def __init__(self, log: Log) -> None:
        self.log = log
        self.path = log.address
        self._guard = threading.Lock()
        self._idle: list[SQLiteDatabase] = []
        self._closed = False
        with said_plainly(self.path):
            self._installation = sqlite3.connect(
                _address(self.path, "rw"),
                timeout=LOCK_SECONDS,
                isolation_level=None,
                check_same_thread=False,
                uri=True,
            )

    # The tables in use

    def reading(self, *, patiently: bool = False) -> "_Transaction":
        return _Transaction(self, writes=False)

    def writing(self) -> "_Transaction":
        return _Transaction(self, writes=True)

    def begun(self, *, writes: bool) -> SQLiteDatabase:
        """A transaction on the generation that is in use while it begins."""
        while True:
            generation = self._active()
            if generation is None:
                raise ViewsLost(f"The views of {self.path} were not made yet: run `usf rebuild`.")
            db = idle = self._taken(generation)
            try:
                if db is None:
                    db = self._opened(generation)
                db.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
                if idle and not writes:
                    return db
                # Files are removed only after another came into use: these are opened whole if that is not so yet.
                db.execute("SELECT 1 FROM tracking LIMIT 1").fetchone()
                if self._active() == generation:
                    return db
                db.close()
            except (sqlite3.Error, ViewsLost):
                if db is not None:
                    db.close()
                if self._active() == generation:
                    raise

    def ended(self, db: SQLiteDatabase) -> None:
        """Undo what was not committed, and keep the connection for the next."""
        if db.in_transaction:
            db.execute("ROLLBACK")
        with self._guard:
            if not self._closed:
                self._idle.append(db)
                return
        db.close()

    def _active(self) -> str | None:
        query = "SELECT value FROM installation WHERE name = 'views'"
        with self._guard:
            row = self._installation.execute(query).fetchone()
        return row[0] if row else None

    def _taken(self, generation: str) -> SQLiteDatabase | None:
        """An idle connection; those to other generations are closed."""
        with self._guard:
            while self._idle:
                db = self._idle.pop()
                if db.generation == generation:
                    return db
                db.close()
        return None

    def _opened(self, generation: str) -> SQLiteDatabase:
        if not self._file(generation).exists():
            raise ViewsLost(
                f"The views of {self.path} are missing: run `usf rebuild`, which makes them anew."
            )
        db = _connect(self._file(generation), "rw", generation, self.log)
        db.execute("PRAGMA synchronous=NORMAL")
        return db

    def close(self) -> None:
        with self._guard:
            self._closed = True
            for db in (*self._idle, self._installation):
                db.close()
            self._idle.clear()

    def is_in_trouble(self, error: Exception) -> bool:
        return isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & 0xFF in _TROUBLE

    # Tables that nobody sees

    @contextmanager
    def fresh(self, views: Sequence[View]) -> Iterator["SQLiteFresh"]:
        with said_plainly(self.path), self._alone():
            try:
                generation = secrets.token_hex(4)
                file = self._file(generation)
                with closing(_connect(file, "rwc", generation, self.log)) as db:
                    # It is thrown away after any crash, so it need not survive one.
                    db.execute("PRAGMA journal_mode=OFF")
                    db.execute("PRAGMA synchronous=OFF")
                    db.execute(f"PRAGMA cache_size=-{FILLING_CACHE_KIB}")
                    made = SQLiteFresh(self, generation, file, db)
                    with made.writing():
                        for table in (*tracking.TABLES, *(table for view in views for table in view.tables)):
                            for statement in table.ddl:
                                db.execute(statement)
                        tracking.sign(db, views)
                    yield made
            finally:
                self._sweep()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One at a time, over all processes; whoever ends, however, makes room."""
        with closing(sqlite3.connect(f"{self.path}-views-lock", isolation_level=None)) as lock:
            while not lock.in_transaction:
                try:
                    lock.execute("BEGIN EXCLUSIVE")
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                        raise
            yield

    def _sweep(self) -> None:
        """Remove every generation but the one in use. Whoever still reads such a file reads on undisturbed."""
        begins = f"{Path(self.path).name}-views-"
        keep = (f"{begins}lock", f"{begins}{self._active()}")
        for file in Path(self.path).parent.iterdir():
            if file.name.startswith(begins) and not file.name.startswith(keep):
                with suppress(FileNotFoundError):
                    file.unlink()

    def _file(self, generation: str) -> Path:
        return Path(f"{self.path}-views-{generation}")

    @contextmanager
    def holding_still(self) -> Iterator[None]:
        """Nobody moves the tables in use, if there are any."""
        with ExitStack() as held:
            with suppress(ViewsLost):
                held.enter_context(self.writing())
            yield

    def activate(self, generation: str) -> None:
        """From now on these tables are in use."""
        with self._guard:
            self._installation.execute(
                "INSERT INTO installation VALUES ('views', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (generation,),
            )


class _Transaction:
    """A transaction on the tables in use, as a block."""

    __slots__ = ("_db", "_shelf", "_writes")

    def __init__(self, shelf: SQLiteShelf, *, writes: bool) -> None:
        self._shelf = shelf
        self._writes = writes

    def __enter__(self) -> SQLiteDatabase:
        try:
            self._db = self._shelf.begun(writes=self._writes)
        except sqlite3.Error as error:
            _say(error, self._shelf.path)
        return self._db

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        try:
            if self._writes and error is None:
                self._db.execute("COMMIT")
        except sqlite3.Error as failure:
            error = failure
        finally:
            self._shelf.ended(self._db)
        if isinstance(error, sqlite3.Error):
            _say(error, self._shelf.path)


class SQLiteFresh:
    """A generation that is not in use yet (projections.shelf.Fresh)."""

    def __init__(self, shelf: SQLiteShelf, generation: str, file: Path, db: SQLiteDatabase) -> None:
        self._shelf = shelf
        self._generation = generation
        self._file = file
        self._db = db

    @contextmanager
    def writing(self) -> Iterator[Database]:
        # What is not finished is thrown away as a whole: nothing is ever undone.
        self._db.execute("BEGIN")
        yield self._db
        self._db.execute("COMMIT")

    @contextmanager
    def reading(self) -> Iterator[Database]:
        yield self._db

    @contextmanager
    def taking_over(self) -> Iterator[Database]:
        with self._shelf.holding_still():
            with self.writing() as db:
                yield db
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.close()
            for path, flags in ((self._file, os.O_RDWR), (self._file.parent, os.O_RDONLY)):
                _flush(path, flags)
            self._shelf.activate(self._generation)


def _flush(path: Path, flags: int) -> None:
    """What nobody waited for must lie on the disk before it is relied upon."""
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _connect(file: Path, mode: str, generation: str, log: Source) -> SQLiteDatabase:
    db = sqlite3.connect(
        _address(str(file), mode),
        timeout=LOCK_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=512,
        factory=SQLiteDatabase,
        uri=True,
    )
    db.generation, db.log = generation, log
    return db


def _address(path: str, mode: str) -> str:
    return f"file:{quote(str(Path(path).absolute()))}?mode={mode}"


def _say(error: sqlite3.Error, path: str) -> NoReturn:
    """Raise an error of the database as a sentence, and tell those apart that a rebuilding mends."""
    if isinstance(error, sqlite3.DatabaseError) and any(word in str(error).lower() for word in _LOST):
        raise ViewsLost(
            f"The views of {path} are damaged: run `usf rebuild`, which makes them anew."
        ) from error
    with said_plainly(path):
        raise error
