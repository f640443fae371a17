"""What became of the lines of a stream, as lines of its answer."""

import msgspec
import structlog

from api.http.logging import place_of
from api.http.problems import as_problem, of_store
from api.http.refusals import Unexpected
from ledger.ledger import Answer
from ledger.refusals import Refused
from ledger.storage.store import StoreUnavailable
from projections.sentences.language import Language

log = structlog.get_logger("usf.batches")


class _Recorded(msgspec.Struct, omit_defaults=True):
    line: int
    status: int
    id: str
    position: str
    replayed: bool = False


class _WouldBeRecorded(msgspec.Struct):
    line: int
    status: int
    would_be_recorded: bool
    kinds: tuple[str, ...]


_encode = msgspec.json.Encoder().encode


class Results:
    """How results are told to the caller of one stream."""

    def __init__(self, language: Language, *, dry_run: bool) -> None:
        self._language = language
        self._dry_run = dry_run

    def line(self, number: int, came: Answer | Exception) -> bytes:
        """The result of one line."""
        if isinstance(came, Answer):
            if self._dry_run:
                return _encode(_WouldBeRecorded(number, 200, bool(came.kinds), came.kinds)) + b"\n"
            return _encode(_Recorded(number, 201, came.created, came.position, came.replayed)) + b"\n"
        problem = as_problem(self._refusal(number, came), self._language)
        return _encode({"line": number, "status": problem["status"], "problem": problem}) + b"\n"

    def _refusal(self, number: int, error: Exception) -> Refused:
        if isinstance(error, Refused):
            return error
        if isinstance(error, StoreUnavailable):
            return of_store(error)
        log.error("unexpected", line=number, error=type(error).__name__, place=place_of(error))
        return Unexpected()
