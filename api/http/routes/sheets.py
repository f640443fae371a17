"""Sheets: a cash book kept in a spreadsheet, sent as the file that it is."""

from typing import Annotated, Any

from fastapi import Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.http.answers import Json
from api.http.languages import language_for
from api.http.models.paths import AccountPath
from api.http.models.sheets import EntryTold, RowCorrection, SheetTaken
from api.http.named_refusals import refusals_of
from api.http.permissions import TREASURER
from api.http.positions import as_header
from api.http.recording import Acting
from api.http.refusals import BodyPacked, BodyTooSlow, TooManyPapers
from api.http.routing import Router
from api.http.uploads import arriving, receive
from api.sheets.reading import LARGEST_BYTES, Sheet, read_sheet
from api.sheets.refusals import (
    SheetEmpty,
    SheetHeadingsMissing,
    SheetHeadingTwice,
    SheetHeadingUnknown,
    SheetTooLarge,
    SheetUnreadable,
    TimeZoneUnknown,
)
from api.sheets.taking import Taken, take_sheet
from api.sheets.telling import correction
from api.sheets.zones import zone_of
from ledger.identifiers import AccountId
from ledger.papers.commands import FilePaper
from ledger.papers.media import examined
from ledger.papers.refusals import PaperEmpty, PaperTooLarge, PaperTypeRefused
from projections.sentences.language import Language

routes = Router("sheets", prefix="/v1/accounts/{account}")

_FILE: dict[str, Any] = {
    "required": True,
    "description": "CSV or XLSX, with the headings of the template. The Content-Type counts for nothing.",
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}

Zone = Annotated[
    str | None,
    Query(max_length=60, description="Time zone of meetings in the sheet, such as Atlantic/Cape_Verde."),
]
GoodRows = Annotated[bool, Query(description="Record what is right, although other rows are wrong.")]


@routes.records(
    "/sheets",
    permission=TREASURER,
    refusals=(
        SheetUnreadable,
        SheetTooLarge,
        SheetHeadingsMissing,
        SheetHeadingTwice,
        SheetHeadingUnknown,
        SheetEmpty,
        TimeZoneUnknown,
        BodyPacked,
        BodyTooSlow,
        TooManyPapers,
        PaperEmpty,
        PaperTooLarge,
        PaperTypeRefused,
        *refusals_of(FilePaper),
    ),
    body=False,
    response_model=SheetTaken,
    responses={200: {"description": "Nothing was recorded, or it was a dry run.", "model": SheetTaken}},
    openapi_extra={"requestBody": _FILE},
)
async def take_in_sheet(
    account: AccountPath, act: Acting, zone: Zone = None, good_rows: GoodRows = False
) -> Response:
    """Take in a sheet row by row, and keep the file; rows that were recorded before change nothing, by their numbers.

    All rows are rehearsed first: where one is wrong nothing is recorded, unless what is right is asked for alone.
    """
    service = act.http.service
    with arriving(service.papers) as arrived:
        largest = min(LARGEST_BYTES, service.settings.largest_paper_bytes)
        content = await receive(act.http, arrived, largest, service.settings.paper_seconds)

        def taken() -> tuple[Sheet, Taken]:
            file, known_zone = examined(content, largest), None if zone is None else zone_of(zone)
            sheet = read_sheet(content)
            return sheet, take_sheet(
                act.ledger,
                AccountId(account),
                sheet,
                file,
                by=act.caller.actor,
                zone=known_zone,
                dry_run=act.dry_run,
                good_rows=good_rows,
            )

        sheet, told = await run_in_threadpool(taken)
    spoken = act.http.header(b"accept-language")
    return _answer(told, sheet.language if spoken is None else language_for(act.http))


def _answer(taken: Taken, language: Language) -> Response:
    body = SheetTaken(
        position=taken.position,
        paper=taken.paper,
        entries=[
            EntryTold(
                sheet=told.entry.first.tab,
                rows=[row.line for row in told.entry.rows],
                kind=told.entry.kind,
                became=told.became,
                created=list(told.created),
            )
            for told in taken.told
        ],
        corrections=[
            RowCorrection(
                sheet=fault.row.tab,
                row=fault.row.line,
                column=fault.column,
                refusal=fault.refusal.slug,
                sentence=correction(fault, language),
            )
            for fault in taken.faults
        ],
    )
    headers = [] if taken.position is None else [as_header(taken.position)]
    return Json(body.model_dump_json().encode(), 200 if taken.position is None else 201, headers)
