"""Other installations, and the local accounts that lie there."""

import msgspec

from ledger.associations.rules import AssociationKind, Tier
from ledger.event import Recorded
from ledger.identifiers import AccountId, InstallationId, Seal
from ledger.installations.events import (
    ForeignAccountRegistered,
    InstallationRecognised,
    RecognitionWithdrawn,
)
from projections.base import Database, Table, View, fetch


class Installations(View):
    """One row per installation that was ever recognised, and one per account that lies in one."""

    name = "installations"
    tables = (
        Table(
            "installations",
            "installation TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, address TEXT, "
            "recognised INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (installation)",
            indexes={"installations_by_position": "position"},
        ),
        Table(
            "foreign_accounts",
            "account TEXT NOT NULL, installation TEXT NOT NULL, name TEXT NOT NULL, association_kind TEXT NOT NULL, "
            "tier TEXT NOT NULL, country TEXT NOT NULL, PRIMARY KEY (account)",
        ),
    )
    reacts_to = frozenset({InstallationRecognised, RecognitionWithdrawn, ForeignAccountRegistered})

    def react(self, recorded: Recorded, db: Database) -> None:
        event, installation = recorded.event, recorded.stream
        match event:
            case InstallationRecognised():
                db.execute(
                    "INSERT INTO installations VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (installation) DO UPDATE"
                    " SET name = excluded.name, address = excluded.address, recognised = excluded.recognised",
                    (installation, event.key, event.name, event.address, True, recorded.position),
                )
            case RecognitionWithdrawn():
                db.execute(
                    "UPDATE installations SET recognised = ? WHERE installation = ?", (False, installation)
                )
            case ForeignAccountRegistered():
                db.execute(
                    "INSERT INTO foreign_accounts VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (account) DO UPDATE"
                    " SET name = excluded.name, association_kind = excluded.association_kind,"
                    " tier = excluded.tier, country = excluded.country",
                    (
                        event.account,
                        installation,
                        event.name,
                        event.association_kind,
                        event.tier,
                        event.country,
                    ),
                )
            case _:
                pass


class OtherInstallation(msgspec.Struct, frozen=True):
    """A row."""

    installation: InstallationId
    key: str
    name: Seal
    address: Seal | None
    recognised: bool
    position: int
    """Where it was first recognised; pages follow it."""


class AccountElsewhere(msgspec.Struct, frozen=True):
    """A row."""

    account: AccountId
    installation: InstallationId
    name: Seal
    association_kind: AssociationKind
    tier: Tier
    country: str


def page(db: Database, *, after: int = 0, limit: int = 100) -> list[OtherInstallation]:
    """Installations in the order of their first recognition, after the position of the page before."""
    rest = "FROM installations WHERE position > ? ORDER BY position LIMIT ?"
    return fetch(db, OtherInstallation, rest, (after, limit))


def accounts(db: Database, *, after: str = "", limit: int = 100) -> list[AccountElsewhere]:
    """Accounts of other installations, by id, after the last of the page before."""
    rest = "FROM foreign_accounts WHERE account > ? ORDER BY account LIMIT ?"
    return fetch(db, AccountElsewhere, rest, (after, limit))
