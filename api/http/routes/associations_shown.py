"""What an association shows: its purposes, the versions of its rules, its members."""

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from api.http.models.paths import AccountPath, MemberPath
from api.http.models.queries import Day
from api.http.pages import After, Limit, after_number, link
from api.http.permissions import PUBLIC
from api.http.presenting import listing_of, page_of, present, presented, shape_of, with_fields
from api.http.reading import Reading, Seen, listing, shown
from api.http.routing import Router
from ledger.accounts.refusals import UnknownAccount
from ledger.associations.refusals import UnknownMember
from ledger.command import Person
from ledger.identifiers import AccountId, MemberToken
from projections import accounts, members

routes = Router("associations")

PurposeShown = with_fields("PurposeShown", shape_of(accounts.Purpose), description=str | None)
RulesShown = with_fields("RulesShown", shape_of(accounts.RulesVersion), texts=dict[str, str | None])
MemberShown = with_fields("MemberShown", shape_of(members.Member), name=str | None, contact=str | None)


def _named(person: Person | None) -> dict[str, str | None]:
    return {"name": person.name if person else None, "contact": person.contact if person else None}


@routes.shows(
    "/accounts/{account}/purposes",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=listing_of("Purposes", PurposeShown),
)
async def list_purposes(account: AccountPath, read: Reading) -> Response:
    """The purposes that were declared; `unrestricted` is always there besides."""

    def ask(seen: Seen) -> Response:
        text = read.ledger.papers.text
        found = accounts.purposes(seen.db, AccountId(account))
        listed = [present(row, seen.partition, description=text(row.description)) for row in found]
        return shown(listing(seen, listed), seen.written)

    return await read.view(accounts.Accounts, account, ask)


@routes.shows(
    "/accounts/{account}/rules",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=listing_of("RulesVersions", RulesShown),
)
async def list_rules(account: AccountPath, read: Reading) -> Response:
    """All versions of the rules, with the texts of the criteria of need."""

    def ask(seen: Seen) -> Response:
        text = read.ledger.papers.text
        listed = [
            present(row, seen.partition, texts={c.code: text(c.text) for c in row.rules.criteria})
            for row in accounts.rules(seen.db, AccountId(account))
        ]
        return shown(listing(seen, listed), seen.written)

    return await read.view(accounts.Accounts, account, ask)


@routes.shows(
    "/accounts/{account}/members",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=listing_of("Members", MemberShown),
)
async def list_members(
    account: AccountPath,
    read: Reading,
    on: Annotated[Day | None, Query(description="Only who was a member on this day.")] = None,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """The members in the order of enrolment; names and contacts only for whoever has a role in this account."""

    def ask(seen: Seen) -> Response:
        found = members.page(seen.db, AccountId(account), on=on, after=after_number(after), limit=limit)
        known = read.ledger.people.persons([row.member for row in found]) if read.caller.sees_names else {}
        listed = [present(row, seen.partition, **_named(known.get(row.member))) for row in found]
        return shown(
            listing(seen, listed), seen.written, link(read.http, found, limit, lambda row: row.position)
        )

    return await read.view(members.Members, account, ask)


@routes.shows(
    "/accounts/{account}/lent-officers",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=listing_of("LentOfficers", shape_of(members.LentOfficer)),
)
async def list_lent_officers(account: AccountPath, read: Reading) -> Response:
    """Whom other accounts lend to this one, accepted or not; who it is, the lender knows."""

    def ask(seen: Seen) -> Response:
        found = members.lent_officers(seen.db, AccountId(account))
        return shown(listing(seen, presented(found, seen.partition)), seen.written)

    return await read.view(members.Members, account, ask)


@routes.shows(
    "/accounts/{account}/members/{member}",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownMember),
    response_model=with_fields(
        "MemberWithOffices", MemberShown, offices=page_of(shape_of(members.TermOfOffice)), reflects=str
    ),
)
async def show_member(account: AccountPath, member: MemberPath, read: Reading) -> Response:
    """One member with the offices held; name and contact only for whoever has a role in this account."""

    def ask(seen: Seen) -> Response:
        own, token = AccountId(account), MemberToken(member)
        found = members.find(seen.db, own, token)
        if found is None:
            raise UnknownMember
        person = read.ledger.people.person(token) if read.caller.sees_names else None
        offices = presented(members.offices_of(seen.db, own, token), seen.partition)
        whole = present(found, seen.partition, **_named(person), offices=offices, reflects=seen.written)
        return shown(whole, seen.written)

    return await read.view(members.Members, account, ask)
