"""What happens to a proposal."""

from datetime import date
from enum import StrEnum

from ledger.event import Event
from ledger.identifiers import MemberToken, RoundId, Seal
from ledger.proposals.measure import Measure
from ledger.proposals.state import Proposal, ProposalStatus


class Tie(StrEnum):
    """Why somebody is not disinterested (P3)."""

    BENEFICIARY = "beneficiary"
    PAYEE = "payee"
    CLOSE_TIE = "close-tie"


class ProposalDrafted(Event, frozen=True, kw_only=True, tag="proposal-drafted"):
    """A first version: what is asked for, and the seal of its paper."""

    proposer: MemberToken
    measure: Measure
    paper: Seal
    """Seal of the text: need, who it is for, what each cost is for, pass-on plan."""
    seal: Seal
    """Seal of this version: over the paper's seal and the measure (P2)."""

    def apply(self, state: Proposal) -> None:
        state.proposer = self.proposer
        state.version, state.seal, state.measure = 1, self.seal, self.measure
        state.paper = self.paper


class ProposalAmended(Event, frozen=True, kw_only=True, tag="proposal-amended"):
    """A new version; it is a draft again (P2), and interests are to be stated anew (P3)."""

    version: int
    measure: Measure
    paper: Seal
    seal: Seal

    def apply(self, state: Proposal) -> None:
        state.status = ProposalStatus.DRAFT
        state.interests_stated = False
        state.version, state.seal, state.measure = self.version, self.seal, self.measure
        state.paper = self.paper


class InterestDeclared(Event, frozen=True, kw_only=True, tag="interest-declared"):
    """Somebody declares an interest or a close tie (P3)."""

    member: MemberToken
    tie: Tie

    def apply(self, state: Proposal) -> None:
        state.interests[self.member] = self.tie


class InterestsStated(Event, frozen=True, kw_only=True, tag="interests-stated"):
    """The proposer states that the interests declared are all that are known; there may be none (P3)."""

    def apply(self, state: Proposal) -> None:
        state.interests_stated = True


class ProposalSubmitted(Event, frozen=True, kw_only=True, tag="proposal-submitted"):
    """The proposer hands it in."""

    version: int

    def apply(self, state: Proposal) -> None:
        state.status = ProposalStatus.SUBMITTED


class ProposalAdmitted(Event, frozen=True, kw_only=True, tag="proposal-admitted"):
    """It may go on a ballot."""

    version: int

    def apply(self, state: Proposal) -> None:
        state.status = ProposalStatus.ADMITTED


class ProposalPutOnBallot(Event, frozen=True, kw_only=True, tag="proposal-put-on-ballot"):
    """A round froze this version (P2)."""

    round: RoundId
    version: int

    def apply(self, state: Proposal) -> None:
        state.status, state.round = ProposalStatus.ON_BALLOT, self.round


class ProposalPutBack(Event, frozen=True, kw_only=True, tag="proposal-put-back"):
    """Its round decided nothing on it that stands: it is admitted as before, and another round may take it up."""

    round: RoundId

    def apply(self, state: Proposal) -> None:
        state.status, state.round = ProposalStatus.ADMITTED, None


class ProposalAccepted(Event, frozen=True, kw_only=True, tag="proposal-accepted"):
    """Its round became final and chose it."""

    round: RoundId
    decided: date = date.min
    """The day on which the round became final: no payment under it left before (B2)."""
    rules_version: int = 0
    """The rules under which it was decided; only under the present ones are these changed (A4)."""

    def apply(self, state: Proposal) -> None:
        state.status = ProposalStatus.ACCEPTED
        state.decided, state.decided_under = self.decided, self.rules_version


class ProposalRejected(Event, frozen=True, kw_only=True, tag="proposal-rejected"):
    """Its round became final and did not choose it."""

    round: RoundId

    def apply(self, state: Proposal) -> None:
        state.status = ProposalStatus.REJECTED


class ProposalWithdrawn(Event, frozen=True, kw_only=True, tag="proposal-withdrawn"):
    """The proposer took it back before any round opened on it (P4)."""

    def apply(self, state: Proposal) -> None:
        state.status = ProposalStatus.WITHDRAWN


class ProposalExecutionBegun(Event, frozen=True, kw_only=True, tag="proposal-execution-begun"):
    """The first disbursement, appointment or change under it was made."""

    def apply(self, state: Proposal) -> None:
        state.status = ProposalStatus.EXECUTING


class ProposalReported(Event, frozen=True, kw_only=True, tag="proposal-reported"):
    """What came of it was reported to the assembly."""

    report: Seal

    def apply(self, state: Proposal) -> None:
        state.status = ProposalStatus.REPORTED


class ProposalClosed(Event, frozen=True, kw_only=True, tag="proposal-closed"):
    """Nothing more will be done under it; what is left of its money is freed (B6)."""

    def apply(self, state: Proposal) -> None:
        state.status = ProposalStatus.CLOSED
