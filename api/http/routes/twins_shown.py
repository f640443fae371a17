"""What a twin sees of the other side: balances, the flows between the two, and whether their ledgers agree."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.http.models.paths import AccountPath, TwinningPath
from api.http.permissions import PUBLIC, TWINS
from api.http.presenting import moment, page_of, presented, shape_of, with_fields
from api.http.reading import Read, Reading, Seen, shown
from api.http.routes.territories_shown import StatementShown, statements_of
from api.http.routing import Router
from ledger.accounts.refusals import UnknownAccount
from ledger.identifiers import AccountId, TerritoryId, TwinningId, stream_of
from ledger.twinnings.refusals import UnknownTwinning
from ledger.twinnings.state import Twinning
from projections import balances, chains, flows
from projections.transfers import Transfers

routes = Router("twinnings", prefix="/v1/accounts/{account}/twinnings/{twinning}")

MOST_OPEN = 200
"""Open transfers that a twin is shown at once; the list of transfers has them all."""


class ComparedWith(StrEnum):
    """What the other side's word is taken from."""

    LEDGER = "ledger"
    """It lies in this installation, and its own ledger speaks."""
    STATEMENT = "statement"
    """It lies in another, and last told what it knows."""
    NOTHING = "nothing"
    """It lies in another, and has told nothing yet."""


FlowShown = shape_of(flows.Flow)
Compared = with_fields("ComparedFlow", transfer=str, ours=FlowShown | None, theirs=FlowShown | None)
Reconciled = with_fields(
    "ReconciliationShown",
    twin=str,
    compared_with=ComparedWith,
    stated=str | None,
    agrees=bool | None,
    units=page_of(shape_of(flows.UnitOfFlow)),
    differing=page_of(with_fields("DifferingFlow", Compared, differs=flows.Difference)),
    settling=page_of(with_fields("SettlingFlow", Compared, settling=flows.Settling)),
)


class Sides(NamedTuple):
    """The two accounts of a twinning, and whether the other one lies here too."""

    account: AccountId
    twin: AccountId
    territory: TerritoryId
    other_territory: TerritoryId
    is_here: bool


@routes.shows(
    "/flows",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownTwinning),
    response_model=with_fields("FlowsShown", items=page_of(shape_of(flows.FlowSums)), reflects=str),
)
async def show_flows(account: AccountPath, twinning: TwinningPath, read: Reading) -> Response:
    """What passed between the two, as this side knows it: per unit and direction, where all that was sent is now."""
    sides = await _sides(read, account, twinning)

    def ask(seen: Seen) -> Response:
        sums = flows.sums(flows.between(seen.db, sides.account, sides.twin).values())
        return shown({"items": presented(sums, seen.partition), "reflects": seen.written}, seen.written)

    return await read.view(Transfers, account, ask)


@routes.shows(
    "/reconciliation",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownTwinning),
    response_model=with_fields("ReconciliationReflecting", Reconciled, reflects=str),
)
async def show_reconciliation(account: AccountPath, twinning: TwinningPath, read: Reading) -> Response:
    """The two sides' words on the transfers between them: zero per unit, or the transfers and events that differ."""
    sides = await _sides(read, account, twinning)

    return await _twice_looked(read, sides, lambda seen: _reconciled(seen, sides))


@routes.shows(
    "/twin-view",
    permission=TWINS,
    refusals=(UnknownAccount, UnknownTwinning),
    response_model=with_fields(
        "TwinView",
        balances=page_of(shape_of(balances.Balance)),
        flows=page_of(shape_of(flows.FlowSums)),
        open_transfers=page_of(FlowShown),
        promises=page_of(shape_of(chains.PromiseTotals)),
        statement=page_of(FlowShown),
        reconciliation=Reconciled,
        reflects=str,
    ),
)
async def show_twin_view(account: AccountPath, twinning: TwinningPath, read: Reading) -> Response:
    """All that a twin checks, in one look: balances, flows, what is open, what it last told, and whether both agree."""
    sides = await _sides(read, account, twinning)

    def ask(seen: Seen) -> Found:
        told, _ = flows.told(seen.db, sides.account, sides.twin)
        known = flows.between(seen.db, sides.account, sides.twin)
        pending = flows.listed(seen.db, sides.account, sides.twin, open_only=True, limit=MOST_OPEN)
        reconciled = _reconciled(seen, sides)
        whole = {
            "balances": presented(balances.of_account(seen.db, sides.account), seen.partition),
            "flows": presented(flows.sums(known.values()), seen.partition),
            "open_transfers": presented(pending, seen.partition),
            "promises": presented(chains.promise_totals(seen.db, sides.account), seen.partition),
            "statement": presented(told.values(), seen.partition),
            "reconciliation": reconciled.answer,
        }
        return Found(whole, reconciled.differs)

    return await _twice_looked(read, sides, ask)


@routes.shows(
    "/resources",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownTwinning),
    response_model=with_fields(
        "ResourcesShown",
        items=page_of(shape_of(flows.Resource)),
        own=page_of(StatementShown),
        twin=page_of(StatementShown),
        reflects=str,
    ),
)
async def show_resources(account: AccountPath, twinning: TwinningPath, read: Reading) -> Response:
    """What each side gave the other by unit, never added; and what was stated of either territory's resources.

    What counts is what an account gave: transfers, and payments to others there. What a company or person of the one
    territory brings straight to the other's account is a gift like any other, since nobody asks givers where they live;
    it stands among that account's contributions, and the link that it came by among the links. This stands apart from
    reciprocity, which compares links, exchanges and adoptions. Of a territory in another installation no statement is
    known here.
    """
    sides = await _sides(read, account, twinning)

    def ask(seen: Seen) -> Response:
        known = flows.between(seen.db, sides.account, sides.twin)
        given = flows.resources(seen.db, TwinningId(twinning), sides.account, sides.twin, known)
        whole = {
            "items": presented(given, seen.partition),
            "own": statements_of(read, seen, sides.territory),
            "twin": statements_of(read, seen, sides.other_territory),
            "reflects": seen.written,
        }
        return shown(whole, seen.written)

    return await read.view(Transfers, account, ask)


async def _sides(read: Read, account: str, twinning: str) -> Sides:
    """Raises UnknownAccount or UnknownTwinning."""
    await read.partition(account)
    own = AccountId(account)
    found = await run_in_threadpool(read.ledger.state, stream_of(own, TwinningId(twinning)))
    if found is None or not isinstance(found[0], Twinning):
        raise UnknownTwinning
    held = found[0]
    is_here = await _lies_here(read, held.other)
    return Sides(own, held.other, held.territory, held.other_territory, is_here)


async def _lies_here(read: Read, account: AccountId) -> bool:
    """Whether an account lies in this installation, so that its own ledger can be asked."""
    try:
        await read.partition(account)
    except UnknownAccount:
        return False
    return True


class Found(NamedTuple):
    """An answer, and whether the two sides differ in it."""

    answer: dict[str, Any]
    differs: bool


async def _twice_looked(read: Read, sides: Sides, ask: Callable[[Seen], Found]) -> Response:
    """The answer; where it tells of a difference, as of the moment at which both logs were followed to their ends.

    The logs of two partitions are followed one by one, so that a first look may see an answer before its question.
    """

    def look(seen: Seen) -> tuple[Found, str]:
        return ask(seen), seen.written

    view = Transfers if sides.is_here else flows.Flows
    found, reflects = await read.view(view, sides.account, look)
    if found.differs and sides.is_here:
        await read.caught_up(view, sides.account, sides.twin)
        found, reflects = await read.view(view, sides.account, look)
    return shown({**found.answer, "reflects": reflects}, reflects)


def _reconciled(seen: Seen, sides: Sides) -> Found:
    """Both sides compared: ledger with ledger, or with what the twin last told."""
    ours = flows.between(seen.db, sides.account, sides.twin)
    stated_us = None
    if sides.is_here:
        compared_with = ComparedWith.LEDGER
        compared = flows.reconciliation(ours, flows.between(seen.db, sides.twin, sides.account))
    else:
        theirs, stated_us = flows.told(seen.db, sides.account, sides.twin)
        compared_with = ComparedWith.NOTHING if stated_us is None else ComparedWith.STATEMENT
        compared = flows.reconciliation(ours, theirs, told=True, told_us=stated_us)
    answer = {
        "twin": sides.twin,
        "compared_with": compared_with,
        "stated": None if stated_us is None else moment(stated_us),
        "agrees": None if compared_with is ComparedWith.NOTHING else compared.agrees,
        "units": presented(compared.units, seen.partition),
        "differing": presented(compared.differing, seen.partition),
        "settling": presented(compared.settling, seen.partition),
    }
    return Found(answer, not compared.agrees)
