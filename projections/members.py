"""Members and officers: who belongs to an association, from when to when, and who holds which office."""

from collections.abc import Iterator
from datetime import date

import msgspec

from ledger.associations.events import (
    MemberCameOfAge,
    MemberEnrolled,
    MemberLeft,
    MemberReinstated,
    MemberSuspended,
    OfficerAppointed,
    OfficeVacated,
)
from ledger.associations.rules import Office, Tier
from ledger.event import Recorded
from ledger.identifiers import AccountId, MemberToken, ProposalId, TwinningId, account_of
from ledger.lent_offices.events import OfficerOffered, OfficerOfferEnded
from projections.base import Database, Table, View, fetch

MEMBERS = Table(
    "members",
    "account TEXT NOT NULL, member TEXT NOT NULL, since TEXT NOT NULL, until TEXT, of_age INTEGER NOT NULL, "
    "suspended INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (account, member)",
    indexes={"members_by_position": "account, position"},
)
OFFICES = Table(
    "offices",
    "account TEXT NOT NULL, position INTEGER NOT NULL, office TEXT NOT NULL, member TEXT NOT NULL, "
    "since TEXT NOT NULL, until TEXT, decision TEXT, PRIMARY KEY (account, position)",
)
LENT = Table(
    "lent_officers",
    "account TEXT NOT NULL, position INTEGER NOT NULL, member TEXT NOT NULL, office TEXT NOT NULL, "
    "lender TEXT NOT NULL, lending TEXT NOT NULL, twinning TEXT, tier TEXT, since TEXT NOT NULL, until TEXT, "
    "PRIMARY KEY (account, position)",
)


class Members(View):
    """One row per member, one per term of office, and one per person whom another account lends.

    Names and contacts stand in the people store alone.
    """

    name = "members"
    tables = (MEMBERS, OFFICES, LENT)
    reacts_to = frozenset(
        {
            MemberEnrolled,
            MemberCameOfAge,
            MemberLeft,
            MemberSuspended,
            MemberReinstated,
            OfficerAppointed,
            OfficeVacated,
            OfficerOffered,
            OfficerOfferEnded,
        }
    )

    def react(self, recorded: Recorded, db: Database) -> None:
        event, account = recorded.event, account_of(recorded.stream)
        match event:
            case MemberEnrolled():
                since = event.effective.isoformat()
                row = (account, event.member, since, None, event.of_age, 0, recorded.position)
                # Whoever comes back after leaving is a member anew.
                db.put(MEMBERS, [row])
            case MemberCameOfAge():
                query = "UPDATE members SET of_age = 1 WHERE account = ? AND member = ?"
                db.execute(query, (account, event.member))
            case MemberLeft():
                query = "UPDATE members SET until = ? WHERE account = ? AND member = ?"
                db.execute(query, (event.effective.isoformat(), account, event.member))
            case MemberSuspended():
                query = "UPDATE members SET suspended = 1 WHERE account = ? AND member = ?"
                db.execute(query, (account, event.member))
            case MemberReinstated():
                query = "UPDATE members SET suspended = 0 WHERE account = ? AND member = ?"
                db.execute(query, (account, event.member))
            case OfficerAppointed():
                since = event.effective.isoformat()
                # Who is appointed takes over from whoever held the office until then.
                self._end(db, account, event.office, since)
                db.execute(
                    "INSERT INTO offices VALUES (?, ?, ?, ?, ?, NULL, ?)",
                    (account, recorded.position, event.office, event.member, since, event.decision),
                )
            case OfficeVacated():
                self._end(db, account, event.office, event.effective.isoformat())
            case OfficerOffered():
                since = event.effective.isoformat()
                told = event.member, event.office, event.lender, event.lending, event.twinning, event.tier
                query = "INSERT INTO lent_officers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)"
                db.execute(query, (account, recorded.position, *told, since))
            case OfficerOfferEnded():
                query = "UPDATE lent_officers SET until = ? WHERE account = ? AND member = ?"
                db.execute(query, (event.effective.isoformat(), account, event.member))
            case _:
                pass

    def _end(self, db: Database, account: AccountId, office: Office, day: str) -> None:
        query = "UPDATE offices SET until = ? WHERE account = ? AND office = ? AND until IS NULL"
        db.execute(query, (day, account, office))

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """By account."""
        query = "SELECT account, COUNT(*) FROM members WHERE until IS NULL GROUP BY account ORDER BY account"
        for account, count in db.execute(query):
            yield f"members/{account}/count", count


class Member(msgspec.Struct, frozen=True):
    """A row."""

    account: AccountId
    member: MemberToken
    since: date
    until: date | None
    """The first day on which the person is no longer a member (M1)."""
    of_age: bool
    suspended: bool
    position: int
    """Where the person was enrolled; pages follow it."""


class TermOfOffice(msgspec.Struct, frozen=True):
    """Who holds or held an office."""

    office: Office
    member: MemberToken
    since: date
    until: date | None
    decision: ProposalId | None
    """None at the founding."""
    position: int


def find(db: Database, account: AccountId, member: MemberToken) -> Member | None:
    """One member; None where the association has no such."""
    found = fetch(db, Member, "FROM members WHERE account = ? AND member = ?", (account, member))
    return found[0] if found else None


def page(
    db: Database,
    account: AccountId,
    *,
    on: date | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[Member]:
    """An association's members in the order of enrolment, after the position of the page before.

    With a day, only who was a member on it (M1).
    """
    wanted = "" if on is None else "AND since <= :on AND (until IS NULL OR until > :on)"
    rest = (
        f"FROM members WHERE account = :account AND position > :after {wanted} ORDER BY position LIMIT :limit"
    )
    day = on and on.isoformat()
    return fetch(db, Member, rest, {"account": account, "on": day, "after": after, "limit": limit})


def count(db: Database, account: AccountId) -> int:
    """How many have joined and not left."""
    query = "SELECT COUNT(*) FROM members WHERE account = ? AND until IS NULL"
    return int(db.execute(query, (account,)).fetchone()[0])


def officers(db: Database, account: AccountId) -> list[TermOfOffice]:
    """Who holds the offices now, by office."""
    rest = "FROM offices WHERE account = ? AND until IS NULL ORDER BY office"
    return fetch(db, TermOfOffice, rest, (account,))


def offices_of(db: Database, account: AccountId, member: MemberToken) -> list[TermOfOffice]:
    """The offices that somebody holds and held, in the order of appointment."""
    rest = "FROM offices WHERE account = ? AND member = ? ORDER BY position"
    return fetch(db, TermOfOffice, rest, (account, member))


def terms_of_office(db: Database, account: AccountId) -> list[TermOfOffice]:
    """All terms of all offices, in the order of appointment."""
    return fetch(db, TermOfOffice, "FROM offices WHERE account = ? ORDER BY position", (account,))


class LentOfficer(msgspec.Struct, frozen=True):
    """Somebody whom another account lends for an office; whether they have it stands with the officers."""

    member: MemberToken
    """The token drawn here; who it is, the lender knows."""
    office: Office
    lender: AccountId
    lending: ProposalId
    """The lender's decision."""
    twinning: TwinningId | None
    tier: Tier | None
    """What a lender says to be that is no twin."""
    since: date
    until: date | None
    position: int


def lent_officers(db: Database, account: AccountId) -> list[LentOfficer]:
    """Who was ever lent to an account, in the order in which it heard of it."""
    return fetch(db, LentOfficer, "FROM lent_officers WHERE account = ? ORDER BY position", (account,))
