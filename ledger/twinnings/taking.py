"""How one side takes in what the other tells of their twinning, in any order and however often.

What ends a twinning ends it whatever comes later; of suspensions the latest turn holds; and nothing is taken from
anybody but the other side, nor from that side what is ours to say (W1).
"""

from datetime import date

from ledger.accounts.look import opened
from ledger.command import Context, Decision, Fact, Paper, Seen
from ledger.context import seal_of
from ledger.identifiers import AccountId, Seal, TerritoryId, is_id, is_seal
from ledger.twinnings.events import (
    TwinningAccepted,
    TwinningDeclined,
    TwinningEnded,
    TwinningOffered,
    TwinningResumed,
    TwinningSuspended,
    TwinningWithdrawn,
)
from ledger.twinnings.look import TwinningCommand
from ledger.twinnings.refusals import (
    AgreementDoesNotFit,
    MessageMalformed,
    NotTheTwins,
    TwinningNotAtThisStep,
)
from ledger.twinnings.state import OVER, Side, Twinning, TwinningStatus


class _FromTwin(TwinningCommand, frozen=True, kw_only=True):
    """What the other side told."""

    sender: AccountId

    def told_by_twin(self, seen: Seen) -> Twinning:
        """The twinning whose other side is the sender. Raises UnknownTwinning or NotTheTwins."""
        twinning = self.found(seen)
        if twinning.other != self.sender:
            raise NotTheTwins
        return twinning


class TakeOffer(_FromTwin, frozen=True, kw_only=True):
    """Another account proposes a twinning; its text must fit the seal (W2). Whether it is accepted is asked later."""

    territory: TerritoryId
    agreement: Seal
    effective: date
    papers: tuple[Paper, ...]

    def decide(self, seen: Seen, context: Context) -> Decision:
        opened(seen, self.account)
        ids = is_id("twinning", self.twinning) and is_id("territory", self.territory)
        if not (ids and is_id("account", self.sender) and is_seal(self.agreement)):
            raise MessageMalformed
        if seen.version(self.stream):
            # It came before, or was withdrawn before it came; or another side's twinning has this id.
            self.told_by_twin(seen)
            return self.twinning
        text = next((paper for paper in self.papers if paper.seal == self.agreement), None)
        if text is None or seal_of(text.salt, text.text) != self.agreement:
            raise AgreementDoesNotFit
        yield text
        yield Fact(
            self.stream,
            TwinningOffered(
                other=self.sender,
                other_territory=self.territory,
                agreement=self.agreement,
                effective=self.effective,
            ),
        )
        return self.twinning


class TakeWithdrawal(_FromTwin, frozen=True, kw_only=True):
    """Whoever proposed takes it back; that holds even if we accepted meanwhile, or have not heard of it yet."""

    def decide(self, seen: Seen, context: Context) -> Decision:
        opened(seen, self.account)
        if not (is_id("twinning", self.twinning) and is_id("account", self.sender)):
            raise MessageMalformed
        if seen.version(self.stream):
            twinning = self.told_by_twin(seen)
            if twinning.proposer is not Side.TWIN:
                raise NotTheTwins
            if twinning.status in OVER:
                return self.twinning
        yield Fact(self.stream, TwinningWithdrawn(side=Side.TWIN, other=self.sender))
        return self.twinning


class TakeAcceptance(_FromTwin, frozen=True, kw_only=True):
    """Whoever was asked accepts (W1)."""

    territory: TerritoryId
    effective: date

    def decide(self, seen: Seen, context: Context) -> Decision:
        if not is_id("territory", self.territory):
            raise MessageMalformed
        twinning = self.told_by_twin(seen)
        if twinning.proposer is not Side.OWN:
            raise NotTheTwins
        if not twinning.accepted and twinning.status not in OVER:
            yield Fact(
                self.stream,
                TwinningAccepted(
                    side=Side.TWIN,
                    other=self.sender,
                    territory=self.territory,
                    effective=self.effective,
                ),
            )
        return self.twinning


class TakeDeclining(_FromTwin, frozen=True, kw_only=True):
    """Whoever was asked says no (W1)."""

    def decide(self, seen: Seen, context: Context) -> Decision:
        twinning = self.told_by_twin(seen)
        if twinning.proposer is not Side.OWN:
            raise NotTheTwins
        if twinning.status is TwinningStatus.PROPOSED:
            yield Fact(self.stream, TwinningDeclined(side=Side.TWIN, other=self.sender))
        return self.twinning


class TakeSuspension(_FromTwin, frozen=True, kw_only=True):
    """The other side suspends; it may be told before its acceptance is."""

    turn: int
    effective: date

    def decide(self, seen: Seen, context: Context) -> Decision:
        twinning = self.told_by_twin(seen)
        _require_answered(twinning)
        if self.turn > twinning.turns.get(Side.TWIN, 0) and twinning.status not in OVER:
            yield Fact(
                self.stream,
                TwinningSuspended(
                    side=Side.TWIN, other=self.sender, turn=self.turn, effective=self.effective
                ),
            )
        return self.twinning


class TakeResumption(_FromTwin, frozen=True, kw_only=True):
    """The other side resumes; that may be told before its suspension is, which then changes nothing."""

    turn: int
    effective: date

    def decide(self, seen: Seen, context: Context) -> Decision:
        twinning = self.told_by_twin(seen)
        _require_answered(twinning)
        if self.turn > twinning.turns.get(Side.TWIN, 0) and twinning.status not in OVER:
            yield Fact(
                self.stream,
                TwinningResumed(side=Side.TWIN, other=self.sender, turn=self.turn, effective=self.effective),
            )
        return self.twinning


class TakeEnding(_FromTwin, frozen=True, kw_only=True):
    """The other side ends the twinning (W1); it may be told before its acceptance is."""

    effective: date

    def decide(self, seen: Seen, context: Context) -> Decision:
        twinning = self.told_by_twin(seen)
        _require_answered(twinning)
        if twinning.status not in OVER:
            ended = TwinningEnded(side=Side.TWIN, other=self.sender, effective=self.effective)
            yield Fact(self.stream, ended)
        return self.twinning


def _require_answered(twinning: Twinning) -> None:
    """Who was not answered yet has nothing to tell of the twinning; but a restore may have lost our answer here.

    Raises TwinningNotAtThisStep: it is taken in once we accept.
    """
    if twinning.status is TwinningStatus.OFFERED:
        raise TwinningNotAtThisStep(status=twinning.status.value, wanted=TwinningStatus.ACTIVE.value)
