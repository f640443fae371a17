"""What can be asked of a local account itself: to declare purposes, and to lift an earmark by decision."""

from ledger.accounts.decided import begun, decided
from ledger.accounts.events import EarmarkMoved, PurposeDeclared, PurposeKind
from ledger.accounts.look import founded, require_available
from ledger.accounts.refusals import PurposeOfNoTwinning
from ledger.accounts.state import Line
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen
from ledger.identifiers import UNRESTRICTED, ProposalId, PurposeId, TwinningId, stream_of
from ledger.proposals.measure import LiftEarmark
from ledger.twinnings.look import active_twinning


class DeclarePurpose(AccountCommand, frozen=True, kw_only=True):
    """From now on the account may hold money earmarked for this project, theme or active twinning (L5)."""

    kind: PurposeKind
    description: str
    twinning: TwinningId | None = None
    """For a purpose of the kind `twinning`, and for no other."""

    def reads(self, context: Context) -> Reads:
        twinnings = () if self.twinning is None else (stream_of(self.account, self.twinning),)
        return Reads(streams=(self.account, *twinnings))

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        if (self.kind is PurposeKind.TWINNING) is not (self.twinning is not None):
            raise PurposeOfNoTwinning
        if self.twinning is not None:
            active_twinning(seen, self.account, self.twinning)
        description = context.paper(self.description)
        purpose = PurposeId(context.fresh("purpose"))
        yield description
        event = PurposeDeclared(
            purpose=purpose, purpose_kind=self.kind, description=description.seal, twinning=self.twinning
        )
        yield Fact(self.account, event)
        return purpose


class LiftEarmarkByDecision(AccountCommand, frozen=True, kw_only=True):
    """Carry out a final decision that lifts an earmark: at most what is available in that purpose (L2, L5)."""

    proposal: ProposalId

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account, stream_of(self.account, self.proposal)))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        measure = decided(seen, self.account, self.proposal, LiftEarmark)
        amount = measure.amount
        require_available(account, amount.unit, measure.purpose, amount.amount_minor)
        yield Fact(
            self.account,
            EarmarkMoved(
                origin=measure.purpose,
                line=Line(amount.unit, UNRESTRICTED, amount.amount_minor),
                decision=self.proposal,
            ),
        )
        yield begun(self.account, self.proposal)
        return self.proposal
