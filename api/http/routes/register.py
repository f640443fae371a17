"""The register: associations and their accounts; and callers' keys."""

import os

from starlette.responses import Response

from api.http.models.associations import AtHome, Belonging, NewAccount, NewAssociation
from api.http.models.base import command
from api.http.models.keys import IssuedKey, NewKey
from api.http.models.paths import AssociationPath, KeyPath
from api.http.named_refusals import refusals_of
from api.http.permissions import REGISTRAR
from api.http.recording import Acting, Recorded
from api.http.refusals import OwnKey
from api.http.routing import Router
from ledger.associations.commands import JoinAssociation, NameTerritory, RegisterAccount, RegisterAssociation
from ledger.keys.commands import IssueKey, RevokeKey
from ledger.keys.secret import hash_of, new_secret

routes = Router("register")


@routes.records(
    "/associations",
    permission=REGISTRAR,
    refusals=refusals_of(RegisterAssociation),
    response_model=Recorded,
)
async def register_association(body: NewAssociation, act: Acting) -> Response:
    """Enter an association into the register."""
    return await act(command(RegisterAssociation, body))


@routes.records(
    "/associations/{association}/territories",
    permission=REGISTRAR,
    refusals=refusals_of(NameTerritory),
    response_model=Recorded,
)
async def name_territory(association: AssociationPath, body: AtHome, act: Acting) -> Response:
    """Enter where an association is at home that was registered without a territory; its account is told."""
    return await act(command(NameTerritory, body, association=association))


@routes.records(
    "/associations/{association}/belongings",
    permission=REGISTRAR,
    refusals=refusals_of(JoinAssociation),
    response_model=Recorded,
)
async def join_association(association: AssociationPath, body: Belonging, act: Acting) -> Response:
    """Enter to which association of a wider tier this one belongs."""
    return await act(command(JoinAssociation, body, association=association))


@routes.records(
    "/accounts", permission=REGISTRAR, refusals=refusals_of(RegisterAccount), response_model=Recorded
)
async def register_account(body: NewAccount, act: Acting) -> Response:
    """Give an association its one local account."""
    return await act(command(RegisterAccount, body, partition=act.ledger.place()))


@routes.records("/keys", permission=REGISTRAR, refusals=refusals_of(IssueKey), response_model=IssuedKey)
async def issue_key(body: NewKey, act: Acting) -> Response:
    """Let a caller act. The secret is in this answer alone: a repeat of the request does not show it again."""
    secret = new_secret(os.urandom)
    answer = await act.carry_out(command(IssueKey, body, secret_hash=hash_of(secret)))
    return act.answer(answer) if answer.replayed else act.answer(answer, secret=secret)


@routes.records(
    "/keys/{key}/revocations",
    permission=REGISTRAR,
    refusals=(OwnKey, *refusals_of(RevokeKey)),
    body=False,
    response_model=Recorded,
)
async def revoke_key(key: KeyPath, act: Acting) -> Response:
    """Let a key open nothing any more; nobody locks themselves out by it."""
    if key == act.caller.key:
        raise OwnKey
    answer = await act(command(RevokeKey, key=key))
    act.http.service.keys.forget()
    return answer
