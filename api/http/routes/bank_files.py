"""Bank files: what the bank says of a place, sent as the file that it gave."""

from typing import Annotated, Any

from fastapi import Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.bank import refusals as of_bank_files
from api.bank.foretelling import Foretold, foretold
from api.bank.joining import detailed
from api.bank.maps import LONGEST_MAP, read_map
from api.bank.reading import read_bank_file
from api.bank.taking import Chosen, chosen
from api.http.answers import Json
from api.http.models.bank_files import BankFileTaken, EntryLeftOut, LineForetold, StatementInside
from api.http.models.base import pattern_of
from api.http.models.paths import AccountPath, PlacePath
from api.http.named_refusals import refusals_of
from api.http.permissions import OFFICERS
from api.http.positions import as_header
from api.http.problems import all_refusals
from api.http.recording import Act, Acting
from api.http.refusals import BodyPacked, BodyTooSlow, TooManyPapers
from api.http.routing import Router
from api.http.uploads import arriving, receive
from api.payments.making import known_number
from ledger.identifiers import AccountId, PaperId, PlaceId
from ledger.ledger import Answer
from ledger.money import to_decimal
from ledger.papers.media import examined
from ledger.papers.refusals import (
    PaperAltered,
    PaperEmpty,
    PaperLost,
    PaperTooLarge,
    PaperTypeRefused,
    PaperWasForgotten,
    UnknownPaper,
)
from ledger.refusals import Refused
from ledger.statements.commands import TakeStatement

routes = Router("statements", prefix="/v1/accounts/{account}")

_FILE: dict[str, Any] = {
    "required": True,
    "description": "The file itself: camt.053, MT940, OFX, or a CSV with its map. The Content-Type counts for nothing.",
    "content": {
        kind: {"schema": {"type": "string", "format": "binary"}}
        for kind in ("application/octet-stream", "application/xml", "text/csv", "text/plain")
    },
}
_OF_FILES: tuple[type[Refused], ...] = tuple(
    kind for kind in all_refusals() if kind.__module__ == of_bank_files.__name__
)

MapText = Annotated[
    str | None,
    Query(alias="map", max_length=LONGEST_MAP, description="TOML that says what the columns of a CSV mean."),
]
Notice = Annotated[
    str | None,
    Query(
        pattern=pattern_of("paper"),
        description="A camt.054 that was filed as a paper: it tells who stands behind the statement's entries.",
    ),
]
Number = Annotated[
    str | None,
    Query(max_length=60, description="Number of the place's bank account, where the file holds several."),
]


@routes.records(
    "/places/{place}/statements",
    permission=OFFICERS,
    refusals=(
        *_OF_FILES,
        BodyPacked,
        BodyTooSlow,
        TooManyPapers,
        PaperEmpty,
        PaperTooLarge,
        PaperTypeRefused,
        UnknownPaper,
        PaperWasForgotten,
        PaperLost,
        PaperAltered,
        *refusals_of(TakeStatement),
    ),
    body=False,
    response_model=BankFileTaken,
    responses={200: {"description": "Dry run: what would become of each line.", "model": BankFileTaken}},
    openapi_extra={"requestBody": _FILE},
)
async def take_bank_file(
    account: AccountPath,
    place: PlacePath,
    act: Acting,
    bank_map: MapText = None,
    number: Number = None,
    notice: Notice = None,
) -> Response:
    """Take in what the bank says of a place, and keep the file; the same again changes nothing.

    A dry run says of each line whether it was taken before, agrees with an entry, is to be booked, or waits for people.
    """
    service = act.http.service
    with arriving(service.papers) as arrived:
        largest = service.settings.largest_paper_bytes
        content = await receive(act.http, arrived, largest, service.settings.paper_seconds)

        def prepared() -> tuple[Chosen, ...]:
            file, owner, where = examined(content, largest), AccountId(account), PlaceId(place)
            act.http.said = f"{file.digest}\n{bank_map}\n{number}\n{notice}"
            statements = read_bank_file(content, None if bank_map is None else read_map(bank_map.encode()))
            if notice is not None:
                told = act.ledger.bytes_of(act.ledger.paper(owner, PaperId(notice)))
                statements = detailed(statements, read_bank_file(told))
            own = number or service.readers.read(lambda db: known_number(act.ledger, db, owner, where))
            return chosen(statements, owner, where, file, own)

        found = await run_in_threadpool(prepared)
        key = act.key
        told = []
        for nth, one in enumerate(found):
            # Each statement is an act of its own: sent again, each is recognised by itself.
            act.key = key if key is None or not nth else f"{key}#{nth}"
            answer = await act.carry_out(one.command)
            lines = await _lines(act, one, answer) if act.dry_run else None
            told.append((one, answer, lines))
    return _answer(told, dry_run=act.dry_run)


async def _lines(act: Act, one: Chosen, answer: Answer) -> tuple[Foretold, ...]:
    readers, ledger = act.http.service.readers, act.ledger
    return await run_in_threadpool(readers.read, lambda db: foretold(ledger, db, one, answer))


def _answer(told: list[tuple[Chosen, Answer, tuple[Foretold, ...] | None]], *, dry_run: bool) -> Response:
    position = None if dry_run else told[-1][1].position
    body = BankFileTaken(position=position, statements=[_inside(*one, dry_run=dry_run) for one in told])
    headers = [] if position is None else [as_header(position)]
    return Json(body.model_dump_json().encode(), 200 if dry_run else 201, headers)


def _inside(
    one: Chosen, answer: Answer, lines: tuple[Foretold, ...] | None, *, dry_run: bool
) -> StatementInside:
    statement, command = one.statement, one.command
    opening, closing = command.opening_minor, command.closing_minor
    return StatementInside(
        id=None if dry_run else answer.created,
        recorded=(bool(answer.kinds) or answer.replayed) and not dry_run,
        form=statement.form,
        unit=statement.unit,
        begins=command.begins,
        ends=command.ends,
        opening=None if opening is None else to_decimal(opening, statement.unit),
        closing=None if closing is None else to_decimal(closing, statement.unit),
        line_count=len(statement.lines),
        lines=None if lines is None else [_foretold(line, statement.unit) for line in lines],
        left_out=[EntryLeftOut(line=left.at, status=left.status) for left in statement.left_out],
    )


def _foretold(told: Foretold, unit: str) -> LineForetold:
    line = told.line
    return LineForetold(
        number=line.number,
        line=line.at,
        booked=line.booked,
        amount=to_decimal(line.amount_minor, unit),
        happens=told.happens,
        entries=list(told.entries),
    )
