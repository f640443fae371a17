"""What the register shows: associations, local accounts and, to registrars, callers' keys."""

from starlette.responses import Response

from api.http.models.paths import AccountPath, AssociationPath, KeyPath
from api.http.pages import After, Limit, after_number, link
from api.http.permissions import PUBLIC, REGISTRAR
from api.http.presenting import listing_of, page_of, present, presented, shape_of, with_fields
from api.http.reading import Read, Reading, Seen, listing, shown
from api.http.routing import Router
from api.http.versions import etag
from ledger.accounts.refusals import UnknownAccount
from ledger.associations.refusals import UnknownAssociation
from ledger.identifiers import AccountId, AssociationId, KeyId
from ledger.keys.refusals import UnknownKey
from projections import accounts, keys, members

routes = Router("register")

AssociationShown = with_fields("AssociationShown", shape_of(accounts.RegisteredAssociation), name=str | None)
ListedAccount = with_fields("ListedAccount", shape_of(accounts.LocalAccount), name=str | None)
AccountShown = with_fields(
    "AccountShown",
    ListedAccount,
    members=int,
    officers=page_of(shape_of(members.TermOfOffice)),
    reflects=str,
)
KeyShown = with_fields("KeyShown", shape_of(keys.IssuedKey), grants=page_of(shape_of(keys.IssuedGrant)))


@routes.shows("/associations", permission=PUBLIC, response_model=listing_of("Associations", AssociationShown))
async def list_associations(read: Reading, after: After = None, limit: Limit = 100) -> Response:
    """The register of associations, in the order of registration."""

    def ask(seen: Seen) -> Response:
        found = accounts.associations(seen.db, after=after_number(after), limit=limit)
        text = read.ledger.papers.text
        listed = [present(row, seen.partition, name=text(row.name)) for row in found]
        return shown(
            listing(seen, listed), seen.written, link(read.http, found, limit, lambda row: row.position)
        )

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


@routes.shows("/accounts", permission=PUBLIC, response_model=listing_of("Accounts", ListedAccount))
async def list_accounts(read: Reading, after: After = None, limit: Limit = 100) -> Response:
    """All local accounts, by id, with the names of their associations."""

    def ask(seen: Seen) -> Response:
        found = accounts.page(seen.db, after=after or "", limit=limit)
        listed = [present(row, seen.partition, name=_name(read, seen, row)) for row in found]
        return shown(
            listing(seen, listed), seen.written, link(read.http, found, limit, lambda row: row.account)
        )

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
        whole = present(
            found,
            seen.partition,
            name=_name(read, seen, found),
            members=members.count(seen.db, own),
            officers=presented(members.officers(seen.db, own), seen.partition),
            reflects=seen.written,
        )
        version = read.ledger.store.version_at(seen.partition, account, seen.position)
        return shown(whole, seen.written, etag(version))

    return await read.view(accounts.Accounts, account, ask)


def _name(read: Read, seen: Seen, account: accounts.LocalAccount) -> str | None:
    """The name of the account's association; None once it is forgotten."""
    association = accounts.association(seen.db, account.association)
    return None if association is None else read.ledger.papers.text(association.name)


@routes.shows(
    "/accounts/{account}/tiers",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=listing_of("Tiers", AssociationShown),
)
async def list_tiers(account: AccountPath, read: Reading) -> Response:
    """The associations above this account's own, from the next wider one up to the widest."""

    def ask(seen: Seen) -> Response:
        own = AccountId(account)
        if accounts.find(seen.db, own) is None:
            raise UnknownAccount
        text = read.ledger.papers.text
        found = accounts.tiers_up(seen.db, own)
        listed = [present(row, seen.partition, name=text(row.name)) for row in found]
        return shown(listing(seen, listed), seen.written)

    return await read.view(accounts.Accounts, account, ask)


@routes.shows("/keys", permission=REGISTRAR, response_model=listing_of("Keys", KeyShown))
async def list_keys(read: Reading, after: After = None, limit: Limit = 100) -> Response:
    """All callers' keys, without anything by which one could be found or guessed."""

    def ask(seen: Seen) -> Response:
        found = keys.page(seen.db, after=after_number(after), limit=limit)
        listed = [
            present(row, seen.partition, grants=presented(keys.grants(seen.db, row.key), seen.partition))
            for row in found
        ]
        return shown(
            listing(seen, listed), seen.written, link(read.http, found, limit, lambda row: row.position)
        )

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
