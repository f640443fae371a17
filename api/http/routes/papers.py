"""Papers: evidence files, sent as they are, and forgotten by two officers."""

from typing import Annotated, Any

from fastapi import Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.http.models.base import command
from api.http.models.papers import Forgetting
from api.http.models.paths import AccountPath, PaperPath
from api.http.named_refusals import refusals_of
from api.http.permissions import MEMBERS, OFFICERS, needs
from api.http.recording import Acting, Recorded
from api.http.refusals import BodyPacked, BodyTooSlow, RoleNeeded, TooManyPapers
from api.http.routing import Router
from api.http.uploads import arriving, receive
from ledger.identifiers import AccountId
from ledger.keys.state import Role
from ledger.papers.commands import FilePaper, ForgetPaper
from ledger.papers.media import examined
from ledger.papers.refusals import PaperEmpty, PaperTooLarge, PaperTypeRefused
from ledger.papers.state import PaperKind

routes = Router("papers", prefix="/v1/accounts/{account}")

ANY_BYTES = "application/octet-stream"

_FILE: dict[str, Any] = {
    "required": True,
    "description": "The file itself. What it is, is told from its bytes; the Content-Type counts for nothing.",
    "content": {ANY_BYTES: {"schema": {"type": "string", "format": "binary"}}},
}

Kind = Annotated[PaperKind, Query(description="What the paper is.")]
Public = Annotated[
    bool, Query(description="For everybody to read; else for those with a role in the account.")
]


@routes.records(
    "/papers",
    permission=MEMBERS,
    refusals=(
        BodyPacked,
        BodyTooSlow,
        TooManyPapers,
        RoleNeeded,
        PaperEmpty,
        PaperTooLarge,
        PaperTypeRefused,
        *refusals_of(FilePaper),
    ),
    body=False,
    response_model=Recorded,
    openapi_extra={"requestBody": _FILE},
)
async def file_paper(account: AccountPath, kind: Kind, act: Acting, public: Public = False) -> Response:
    """Keep an evidence file: JPEG, PNG, WebP, PDF, plain text, CSV, XLSX or XML. Only officers file for everybody.

    The same bytes sent again answer the same paper, and nothing is recorded a second time.
    """
    if public and not act.caller.may(OFFICERS):
        raise RoleNeeded(roles=", ".join(sorted(OFFICERS.roles)))
    service = act.http.service
    largest = service.settings.largest_paper_bytes
    with arriving(service.papers) as arrived:
        content = await receive(act.http, arrived, largest, service.settings.paper_seconds)
        file = await run_in_threadpool(examined, content, largest)
        act.http.said = f"{kind}\n{public}\n{file.digest}"
        return await act(FilePaper(account=AccountId(account), kind=kind, file=file, public=public))


@routes.records(
    "/papers/{paper}/forgettings",
    permission=needs(Role.TREASURER, Role.SECOND_SIGNATORY, Role.AUDITOR),
    refusals=refusals_of(ForgetPaper),
    response_model=Recorded,
)
async def forget_paper(account: AccountPath, paper: PaperPath, body: Forgetting, act: Acting) -> Response:
    """Take a paper's bytes away for good, as two officers decide; that it was filed, and its seal, remain."""
    return await act(command(ForgetPaper, body, account=account, paper=paper))
