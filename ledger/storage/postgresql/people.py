"""People and papers in PostgreSQL: what events must never hold."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ledger.command import Paper, PaperFile, Person, SealedPart
from ledger.identifiers import MemberToken, RoundId, RoundToken, Seal
from ledger.storage.postgresql.connections import Connections
from ledger.storage.postgresql.tables import schema_of
from ledger.storage.postgresql.values import Integer, Text, Texts
from ledger.storage.sealing import fits, not_altered, sealed_file, sealed_text


class PostgreSQLPeople:
    """Names, contacts and round tokens' members (ledger.storage.store.People)."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def person(self, token: str) -> Person | None:
        return self.persons((token,)).get(token)

    def persons(self, tokens: Iterable[str]) -> Mapping[str, Person]:
        with self._connections.lent() as db:
            rows = db.ask(
                "SELECT token, name, contact, public FROM usf.people WHERE token = ANY($1)",
                Texts(list(tokens)),
            )
        return {row[0]: Person(*row) for row in rows}

    def round_token(self, round_id: RoundId, member: MemberToken) -> RoundToken | None:
        with self._connections.lent() as db:
            rows = db.ask(
                f"SELECT token FROM {_LINKS} WHERE round = $1 AND member = $2",
                Text(round_id),
                Text(member),
            )
        return rows[0][0] if rows else None

    def members_of(self, round_id: RoundId) -> Mapping[RoundToken, MemberToken]:
        with self._connections.lent() as db:
            rows = db.ask(f"SELECT token, member FROM {_LINKS} WHERE round = $1", Text(round_id))
        return {RoundToken(token): member for token, member in rows}


_LINKS = "(SELECT * FROM usf.elector_links UNION ALL SELECT * FROM usf.confidential_links) AS links"
"""Those of open rounds, and those of confidential ones that are not forgotten."""


class PostgreSQLSealedBallots:
    """What confidential rounds keep beside the log until they are final (ledger.storage.store.SealedBallots)."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def parts(self, round_id: RoundId) -> Mapping[int, SealedPart]:
        query = "SELECT number, salt, text FROM usf.sealed_ballots WHERE round = $1"
        with self._connections.lent() as db:
            rows = db.ask(query, Text(round_id))
        return {number: SealedPart(round_id, number, salt or "", text or "") for number, salt, text in rows}

    def pepper(self, round_id: RoundId) -> str:
        with self._connections.lent() as db:
            rows = db.ask("SELECT pepper FROM usf.round_peppers WHERE round = $1", Text(round_id))
        return rows[0][0] if rows else ""


class PostgreSQLPapers:
    """Texts, files and references (ledger.storage.store.Papers)."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def paper(self, seal: Seal) -> Paper | None:
        found = self._texts((seal,))
        return sealed_text(*found[0]) if found else None

    def text(self, seal: Seal) -> str | None:
        paper = self.paper(seal)
        return paper.text if paper else None

    def file(self, seal: Seal) -> PaperFile | None:
        with self._connections.lent() as db:
            rows = db.ask("SELECT salt, content FROM usf.paper_files WHERE seal = $1", Text(seal))
        return sealed_file(seal, *rows[0]) if rows else None

    def holds(self, seals: Collection[Seal]) -> Mapping[Seal, bool]:
        found = {seal: fits(salt, text, seal) for seal, salt, text in self._texts(seals)}
        with self._connections.lent() as db:
            rows = db.ask("SELECT seal FROM usf.paper_files WHERE seal = ANY($1)", Texts(list(seals)))
        for (seal,) in rows:
            found[seal] = not_altered(self.file, seal)
        return found

    def reference(self, partition: str, position: int) -> str | None:
        query = f"SELECT text FROM {schema_of(partition)}.reference_texts WHERE position = $1"
        with self._connections.lent() as db:
            rows = db.ask(query, Integer(position))
        return rows[0][0] if rows else None

    def _texts(self, seals: Collection[Seal]) -> list[tuple[Seal, Any, Any]]:
        with self._connections.lent() as db:
            return db.ask("SELECT seal, salt, text FROM usf.papers WHERE seal = ANY($1)", Texts(list(seals)))
