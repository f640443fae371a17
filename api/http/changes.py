"""Where a reader of changes stands: one position per log, written as one word."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Self

from api.http.positions import written
from api.http.presenting import moment
from api.http.refusals import CursorMalformed
from projections import audit
from projections.base import Database

_PLACE = re.compile(r"([a-z][a-z0-9_]{0,80})\.([1-9][0-9]{0,17})", re.ASCII)
_BETWEEN = "~"


class Cursor:
    """The last position that was read of each log; nothing of a log that is not named."""

    def __init__(self, places: Mapping[str, int]) -> None:
        self._places = dict(places)

    @classmethod
    def read(cls, written: str | None) -> Self:
        """What `str` wrote. Raises CursorMalformed."""
        places = {}
        for place in written.split(_BETWEEN) if written else ():
            match = _PLACE.fullmatch(place)
            if match is None or match[1] in places:
                raise CursorMalformed
            places[match[1]] = int(match[2])
        return cls(places)

    def __str__(self) -> str:
        return _BETWEEN.join(f"{partition}.{number}" for partition, number in sorted(self._places.items()))

    def page(
        self, db: Database, partitions: Iterable[str], limit: int, *, keys: bool
    ) -> tuple[list[dict[str, Any]], "Cursor"]:
        """The next changes, log by log, and where they end."""
        places = dict(self._places)
        found: list[dict[str, Any]] = []
        for partition in partitions:
            if len(found) == limit:
                break
            while True:
                asked, after = limit - len(found), places.get(partition, 0)
                lines = audit.page(db, partition, after=after, limit=asked)
                for line in lines:
                    places[partition] = line.position
                    if keys or not line.kind.startswith("key-"):
                        found.append(_change(line))
                # What is held back leaves room for more: else a page that is not full would look like the last one.
                if len(lines) < asked or len(found) == limit:
                    break
        return found, Cursor(places)


def _change(line: audit.AuditLine) -> dict[str, Any]:
    return {
        "position": written(line.partition, line.position),
        "stream": line.stream,
        "kind": line.kind,
        "account": line.account,
        "recorded": moment(line.recorded_us),
    }
