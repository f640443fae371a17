"""Keys: who may act where, without anything by which a key could be found or guessed."""

import msgspec

from ledger.event import Recorded
from ledger.identifiers import AccountId, KeyId, MemberToken
from ledger.keys.events import KeyIssued, KeyRevoked
from ledger.keys.state import Role
from projections.base import Database, Table, View, fetch


class Keys(View):
    """One row per key, and one per account that it opens. The secret's hash is not kept here."""

    name = "keys"
    tables = (
        Table(
            "keys",
            "key TEXT NOT NULL, registrar INTEGER NOT NULL, issued_us INTEGER NOT NULL, revoked_us INTEGER, "
            "position INTEGER NOT NULL, PRIMARY KEY (key)",
            indexes={"keys_by_position": "position"},
        ),
        Table(
            "key_grants",
            "key TEXT NOT NULL, place INTEGER NOT NULL, account TEXT NOT NULL, member TEXT, roles TEXT NOT NULL, "
            "PRIMARY KEY (key, place)",
            indexes={"key_grants_by_account": "account"},
        ),
    )
    reacts_to = frozenset({KeyIssued, KeyRevoked})

    def react(self, recorded: Recorded, db: Database) -> None:
        event, key, at_us = recorded.event, recorded.stream, recorded.envelope.recorded_us
        match event:
            case KeyIssued():
                row = (key, event.registrar, at_us, recorded.position)
                db.execute("INSERT INTO keys VALUES (?, ?, ?, NULL, ?)", row)
                db.insert(
                    "key_grants",
                    [
                        (key, place, grant.account, grant.member, " ".join(grant.roles))
                        for place, grant in enumerate(event.grants, 1)
                    ],
                )
                for lost in event.in_place_of:
                    for grant in event.grants:
                        self._narrow(db, lost, grant.account, at_us)
            case KeyRevoked():
                db.execute("UPDATE keys SET revoked_us = ? WHERE key = ?", (at_us, key))
            case _:
                pass

    def _narrow(self, db: Database, lost: KeyId, account: AccountId, at_us: int) -> None:
        """A lost key opens an account no more; one that opens nothing else is as good as revoked."""
        db.execute("DELETE FROM key_grants WHERE key = ? AND account = ?", (lost, account))
        opens = "SELECT 1 FROM key_grants WHERE key_grants.key = keys.key"
        query = f"UPDATE keys SET revoked_us = ? WHERE key = ? AND registrar = 0 AND NOT EXISTS ({opens})"
        db.execute(query, (at_us, lost))


class IssuedKey(msgspec.Struct, frozen=True):
    """A row."""

    key: KeyId
    registrar: bool
    issued_us: int
    revoked_us: int | None
    position: int
    """Where it was issued; pages follow it."""


class IssuedGrant(msgspec.Struct, frozen=True):
    """Who the key's holder is in an account, and as what."""

    account: AccountId
    member: MemberToken | None
    roles: tuple[Role, ...]


def find(db: Database, key: KeyId) -> IssuedKey | None:
    """One key; None where there is no such."""
    found = fetch(db, IssuedKey, "FROM keys WHERE key = ?", (key,))
    return found[0] if found else None


def page(
    db: Database, *, account: AccountId | None = None, after: int = 0, limit: int = 100
) -> list[IssuedKey]:
    """Keys in the order of issue, after the position of the page before; with an account, those that open it."""
    opening = "EXISTS (SELECT 1 FROM key_grants WHERE key_grants.key = keys.key AND account = :account)"
    wanted = "" if account is None else f"AND {opening}"
    rest = f"FROM keys WHERE position > :after {wanted} ORDER BY position LIMIT :limit"
    return fetch(db, IssuedKey, rest, {"account": account, "after": after, "limit": limit})


def grants(db: Database, key: KeyId) -> list[IssuedGrant]:
    """What a key opens, in the order in which it was granted."""
    query = "SELECT account, member, roles FROM key_grants WHERE key = ? ORDER BY place"
    return [
        IssuedGrant(AccountId(account), member, tuple(map(Role, roles.split())))
        for account, member, roles in db.execute(query, (key,))
    ]
