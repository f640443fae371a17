"""Several statements in one round trip, without the client library's machinery around each.

All are sent at once, and then all answers are read (libpq's pipeline mode). A statement with values is prepared when
a connection first meets it. The library's own pipelines do the same for several times as much of the interpreter's
time, which is what bounds a batch of commands.
"""

import select
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import pq
from psycopg.adapt import Transformer
from psycopg.errors import error_from_result

from ledger.storage.postgresql.values import Value

if TYPE_CHECKING:
    from psycopg.abc import Transformer as Loader
    from psycopg.pq.abc import PGresult

Statement = tuple[str, Sequence[Value] | None]
"""A query, which names its values $1, $2 and so on, and these. With None it is sent as it is, and not prepared."""


class Answer:
    """What the server said to one statement."""

    __slots__ = ("_result", "_rows")

    def __init__(self, result: "PGresult", rows: "Loader") -> None:
        self._result = result
        self._rows = rows

    @property
    def tag(self) -> bytes:
        """What was done, such as `COMMIT`; empty where it failed."""
        return self._result.command_status or b""

    def checked(self) -> None:
        """Raises psycopg.Error where the statement failed, or was not carried out since one before it failed."""
        if self._result.status in {pq.ExecStatus.FATAL_ERROR, pq.ExecStatus.PIPELINE_ABORTED}:
            raise error_from_result(self._result)

    def rows(self) -> list[tuple[Any, ...]]:
        """The rows found."""
        self._rows.set_pgresult(self._result)
        return self._rows.load_rows(0, self._result.ntuples, tuple)


class Exchange:
    """One connection's way to carry out several statements at once."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._pgconn = connection.pgconn
        self._names: dict[str, bytes] = {}
        """Of the statements that were prepared."""
        self._rows: Loader = Transformer(connection)
        self._poll = select.poll()

    def carry_out(self, statements: Sequence[Statement], patience_seconds: float | None) -> list[Answer]:
        """The answers, one for each statement. Raises psycopg.OperationalError where the server is gone or silent."""
        fresh = {
            query: values for query, values in statements if values is not None and query not in self._names
        }
        if fresh:
            self._prepare(fresh, patience_seconds)
        self._pgconn.enter_pipeline_mode()
        for query, values in statements:
            if values is None:
                self._pgconn.send_query_params(query.encode(), None)
                continue
            self._pgconn.send_query_prepared(
                self._names[query],
                [value.packed for value in values],
                [pq.Format.BINARY] * len(values),
                pq.Format.BINARY,
            )
        return self._answers(patience_seconds)

    def _prepare(self, statements: dict[str, Sequence[Value]], patience_seconds: float | None) -> None:
        names = {query: b"usf_%d" % number for number, query in enumerate(statements, len(self._names))}
        self._pgconn.enter_pipeline_mode()
        for query, values in statements.items():
            self._pgconn.send_prepare(names[query], query.encode(), [value.oid for value in values])
        for answer in self._answers(patience_seconds):
            answer.checked()
        self._names |= names

    def _answers(self, patience_seconds: float | None) -> list[Answer]:
        """Send what was gathered, and read until the server has answered all of it."""
        pgconn = self._pgconn
        pgconn.pipeline_sync()
        until = None if patience_seconds is None else time.monotonic() + patience_seconds
        unsent = pgconn.flush()
        answers: list[Answer] = []
        while True:
            while pgconn.is_busy():
                self._wait(unsent, until)
                pgconn.consume_input()
                unsent = unsent and pgconn.flush()
            # Nothing stands between the answers to two statements.
            result = pgconn.get_result()
            if result is not None:
                if result.status == pq.ExecStatus.PIPELINE_SYNC:
                    break
                answers.append(Answer(result, self._rows))
        pgconn.exit_pipeline_mode()
        return answers

    def _wait(self, unsent: int, until: float | None) -> None:
        self._poll.register(self._pgconn.socket, select.POLLIN | select.POLLOUT if unsent else select.POLLIN)
        left = None if until is None else max(0.0, until - time.monotonic()) * 1000
        if not self._poll.poll(left):
            raise psycopg.OperationalError("the server does not answer")
