"""Connections: a bounded pool, on which nobody waits for ever for a database that does not answer.

A statement that takes too long is cancelled by the server. Where the server itself is gone, frozen or cut off, the
client gives up a little later and closes the connection. From then on everybody is told at once that the database does
not answer, while one thread tries until it does: so a request is held up by one such wait at most.
"""

import logging
import select
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import pq
from psycopg.conninfo import make_conninfo
from psycopg_pool import ConnectionPool, PoolClosed, PoolTimeout

from ledger.storage.postgresql.exchange import Answer, Exchange, Statement
from ledger.storage.postgresql.trouble import said_plainly, silence
from ledger.storage.postgresql.values import Value
from ledger.storage.store import StoreUnavailable

STATEMENT_SECONDS = 1.5
"""After these the server cancels a statement."""
LOCK_SECONDS = 1.0
"""How long the server lets a statement wait for a lock that another holds."""
ANSWER_SECONDS = 2.0
"""After these the client gives a connection up. Longer than the server's own bounds, so that only a server that does
not answer at all meets it."""
FORGOTTEN_SECONDS = 10.0
"""After these the server ends a transaction whose program fell silent, so that it holds its lock no longer."""
LENDING_SECONDS = 1.0
"""How long to wait for a connection while all are lent."""
RETRY_SECONDS = 0.25
"""Between two tries to reach a database that did not answer."""
MOST = 24
"""Connections of one pool."""

HOW: dict[str, str | int] = {
    "application_name": "usf",
    "connect_timeout": 2,  # The least that the client library knows.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}

OWN: dict[str, Any] = {"autocommit": True, "prepare_threshold": None}
"""Transactions are begun by name, and statements prepared by exchanges alone."""

log = logging.getLogger(__name__)
# What they would say names hosts and users, and is said again here in plain words.
logging.getLogger("psycopg").setLevel(logging.ERROR)
logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)


class Connection(psycopg.Connection[tuple[Any, ...]]):
    """A connection in autocommit mode, on which transactions are begun by name. Values in queries are $1, $2."""

    patience_seconds: float | None = ANSWER_SECONDS
    gave_up = False
    """The server did not answer in time, so that the connection was closed."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._exchange = Exchange(self)
        self.cursor_factory = psycopg.RawCursor
        self.server_cursor_factory = psycopg.RawServerCursor

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for the server; where it does not answer at all, this connection is of no use any more."""
        with self._useless_without_an_answer():
            return super().wait(gen, interval, self.patience_seconds if timeout is None else timeout)

    def together(self, *statements: Statement) -> list[Answer]:
        """Carry out several statements in one round trip; the answers are to be checked by whoever reads them."""
        with self._useless_without_an_answer():
            return self._exchange.carry_out(statements, self.patience_seconds)

    def ask(self, query: str, *values: Value) -> list[Any]:
        """Carry out one statement; the rows that it finds."""
        (answer,) = self.together((query, values))
        answer.checked()
        return answer.rows()

    @contextmanager
    def _useless_without_an_answer(self) -> Iterator[None]:
        try:
            yield
        except psycopg.OperationalError as error:
            # Whatever a server answers has a code.
            if error.sqlstate is None:
                self.gave_up = self.pgconn.status == pq.ConnStatus.OK
                self.pgconn.finish()
            raise

    def roll_back(self) -> None:
        """End the transaction that is open, if one is."""
        if self.pgconn.transaction_status != pq.TransactionStatus.IDLE and not self.closed:
            (answer,) = self.together(("ROLLBACK", None))
            answer.checked()

    @property
    def is_forsaken(self) -> bool:
        """Whether the server has closed it since it was last used: then its end can be read, and nothing else."""
        poll = select.poll()
        poll.register(self.fileno(), select.POLLIN)
        return bool(poll.poll(0))


class Connections:
    """The connections of one process to one database."""

    def __init__(self, address: str, where: str, *, prepares: bool = False) -> None:
        """`prepares`: the client library prepares the statements that it carries out.

        It also drops all statements that were prepared, by whomever, when it carries out a rollback; so whoever asks
        for this uses no statements of an exchange.
        """
        self._address = make_conninfo(address, **HOW)
        self._where = where
        self._guard = threading.Lock()
        self._asking = False
        """A thread tries to reach the database."""
        self._silent = False
        """The database does not answer."""
        self._closed = threading.Event()
        self._pool = ConnectionPool(
            self._address,
            connection_class=Connection,
            kwargs=OWN | {"prepare_threshold": 0 if prepares else None},
            configure=_configure,
            min_size=1,
            max_size=MOST,
            max_idle=60.0,
            num_workers=2,
            reconnect_timeout=0.0,
            reconnect_failed=lambda _: self._ask(),
            timeout=LENDING_SECONDS,
            open=False,
        )

    def open(self) -> None:
        """Begin to lend. Raises StoreUnavailable where the database cannot be reached."""
        with said_plainly(self._where):
            self._connect().close()
        self._pool.open()

    def close(self) -> None:
        """Lend no more."""
        self._closed.set()
        self._pool.close()

    @contextmanager
    def lent(self) -> Iterator[Connection]:
        """A connection for a short while; what is open in the end is rolled back. Raises StoreUnavailable."""
        connection = self._take()
        try:
            with said_plainly(self._where):
                yield connection
        finally:
            self._give_back(connection)

    @contextmanager
    def patient(self) -> Iterator[Connection]:
        """A connection of its own, on which a statement may take as long as it needs. Raises StoreUnavailable."""
        with (
            said_plainly(self._where),
            Connection.connect(self._address, **OWN) as connection,
        ):
            connection.patience_seconds = None
            yield connection

    def _connect(self) -> Connection:
        connection = Connection.connect(self._address, **OWN)
        try:
            _configure(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _take(self) -> Connection:
        while not self._silent:
            try:
                connection = self._pool.getconn()
            except PoolClosed:
                raise StoreUnavailable(f"{self._where} was closed: open it again.") from None
            except PoolTimeout:
                self._ask()
                break
            if not connection.is_forsaken:
                return connection
            connection.close()
            self._pool.putconn(connection)
        raise StoreUnavailable(silence(self._where))

    def _give_back(self, connection: Connection) -> None:
        connection.patience_seconds = ANSWER_SECONDS
        try:
            connection.roll_back()
        except psycopg.Error:
            connection.close()
        if connection.closed:
            self._ask(silent=connection.gave_up)
        self._pool.putconn(connection)

    def _ask(self, *, silent: bool = False) -> None:
        """Find out whether the database answers, in a thread of its own."""
        with self._guard:
            self._silent |= silent
            if self._asking or self._closed.is_set():
                return
            self._asking = True
        threading.Thread(target=self._until_it_answers, name="postgresql", daemon=True).start()

    def _until_it_answers(self) -> None:
        while not self._closed.is_set():
            try:
                self._connect().close()
            except (psycopg.Error, StoreUnavailable):
                if not self._silent:
                    log.warning("%s does not answer", self._where)
                self._silent = True
                self._closed.wait(RETRY_SECONDS)
            else:
                break
        if self._silent:
            log.warning("%s answers again", self._where)
            # What was lent or lay idle may be dead without knowing it.
            self._pool.drain()
        with self._guard:
            self._silent = self._asking = False


def _configure(connection: Connection) -> None:
    """Bounds and durability, set and checked."""
    durable = connection.execute(
        "SELECT current_setting('fsync') = 'on' OR current_setting('usf.careless', true) = 'on',"
        " set_config('statement_timeout', $1, false), set_config('lock_timeout', $2, false),"
        " set_config('idle_in_transaction_session_timeout', $3, false),"
        # Whatever waits for longer than the disk of one server may stay so.
        " CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', false) END",
        [f"{int(seconds * 1000)}" for seconds in (STATEMENT_SECONDS, LOCK_SECONDS, FORGOTTEN_SECONDS)],
    ).fetchone()
    if durable is None or not durable[0]:
        raise StoreUnavailable(
            "PostgreSQL would not promise that what is committed survives a power cut: set fsync=on."
        )
