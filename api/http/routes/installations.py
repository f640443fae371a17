"""Other installations and the messages that pass between them and this one."""

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from api.http.models.base import command
from api.http.models.installations import NewForeignAccount, NewInstallation, TriedAgain
from api.http.models.paths import InstallationPath, MessagePath
from api.http.named_refusals import refusals_of
from api.http.permissions import PUBLIC, REGISTRAR
from api.http.receiving import JSON, raw_body
from api.http.recording import Acting, Recorded
from api.http.refusals import BodyNotJson, BodyTooLarge
from api.http.request import HttpRequest
from api.http.routing import Router
from ledger.installations.commands import RecogniseInstallation, RegisterForeignAccount, WithdrawRecognition
from ledger.installations.refusals import InstallationNotRecognised
from ledger.message import written
from ledger.post.parcel import LARGEST_BYTES
from ledger.post.refusals import (
    PaperUnfit,
    ParcelForAnother,
    ParcelMalformed,
    ParcelTooLarge,
    SignatureWrong,
    UnknownMessage,
)

routes = Router("installations")

_PARCEL = {"schema": {"type": "object"}}


@routes.records(
    "/installations",
    permission=REGISTRAR,
    refusals=refusals_of(RecogniseInstallation),
    response_model=Recorded,
)
async def recognise_installation(body: NewInstallation, act: Acting) -> Response:
    """Believe what is signed with this key. Said again for the same key, it changes the name and the address."""
    return await act(command(RecogniseInstallation, body, own=act.ledger.signer.installation))


@routes.records(
    "/installations/{installation}/withdrawals",
    permission=REGISTRAR,
    refusals=refusals_of(WithdrawRecognition),
    body=False,
    response_model=Recorded,
)
async def withdraw_recognition(installation: InstallationPath, act: Acting) -> Response:
    """Believe an installation no more; what waits for it stays until it is recognised again."""
    return await act(command(WithdrawRecognition, installation=installation))


@routes.records(
    "/installations/{installation}/accounts",
    permission=REGISTRAR,
    refusals=refusals_of(RegisterForeignAccount),
    response_model=Recorded,
)
async def register_foreign_account(
    installation: InstallationPath, body: NewForeignAccount, act: Acting
) -> Response:
    """A local account lies in that installation: its messages come from there, and those for it go there."""
    return await act(command(RegisterForeignAccount, body, installation=installation))


@routes.records(
    "/messages",
    permission=PUBLIC,
    refusals=(
        BodyNotJson,
        BodyTooLarge,
        ParcelMalformed,
        ParcelTooLarge,
        InstallationNotRecognised,
        SignatureWrong,
        ParcelForAnother,
        PaperUnfit,
    ),
    body=False,
    status_code=200,
    openapi_extra={"requestBody": {"required": True, "content": {JSON: _PARCEL}}},
    responses={200: {"description": "A parcel with receipts and what waits.", "content": {JSON: _PARCEL}}},
)
async def exchange_messages(request: HttpRequest) -> Response:
    """Another installation's parcel of messages. Its signature is the authority; the answer is a parcel as well."""
    raw = await raw_body(request, LARGEST_BYTES)
    came = await run_in_threadpool(request.service.ledger.abroad.take_in, raw)
    return Response(came.answer, media_type=JSON)


@routes.records(
    "/messages/{message}/retries",
    permission=REGISTRAR,
    refusals=(UnknownMessage,),
    body=False,
    status_code=200,
    response_model=TriedAgain,
    responses={},
)
async def retry_message(message: MessagePath, request: HttpRequest) -> Response:
    """Try a refused message again, after whatever was in its way is put right."""
    ledger = request.service.ledger
    wanted = written(message)
    if wanted is None or not await run_in_threadpool(ledger.store.outbox.try_again, wanted):
        raise UnknownMessage
    ledger.post_office.look()
    return JSONResponse({"id": message})
