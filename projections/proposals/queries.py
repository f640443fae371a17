"""Proposals: their rows and queries."""

from datetime import date

import msgspec

from ledger.accounts.state import Destination
from ledger.identifiers import (
    AccountId,
    CallId,
    MemberToken,
    ProposalId,
    PurposeId,
    RoundId,
    Seal,
    TwinningId,
)
from ledger.proposals.events import Tie
from ledger.proposals.state import ProposalStatus
from projections.base import Database, fetch


class Proposal(msgspec.Struct, frozen=True):
    """A row: the latest version. Its text is a paper, found by the seal `paper`."""

    account: AccountId
    id: ProposalId
    status: ProposalStatus
    version: int
    proposer: MemberToken
    measure: str
    """`spend`, `appoint`, `change-rules`, `lift-earmark`, `call` or `close-period`.

    What of the next columns it has not is None.
    """
    destination: Destination | None
    criterion: str | None
    twinning: TwinningId | None
    receiving_account: AccountId | None
    call: CallId | None
    """The call on the fund that it meets."""
    addressee: AccountId | None
    """Whom it calls on."""
    beneficiaries: int | None
    until: date | None
    """The last day of the period that it closes."""
    report: Seal | None
    """Of that period's report."""
    paper: Seal
    seal: Seal
    round: RoundId | None
    interests_stated: bool
    recorded_us: int
    position: int
    """Where it was drafted; pages follow it."""


class ProposalLine(msgspec.Struct, frozen=True):
    """A proposal's money in one unit and purpose, in minor units."""

    unit: str
    purpose: PurposeId
    requested_minor: int
    awarded_minor: int
    """What final decisions gave."""
    exchanged_minor: int
    """What exchanges under the decision obtained in this unit, less what they gave away of it and their fees (C10)."""
    authorised_minor: int
    """Disbursements authorised, less those that failed, came back or were cancelled."""
    paid_minor: int
    """What has left, less what came back."""


class Interest(msgspec.Struct, frozen=True):
    """Somebody's declared interest or close tie (P3)."""

    member: MemberToken
    tie: Tie


def find(db: Database, account: AccountId, proposal: ProposalId) -> Proposal | None:
    """One proposal; None where the account has no such."""
    found = fetch(db, Proposal, "FROM proposals WHERE account = ? AND id = ?", (account, proposal))
    return found[0] if found else None


def page(
    db: Database,
    account: AccountId,
    *,
    status: ProposalStatus | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[Proposal]:
    """An account's proposals in the order of drafting, after the position of the page before."""
    wanted = "" if status is None else "AND status = :status"
    rest = f"FROM proposals WHERE account = :account AND position > :after {wanted} ORDER BY position LIMIT :limit"
    return fetch(db, Proposal, rest, {"account": account, "after": after, "status": status, "limit": limit})


def lines(db: Database, account: AccountId, proposal: ProposalId) -> list[ProposalLine]:
    """A proposal's money, by unit and purpose."""
    rest = "FROM proposal_lines WHERE account = ? AND proposal = ? ORDER BY unit, purpose"
    return fetch(db, ProposalLine, rest, (account, proposal))


def interests(db: Database, account: AccountId, proposal: ProposalId) -> list[Interest]:
    """Who declared what, by member token."""
    rest = "FROM proposal_interests WHERE account = ? AND proposal = ? ORDER BY member"
    return fetch(db, Interest, rest, (account, proposal))
