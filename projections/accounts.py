"""The register of associations and local accounts; an account's purposes and the versions of its rules."""

from collections.abc import Iterator
from datetime import date

import msgspec

from ledger.accounts.events import PurposeDeclared, PurposeKind
from ledger.associations.events import (
    AccountRegistered,
    AssociationFounded,
    AssociationJoined,
    AssociationRegistered,
    AssociationTerritoryNamed,
    LocalAccountOpened,
    RulesChanged,
)
from ledger.associations.rules import AssociationKind, Rules, Tier
from ledger.event import Recorded
from ledger.identifiers import (
    AccountId,
    AssociationId,
    MemberToken,
    ProposalId,
    PurposeId,
    Seal,
    TerritoryId,
    TwinningId,
    account_of,
)
from projections.base import Database, Table, View, fetch


class Accounts(View):
    """What the commons register and what each account's own partition says stand in tables of their own.

    The two are followed independently, so neither may wait for the other. Names are papers, found by their seal.
    """

    name = "accounts"
    tables = (
        Table(
            "associations",
            "association TEXT NOT NULL, kind TEXT NOT NULL, tier TEXT NOT NULL, name TEXT NOT NULL, "
            "country TEXT NOT NULL, territory TEXT, upper TEXT, account TEXT, partition TEXT, "
            "recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (association)",
            indexes={"associations_by_position": "position", "associations_by_account": "account"},
        ),
        Table(
            "accounts",
            "account TEXT NOT NULL, association TEXT NOT NULL, kind TEXT NOT NULL, tier TEXT NOT NULL, "
            "partition TEXT NOT NULL, opened TEXT NOT NULL, founded TEXT, statutes TEXT, first_attesting TEXT, "
            "second_attesting TEXT, rules_version INTEGER NOT NULL, PRIMARY KEY (account)",
        ),
        Table(
            "purposes",
            "account TEXT NOT NULL, purpose TEXT NOT NULL, kind TEXT NOT NULL, description TEXT NOT NULL, "
            "twinning TEXT, position INTEGER NOT NULL, PRIMARY KEY (account, purpose)",
        ),
        Table(
            "rules_versions",
            "account TEXT NOT NULL, version INTEGER NOT NULL, rules TEXT NOT NULL, decision TEXT, "
            "recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (account, version)",
        ),
    )
    reacts_to = frozenset(
        {
            AssociationRegistered,
            AssociationTerritoryNamed,
            AssociationJoined,
            AccountRegistered,
            LocalAccountOpened,
            AssociationFounded,
            RulesChanged,
            PurposeDeclared,
        }
    )

    def react(self, recorded: Recorded, db: Database) -> None:
        event, account, at_us = recorded.event, account_of(recorded.stream), recorded.envelope.recorded_us
        match event:
            case AssociationRegistered():
                registered = event.association_kind, event.tier, event.name, event.country, event.territory
                db.execute(
                    "INSERT INTO associations VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, NULL, ?, ?)",
                    (recorded.stream, *registered, at_us, recorded.position),
                )
            case AssociationTerritoryNamed():
                query = "UPDATE associations SET territory = ? WHERE association = ?"
                db.execute(query, (event.territory, recorded.stream))
            case AssociationJoined():
                query = "UPDATE associations SET upper = ? WHERE association = ?"
                db.execute(query, (event.upper, recorded.stream))
            case AccountRegistered():
                query = "UPDATE associations SET account = ?, partition = ? WHERE association = ?"
                db.execute(query, (event.account, event.partition, recorded.stream))
            case LocalAccountOpened():
                opened = event.association, event.association_kind, event.tier, recorded.partition
                db.execute(
                    "INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL, 0)",
                    (account, *opened, event.opened.isoformat()),
                )
            case AssociationFounded():
                query = (
                    "UPDATE accounts SET founded = ?, statutes = ?, first_attesting = ?, second_attesting = ? "
                    "WHERE account = ?"
                )
                db.execute(query, (event.effective.isoformat(), event.statutes, *event.attesting, account))
                self._rules(recorded, db, 1, event.rules, None)
            case RulesChanged():
                self._rules(recorded, db, event.version, event.rules, event.decision)
            case PurposeDeclared():
                declared = event.purpose, event.purpose_kind, event.description, event.twinning
                db.execute(
                    "INSERT INTO purposes VALUES (?, ?, ?, ?, ?, ?)", (account, *declared, recorded.position)
                )
            case _:
                pass

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """The ceilings of every version of every account's rules (L13, C6)."""
        query = "SELECT account, version, rules FROM rules_versions ORDER BY account, version"
        for account, version, written in db.execute(query):
            for name, amount_minor in msgspec.json.decode(written, type=Rules).ceilings():
                yield f"rules/{account}/{version}/{name}", amount_minor

    def _rules(
        self,
        recorded: Recorded,
        db: Database,
        version: int,
        rules: Rules,
        decision: ProposalId | None,
    ) -> None:
        account, at_us = account_of(recorded.stream), recorded.envelope.recorded_us
        db.execute("UPDATE accounts SET rules_version = ? WHERE account = ?", (version, account))
        written = msgspec.json.encode(rules).decode()
        db.execute(
            "INSERT INTO rules_versions VALUES (?, ?, ?, ?, ?, ?)",
            (account, version, written, decision, at_us, recorded.position),
        )


class RegisteredAssociation(msgspec.Struct, frozen=True):
    """An association as the commons register knows it."""

    association: AssociationId
    kind: AssociationKind
    tier: Tier
    name: Seal
    country: str
    territory: TerritoryId | None
    """Where it is at home."""
    upper: AssociationId | None
    """The association of a wider tier to which it belongs."""
    account: AccountId | None
    """Its one active local account (A1)."""
    partition: str | None
    """Where that account lies."""
    recorded_us: int
    position: int
    """Where it was registered; pages follow it."""


class LocalAccount(msgspec.Struct, frozen=True):
    """An account as its own partition knows it."""

    account: AccountId
    association: AssociationId
    kind: AssociationKind
    tier: Tier
    partition: str
    opened: date
    founded: date | None
    statutes: Seal | None
    first_attesting: MemberToken | None
    second_attesting: MemberToken | None
    rules_version: int
    """0 until the association is founded."""


class Purpose(msgspec.Struct, frozen=True):
    """What money may be earmarked for."""

    purpose: PurposeId
    kind: PurposeKind
    description: Seal
    twinning: TwinningId | None
    """Which one, where it is for a twinning."""
    position: int


class RulesVersion(msgspec.Struct, frozen=True):
    """A version of the rules (A4)."""

    version: int
    rules: Rules
    decision: ProposalId | None
    """None for the first, which the founding set."""
    recorded_us: int
    position: int


def association(db: Database, association: AssociationId) -> RegisteredAssociation | None:
    """One association; None where the register has no such."""
    found = fetch(db, RegisteredAssociation, "FROM associations WHERE association = ?", (association,))
    return found[0] if found else None


def tiers_up(db: Database, account: AccountId) -> list[RegisteredAssociation]:
    """The associations above an account's own, from the next wider one up to the widest; each is wider (A2)."""
    found: list[RegisteredAssociation] = []
    own = fetch(db, RegisteredAssociation, "FROM associations WHERE account = ?", (account,))
    upper = own[0].upper if own else None
    while upper is not None:
        above = association(db, upper)
        if above is None:
            break
        found.append(above)
        upper = above.upper
    return found


def associations(db: Database, *, after: int = 0, limit: int = 100) -> list[RegisteredAssociation]:
    """The register in its own order, after the position of the page before."""
    rest = "FROM associations WHERE position > ? ORDER BY position LIMIT ?"
    return fetch(db, RegisteredAssociation, rest, (after, limit))


def find(db: Database, account: AccountId) -> LocalAccount | None:
    """One account; None where there is no such."""
    found = fetch(db, LocalAccount, "FROM accounts WHERE account = ?", (account,))
    return found[0] if found else None


def page(db: Database, *, after: str = "", limit: int = 100) -> list[LocalAccount]:
    """All accounts by id, after the id of the page before."""
    return fetch(db, LocalAccount, "FROM accounts WHERE account > ? ORDER BY account LIMIT ?", (after, limit))


def purposes(db: Database, account: AccountId) -> list[Purpose]:
    """An account's declared purposes, in the order of declaration; `unrestricted` is always there besides."""
    return fetch(db, Purpose, "FROM purposes WHERE account = ? ORDER BY position", (account,))


def rules(db: Database, account: AccountId) -> list[RulesVersion]:
    """All versions of an account's rules, the first one first."""
    query = (
        "SELECT version, rules, decision, recorded_us, position FROM rules_versions "
        "WHERE account = ? ORDER BY version"
    )
    return [
        RulesVersion(version, msgspec.json.decode(written, type=Rules), *rest)
        for version, written, *rest in db.execute(query, (account,))
    ]
