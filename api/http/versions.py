"""The version of an aggregate, as its ETag, at the position that an answer reflects."""

import sqlite3


def version_at(db: sqlite3.Connection, partition: str, stream: str, position: int) -> int:
    """Events of a stream up to a position. A later version on an older answer would let a change be overlooked."""
    row = db.execute(
        f"SELECT originator_version FROM {partition}_events WHERE originator_id = ? AND rowid <= ? "  # noqa: S608
        "ORDER BY originator_version DESC LIMIT 1",
        (stream, position),
    ).fetchone()
    return row[0] if row else 0


def etag(version: int) -> dict[str, str]:
    """The header."""
    return {"ETag": f'"{version}"'}
