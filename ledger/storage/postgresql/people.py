"""People and papers in PostgreSQL: what events must never hold."""

from collections.abc import Iterable, Mapping

from psycopg.types.numeric import Int8

from ledger.command import Paper, Person
from ledger.identifiers import MemberToken, RoundId, RoundToken, Seal
from ledger.storage.postgresql.arrays import Texts
from ledger.storage.postgresql.connections import Connections
from ledger.storage.postgresql.tables import schema_of


class PostgreSQLPeople:
    """Names, contacts and round tokens' members (ledger.storage.store.People)."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def person(self, token: str) -> Person | None:
        return self.persons((token,)).get(token)

    def persons(self, tokens: Iterable[str]) -> Mapping[str, Person]:
        with self._connections.lent() as db:
            rows = db.execute(
                "SELECT token, name, contact, public FROM usf.people WHERE token = ANY($1)",
                (Texts(list(tokens)),),
            )
            return {row[0]: Person(*row) for row in rows}

    def round_token(self, round_id: RoundId, member: MemberToken) -> RoundToken | None:
        with self._connections.lent() as db:
            row = db.execute(
                "SELECT token FROM usf.elector_links WHERE round = $1 AND member = $2", (round_id, member)
            ).fetchone()
        return row[0] if row else None

    def members_of(self, round_id: RoundId) -> Mapping[RoundToken, MemberToken]:
        with self._connections.lent() as db:
            rows = db.execute("SELECT token, member FROM usf.elector_links WHERE round = $1", (round_id,))
            return {token: member for token, member in rows}  # noqa: C416 - rows are tuples of any length


class PostgreSQLPapers:
    """Texts and references, by seal (ledger.storage.store.Papers)."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def paper(self, seal: Seal) -> Paper | None:
        with self._connections.lent() as db:
            row = db.execute("SELECT seal, salt, text FROM usf.papers WHERE seal = $1", (seal,)).fetchone()
        return Paper(*row) if row else None

    def text(self, seal: Seal) -> str | None:
        paper = self.paper(seal)
        return paper.text if paper else None

    def reference(self, partition: str, position: int) -> str | None:
        query = f"SELECT text FROM {schema_of(partition)}.reference_texts WHERE position = $1"
        with self._connections.lent() as db:
            row = db.execute(query, (Int8(position),)).fetchone()
        return row[0] if row else None
