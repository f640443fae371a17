"""The people store and the papers store: what events must never hold."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import msgspec

from ledger.command import Paper, PaperFile, Person, SealedPart
from ledger.identifiers import MemberToken, RoundId, RoundToken, Seal
from ledger.storage.sealing import fits, not_altered, sealed_file, sealed_text


class SQLitePeople:
    """Names, contacts and round tokens' members (ledger.storage.store.People)."""

    def __init__(self, connection: Callable[[], sqlite3.Connection]) -> None:
        self._connection = connection

    def person(self, token: str) -> Person | None:
        return self.persons((token,)).get(token)

    def persons(self, tokens: Iterable[str]) -> Mapping[str, Person]:
        rows = self._connection().execute(
            "SELECT token, name, contact, public FROM people WHERE token IN (SELECT value FROM json_each(?))",
            (_json(tokens),),
        )
        return {token: Person(token, name, contact, bool(public)) for token, name, contact, public in rows}

    def round_token(self, round_id: RoundId, member: MemberToken) -> RoundToken | None:
        query = f"SELECT token FROM {_LINKS} WHERE round = ? AND member = ?"
        row = self._connection().execute(query, (round_id, member)).fetchone()
        return row[0] if row else None

    def members_of(self, round_id: RoundId) -> Mapping[RoundToken, MemberToken]:
        query = f"SELECT token, member FROM {_LINKS} WHERE round = ?"
        return dict(self._connection().execute(query, (round_id,)).fetchall())


_LINKS = "(SELECT * FROM elector_links UNION ALL SELECT * FROM confidential_links)"
"""Those of open rounds, and those of confidential ones that are not forgotten."""


class SQLiteSealedBallots:
    """What confidential rounds keep beside the log until they are final (ledger.storage.store.SealedBallots)."""

    def __init__(self, connection: Callable[[], sqlite3.Connection]) -> None:
        self._connection = connection

    def parts(self, round_id: RoundId) -> Mapping[int, SealedPart]:
        rows = self._connection().execute(
            "SELECT number, CAST(salt AS BLOB), CAST(text AS BLOB) FROM sealed_ballots WHERE round = ?",
            (round_id,),
        )
        return {
            number: SealedPart(round_id, number, _text(salt) or "", _text(text) or "")
            for number, salt, text in rows
        }

    def pepper(self, round_id: RoundId) -> str:
        query = "SELECT pepper FROM round_peppers WHERE round = ?"
        row = self._connection().execute(query, (round_id,)).fetchone()
        return row[0] if row else ""


class SQLitePapers:
    """Texts, files and references (ledger.storage.store.Papers)."""

    def __init__(self, connection: Callable[[], sqlite3.Connection]) -> None:
        self._connection = connection

    def paper(self, seal: Seal) -> Paper | None:
        found = self._texts((seal,))
        return sealed_text(*found[0]) if found else None

    def text(self, seal: Seal) -> str | None:
        paper = self.paper(seal)
        return paper.text if paper else None

    def file(self, seal: Seal) -> PaperFile | None:
        row = (
            self._connection()
            .execute("SELECT salt, content FROM paper_files WHERE seal = ?", (seal,))
            .fetchone()
        )
        return sealed_file(seal, *row) if row else None

    def holds(self, seals: Collection[Seal]) -> Mapping[Seal, bool]:
        found = {seal: fits(salt, text, seal) for seal, salt, text in self._texts(seals)}
        query = "SELECT seal FROM paper_files WHERE seal IN (SELECT value FROM json_each(?))"
        for (seal,) in self._connection().execute(query, (_json(seals),)).fetchall():
            found[seal] = not_altered(self.file, seal)
        return found

    def reference(self, partition: str, position: int) -> str | None:
        row = (
            self._connection()
            .execute(f"SELECT text FROM {partition}_reference_texts WHERE position = ?", (position,))
            .fetchone()
        )
        return row[0] if row else None

    def _texts(self, seals: Collection[Seal]) -> list[tuple[Seal, Any, Any]]:
        """As bytes, since a row that was tampered with need not hold text."""
        rows = self._connection().execute(
            "SELECT seal, CAST(salt AS BLOB), CAST(text AS BLOB) FROM papers"
            " WHERE seal IN (SELECT value FROM json_each(?))",
            (_json(seals),),
        )
        return [(seal, _text(salt), _text(text)) for seal, salt, text in rows]


def _json(names: Iterable[str]) -> str:
    return msgspec.json.encode(list(names)).decode()


def _text(stored: bytes | None) -> str | None:
    """The text; None for what is none."""
    try:
        return None if stored is None else stored.decode()
    except UnicodeDecodeError:
        return None
