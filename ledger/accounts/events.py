"""What happens to a local account's purposes and to money that decisions reserve, assign and pay."""

from datetime import date
from enum import StrEnum

import msgspec

from ledger.accounts.state import Account, DeclaredPurpose, Destination, Line
from ledger.event import Event, Marks, Sealed
from ledger.identifiers import (
    AccountId,
    DisbursementId,
    Mark,
    PlaceId,
    ProposalId,
    PurposeId,
    RoundId,
    Seal,
    Stream,
    TwinningId,
    account_of,
)


class PurposeKind(StrEnum):
    """What money may be earmarked for."""

    PROJECT = "project"
    TWINNING = "twinning"
    THEME = "theme"


class PurposeDeclared(Event, frozen=True, kw_only=True, tag="purpose-declared"):
    """The account may hold money earmarked for this."""

    purpose: PurposeId
    purpose_kind: PurposeKind
    description: Seal
    twinning: TwinningId | None = None
    """Which one, where it is for a twinning."""

    def apply(self, state: Account) -> None:
        state.purposes[self.purpose] = self.purpose_kind
        state.declared[self.purpose] = DeclaredPurpose(self.description, self.twinning)


class BudgetReserved(Event, frozen=True, kw_only=True, tag="budget-reserved"):
    """A round opened and took its whole budget out of what is available (R1)."""

    round: RoundId
    lines: tuple[Line, ...]

    def apply(self, state: Account) -> None:
        for line in self.lines:
            state.hold(self.round, line, Destination.UNASSIGNED)


class Award(msgspec.Struct, frozen=True):
    """What a final decision gives one accepted proposal."""

    proposal: ProposalId
    destination: Destination
    lines: tuple[Line, ...]


def left_to_authorise_group(account: AccountId) -> str:
    """How the marks begin that say what is left to authorise of an account's decisions."""
    return f"left:{account}:"


def left_to_authorise_mark(account: AccountId, proposal: ProposalId, unit: str, purpose: PurposeId) -> Mark:
    """What disbursements may still be authorised of a final decision, in minor units (B1)."""
    return Mark(f"{left_to_authorise_group(account)}{proposal}:{unit}:{purpose}")


class BudgetAwarded(Event, frozen=True, kw_only=True, tag="budget-awarded"):
    """A round became final: accepted proposals keep their costs, assigned to their destination; the rest is freed."""

    round: RoundId
    awards: tuple[Award, ...]
    freed: tuple[Line, ...]

    def apply(self, state: Account) -> None:
        for line in self.freed:
            state.let_go(self.round, line, Destination.UNASSIGNED)
        for award in self.awards:
            for line in award.lines:
                state.let_go(self.round, line, Destination.UNASSIGNED)
                state.assign(line, Destination.UNASSIGNED, award.destination)
                state.hold(award.proposal, line, award.destination)

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        for award in self.awards:
            for line in award.lines:
                mark = left_to_authorise_mark(account_of(stream), award.proposal, line.unit, line.purpose)
                marks.put(mark, (marks.get(mark, int) or 0) + line.amount_minor)


class BudgetFreed(Event, frozen=True, kw_only=True, tag="budget-freed"):
    """A decision's unused rest goes back to its purpose, and to no destination (B6)."""

    proposal: ProposalId
    destination: Destination
    lines: tuple[Line, ...]

    def apply(self, state: Account) -> None:
        for line in self.lines:
            state.let_go(self.proposal, line, self.destination)
            state.assign(line, self.destination, Destination.UNASSIGNED)

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        for line in self.lines:
            mark = left_to_authorise_mark(account_of(stream), self.proposal, line.unit, line.purpose)
            marks.put(mark, (marks.get(mark, int) or 0) - line.amount_minor)


class PaymentBooked(Event, frozen=True, kw_only=True, tag="payment-booked"):
    """Money left for a disbursement, out of its decision's reservation."""

    disbursement: DisbursementId
    proposal: ProposalId
    destination: Destination
    line: Line
    place: PlaceId | None = None
    """Out of which it was paid (L12)."""
    effective: date

    def apply(self, state: Account) -> None:
        state.let_go(self.proposal, self.line, self.destination)
        state.at(self.line.unit, self.line.purpose, self.destination).paid += self.line.amount_minor
        state.lay(self.place, self.line.unit, -self.line.amount_minor)


class PaymentRestored(Event, frozen=True, kw_only=True, tag="payment-restored"):
    """A payment failed or came back: its amount is reserved for its decision again (B5)."""

    disbursement: DisbursementId
    proposal: ProposalId
    destination: Destination
    line: Line
    place: PlaceId | None = None
    """Where it lies again (L12)."""
    effective: date

    def apply(self, state: Account) -> None:
        state.at(self.line.unit, self.line.purpose, self.destination).paid -= self.line.amount_minor
        state.lay(self.place, self.line.unit, self.line.amount_minor)
        state.hold(self.proposal, self.line, self.destination)


class EarmarkMoved(Event, frozen=True, kw_only=True, tag="earmark-moved"):
    """A decision lifted an earmark: money goes from one purpose to another within the account (L5)."""

    origin: PurposeId
    line: Line
    """Unit, new purpose and amount."""
    decision: ProposalId

    def apply(self, state: Account) -> None:
        state.at(self.line.unit, self.origin).received -= self.line.amount_minor
        state.at(self.line.unit, self.line.purpose).received += self.line.amount_minor
