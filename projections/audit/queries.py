"""The audit trail: its lines, made from the events that rows point at, and their sentences.

The sentences are templates by kind of event (`projections.sentences`), filled from the event itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from heapq import merge
from itertools import islice
from operator import attrgetter

import msgspec

from ledger.accounts.events import BudgetFreed, EarmarkMoved, PaymentBooked, PaymentRestored
from ledger.associations.events import OfficerAppointed, RulesChanged
from ledger.associations.rules import Office
from ledger.contributions.events import PledgeWithdrawn
from ledger.disbursements.events import DisbursementAuthorised
from ledger.event import Recorded
from ledger.identifiers import AccountId, ProposalId, Stream, account_of, part_of
from ledger.transfers.events import TransferSent
from projections import tracking
from projections.audit.view import Audit, account_about
from projections.base import Database, Source
from projections.sentences.language import Language
from projections.sentences.telling import sentence


class AuditLine(msgspec.Struct, frozen=True):
    """An event in a trail, without its sentence."""

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
    source: Source,
    partition: str,
    *,
    account: AccountId | None = None,
    stream: Stream | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[AuditLine]:
    """The trail of a partition, an account or a stream, in the order of recording, after a position."""
    if stream is not None:
        found: Iterable[Recorded] = _of_stream(db, source, partition, stream, after, limit)
    elif account is not None:
        found = events(db, source, partition, account, after=after, limit=limit)
    else:
        found = _until_here(db, partition, source.read(partition, after, limit))
    return _lines(db, found)


def register(
    db: Database, source: Source, partition: str, *, after: int = 0, limit: int = 100
) -> list[AuditLine]:
    """The trail of what is in no account's own streams."""
    return _lines(db, events(db, source, partition, partition, after=after, limit=limit))


def events(
    db: Database, source: Source, partition: str, trail: str, *, after: int = 0, limit: int = 100
) -> Sequence[Recorded]:
    """The events of an account, or of the register, in the order of recording, after a position.

    Those of the account's own stream come from the log, those of its parts are told by rows.
    """
    own = _of_stream(db, source, partition, Stream(trail), after, limit)
    query = (
        "SELECT a.position FROM audit_trails t JOIN audit a ON a.account = t.number "
        "WHERE t.account = ? AND a.position > ? ORDER BY a.position LIMIT ?"
    )
    positions = [position for (position,) in db.execute(query, (trail, after, limit)).fetchall()]
    page = sorted([*(recorded.position for recorded in own), *positions])[:limit]
    others = source.events_at(partition, sorted({*page}.intersection(positions)))
    return list(islice(merge(own, others, key=attrgetter("position")), limit))


def _of_stream(
    db: Database, source: Source, partition: str, stream: Stream, after: int, limit: int
) -> list[Recorded]:
    version = source.version_at(partition, stream, after)
    return _until_here(db, partition, islice(source.stream(partition, stream, version, limit), limit))


def _until_here(db: Database, partition: str, found: Iterable[Recorded]) -> list[Recorded]:
    """Without what the log has and the view has not seen."""
    until = tracking.position(db, Audit.name, partition)
    return [recorded for recorded in found if recorded.position <= until]


def sentences(lines: Sequence[AuditLine], source: Source, language: Language) -> Iterator[str]:
    """One plain sentence for each line, in a language, made from the events that the lines point at."""
    told = {
        (recorded.partition, recorded.position): recorded
        for partition in {line.partition for line in lines}
        for recorded in source.events_at(partition, _pointed_at(lines, partition))
    }
    for line in lines:
        origin = None if line.origin is None else told[line.partition, line.origin]
        yield sentence(told[line.partition, line.position], language, line.offices, origin)


def _pointed_at(lines: Sequence[AuditLine], partition: str) -> list[int]:
    return [
        position
        for line in lines
        if line.partition == partition
        for position in (line.position, line.origin)
        if position is not None
    ]


def _lines(db: Database, found: Iterable[Recorded]) -> list[AuditLine]:
    officers: dict[AccountId, list[_Officer]] = {}
    lines = []
    for recorded in found:
        account = account_about(recorded)
        if account is not None and account not in officers:
            officers[account] = _officers(db, account)
        origin, decision = _began(db, recorded)
        lines.append(
            AuditLine(
                recorded.partition,
                recorded.position,
                account,
                recorded.stream,
                recorded.event.kind(),
                recorded.envelope.actor,
                _offices(recorded, officers.get(account, ()) if account else ()),
                recorded.envelope.recorded_us,
                getattr(recorded.event, "effective", None),
                _decision(recorded) or decision,
                origin,
            )
        )
    return lines


class _Officer(msgspec.Struct, frozen=True):
    office: Office
    member: str
    since: int
    until: int


def _officers(db: Database, account: AccountId) -> list[_Officer]:
    query = "SELECT office, member, since, until FROM audit_officers WHERE account = ? ORDER BY office, since"
    return [_Officer(Office(office), *rest) for office, *rest in db.execute(query, (account,))]


def _offices(recorded: Recorded, officers: Iterable[_Officer]) -> tuple[Office, ...]:
    """What the actor held just before: an appointment holds from the next event on, until one that ends it."""
    return tuple(
        officer.office
        for officer in officers
        if officer.member == recorded.envelope.actor
        and officer.since < recorded.position
        and (not officer.until or recorded.position <= officer.until)
    )


def _began(db: Database, recorded: Recorded) -> tuple[int | None, ProposalId | None]:
    """Where the pledge, payment or transfer that an event goes on with began, and under which decision."""
    event = recorded.event
    about = event.contribution if isinstance(event, PledgeWithdrawn) else part_of(recorded.stream)
    if not about.startswith(("disbursement-", "transfer-")) and not isinstance(event, PledgeWithdrawn):
        return None, None
    query = "SELECT position, decision FROM audit_origins WHERE account = ? AND id = ? AND position < ?"
    found = db.execute(query, (account_of(recorded.stream), about, recorded.position)).fetchone()
    return found or (None, None)


def _decision(recorded: Recorded) -> ProposalId | None:
    """The final decision under which it was done, where the event itself says it."""
    match recorded.event:
        case (
            OfficerAppointed(decision=decision)
            | RulesChanged(decision=decision)
            | EarmarkMoved(decision=decision)
        ):
            return decision
        case TransferSent():
            return recorded.event.terms.decision
        case DisbursementAuthorised() | PaymentBooked() | PaymentRestored() | BudgetFreed():
            return recorded.event.proposal
        case _:
            return None
