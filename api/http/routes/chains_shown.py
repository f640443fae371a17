"""What chains show: whose gift went where, what became of it, and promises in total. Nobody is named in any of it."""

from enum import StrEnum
from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from api.http.models.paths import AccountPath, ContributionPath, DisbursementPath
from api.http.pages import After, Limit, after_number, next_link
from api.http.permissions import PUBLIC
from api.http.presenting import page_of, present, presented, shape_of, with_fields
from api.http.reading import Read, Reading, Seen, shown
from api.http.routing import Router
from ledger.accounts.refusals import UnknownAccount
from ledger.contributions.refusals import UnknownContribution
from ledger.disbursements.refusals import UnknownDisbursement
from ledger.identifiers import AccountId
from ledger.refusals import Refused
from projections import chains

routes = Router("chains", prefix="/v1/accounts/{account}")


class Direction(StrEnum):
    """Which way a chain is followed."""

    FORWARDS = "forwards"
    BACKWARDS = "backwards"


Way = Annotated[Direction, Query(description="What became of it, or where it came from.")]

Trace = with_fields("Trace", items=page_of(shape_of(chains.Link)), reflects=str)
_sums = page_of(shape_of(chains.Sum))
Chain = with_fields(
    "Chain",
    shape_of(chains.Summary),
    disbursed=_sums,
    honoured=_sums,
    open=_sums | None,
    reflects=str,
)


@routes.shows(
    "/contributions/{contribution}/trace",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownContribution),
    response_model=Trace,
)
async def trace_contribution(
    account: AccountPath,
    contribution: ContributionPath,
    read: Reading,
    direction: Way = Direction.FORWARDS,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """What a contribution that came in was used for, through every account, the nearest first: first in, first out."""
    return await _trace(read, account, contribution, UnknownContribution(), direction, after, limit)


@routes.shows(
    "/disbursements/{disbursement}/trace",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownDisbursement),
    response_model=Trace,
)
async def trace_disbursement(
    account: AccountPath,
    disbursement: DisbursementPath,
    read: Reading,
    direction: Way = Direction.BACKWARDS,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """Whose contributions a disbursement that was sent was made of, or what became of it, the nearest first."""
    return await _trace(read, account, disbursement, UnknownDisbursement(), direction, after, limit)


async def _trace(
    read: Read,
    account: str,
    about: str,
    unknown: Refused,
    direction: Direction,
    after: str | None,
    limit: int,
) -> Response:
    def ask(seen: Seen) -> Response:
        begins = chains.begins_at(seen.db, AccountId(account), about)
        if begins is None:
            raise unknown
        since, back = after_number(after), direction is Direction.BACKWARDS
        found = chains.page(seen.db, begins, back=back, after=since, limit=limit)
        headers = {"Link": next_link(read.http, str(since + limit))} if len(found) == limit else {}
        items = presented(found, seen.partition)
        return shown({"items": items, "reflects": seen.written}, seen.written, headers)

    return await read.view(chains.Chains, account, ask)


@routes.shows(
    "/contributions/{contribution}/chain",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownContribution),
    response_model=Chain,
)
async def show_contribution_chain(
    account: AccountPath, contribution: ContributionPath, read: Reading
) -> Response:
    """How often a contribution was passed on, whom it reached, and what was disbursed of it, by unit."""
    return await _chain(read, account, contribution, UnknownContribution())


@routes.shows(
    "/disbursements/{disbursement}/chain",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownDisbursement),
    response_model=Chain,
)
async def show_disbursement_chain(
    account: AccountPath, disbursement: DisbursementPath, read: Reading
) -> Response:
    """How often a disbursement was passed on, whom that reached, and what was disbursed of it, by unit."""
    return await _chain(read, account, disbursement, UnknownDisbursement())


async def _chain(read: Read, account: str, about: str, unknown: Refused) -> Response:
    def ask(seen: Seen) -> Response:
        begins = chains.begins_at(seen.db, AccountId(account), about)
        if begins is None:
            raise unknown
        found = chains.summary(seen.db, begins, open_of=AccountId(account))
        # A chain may be one household's: what is still open of its promise is for the account alone (K4),
        # and of what others promised no account is told either.
        still_open = presented(found.open, seen.partition) if read.caller.sees_names else None
        whole = present(
            found,
            seen.partition,
            disbursed=presented(found.disbursed, seen.partition),
            honoured=presented(found.honoured, seen.partition),
            open=still_open,
            reflects=seen.written,
        )
        return shown(whole, seen.written)

    return await read.view(chains.Chains, account, ask)


@routes.shows(
    "/promises",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=with_fields("Promises", items=page_of(shape_of(chains.PromiseTotals)), reflects=str),
)
async def show_promises(account: AccountPath, read: Reading) -> Response:
    """The account's pass-on promises in total, by unit: open ones are public no otherwise."""

    def ask(seen: Seen) -> Response:
        items = presented(chains.promise_totals(seen.db, AccountId(account)), seen.partition)
        return shown({"items": items, "reflects": seen.written}, seen.written)

    return await read.view(chains.Chains, account, ask)
