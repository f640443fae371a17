"""What a lender tells the borrower of an office: never who it is."""

from datetime import date

from ledger.associations.rules import Office, Tier
from ledger.identifiers import ProposalId, TwinningId
from ledger.message import Message


class OfficerLending(Message, frozen=True, kw_only=True, tag="officer-lending"):
    """Our assembly lends you an officer, if yours accepts (A3)."""

    lending: ProposalId
    """The decision."""
    office: Office
    twinning: TwinningId | None = None
    tier: Tier | None = None
    """What the sender says to be, where it lends as federation and not as twin."""
    effective: date


class OfficerRecalling(Message, frozen=True, kw_only=True, tag="officer-recalling"):
    """We lend you this officer no more (A3)."""

    lending: ProposalId
    effective: date
