"""What a proposal remembers."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from ledger.identifiers import MemberToken, RoundId, Seal
from ledger.proposals.measure import Measure
from ledger.state import State


class ProposalStatus(StrEnum):
    """Draft → submitted → admitted → on ballot → accepted | rejected | withdrawn → executing → reported → closed.

    What its round decided nothing on is put back: on ballot → admitted.
    """

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ADMITTED = "admitted"
    ON_BALLOT = "on-ballot"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXECUTING = "executing"
    REPORTED = "reported"
    CLOSED = "closed"


class Proposal(State, kw_only=True):
    """One proposal with its versions' last seal, its interests and where it stands."""

    prefix: ClassVar[str] = "proposal"

    status: ProposalStatus = ProposalStatus.DRAFT
    version: int = 0
    """Counts the drafts; the one on the ballot is frozen (P2)."""
    seal: Seal = Seal("")
    """Over the paper of this version and the measure."""
    paper: Seal = Seal("")
    """Of this version's text."""
    measure: Measure | None = None
    proposer: MemberToken = MemberToken("")
    interests: dict[MemberToken, str] = {}
    """Who declared an interest or close tie, and which (P3)."""
    interests_stated: bool = False
    """The proposer has said what interests there are, be it none (P3)."""
    round: RoundId | None = None
    """The round that has it, or had it last, on its ballot; None once it is put back."""
    decided: date = date.min
    """The day on which it was accepted (B2)."""
    decided_under: int = 0
    """Version of the rules under which it was accepted (A4)."""
