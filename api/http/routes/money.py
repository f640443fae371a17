"""Money: balances now and then, what explains them, the journal and its trial balance."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, TypeVar

from fastapi import Depends, Query
from starlette.responses import Response

from api.http.models.paths import AccountPath
from api.http.models.queries import AsOfEffective, AsOfPosition, AsOfRecorded, PurposeQuery, UnitQuery
from api.http.pages import After, Limit, after_pair, link
from api.http.permissions import PUBLIC
from api.http.positions import written
from api.http.presenting import Decimal, page_of, present, presented, shape_of, with_fields
from api.http.reading import Read, Reading, Seen, shown
from api.http.refusals import AsOfUnclear, PositionMalformed, UnknownBalance, UnknownLog
from api.http.routing import Router
from ledger.accounts.refusals import UnknownAccount
from ledger.accounts.state import Destination
from ledger.context import microseconds
from ledger.identifiers import AccountId, PurposeId
from ledger.money import to_decimal
from ledger.refusals import PositionBeyondEnd
from projections import accounts, entries, journal
from projections.as_of import AsOf

T = TypeVar("T")

routes = Router("money", prefix="/v1/accounts/{account}")

OF_THE_PAST = (UnknownAccount, AsOfUnclear, PositionBeyondEnd, PositionMalformed, UnknownLog)

Balances = with_fields(
    "Balances",
    items=page_of(
        with_fields(
            "BalanceShown", shape_of(entries.BalanceThen), held=Decimal, purpose_description=str | None
        )
    ),
    reflects=str,
)
Running = with_fields(
    "RunningTotals",
    received=Decimal,
    paid=Decimal,
    held=Decimal,
    reserved=Decimal | None,
    available=Decimal | None,
)
Explanations = with_fields(
    "Explanations",
    items=page_of(with_fields("EntryExplained", shape_of(entries.Entry), running=Running)),
    reflects=str,
)
JournalPage = with_fields("Journal", items=page_of(shape_of(journal.JournalLine)), reflects=str)
TrialBalance = with_fields("TrialBalance", items=page_of(shape_of(journal.TrialLine)), reflects=str)


class Then:
    """As of when a question about money is asked (L10)."""

    def __init__(
        self, effective: AsOfEffective = None, recorded: AsOfRecorded = None, position: AsOfPosition = None
    ) -> None:
        if position is not None and (effective is not None or recorded is not None):
            raise AsOfUnclear
        self.effective: date | None = effective
        self.recorded: datetime | None = recorded
        self.position = position

    async def ask(
        self, read: Read, account: str, query: Callable[[Seen, AsOf], Response], *, brief: bool = False
    ) -> Response:
        """Ask the entries. Raises PositionBeyondEnd, UnknownLog, and what reading raises."""
        number = None if self.position is None else await read.until(account, self.position, entries.Entries)
        as_of = AsOf(
            effective=self.effective,
            recorded_us=None if self.recorded is None else microseconds(self.recorded),
            position=number,
        )
        return await read.view(entries.Entries, account, lambda seen: query(seen, as_of), brief=brief)


AsOfThen = Annotated[Then, Depends(Then)]


@routes.shows("/balances", permission=PUBLIC, refusals=OF_THE_PAST, response_model=Balances)
async def show_balances(account: AccountPath, read: Reading, then: AsOfThen) -> Response:
    """Balances by unit, purpose and destination: now, or as of an effective date, a moment, both, or a position.

    As of an effective date nothing is said of reservations, which have none.
    """

    def ask(seen: Seen, as_of: AsOf) -> Response:
        found = entries.balances(seen.db, read.ledger.store, AccountId(account), as_of)
        said = _purposes(read, seen, AccountId(account))
        listed = [
            present(
                row,
                seen.partition,
                held=to_decimal(row.held_minor, row.unit),
                purpose_description=said.get(row.purpose),
            )
            for row in found
        ]
        return shown({"items": listed, "reflects": _reflected(seen, as_of)}, _reflected(seen, as_of))

    return await then.ask(read, account, ask, brief=True)


def _purposes(read: Read, seen: Seen, account: AccountId) -> dict[PurposeId, str | None]:
    """What each declared purpose is for, in words; `unrestricted` and `awaiting` say it themselves."""
    declared = accounts.purposes(seen.db, account)
    return {purpose.purpose: read.ledger.papers.text(purpose.description) for purpose in declared}


def _reflected(seen: Seen, as_of: AsOf) -> str:
    return seen.written if as_of.position is None else written(seen.partition, as_of.position)


@routes.shows(
    "/balances/explanations",
    permission=PUBLIC,
    refusals=(*OF_THE_PAST, UnknownBalance),
    response_model=Explanations,
)
async def explain_balance(
    account: AccountPath,
    read: Reading,
    then: AsOfThen,
    unit: UnitQuery,
    purpose: PurposeQuery = None,
    destination: Annotated[Destination | None, Query(description="All if left out.")] = None,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """The entries behind a balance, in the order of recording, each with the running totals after it."""

    def ask(seen: Seen, as_of: AsOf) -> Response:
        found = list(
            entries.explain(
                seen.db,
                read.ledger.store,
                AccountId(account),
                unit,
                None if purpose is None else PurposeId(purpose),
                destination,
                as_of=as_of,
                after=after_pair(after),
                limit=limit,
            )
        )
        if not found and after is None:
            raise UnknownBalance
        listed = [present(row.entry, seen.partition, running=_running(row)) for row in found]
        reflected = _reflected(seen, as_of)
        headers = link(read.http, found, limit, lambda row: f"{row.entry.position}.{row.entry.line}")
        return shown({"items": listed, "reflects": reflected}, reflected, headers)

    return await then.ask(read, account, ask)


def _running(row: entries.Explained) -> dict[str, str | None]:
    totals = {
        "received": row.received_minor,
        "paid": row.paid_minor,
        "held": row.held_minor,
        "reserved": row.reserved_minor,
        "available": row.available_minor,
    }
    unit = row.entry.unit
    return {name: None if minor is None else to_decimal(minor, unit) for name, minor in totals.items()}


@routes.shows("/journal", permission=PUBLIC, refusals=OF_THE_PAST, response_model=JournalPage)
async def show_journal(
    account: AccountPath, read: Reading, then: AsOfThen, after: After = None, limit: Limit = 100
) -> Response:
    """The journal in double entry, in the order of recording."""

    def ask(seen: Seen, as_of: AsOf) -> Response:
        found = journal.postings(
            seen.db, read.ledger.store, AccountId(account), as_of, after=after_pair(after), limit=limit
        )
        reflected = _reflected(seen, as_of)
        headers = link(read.http, found, limit, lambda row: f"{row.position}.{row.line}")
        return shown({"items": presented(found, seen.partition), "reflects": reflected}, reflected, headers)

    return await then.ask(read, account, ask)


@routes.shows("/trial-balance", permission=PUBLIC, refusals=OF_THE_PAST, response_model=TrialBalance)
async def show_trial_balance(account: AccountPath, read: Reading, then: AsOfThen) -> Response:
    """Debit, credit and balance by code; per unit the balances add up to nothing."""

    def ask(seen: Seen, as_of: AsOf) -> Response:
        lines = journal.trial_balance(seen.db, read.ledger.store, AccountId(account), as_of)
        found = presented(lines, seen.partition)
        reflected = _reflected(seen, as_of)
        return shown({"items": found, "reflects": reflected}, reflected)

    return await then.ask(read, account, ask)
