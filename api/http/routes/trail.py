"""The trail: audit sentences for everyone, raw events and states of the past for auditors, and what changed."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import Header, Path, Query
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.http.changes import Cursor
from api.http.languages import language_of
from api.http.models.paths import AccountPath
from api.http.models.queries import AsOfPosition
from api.http.pages import After, Limit, after_number, link, next_link
from api.http.permissions import AUDITOR, PUBLIC
from api.http.positions import written
from api.http.presenting import page_of, present, shape_of, with_fields
from api.http.reading import Reading, Seen, shown
from api.http.redaction import OF_ONE_PROMISE, Redaction, state_shown
from api.http.refusals import PositionMalformed, UnknownLog, UnknownStream
from api.http.routing import Router
from api.http.versions import etag
from ledger.accounts.refusals import UnknownAccount
from ledger.identifiers import AccountId, Stream, account_of, stream_of
from ledger.refusals import PositionBeyondEnd
from projections import audit

routes = Router("trail")

AcceptLanguage = Annotated[str | None, Header(max_length=200, description="pt, fr or en.")]
Part = Annotated[str, Path(pattern="^(proposal|round|disbursement|twinning|link)-[0-9a-z-]{1,60}$")]

AuditShown = with_fields(
    "AuditShown", shape_of(audit.AuditLine), actor=str | None, origin=str | None, sentence=str
)


class EventShown(BaseModel):
    """A recorded event as it stands in the log, less what nobody may see yet."""

    position: str
    stream: str
    version: int
    kind: str
    recorded: datetime
    actor: str | None
    cause: str | None
    schema_: int = Field(alias="schema")
    data: dict[str, Any]


class StateShown(BaseModel):
    """A state, folded from the first event on."""

    stream: str
    version: int
    position: str
    state: dict[str, Any]


class Change(BaseModel):
    """That something happened, and where."""

    position: str
    stream: str
    kind: str
    account: str | None
    recorded: datetime


@routes.shows(
    "/accounts/{account}/audit",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=with_fields("AuditTrail", items=page_of(AuditShown), reflects=str),
)
async def show_audit(
    account: AccountPath,
    read: Reading,
    stream: Annotated[
        Part | None, Query(description="Of one proposal, round, disbursement, twinning or link.")
    ] = None,
    accept_language: AcceptLanguage = None,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """One plain sentence per event: who, what, when, under which decision; in pt, fr or en.

    That one promise was opened or forgiven is told to those with a role in the account alone.
    """
    language = language_of(accept_language)

    def ask(seen: Seen) -> Response:
        own = AccountId(account)
        about = None if stream is None else stream_of(own, stream)
        found = audit.page(
            seen.db,
            read.ledger.store,
            seen.partition,
            account=own,
            stream=about,
            after=after_number(after),
            limit=limit,
        )
        redaction = Redaction(read.ledger, audits=read.caller.audits)
        told = [row for row in found if read.caller.sees_names or row.kind not in OF_ONE_PROMISE]
        listed = [
            present(
                row,
                seen.partition,
                actor=redaction.actor(row.stream, row.kind, row.actor),
                origin=None if row.origin is None else written(seen.partition, row.origin),
                sentence=sentence,
            )
            for row, sentence in zip(told, audit.sentences(told, read.ledger.store, language), strict=True)
        ]
        headers = {
            "Content-Language": language.value,
            **link(read.http, found, limit, lambda row: row.position),
        }
        return shown({"items": listed, "reflects": seen.written}, seen.written, headers)

    return await read.view(audit.Audit, account, ask)


@routes.shows(
    "/accounts/{account}/events",
    permission=AUDITOR,
    refusals=(UnknownAccount,),
    response_model=with_fields("Events", items=page_of(EventShown), reflects=str),
)
async def list_events(
    account: AccountPath, read: Reading, after: After = None, limit: Limit = 100
) -> Response:
    """The raw events of an account and its parts, in the order of the log."""

    def ask(seen: Seen) -> Response:
        found = audit.events(
            seen.db, read.ledger.store, seen.partition, account, after=after_number(after), limit=limit
        )
        redaction = Redaction(read.ledger, audits=read.caller.audits)
        # The register speaks of the account in the association's stream, which is not the account's own.
        listed = [redaction.event(recorded) for recorded in found if account_of(recorded.stream) == account]
        headers = link(read.http, found, limit, lambda recorded: recorded.position)
        return shown({"items": listed, "reflects": seen.written}, seen.written, headers)

    return await read.view(audit.Audit, account, ask)


OF_STATES = (UnknownAccount, UnknownStream, PositionBeyondEnd, PositionMalformed, UnknownLog)


@routes.shows("/accounts/{account}/states", permission=AUDITOR, refusals=OF_STATES, response_model=StateShown)
async def replay_account(account: AccountPath, read: Reading, position: AsOfPosition = None) -> Response:
    """The account's state at a position, folded from its first event; now, if no position is given."""
    return await _replay(read, account, Stream(account), position)


@routes.shows(
    "/accounts/{account}/states/{part}", permission=AUDITOR, refusals=OF_STATES, response_model=StateShown
)
async def replay_part(
    account: AccountPath, part: Part, read: Reading, position: AsOfPosition = None
) -> Response:
    """The state of a proposal, round or disbursement at a position, folded from its first event."""
    return await _replay(read, account, stream_of(AccountId(account), part), position)


async def _replay(read: Reading, account: str, stream: Stream, position: str | None) -> Response:
    partition = await read.partition(account)
    if position is None:
        number = await run_in_threadpool(read.ledger.store.head, partition)
    else:
        number = await read.until(account, position)
    found = await read.after_position(lambda: read.ledger.state_at(stream, number))
    if found is None:
        raise UnknownStream
    state, version = found
    at = written(partition, number)
    whole = {"stream": stream, "version": version, "position": at, "state": state_shown(state)}
    return shown(whole, at, etag(version))


@routes.shows(
    "/changes",
    permission=PUBLIC,
    response_model=with_fields("Changes", items=page_of(Change), reflects=str, next=str),
)
async def list_changes(read: Reading, after: After = None, limit: Limit = 100) -> Response:
    """What happened, in all logs, since the place where the last answer ended: kind, stream and position alone.

    Read what it led to at the subject's own path. Keys' events are shown to registrars only; that one promise was
    opened or forgiven, to those with a role in its account. `next` is where to go on, also when nothing is new.
    """
    cursor = Cursor.read(after)

    def ask(seen: Seen) -> Response:
        changes, further = cursor.page(seen.db, read.ledger.store, limit, read.caller)
        headers = {"Link": next_link(read.http, str(further))} if len(changes) == limit else {}
        whole = {"items": changes, "reflects": seen.written, "next": str(further)}
        return shown(whole, seen.written, headers)

    return await read.view(audit.Audit, None, ask)
