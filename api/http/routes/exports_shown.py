"""What of the books leaves for paper and for others' programs: the page of a period, and the journal in their forms."""

from datetime import date
from io import BytesIO
from typing import Annotated, Literal

from fastapi import Path, Query
from starlette.responses import Response

from api.exports import ENDINGS, MEDIA_TYPES, ExportFormat, gather, write
from api.http.languages import language_of
from api.http.models.paths import AccountPath
from api.http.models.queries import Day
from api.http.permissions import MEMBERS, PUBLIC
from api.http.positions import HEADER
from api.http.reading import Read, Reading, Seen
from api.http.refusals import ParameterNotUnderstood
from api.http.routing import Router
from api.reports import page
from ledger.accounts.refusals import UnknownAccount
from ledger.identifiers import AccountId
from ledger.periods.refusals import UnknownPeriod
from projections import periods
from projections.sentences.language import Language

routes = Router("money", prefix="/v1/accounts/{account}")

UntilPath = Annotated[Day, Path(description="The last day of the period.")]
WholePath = Annotated[
    Literal[ExportFormat.BEANCOUNT, ExportFormat.HLEDGER, ExportFormat.CSV, ExportFormat.XLSX],
    Path(description="Of which program."),
]
FormPath = Annotated[ExportFormat, Path(description="Of which program.")]


_EXPORTED = sorted({kind.partition(";")[0] for kind in MEDIA_TYPES.values()})


def _file(*media_types: str) -> dict[int | str, dict[str, object]]:
    schema = {"schema": {"type": "string", "format": "binary"}}
    return {200: {"description": "The file.", "content": dict.fromkeys(media_types, schema)}}


@routes.shows(
    "/periods/{until}/page",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownPeriod, ParameterNotUnderstood),
    responses=_file("text/html"),
)
async def show_period_page(
    account: AccountPath,
    until: UntilPath,
    read: Reading,
    language: Annotated[
        Language | None, Query(description="What the header Accept-Language says if left out.")
    ] = None,
) -> Response:
    """The report of a period for the notice board: one page to print, in three languages, without a person's name."""
    chosen = language or language_of(read.http.headers.get("accept-language"))

    def ask(seen: Seen) -> Response:
        book = gather(read.ledger, seen.db, AccountId(account), until)
        if book is None:
            raise UnknownPeriod
        return Response(
            page(book, chosen),
            headers={
                HEADER: seen.written,
                "Content-Language": chosen,
                "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
                "X-Content-Type-Options": "nosniff",
            },
            media_type="text/html",
        )

    return await read.view(periods.Periods, account, ask)


@routes.shows(
    "/periods/{until}/exports/{form}",
    permission=MEMBERS,
    refusals=(UnknownAccount, UnknownPeriod),
    responses=_file(*_EXPORTED),
)
async def export_period(account: AccountPath, until: UntilPath, form: FormPath, read: Reading) -> Response:
    """The journal of a period for another program, with what was brought forward and the balances at its end.

    It is no more than the journal shows to everybody. The French file's numbers are final once the period is closed.
    """
    return await _export(account, until, form, read)


@routes.shows(
    "/exports/{form}",
    permission=MEMBERS,
    refusals=(UnknownAccount,),
    responses=_file(*_EXPORTED),
)
async def export_everything(account: AccountPath, form: WholePath, read: Reading) -> Response:
    """The whole journal for another program, with the balances at the end of every period.

    The French file of entries is always of one period.
    """
    return await _export(account, None, form, read)


async def _export(account: str, until: date | None, form: ExportFormat, read: Read) -> Response:
    def ask(seen: Seen) -> Response:
        book = gather(read.ledger, seen.db, AccountId(account), until)
        if book is None:
            raise UnknownPeriod
        out = BytesIO()
        write(book, form, out)
        name = f"FEC{book.until:%Y%m%d}" if form is ExportFormat.FEC else f"{account}-{book.until}"
        return Response(
            out.getvalue(),
            headers={
                HEADER: seen.written,
                "Content-Type": MEDIA_TYPES[form],
                "Content-Disposition": f'attachment; filename="{name}.{ENDINGS[form]}"',
                "X-Content-Type-Options": "nosniff",
            },
        )

    return await read.view(periods.Periods, account, ask)
