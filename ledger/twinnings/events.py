"""What happens to a twinning, as each side holds it in a stream of its own.

What one side does reaches the other by message, where it becomes an event of the same kind with the other `side`.
"""

from datetime import date

from ledger.event import Event
from ledger.identifiers import AccountId, Seal, Stream, TerritoryId, TwinningId, part_of
from ledger.message import Message, Sending
from ledger.twinnings.messages import (
    TwinningAcceptance,
    TwinningDeclining,
    TwinningEnding,
    TwinningOffer,
    TwinningResumption,
    TwinningSuspension,
    TwinningWithdrawal,
)
from ledger.twinnings.state import Side, Twinning, TwinningStatus


class TwinningProposed(Event, frozen=True, kw_only=True, tag="twinning-proposed"):
    """The association proposes a twinning to another account's, and thereby accepts it itself (W1)."""

    other: AccountId
    territory: TerritoryId
    agreement: Seal
    """Of the agreement's text, which travels to the other side with its salt (W2)."""
    effective: date

    def apply(self, state: Twinning) -> None:
        state.status, state.proposer = TwinningStatus.PROPOSED, Side.OWN
        state.other, state.territory, state.agreement = self.other, self.territory, self.agreement

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        offer = TwinningOffer(
            twinning=TwinningId(part_of(stream)),
            territory=self.territory,
            agreement=self.agreement,
            effective=self.effective,
        )
        return (Sending(self.other, offer, (self.agreement,)),)


class TwinningOffered(Event, frozen=True, kw_only=True, tag="twinning-offered"):
    """The other side's proposal came; the agreement's text came with it, and fits the seal (W2)."""

    other: AccountId
    other_territory: TerritoryId
    agreement: Seal
    effective: date

    def apply(self, state: Twinning) -> None:
        state.status, state.proposer = TwinningStatus.OFFERED, Side.TWIN
        state.other, state.other_territory, state.agreement = (
            self.other,
            self.other_territory,
            self.agreement,
        )


class _OfOneSide(Event, frozen=True, kw_only=True):
    """An act of one side; our own is told to the twin."""

    side: Side
    other: AccountId
    """The twin's account."""

    def telling(self, twinning: TwinningId) -> Message:
        """What the twin is told of our own act."""
        raise NotImplementedError  # pragma: no cover - every kind says it

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        if self.side is Side.TWIN:
            return ()
        return (Sending(self.other, self.telling(TwinningId(part_of(stream)))),)


class TwinningAccepted(_OfOneSide, frozen=True, kw_only=True, tag="twinning-accepted"):
    """Whoever was asked accepts: the twinning is active (W1)."""

    territory: TerritoryId
    """Of the side that accepts."""
    effective: date

    def apply(self, state: Twinning) -> None:
        if self.side is Side.OWN:
            state.territory = self.territory
        else:
            state.other_territory = self.territory
        state.accepted = True
        state.stand()

    def telling(self, twinning: TwinningId) -> Message:
        return TwinningAcceptance(twinning=twinning, territory=self.territory, effective=self.effective)


class TwinningDeclined(_OfOneSide, frozen=True, kw_only=True, tag="twinning-declined"):
    """Whoever was asked says no (W1)."""

    def apply(self, state: Twinning) -> None:
        state.status = TwinningStatus.DECLINED

    def telling(self, twinning: TwinningId) -> Message:
        return TwinningDeclining(twinning=twinning)


class TwinningWithdrawn(_OfOneSide, frozen=True, kw_only=True, tag="twinning-withdrawn"):
    """Whoever proposed takes it back before having heard an acceptance; it holds even where the two crossed (W1).

    A withdrawal that overtakes its proposal is remembered, so that the proposal, when it comes, changes nothing.
    """

    def apply(self, state: Twinning) -> None:
        state.other, state.proposer = self.other, self.side
        state.status = TwinningStatus.WITHDRAWN

    def telling(self, twinning: TwinningId) -> Message:
        return TwinningWithdrawal(twinning=twinning)


class TwinningSuspended(_OfOneSide, frozen=True, kw_only=True, tag="twinning-suspended"):
    """One side suspends the twinning: nothing new begins under it until that side resumes."""

    turn: int
    """Counts what this side did to suspend and resume."""
    effective: date

    def apply(self, state: Twinning) -> None:
        state.turns[self.side] = self.turn
        state.suspended_by.add(self.side)
        state.stand()

    def telling(self, twinning: TwinningId) -> Message:
        return TwinningSuspension(twinning=twinning, turn=self.turn, effective=self.effective)


class TwinningResumed(_OfOneSide, frozen=True, kw_only=True, tag="twinning-resumed"):
    """The side that suspended the twinning resumes it; the other's own suspension stays."""

    turn: int
    effective: date

    def apply(self, state: Twinning) -> None:
        state.turns[self.side] = self.turn
        state.suspended_by.discard(self.side)
        state.stand()

    def telling(self, twinning: TwinningId) -> Message:
        return TwinningResumption(twinning=twinning, turn=self.turn, effective=self.effective)


class TwinningEnded(_OfOneSide, frozen=True, kw_only=True, tag="twinning-ended"):
    """One side ends the twinning (W1); what is under way may finish, and promises stay open until settled (W6)."""

    effective: date

    def apply(self, state: Twinning) -> None:
        state.status = TwinningStatus.ENDED

    def telling(self, twinning: TwinningId) -> Message:
        return TwinningEnding(twinning=twinning, effective=self.effective)
