"""The audit trail: who recorded what, when, and under which decision; the sentence is made when it is read.

A row points at its event in the log and holds neither amounts nor words. The sentences are templates by kind of event
(`projections.sentences`), filled from the event itself.
"""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from ledger.accounts.events import BudgetFreed, EarmarkMoved, PaymentBooked, PaymentRestored
from ledger.associations.events import (
    AccountRegistered,
    OfficerAppointed,
    OfficeVacated,
    RulesChanged,
)
from ledger.associations.rules import Office
from ledger.contributions.events import ContributionPledged, PledgeWithdrawn
from ledger.disbursements.events import DisbursementAuthorised
from ledger.event import Recorded
from ledger.identifiers import AccountId, ProposalId, account_of, part_of
from projections.base import Database, Source, Table, View, fetch
from projections.sentences.language import Language
from projections.sentences.telling import sentence


class Audit(View):
    """One row per event of every partition."""

    name = "audit"
    tables = (
        Table(
            "audit",
            "partition TEXT NOT NULL, position INTEGER NOT NULL, account TEXT NOT NULL, stream TEXT NOT NULL, "
            "kind TEXT NOT NULL, actor TEXT NOT NULL, offices TEXT NOT NULL, recorded_us INTEGER NOT NULL, "
            "effective TEXT, decision TEXT, origin INTEGER, PRIMARY KEY (partition, position)",
            indexes={"audit_by_account": "account, position"},
        ),
        # Who held which office at the time: an office that ends later leaves earlier rows as they are.
        Table(
            "audit_officers",
            "account TEXT NOT NULL, office TEXT NOT NULL, member TEXT NOT NULL, PRIMARY KEY (account, office)",
        ),
        # Where pledges and payments began: later events name them, but say neither amount nor decision again.
        Table(
            "audit_origins",
            "account TEXT NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL, decision TEXT, "
            "PRIMARY KEY (account, id)",
        ),
    )

    def react(self, recorded: Recorded, db: Database) -> None:
        event, stream, account = recorded.event, recorded.stream, _account(recorded)
        decision, origin = _decision(recorded), None
        about = _began_earlier(recorded)
        if about:
            query = "SELECT position, decision FROM audit_origins WHERE account = ? AND id = ?"
            origin, decision_then = db.execute(query, (account, about)).fetchone() or (None, None)
            decision = decision or decision_then
        offices = ""
        if recorded.envelope.actor.startswith("member-"):
            query = "SELECT office FROM audit_officers WHERE account = ? AND member = ? ORDER BY office"
            offices = " ".join(o for (o,) in db.execute(query, (account, recorded.envelope.actor)))
        effective: date | None = getattr(event, "effective", None)
        db.execute(
            "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                recorded.partition,
                recorded.position,
                account,
                stream,
                event.kind(),
                recorded.envelope.actor,
                offices,
                recorded.envelope.recorded_us,
                effective and effective.isoformat(),
                decision,
                origin,
            ),
        )
        match event:
            case OfficerAppointed():
                row = (account, event.office, event.member)
                db.execute("REPLACE INTO audit_officers VALUES (?, ?, ?)", row)
            case OfficeVacated():
                query = "DELETE FROM audit_officers WHERE account = ? AND office = ?"
                db.execute(query, (account, event.office))
            case ContributionPledged():
                _begin(recorded, db, event.contribution, None)
            case DisbursementAuthorised():
                _begin(recorded, db, part_of(stream), event.proposal)
            case _:
                pass


def _account(recorded: Recorded) -> str:
    """The account that an event is about; empty for most of the commons."""
    if isinstance(recorded.event, AccountRegistered):
        return recorded.event.account
    account = account_of(recorded.stream)
    return account if account.startswith("account-") else ""


def _begin(recorded: Recorded, db: Database, about: str, decision: ProposalId | None) -> None:
    begun = (account_of(recorded.stream), about, recorded.position, decision)
    db.execute("REPLACE INTO audit_origins VALUES (?, ?, ?, ?)", begun)


def _began_earlier(recorded: Recorded) -> str:
    """The pledge or payment that an event goes on with; empty for others."""
    if isinstance(recorded.event, PledgeWithdrawn):
        return recorded.event.contribution
    part = part_of(recorded.stream)
    return part if part.startswith("disbursement-") else ""


def _decision(recorded: Recorded) -> ProposalId | None:
    """The final decision under which it was done, where the event itself says it."""
    match recorded.event:
        case (
            OfficerAppointed(decision=decision)
            | RulesChanged(decision=decision)
            | EarmarkMoved(decision=decision)
        ):
            return decision
        case DisbursementAuthorised() | PaymentBooked() | PaymentRestored() | BudgetFreed():
            return recorded.event.proposal
        case _:
            return None


class AuditLine(msgspec.Struct, frozen=True):
    """A row, without its sentence."""

    partition: str
    position: int
    account: AccountId | None
    """None for what the commons say of no account."""
    stream: str
    kind: str
    actor: str
    """Token, or id of a key; for a ballot the round token (V7)."""
    offices: tuple[Office, ...]
    """What the actor held when it was recorded."""
    recorded_us: int
    effective: date | None
    decision: ProposalId | None
    """The final decision under which it was done."""
    origin: int | None
    """Where the pledge or payment that it goes on with began."""


def page(
    db: Database,
    partition: str,
    *,
    account: AccountId | None = None,
    stream: str | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[AuditLine]:
    """The trail of a partition, an account or a stream, in the order of recording, after a position."""
    where = ["partition = :partition", "position > :after"]
    if account is not None:
        where.append("account = :account")
    if stream is not None:
        where.append("stream = :stream")
    rest = f"FROM audit WHERE {' AND '.join(where)} ORDER BY position LIMIT :limit"
    values = {"partition": partition, "account": account, "stream": stream, "after": after, "limit": limit}
    return [line.as_line() for line in fetch(db, _Row, rest, values)]


def sentences(lines: Iterable[AuditLine], source: Source, language: Language) -> Iterator[str]:
    """One plain sentence for each line, in a language, made from the events that the lines point at."""
    for line in lines:
        recorded = _at(source, line.partition, line.position)
        origin = None if line.origin is None else _at(source, line.partition, line.origin)
        yield sentence(recorded, language, line.offices, origin)


def _at(source: Source, partition: str, position: int) -> Recorded:
    (recorded,) = source.read(partition, position - 1, 1)
    assert recorded.position == position, f"{partition} has no event at {position}"
    return recorded


class _Row(msgspec.Struct, frozen=True):
    partition: str
    position: int
    account: str
    stream: str
    kind: str
    actor: str
    offices: str
    recorded_us: int
    effective: date | None
    decision: ProposalId | None
    origin: int | None

    def as_line(self) -> AuditLine:
        return AuditLine(
            self.partition,
            self.position,
            AccountId(self.account) if self.account else None,
            self.stream,
            self.kind,
            self.actor,
            tuple(map(Office, self.offices.split())),
            self.recorded_us,
            self.effective,
            self.decision,
            self.origin,
        )
