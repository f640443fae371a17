"""From a request to a command's answer: repeated requests, versions and dry runs, for every route that records."""

import re
from typing import Annotated

import msgspec
from fastapi import Depends, Header, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.http.answers import Json
from api.http.permissions import Caller
from api.http.positions import as_header
from api.http.refusals import IdempotencyKeyMalformed, IfMatchMalformed
from api.http.request import HttpRequest
from ledger.command import Command
from ledger.ledger import Answer, Ledger, Request

_REPLAYED = (b"idempotency-replayed", b"true")
_json = msgspec.json.Encoder().encode
_IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{1,255}", re.ASCII)
_ETAG = re.compile(r'"(0|[1-9][0-9]{0,17})"', re.ASCII)


class Recorded(BaseModel):
    """What was recorded."""

    id: str = Field(description="Of what was made, or of what the act was about.")
    position: str = Field(description="Pass it as `min_position` to read what this act changed.")


IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="A new one for each act: sent again with the same body, the act happens once.",
        json_schema_extra={"pattern": r"^[\x21-\x7e]+$", "minLength": 1, "maxLength": 255},
    ),
]
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="The ETag that was read: the act is refused if somebody changed this meanwhile.",
        json_schema_extra={"pattern": '^"(0|[1-9][0-9]{0,17})"$'},
    ),
]
DryRun = Annotated[bool, Query(description="Decide, and record nothing.")]


class Act:
    """How a route hands a command to the ledger."""

    def __init__(
        self, http: HttpRequest, idempotency_key: IdempotencyKey = None, dry_run: DryRun = False
    ) -> None:
        if idempotency_key is not None and not _IDEMPOTENCY_KEY.fullmatch(idempotency_key):
            raise IdempotencyKeyMalformed
        if http.sends_twice(b"idempotency-key"):
            raise IdempotencyKeyMalformed
        self.http = http
        self.key = idempotency_key
        self.dry_run = dry_run
        self.version: int | None = None

    @property
    def ledger(self) -> Ledger:
        """The one ledger."""
        return self.http.service.ledger

    @property
    def caller(self) -> Caller:
        """Who acts."""
        return self.http.caller

    async def __call__(
        self, command: Command, *, by: str | None = None, about: str | None = None
    ) -> Response:
        """Carry out a command and answer. `about` names the stream that If-Match speaks of."""
        return self.answer(await self.carry_out(command, by=by, about=about))

    async def carry_out(
        self, command: Command, *, by: str | None = None, about: str | None = None, pepper: str = ""
    ) -> Answer:
        """Carry out a command, durably. `by` is the actor where that is not the caller; `pepper` the request's."""
        expected = {about: self.version} if about is not None and self.version is not None else None
        service = self.http.service
        return await service.replies.carry_out(
            service.ledger,
            command,
            by=by or self.http.caller.actor,
            request=self._request(by, pepper),
            dry_run=self.dry_run,
            expected=expected,
        )

    def answer(self, answer: Answer, **more: str | int) -> Response:
        """What the caller is told."""
        if self.dry_run:
            return Json(_json({"would_be_recorded": bool(answer.kinds), "kinds": answer.kinds}))
        headers = [as_header(answer.position)]
        if answer.replayed:
            headers.append(_REPLAYED)
        return Json(_json({"id": answer.created, "position": answer.position, **more}), 201, headers)

    def _request(self, by: str | None, pepper: str) -> Request | None:
        """What makes this request recognisable, where it is not to happen twice."""
        if self.key is None or self.dry_run:
            return None
        content = self.content(self.http.said)
        return Request(caller=self.repeating(by), key=self.key, content=content, pepper=pepper)

    def content(self, said: str) -> str:
        """What a repeat must be equal in: method, path, and what the body says in canonical form."""
        return f"{self.http.scope['method']} {self.http.scope['path']}\n{said}"

    def repeating(self, by: str | None) -> str:
        """Who alone may repeat a request: the same key and, in ballots, for the same round token.

        Were a ballot's repeat known by its token alone, whoever enters ballots for others could try out choices under
        a likely Idempotency-Key, and would be told which ones were cast before the round is counted (V8).
        """
        return str(self.caller.key) if by is None else f"{self.caller.key}\n{by}"


class VersionedAct(Act):
    """The same for acts on one aggregate, which honour If-Match."""

    def __init__(
        self,
        http: HttpRequest,
        idempotency_key: IdempotencyKey = None,
        dry_run: DryRun = False,
        if_match: IfMatch = None,
    ) -> None:
        super().__init__(http, idempotency_key, dry_run)
        if if_match is not None:
            match = _ETAG.fullmatch(if_match)
            if match is None or http.sends_twice(b"if-match"):
                raise IfMatchMalformed
            self.version = int(match[1])


Acting = Annotated[Act, Depends(Act)]
ActingOnVersion = Annotated[VersionedAct, Depends(VersionedAct)]
