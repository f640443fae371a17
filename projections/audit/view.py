"""The audit trail: its tables and reaction.

What stands in an account's own stream is its trail already, in order; the log finds it by itself. Rows tell what else
belongs to it: the events of its proposals, rounds and disbursements.
"""

from collections import defaultdict
from collections.abc import Sequence

from ledger.associations.events import AccountRegistered, OfficerAppointed, OfficeVacated
from ledger.associations.rules import Office
from ledger.contributions.events import ContributionPledged
from ledger.disbursements.events import DisbursementAuthorised
from ledger.event import Recorded
from ledger.identifiers import AccountId, ProposalId, account_of, part_of
from ledger.transfers.events import TransferAnnounced, TransferSent
from projections.base import Database, Table, View
from projections.numbers import numbered, numbers_of

TRAILS = numbered("audit_trails", "account")
LINES = Table("audit", "account INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (account, position)")


_REMEMBERED = frozenset(
    {
        ContributionPledged,
        DisbursementAuthorised,
        OfficerAppointed,
        OfficeVacated,
        TransferAnnounced,
        TransferSent,
    }
)
"""Kinds of events that later lines need to be told of."""


class Audit(View):
    """One row per event of an account's parts; what is about no account stands in the trail of its log."""

    name = "audit"
    tables = (
        TRAILS,
        LINES,
        # Who held which office, after one position and until another; 0 while that has not come.
        Table(
            "audit_officers",
            "account TEXT NOT NULL, office TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL, "
            "member TEXT NOT NULL, PRIMARY KEY (account, office, since)",
        ),
        # Where pledges, payments and transfers began: later events name them, without amount and decision.
        Table(
            "audit_origins",
            "account TEXT NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL, decision TEXT, "
            "PRIMARY KEY (account, id)",
        ),
    )

    def react(self, recorded: Recorded, db: Database) -> None:
        self.bring((recorded,), db)

    def bring(self, events: Sequence[Recorded], db: Database) -> None:
        trails: defaultdict[tuple[str], list[int]] = defaultdict(list)
        """Positions by trail."""
        for recorded in events:
            for trail in _trails(recorded):
                trails[trail,].append(recorded.position)
        if trails:
            numbers = numbers_of(db, TRAILS, events[0].partition, trails)
            lines = sorted((numbers[trail], positions) for trail, positions in trails.items())
            db.insert(
                LINES.name, [(number, position) for number, positions in lines for position in positions]
            )
        for recorded in events:
            if type(recorded.event) not in _REMEMBERED:
                continue
            match recorded.event:
                case OfficerAppointed(office=office, member=member):
                    _vacate(recorded, db, office)
                    held = account_of(recorded.stream), office, recorded.position, 0, member
                    db.execute("INSERT INTO audit_officers VALUES (?, ?, ?, ?, ?)", held)
                case OfficeVacated(office=office):
                    _vacate(recorded, db, office)
                case ContributionPledged(contribution=contribution):
                    _begin(recorded, db, contribution, None)
                case DisbursementAuthorised(proposal=proposal):
                    _begin(recorded, db, part_of(recorded.stream), proposal)
                case TransferSent(terms=terms):
                    _begin(recorded, db, part_of(recorded.stream), terms.decision)
                case TransferAnnounced():
                    # Its decision is the other account's.
                    _begin(recorded, db, part_of(recorded.stream), None)
                case _:
                    pass


def account_about(recorded: Recorded) -> AccountId | None:
    """The account that an event is about; None for most of the commons."""
    if isinstance(recorded.event, AccountRegistered):
        return recorded.event.account
    account = account_of(recorded.stream)
    return account if account.startswith("account-") else None


def _trails(recorded: Recorded) -> tuple[str, ...]:
    """Under which names a row stands."""
    account, part = account_of(recorded.stream), part_of(recorded.stream)
    if account.startswith("account-"):
        return (account,) if part else ()
    event = recorded.event
    if isinstance(event, AccountRegistered) and event.partition == recorded.partition:
        return recorded.partition, event.account
    return (recorded.partition,)


def _vacate(recorded: Recorded, db: Database, office: Office) -> None:
    query = "UPDATE audit_officers SET until = ? WHERE account = ? AND office = ? AND until = 0"
    db.execute(query, (recorded.position, account_of(recorded.stream), office))


def _begin(recorded: Recorded, db: Database, about: str, decision: ProposalId | None) -> None:
    query = (
        "INSERT INTO audit_origins VALUES (?, ?, ?, ?) "
        "ON CONFLICT (account, id) DO UPDATE SET position = excluded.position, decision = excluded.decision"
    )
    db.execute(query, (account_of(recorded.stream), about, recorded.position, decision))
