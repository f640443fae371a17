"""From a refusal to an answer: RFC 9457 problems, with the one table from a kind of refusal to an HTTP status.

A rule that is broken is 422: the request was understood, and repeating it unchanged will not help.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.http import refusals as at_the_door
from api.http.sentences import sentence_of
from ledger.papers.refusals import PaperAltered, PaperLost, PaperTooLarge, PaperWasForgotten
from ledger.refusals import (
    Conflict,
    Forbidden,
    Malformed,
    NotFound,
    Refused,
    StaleVersion,
    Unprocessable,
)
from ledger.storage.store import OutcomeUnknown, StoreUnavailable
from projections.sentences.language import Language

MEDIA_TYPE = "application/problem+json"

STATUS: dict[type[Refused], int] = {
    Malformed: 400,
    NotFound: 404,
    Forbidden: 403,
    Conflict: 409,
    Unprocessable: 422,
    StaleVersion: 412,
    at_the_door.KeyNeeded: 401,
    at_the_door.KeyUnknown: 401,
    at_the_door.MethodNotAllowed: 405,
    at_the_door.BodyTooLarge: 413,
    at_the_door.BodyNotJson: 415,
    at_the_door.BodyPacked: 415,
    at_the_door.BodyTooSlow: 408,
    at_the_door.TooManyPapers: 503,
    PaperTooLarge: 413,
    PaperWasForgotten: 410,
    PaperAltered: 500,
    PaperLost: 500,
    at_the_door.PositionNotReached: 504,
    at_the_door.DatabaseUnavailable: 503,
    at_the_door.CommitUnknown: 503,
    at_the_door.Unexpected: 500,
}
"""The nearest class in a refusal's ancestry decides."""

RESERVED = frozenset({"type", "title", "status", "detail", "instance"})
"""Names that RFC 9457 gives a meaning: the `status` of a proposal, say, becomes `status_now`."""


class Problem(BaseModel):
    """Why a request was refused (RFC 9457). Further members say what the refusal is about."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="Stable kind of problem; the page at this path describes it.")
    title: str = Field(description="A sentence that says what to do.")
    status: int = Field(ge=400, le=599)


def status_of(refusal: type[Refused]) -> int:
    """The HTTP status of a class of refusals."""
    return next(STATUS[kind] for kind in refusal.__mro__ if kind in STATUS)


def type_of(refusal: type[Refused]) -> str:
    """The stable kind of a problem, a path on this service."""
    return f"/problems/{refusal.slug}"


def as_problem(refusal: Refused, language: Language = Language.EN) -> dict[str, Any]:
    """The body of a problem, its sentence in a language."""
    about = {f"{name}_now" if name in RESERVED else name: value for name, value in refusal.about.items()}
    kind = type(refusal)
    return {
        "type": type_of(kind),
        "title": sentence_of(refusal, language),
        "status": status_of(kind),
        **about,
    }


def answer(
    refusal: Refused, headers: Mapping[str, str] | None = None, language: Language = Language.EN
) -> Response:
    """The whole answer to a refused request."""
    problem = as_problem(refusal, language)
    headers = {**(headers or {}), "Content-Language": language, "Vary": "Accept-Language"}
    if problem["status"] == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="usf"'
    if problem["status"] in {503, 504}:
        headers["Retry-After"] = "1"
    content = json.dumps(problem, ensure_ascii=False, default=str).encode()
    return Response(content, problem["status"], headers, MEDIA_TYPE)


def of_store(trouble: StoreUnavailable) -> Refused:
    """The problem of a database that does not serve. Its own sentence names paths of the machine: the log has it."""
    if isinstance(trouble, OutcomeUnknown):
        return at_the_door.CommitUnknown()
    return at_the_door.DatabaseUnavailable()


def all_refusals(root: type[Refused] = Refused) -> Iterator[type[Refused]]:
    """Every class of refusals that is known, kinds themselves left out."""
    for kind in root.__subclasses__():
        if kind.__subclasses__():
            yield from all_refusals(kind)
        else:
            yield kind


def documented(refusals: Iterable[type[Refused]]) -> dict[int | str, dict[str, Any]]:
    """The answers of a route, as OpenAPI describes them: by status, every refusal by its type and sentence."""
    by_status: dict[int, list[type[Refused]]] = {}
    for refusal in sorted(set(refusals), key=lambda refusal: refusal.slug):
        by_status.setdefault(status_of(refusal), []).append(refusal)
    return {status: _response(status, kinds) for status, kinds in sorted(by_status.items())}


def _response(status: int, kinds: list[type[Refused]]) -> dict[str, Any]:
    schema = {
        "allOf": [{"$ref": "#/components/schemas/Problem"}],
        "properties": {"type": {"enum": [type_of(kind) for kind in kinds]}, "status": {"const": status}},
    }
    examples = {kind.slug: {"summary": kind().sentence(), "value": as_problem(kind())} for kind in kinds}
    return {
        "description": " ".join(f"`{kind.slug}`: {kind().sentence()}" for kind in kinds),
        "content": {MEDIA_TYPE: {"schema": schema, "examples": examples}},
    }
