"""Where a reader of changes stands: one position per log, written as one word."""

import re
from collections.abc import Mapping
from typing import Any, Self

from api.http.permissions import Caller
from api.http.positions import written
from api.http.presenting import moment
from api.http.redaction import OF_ONE_PROMISE
from api.http.refusals import CursorMalformed
from ledger.event import Recorded
from ledger.identifiers import account_of
from projections import audit, tracking
from projections.base import Database, Source

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
        self, db: Database, log: Source, limit: int, caller: Caller
    ) -> tuple[list[dict[str, Any]], "Cursor"]:
        """The next changes that the views show, log by log, and where they end."""
        places = dict(self._places)
        found: list[dict[str, Any]] = []
        for partition in log.partitions():
            if len(found) == limit:
                break
            until = tracking.position(db, audit.Audit.name, partition)
            while True:
                asked, after = limit - len(found), places.get(partition, 0)
                events = [r for r in log.read(partition, after, asked) if r.position <= until]
                for recorded in events:
                    places[partition] = recorded.position
                    if _may_know(caller, recorded):
                        found.append(_change(recorded))
                # What is held back leaves room for more: else a page that is not full would look like the last one.
                if len(events) < asked or len(found) == limit:
                    break
        return found, Cursor(places)


def _may_know(caller: Caller, recorded: Recorded) -> bool:
    """Whether this happened is everybody's business, but for keys and for single promises (K4)."""
    kind = recorded.event.kind()
    if kind in OF_ONE_PROMISE:
        return account_of(recorded.stream) in caller.own_accounts
    return caller.registrar or not kind.startswith("key-")


def _change(recorded: Recorded) -> dict[str, Any]:
    return {
        "position": written(recorded.partition, recorded.position),
        "stream": recorded.stream,
        "kind": recorded.event.kind(),
        "account": audit.account_about(recorded),
        "recorded": moment(recorded.envelope.recorded_us),
    }
