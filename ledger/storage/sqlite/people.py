"""The people store and the papers store: what events must never hold."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping

import msgspec

from ledger.command import Paper, Person
from ledger.identifiers import MemberToken, RoundId, RoundToken, Seal


class SQLitePeople:
    """Names, contacts and round tokens' members (ledger.storage.store.People)."""

    def __init__(self, connection: Callable[[], sqlite3.Connection]) -> None:
        self._connection = connection

    def person(self, token: str) -> Person | None:
        return self.persons((token,)).get(token)

    def persons(self, tokens: Iterable[str]) -> Mapping[str, Person]:
        rows = self._connection().execute(
            "SELECT token, name, contact, public FROM people WHERE token IN (SELECT value FROM json_each(?))",
            (msgspec.json.encode(list(tokens)).decode(),),
        )
        return {token: Person(token, name, contact, bool(public)) for token, name, contact, public in rows}

    def round_token(self, round_id: RoundId, member: MemberToken) -> RoundToken | None:
        row = (
            self._connection()
            .execute("SELECT token FROM elector_links WHERE round = ? AND member = ?", (round_id, member))
            .fetchone()
        )
        return row[0] if row else None

    def members_of(self, round_id: RoundId) -> Mapping[RoundToken, MemberToken]:
        rows = self._connection().execute(
            "SELECT token, member FROM elector_links WHERE round = ?", (round_id,)
        )
        return dict(rows.fetchall())


class SQLitePapers:
    """Texts and references (ledger.storage.store.Papers)."""

    def __init__(self, connection: Callable[[], sqlite3.Connection]) -> None:
        self._connection = connection

    def paper(self, seal: Seal) -> Paper | None:
        row = (
            self._connection()
            .execute("SELECT seal, salt, text FROM papers WHERE seal = ?", (seal,))
            .fetchone()
        )
        return Paper(*row) if row else None

    def text(self, seal: Seal) -> str | None:
        paper = self.paper(seal)
        return paper.text if paper else None

    def reference(self, partition: str, position: int) -> str | None:
        row = (
            self._connection()
            .execute(f"SELECT text FROM {partition}_reference_texts WHERE position = ?", (position,))
            .fetchone()
        )
        return row[0] if row else None
