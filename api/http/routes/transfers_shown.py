"""What transfers show: each with where it stands, and all of them in total by unit."""

from typing import Annotated, Any

import msgspec
from fastapi import Query
from starlette.responses import Response

from api.http.models.paths import AccountPath, TransferPath
from api.http.pages import After, Limit, after_number, link
from api.http.permissions import PUBLIC
from api.http.presenting import page_of, present, presented, shape_of, with_fields
from api.http.reading import Read, Reading, Seen, shown
from api.http.routing import Router
from api.http.versions import etag
from ledger.accounts.refusals import UnknownAccount
from ledger.identifiers import AccountId, TransferId, stream_of
from ledger.money import to_decimal
from ledger.transfers.refusals import UnknownTransfer
from ledger.transfers.state import TransferStatus
from projections import transfers

routes = Router("transfers", prefix="/v1/accounts/{account}")

TransferShown = with_fields(
    "TransferShown",
    shape_of(transfers.Transfer),
    disbursement=str | None,
    purpose_text=str | None,
)


@routes.shows(
    "/transfers",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=with_fields("Transfers", items=page_of(TransferShown), reflects=str),
)
async def list_transfers(
    account: AccountPath,
    read: Reading,
    direction: Annotated[transfers.Direction | None, Query(description="Only these.")] = None,
    status: Annotated[TransferStatus | None, Query(description="Only these.")] = None,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """Transfers to and from other local accounts, in the order in which they became known here."""

    def ask(seen: Seen) -> Response:
        found = transfers.page(
            seen.db,
            AccountId(account),
            direction=direction,
            status=status,
            after=after_number(after),
            limit=limit,
        )
        headers = link(read.http, found, limit, lambda row: row.position)
        listed = [_present(row, read, seen) for row in found]
        return shown({"items": listed, "reflects": seen.written}, seen.written, headers)

    return await read.view(transfers.Transfers, account, ask)


@routes.shows(
    "/transfers/{transfer}",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownTransfer),
    response_model=with_fields(
        "TransferWhole", TransferShown, before=page_of(shape_of(transfers.Before)), reflects=str
    ),
)
async def show_transfer(account: AccountPath, transfer: TransferPath, read: Reading) -> Response:
    """One transfer, and the transfers before it that brought such money to its sender."""

    def ask(seen: Seen) -> Response:
        where = AccountId(account), TransferId(transfer)
        found = transfers.find(seen.db, *where)
        if found is None:
            raise UnknownTransfer
        lineage = presented(transfers.before(seen.db, *where), seen.partition)
        whole = {**_present(found, read, seen), "before": lineage, "reflects": seen.written}
        version = read.ledger.store.version_at(seen.partition, stream_of(*where), seen.position)
        return shown(whole, seen.written, etag(version))

    return await read.view(transfers.Transfers, account, ask)


@routes.shows(
    "/transfer-totals",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=with_fields("TransferTotals", items=page_of(shape_of(transfers.Flow)), reflects=str),
)
async def total_transfers(account: AccountPath, read: Reading) -> Response:
    """By unit and direction, what was sent: in transit, received, taken as fees, or returned."""

    def ask(seen: Seen) -> Response:
        found = presented(transfers.flows(seen.db, AccountId(account)), seen.partition)
        return shown({"items": found, "reflects": seen.written}, seen.written)

    return await read.view(transfers.Transfers, account, ask)


def _present(row: transfers.Transfer, read: Read, seen: Seen) -> dict[str, Any]:
    text = None if row.description is None else read.ledger.papers.text(row.description)
    obtained = None
    if row.obtained_unit is not None and row.obtained_minor is not None:
        obtained = to_decimal(row.obtained_minor, row.obtained_unit)
    plain = msgspec.structs.replace(row, obtained_minor=None)
    return present(plain, seen.partition, obtained=obtained, disbursement=row.disbursement, purpose_text=text)
