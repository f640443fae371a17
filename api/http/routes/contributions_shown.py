"""What contributions show: to the public all but who gave anonymously or is a person; all of it to the auditor (C6)."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from api.http.models.paths import AccountPath, ContributionPath
from api.http.pages import After, Limit, after_number, link
from api.http.permissions import PUBLIC, Caller
from api.http.presenting import page_of, present, shape_of, with_fields
from api.http.reading import Read, Reading, Seen, shown
from api.http.routing import Router
from ledger.accounts.refusals import UnknownAccount
from ledger.command import Person
from ledger.contributions.refusals import UnknownContribution
from ledger.contributions.state import ContributionStatus, GiverKind
from ledger.identifiers import AccountId, ContributionId, is_member_token
from ledger.ledger import Ledger
from projections import contributions

routes = Router("contributions", prefix="/v1/accounts/{account}")

ContributionShown = with_fields(
    "ContributionShown",
    shape_of(contributions.Contribution),
    giver=str | None,
    giver_name=str | None,
    giver_contact=str | None,
)


@routes.shows(
    "/contributions",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=with_fields("Contributions", items=page_of(ContributionShown), reflects=str),
)
async def list_contributions(
    account: AccountPath,
    read: Reading,
    status: Annotated[ContributionStatus | None, Query()] = None,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """Contributions and pledges in the order of recording. Organisations are named unless they ask otherwise."""

    def ask(seen: Seen) -> Response:
        found = contributions.page(
            seen.db,
            read.ledger.store,
            seen.partition,
            AccountId(account),
            status=status,
            after=after_number(after),
            limit=limit,
        )
        givers = _givers(read, found)
        listed = [present(row, seen.partition, **_giver(row, givers, read.caller)) for row in found]
        headers = link(read.http, found, limit, lambda row: row.position)
        return shown({"items": listed, "reflects": seen.written}, seen.written, headers)

    return await read.view(contributions.Contributions, account, ask)


@routes.shows(
    "/contributions/{contribution}",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownContribution),
    response_model=with_fields("ContributionWhole", ContributionShown, reference=str | None, reflects=str),
)
async def show_contribution(account: AccountPath, contribution: ContributionPath, read: Reading) -> Response:
    """One contribution. Its outside reference, and an anonymous giver, only for the account's auditor."""

    def ask(seen: Seen) -> Response:
        found = contributions.find(
            seen.db, read.ledger.store, seen.partition, AccountId(account), ContributionId(contribution)
        )
        if found is None:
            raise UnknownContribution
        giver = _giver(found, _givers(read, [found]), read.caller)
        reference = _reference(read.ledger, seen.partition, found.position) if read.caller.audits else None
        return shown(
            present(found, seen.partition, **giver, reference=reference, reflects=seen.written), seen.written
        )

    return await read.view(contributions.Contributions, account, ask)


def _givers(read: Read, rows: Iterable[contributions.Contribution]) -> Mapping[str, Person]:
    return read.ledger.people.persons(
        [row.giver for row in rows if row.giver is not None and (not row.anonymous or read.caller.audits)]
    )


def _giver(row: contributions.Contribution, givers: Mapping[str, Person], caller: Caller) -> dict[str, Any]:
    """Who gave, as far as this caller may know."""
    person = None if row.giver is None else givers.get(row.giver)
    public = person is not None and person.public and row.giver_kind is not GiverKind.PERSON
    named = person is not None and (public or caller.sees_names)
    # A member's own token would say who it is.
    hidden = row.giver is not None and is_member_token(row.giver) and not caller.sees_names
    return {
        "giver": None if hidden or (row.anonymous and not caller.audits) else row.giver,
        "giver_name": person.name if person is not None and named else None,
        "giver_contact": person.contact if person is not None and caller.audits else None,
    }


def _reference(ledger: Ledger, partition: str, position: int) -> str | None:
    (recorded,) = ledger.store.read(partition, position - 1, 1)
    return ledger.reference_of(recorded)
