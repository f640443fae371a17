"""What the register and an association show: associations, accounts, rules, purposes, members, officers, keys."""

from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from api.models.paths import AccountPath, AssociationPath, KeyPath, MemberPath
from api.models.queries import Day
from api.pages import After, Limit, after_number, link
from api.permissions import PUBLIC, REGISTRAR
from api.presenting import page_of, present, presented, shape_of, with_fields
from api.reading import Reading, Seen, shown
from api.routing import Router
from api.versions import etag, version_at
from ledger.accounts.refusals import UnknownAccount
from ledger.associations.refusals import UnknownAssociation, UnknownMember
from ledger.command import Person
from ledger.identifiers import AccountId, AssociationId, KeyId, MemberToken
from ledger.keys.refusals import UnknownKey
from projections import accounts, keys, members

routes = Router("associations")

_Name = str | None
AssociationShown = with_fields("AssociationShown", shape_of(accounts.RegisteredAssociation), name=_Name)
MemberShown = with_fields(
    "MemberShown", shape_of(members.Member), name=_Name, contact=_Name
)
PurposeShown = with_fields("PurposeShown", shape_of(accounts.Purpose), description=_Name)
RulesShown = with_fields("RulesShown", shape_of(accounts.RulesVersion), texts=dict[str, str | None])
AccountShown = with_fields(
    "AccountShown",
    shape_of(accounts.LocalAccount),
    name=_Name,
    members=int,
    officers=page_of(shape_of(members.TermOfOffice)),
    reflects=str,
)
KeyShown = with_fields("KeyShown", shape_of(keys.IssuedKey), grants=page_of(shape_of(keys.IssuedGrant)))


def _named(person: Person | None) -> dict[str, str | None]:
    return {"name": person and person.name, "contact": person and person.contact}


def _items(name: str, model: Any) -> Any:
    return with_fields(name, items=page_of(model), reflects=str)


def items(seen: Seen, found: Any) -> dict[str, Any]:
    """A page as it looks outside."""
    return {"items": found, "reflects": seen.written}


@routes.shows("/associations", permission=PUBLIC, response_model=_items("Associations", AssociationShown))
async def list_associations(read: Reading, after: After = None, limit: Limit = 100) -> Response:
    """The register of associations, in the order of registration."""

    def ask(seen: Seen) -> Response:
        found = accounts.associations(seen.db, after=after_number(after), limit=limit)
        text = read.ledger.papers.text
        listed = [present(row, seen.partition, name=text(row.name)) for row in found]
        return shown(items(seen, listed), seen.written, link(read.http, found, limit, lambda row: row.position))

    return await read.view(accounts.Accounts, None, ask)


@routes.shows(
    "/associations/{association}",
    permission=PUBLIC,
    refusals=(UnknownAssociation,),
    response_model=AssociationShown,
)
async def show_association(association: AssociationPath, read: Reading) -> Response:
    """One association with its account."""

    def ask(seen: Seen) -> Response:
        found = accounts.association(seen.db, AssociationId(association))
        if found is None:
            raise UnknownAssociation
        name = read.ledger.papers.text(found.name)
        return shown(present(found, seen.partition, name=name), seen.written)

    return await read.view(accounts.Accounts, None, ask)


@routes.shows("/accounts", permission=PUBLIC, response_model=_items("Accounts", shape_of(accounts.LocalAccount)))
async def list_accounts(read: Reading, after: After = None, limit: Limit = 100) -> Response:
    """All local accounts, by id."""

    def ask(seen: Seen) -> Response:
        found = accounts.page(seen.db, after=after or "", limit=limit)
        listed = presented(found, seen.partition)
        return shown(items(seen, listed), seen.written, link(read.http, found, limit, lambda row: row.account))

    return await read.view(accounts.Accounts, None, ask)


@routes.shows(
    "/accounts/{account}", permission=PUBLIC, refusals=(UnknownAccount,), response_model=AccountShown
)
async def show_account(account: AccountPath, read: Reading) -> Response:
    """One local account: its association, rules' version, officers and number of members."""

    def ask(seen: Seen) -> Response:
        own = AccountId(account)
        found = accounts.find(seen.db, own)
        if found is None:
            raise UnknownAccount
        association = accounts.association(seen.db, found.association)
        whole = present(
            found,
            seen.partition,
            name=association and read.ledger.papers.text(association.name),
            members=members.count(seen.db, own),
            officers=presented(members.officers(seen.db, own), seen.partition),
            reflects=seen.written,
        )
        version = version_at(seen.db, seen.partition, account, seen.position)
        return shown(whole, seen.written, etag(version))

    return await read.view(accounts.Accounts, account, ask)


@routes.shows(
    "/accounts/{account}/purposes",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=_items("Purposes", PurposeShown),
)
async def list_purposes(account: AccountPath, read: Reading) -> Response:
    """The purposes that were declared; `unrestricted` is always there besides."""

    def ask(seen: Seen) -> Response:
        text = read.ledger.papers.text
        found = accounts.purposes(seen.db, AccountId(account))
        listed = [present(row, seen.partition, description=text(row.description)) for row in found]
        return shown(items(seen, listed), seen.written)

    return await read.view(accounts.Accounts, account, ask)


@routes.shows(
    "/accounts/{account}/rules",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=_items("RulesVersions", RulesShown),
)
async def list_rules(account: AccountPath, read: Reading) -> Response:
    """All versions of the rules, with the texts of the criteria of need."""

    def ask(seen: Seen) -> Response:
        text = read.ledger.papers.text
        listed = [
            present(row, seen.partition, texts={c.code: text(c.text) for c in row.rules.criteria})
            for row in accounts.rules(seen.db, AccountId(account))
        ]
        return shown(items(seen, listed), seen.written)

    return await read.view(accounts.Accounts, account, ask)


@routes.shows(
    "/accounts/{account}/members",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=_items("Members", MemberShown),
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
        listed = []
        for row in found:
            listed.append(present(row, seen.partition, **_named(known.get(row.member))))
        return shown(items(seen, listed), seen.written, link(read.http, found, limit, lambda row: row.position))

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


@routes.shows("/keys", permission=REGISTRAR, response_model=_items("Keys", KeyShown))
async def list_keys(read: Reading, after: After = None, limit: Limit = 100) -> Response:
    """All callers' keys, without anything by which one could be found or guessed."""

    def ask(seen: Seen) -> Response:
        found = keys.page(seen.db, after=after_number(after), limit=limit)
        listed = [
            present(row, seen.partition, grants=presented(keys.grants(seen.db, row.key), seen.partition))
            for row in found
        ]
        return shown(items(seen, listed), seen.written, link(read.http, found, limit, lambda row: row.position))

    return await read.view(keys.Keys, None, ask)


@routes.shows("/keys/{key}", permission=REGISTRAR, refusals=(UnknownKey,), response_model=KeyShown)
async def show_key(key: KeyPath, read: Reading) -> Response:
    """One key and what it opens."""

    def ask(seen: Seen) -> Response:
        found = keys.find(seen.db, KeyId(key))
        if found is None:
            raise UnknownKey
        grants = presented(keys.grants(seen.db, found.key), seen.partition)
        return shown(present(found, seen.partition, grants=grants), seen.written)

    return await read.view(keys.Keys, None, ask)


