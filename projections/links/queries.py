"""Links: their rows and queries."""

from datetime import date

import msgspec

from ledger.identifiers import AccountId, LinkId, PartyToken, TwinningId
from ledger.links.state import ActorKind, Direction, LinkKind
from ledger.twinnings.state import Side
from projections.base import Database, fetch


class Link(msgspec.Struct, frozen=True):
    """A link, as one side holds it."""

    account: AccountId
    link: LinkId
    twinning: TwinningId
    kind: LinkKind
    direction: Direction
    recorded_by: Side
    children: int | None
    """How many a sponsorship supports together, from five on (W4)."""
    fewer_than_five: bool
    """A sponsorship of fewer, of which no more is shown (W4)."""
    since: date
    until: date | None
    position: int


class LinkActor(msgspec.Struct, frozen=True):
    """Who carries a link on one side."""

    side: Side
    kind: ActorKind
    party: PartyToken | None


class LinkPerson(msgspec.Struct, frozen=True):
    """Somebody who takes part in a link; named only as long as that person consents (W7)."""

    person: PartyToken
    since: date
    consents: bool
    position: int


def find(db: Database, account: AccountId, link: LinkId) -> Link | None:
    """One link; None where the account has no such, or knows only of its end."""
    rest = "FROM links WHERE account = ? AND link = ? AND begun_position > 0"
    found = fetch(db, Link, rest, (account, link))
    return found[0] if found else None


def page(
    db: Database,
    account: AccountId,
    *,
    twinning: TwinningId | None = None,
    kind: LinkKind | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[Link]:
    """An account's links in the order in which it came to know of them."""
    wanted = "" if twinning is None else "AND twinning = :twinning "
    wanted += "" if kind is None else "AND kind = :kind "
    rest = (
        "FROM links WHERE account = :account AND position > :after AND begun_position > 0 "
        f"{wanted}ORDER BY position LIMIT :limit"
    )
    values = {"account": account, "twinning": twinning, "kind": kind, "after": after, "limit": limit}
    return fetch(db, Link, rest, values)


def actors(db: Database, account: AccountId, link: LinkId) -> list[LinkActor]:
    """Who carries a link, in the order given."""
    rest = "FROM link_actors WHERE account = ? AND link = ? ORDER BY number"
    return fetch(db, LinkActor, rest, (account, link))


def people(db: Database, account: AccountId, link: LinkId) -> list[LinkPerson]:
    """Who takes part in a link, in the order in which they were recorded."""
    rest = "FROM link_people WHERE account = ? AND link = ? ORDER BY position"
    return fetch(db, LinkPerson, rest, (account, link))
