"""Messages that were sent and not taken in yet, in PostgreSQL."""

from collections.abc import Collection, Sequence

from ledger.identifiers import InstallationId
from ledger.message import MessageId, Posted
from ledger.storage.postgresql.connections import Connections
from ledger.storage.postgresql.values import Integer, Integers, Text, Texts, Value

_THESE = "(partition, position, number) IN (SELECT * FROM unnest($1, $2, $3))"
_ONE = "partition = $1 AND position = $2 AND number = $3"
TAKE = f"DELETE FROM usf.outbox WHERE {_THESE}"


class PostgreSQLOutbox:
    """Messages on their way (ledger.storage.store.Outbox)."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def due(self, after: MessageId, limit: int) -> list[Posted]:
        return self._found("installation IS NULL AND refusal IS NULL AND", after, limit)

    def waiting_for(self, installation: InstallationId, after: MessageId, limit: int) -> list[Posted]:
        return self._found("installation = $5 AND refusal IS NULL AND", after, limit, Text(installation))

    def everything(self, after: MessageId, limit: int) -> list[Posted]:
        return self._found("", after, limit)

    def refused(self, refusals: Collection[str], after: MessageId, limit: int) -> list[Posted]:
        which = "refusal IN (SELECT unnest($5)) AND"
        return self._found(which, after, limit, Texts(tuple(refusals)))

    def put_off(self, messages: Sequence[MessageId], installation: InstallationId) -> None:
        with self._connections.lent() as db:
            query = f"UPDATE usf.outbox SET installation = $4 WHERE {_THESE}"
            db.ask(query, *columns_of(messages), Text(installation))

    def park(self, message: MessageId, refusal: str) -> None:
        with self._connections.lent() as db:
            db.ask(f"UPDATE usf.outbox SET refusal = $4 WHERE {_ONE}", *_values_of(message), Text(refusal))

    def try_again(self, message: MessageId) -> bool:
        # Where its account lies is looked up anew.
        query = (
            f"UPDATE usf.outbox SET refusal = NULL, installation = NULL WHERE {_ONE} AND refusal IS NOT NULL"
            " RETURNING number"
        )
        with self._connections.lent() as db:
            return bool(db.ask(query, *_values_of(message)))

    def release(self, messages: Sequence[MessageId]) -> None:
        with self._connections.lent() as db:
            query = f"UPDATE usf.outbox SET refusal = NULL, installation = NULL WHERE {_THESE}"
            db.ask(query, *columns_of(messages))

    def put(self, posted: Sequence[Posted]) -> None:
        partitions, positions, numbers, *texts = zip(*posted, strict=True)
        columns = (Texts(partitions), Integers(positions), Integers(numbers), *map(Texts, texts))
        with self._connections.lent() as db:
            db.ask(
                "INSERT INTO usf.outbox SELECT * FROM unnest($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                *columns,
            )

    def take(self, messages: Sequence[MessageId]) -> None:
        with self._connections.lent() as db:
            db.ask(TAKE, *columns_of(messages))

    def _found(self, which: str, after: MessageId, limit: int, *values: Value) -> list[Posted]:
        query = (
            "SELECT partition, position, number, receiver, installation, refusal FROM usf.outbox"
            f" WHERE {which} (partition, position, number) > ($1, $2, $3)"
            " ORDER BY partition, position, number LIMIT $4"
        )
        with self._connections.lent() as db:
            return [Posted(*row) for row in db.ask(query, *_values_of(after), Integer(limit), *values)]


def columns_of(messages: Sequence[MessageId]) -> tuple[Texts, Integers, Integers]:
    """The ids of messages, column by column."""
    partitions, positions, numbers = zip(*messages, strict=True)
    return Texts(partitions), Integers(positions), Integers(numbers)


def _values_of(message: MessageId) -> tuple[Text, Integer, Integer]:
    return Text(message.partition), Integer(message.position), Integer(message.number)
