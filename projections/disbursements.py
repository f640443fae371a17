"""Disbursements: what is paid under which decision, to whom, signed off by whom, and how far it has come."""

from collections.abc import Iterator
from datetime import date

import msgspec

from ledger.accounts.state import Destination
from ledger.associations.rules import Office
from ledger.disbursements.events import (
    DisbursementAcknowledged,
    DisbursementAuthorised,
    DisbursementCancelled,
    DisbursementEvidenced,
    DisbursementFailed,
    DisbursementReturned,
    DisbursementSent,
    DisbursementSettled,
    DisbursementSignedOff,
)
from ledger.disbursements.state import DisbursementStatus, PartyKind
from ledger.event import Recorded
from ledger.identifiers import (
    AccountId,
    DisbursementId,
    MemberToken,
    PaperId,
    ProposalId,
    PurposeId,
    account_of,
    part_of,
)
from projections.base import Database, Table, View, fetch

SIGN_OFFS_NEEDED = 2
"""B3."""


class Disbursements(View):
    """One row per disbursement, one per sign-off, and one per step that it took."""

    name = "disbursements"
    tables = (
        Table(
            "disbursements",
            "account TEXT NOT NULL, id TEXT NOT NULL, status TEXT NOT NULL, proposal TEXT NOT NULL, "
            "destination TEXT NOT NULL, tranche INTEGER NOT NULL, unit TEXT NOT NULL, purpose TEXT NOT NULL, "
            "amount_minor INTEGER NOT NULL, payee_kind TEXT NOT NULL, payee TEXT NOT NULL, "
            "beneficiary_kind TEXT NOT NULL, beneficiary TEXT NOT NULL, recorded_us INTEGER NOT NULL, "
            "position INTEGER NOT NULL, PRIMARY KEY (account, id)",
            indexes={
                "disbursements_by_position": "account, position",
                "disbursements_by_proposal": "account, proposal",
            },
        ),
        Table(
            "disbursement_sign_offs",
            "account TEXT NOT NULL, disbursement TEXT NOT NULL, place INTEGER NOT NULL, member TEXT NOT NULL, "
            "office TEXT NOT NULL, recorded_us INTEGER NOT NULL, PRIMARY KEY (account, disbursement, place)",
        ),
        Table(
            "disbursement_steps",
            "account TEXT NOT NULL, disbursement TEXT NOT NULL, status TEXT NOT NULL, effective TEXT, "
            "scan TEXT, recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, "
            "PRIMARY KEY (account, disbursement, position)",
        ),
    )
    reacts_to = frozenset(
        {
            DisbursementAuthorised,
            DisbursementSignedOff,
            DisbursementSent,
            DisbursementSettled,
            DisbursementAcknowledged,
            DisbursementEvidenced,
            DisbursementFailed,
            DisbursementReturned,
            DisbursementCancelled,
        }
    )

    def react(self, recorded: Recorded, db: Database) -> None:
        event = recorded.event
        match event:
            case DisbursementAuthorised():
                self._authorise(recorded, event, db)
            case DisbursementSignedOff():
                self._sign_off(recorded, event, db)
            case DisbursementSent():
                self._step(recorded, db, DisbursementStatus.SENT, event.effective)
            case DisbursementSettled():
                self._step(recorded, db, DisbursementStatus.SETTLED, event.effective)
            case DisbursementAcknowledged():
                self._step(recorded, db, DisbursementStatus.ACKNOWLEDGED, event.effective, event.scan)
            case DisbursementEvidenced():
                self._step(recorded, db, DisbursementStatus.EVIDENCED, event.effective, event.scan)
            case DisbursementFailed():
                self._step(recorded, db, DisbursementStatus.FAILED, event.effective)
            case DisbursementReturned():
                self._step(recorded, db, DisbursementStatus.RETURNED, event.effective)
            case DisbursementCancelled():
                self._step(recorded, db, DisbursementStatus.CANCELLED, None)
            case _:
                pass

    def _authorise(self, recorded: Recorded, event: DisbursementAuthorised, db: Database) -> None:
        db.execute(
            "INSERT INTO disbursements VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                account_of(recorded.stream),
                part_of(recorded.stream),
                DisbursementStatus.AUTHORISED,
                event.proposal,
                event.destination,
                event.tranche,
                event.line.unit,
                event.line.purpose,
                event.line.amount_minor,
                event.payee.kind,
                event.payee.token,
                event.beneficiary.kind,
                event.beneficiary.token,
                recorded.envelope.recorded_us,
                recorded.position,
            ),
        )

    def _sign_off(self, recorded: Recorded, event: DisbursementSignedOff, db: Database) -> None:
        where = account_of(recorded.stream), part_of(recorded.stream)
        query = "SELECT COUNT(*) FROM disbursement_sign_offs WHERE account = ? AND disbursement = ?"
        place = db.execute(query, where).fetchone()[0] + 1
        row = (*where, place, event.member, event.office, recorded.envelope.recorded_us)
        db.execute("INSERT INTO disbursement_sign_offs VALUES (?, ?, ?, ?, ?, ?)", row)
        if place == SIGN_OFFS_NEEDED:
            self._step(recorded, db, DisbursementStatus.SIGNED_OFF, None)

    def _step(
        self,
        recorded: Recorded,
        db: Database,
        status: DisbursementStatus,
        effective: date | None,
        scan: PaperId | None = None,
    ) -> None:
        where = account_of(recorded.stream), part_of(recorded.stream)
        db.execute("UPDATE disbursements SET status = ? WHERE account = ? AND id = ?", (status, *where))
        recorded_us, position = recorded.envelope.recorded_us, recorded.position
        row = (*where, status, effective and effective.isoformat(), scan, recorded_us, position)
        db.execute("INSERT INTO disbursement_steps VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """By account and id."""
        for account, own, amount in db.execute(
            "SELECT account, id, amount_minor FROM disbursements ORDER BY account, id"
        ):
            yield f"disbursements/{account}/{own}/amount", amount


class Disbursement(msgspec.Struct, frozen=True):
    """A row."""

    account: AccountId
    id: DisbursementId
    status: DisbursementStatus
    proposal: ProposalId
    """The final decision that authorises it (B1)."""
    destination: Destination
    tranche: int
    unit: str
    purpose: PurposeId
    amount_minor: int
    payee_kind: PartyKind
    payee: str
    """Token of who is paid."""
    beneficiary_kind: PartyKind
    beneficiary: str
    """Token of who benefits."""
    recorded_us: int
    position: int
    """Where it was authorised; pages follow it."""


class SignOff(msgspec.Struct, frozen=True):
    """A person's approval of a payment (B3)."""

    member: MemberToken
    office: Office
    recorded_us: int


class Step(msgspec.Struct, frozen=True):
    """A status that a disbursement has reached."""

    status: DisbursementStatus
    effective: date | None
    """None for acts of the ledger, which hold from their recording."""
    scan: PaperId | None
    """The paper that shows it."""
    recorded_us: int


def find(db: Database, account: AccountId, disbursement: DisbursementId) -> Disbursement | None:
    """One disbursement; None where the account has no such."""
    found = fetch(
        db, Disbursement, "FROM disbursements WHERE account = ? AND id = ?", (account, disbursement)
    )
    return found[0] if found else None


def page(
    db: Database,
    account: AccountId,
    *,
    proposal: ProposalId | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[Disbursement]:
    """An account's disbursements in the order of authorisation, after the position of the page before."""
    wanted = "" if proposal is None else "AND proposal = :proposal"
    rest = f"FROM disbursements WHERE account = :account AND position > :after {wanted} ORDER BY position LIMIT :limit"
    return fetch(
        db, Disbursement, rest, {"account": account, "after": after, "proposal": proposal, "limit": limit}
    )


def sign_offs(db: Database, account: AccountId, disbursement: DisbursementId) -> list[SignOff]:
    """Who signed off, in order."""
    rest = "FROM disbursement_sign_offs WHERE account = ? AND disbursement = ? ORDER BY place"
    return fetch(db, SignOff, rest, (account, disbursement))


def steps(db: Database, account: AccountId, disbursement: DisbursementId) -> list[Step]:
    """How far it has come, in order."""
    rest = "FROM disbursement_steps WHERE account = ? AND disbursement = ? ORDER BY position"
    return fetch(db, Step, rest, (account, disbursement))
