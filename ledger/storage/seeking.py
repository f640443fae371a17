"""Queries that find their way through an index instead of along it, in SQL that every store understands."""

VERSION_AT = """
    WITH RECURSIVE newest(version, place) AS (
        SELECT originator_version, {position} FROM {events}
        WHERE originator_id = :stream ORDER BY originator_version DESC LIMIT 1
    ), bounds(low, high) AS (
        SELECT CASE WHEN place <= :position THEN version ELSE 0 END,
            CASE WHEN place <= :position THEN version ELSE version - 1 END FROM newest
        UNION ALL
        SELECT CASE WHEN found.{position} <= :position THEN found.originator_version ELSE low END,
            CASE WHEN found.{position} <= :position THEN high ELSE found.originator_version - 1 END
        FROM bounds JOIN {events} AS found
            ON found.originator_id = :stream AND found.originator_version = (low + high + 1) / 2
        WHERE low < high
    )
    SELECT low FROM bounds WHERE low = high
"""
"""The version of a stream's newest event at or before a position: versions are dense and rise with positions, so that
halving finds it after twenty looks into a million events; where the newest event is the one, after one look."""
