"""What an association can do about its twinnings: propose, accept, decline, withdraw, suspend, resume and end."""

from datetime import date

from ledger.accounts.look import effective_in, founded
from ledger.accounts.state import Account
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen
from ledger.identifiers import AccountId, TerritoryId, TwinningId, is_id, stream_of
from ledger.twinnings.events import (
    TwinningAccepted,
    TwinningDeclined,
    TwinningEnded,
    TwinningProposed,
    TwinningResumed,
    TwinningSuspended,
    TwinningWithdrawn,
)
from ledger.twinnings.look import TwinningCommand, require_step
from ledger.twinnings.refusals import (
    TerritoryMissing,
    TwinAccountMalformed,
    TwinnedWithItself,
    TwinningNotSuspended,
    TwinningSuspendedAlready,
)
from ledger.twinnings.state import Side, TwinningStatus

UNDER_WAY = (TwinningStatus.ACTIVE, TwinningStatus.SUSPENDED)


class ProposeTwinning(AccountCommand, frozen=True, kw_only=True):
    """Propose a twinning to another local account; whoever proposes has accepted (W1)."""

    other: AccountId
    agreement: str
    """The whole text; both sides hold it under the same seal (W2)."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        # Whether it exists cannot be asked here: it may lie in another installation.
        if not is_id("account", self.other):
            raise TwinAccountMalformed
        if self.other == self.account:
            raise TwinnedWithItself
        territory = _territory_of(account)
        effective = effective_in(account, self.effective, context)
        agreement = context.paper(self.agreement)
        yield agreement
        twinning = TwinningId(context.fresh("twinning"))
        yield Fact(
            stream_of(self.account, twinning),
            TwinningProposed(
                other=self.other, territory=territory, agreement=agreement.seal, effective=effective
            ),
        )
        return twinning


class AcceptTwinning(TwinningCommand, frozen=True, kw_only=True):
    """Accept what the other side proposed: from now on the twinning is active (W1)."""

    effective: date | None = None

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        twinning = self.found(seen)
        require_step(twinning, TwinningStatus.OFFERED)
        territory = _territory_of(account)
        if territory == twinning.other_territory:
            raise TwinnedWithItself
        effective = effective_in(account, self.effective, context)
        yield Fact(
            self.stream,
            TwinningAccepted(side=Side.OWN, other=twinning.other, territory=territory, effective=effective),
        )
        return self.twinning


class DeclineTwinning(TwinningCommand, frozen=True, kw_only=True):
    """Say no to what the other side proposed (W1)."""

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        twinning = self.found(seen)
        require_step(twinning, TwinningStatus.OFFERED)
        yield Fact(self.stream, TwinningDeclined(side=Side.OWN, other=twinning.other))
        return self.twinning


class WithdrawTwinning(TwinningCommand, frozen=True, kw_only=True):
    """Take a proposal back as long as no acceptance has come (W1)."""

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        twinning = self.found(seen)
        require_step(twinning, TwinningStatus.PROPOSED)
        yield Fact(self.stream, TwinningWithdrawn(side=Side.OWN, other=twinning.other))
        return self.twinning


class SuspendTwinning(TwinningCommand, frozen=True, kw_only=True):
    """Let nothing new begin under the twinning until this side resumes it."""

    effective: date | None = None

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        twinning = self.found(seen)
        require_step(twinning, *UNDER_WAY)
        if Side.OWN in twinning.suspended_by:
            raise TwinningSuspendedAlready
        yield Fact(
            self.stream,
            TwinningSuspended(
                side=Side.OWN,
                other=twinning.other,
                turn=twinning.turns.get(Side.OWN, 0) + 1,
                effective=effective_in(account, self.effective, context),
            ),
        )
        return self.twinning


class ResumeTwinning(TwinningCommand, frozen=True, kw_only=True):
    """Lift this side's suspension."""

    effective: date | None = None

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        twinning = self.found(seen)
        require_step(twinning, *UNDER_WAY)
        if Side.OWN not in twinning.suspended_by:
            raise TwinningNotSuspended
        yield Fact(
            self.stream,
            TwinningResumed(
                side=Side.OWN,
                other=twinning.other,
                turn=twinning.turns[Side.OWN] + 1,
                effective=effective_in(account, self.effective, context),
            ),
        )
        return self.twinning


class EndTwinning(TwinningCommand, frozen=True, kw_only=True):
    """End the twinning; what is under way may finish, and promises stay open until settled (W1, W6)."""

    effective: date | None = None

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        twinning = self.found(seen)
        require_step(twinning, *UNDER_WAY)
        effective = effective_in(account, self.effective, context)
        ended = TwinningEnded(side=Side.OWN, other=twinning.other, effective=effective)
        yield Fact(self.stream, ended)
        return self.twinning


def _territory_of(account: Account) -> TerritoryId:
    """Raises TerritoryMissing."""
    if account.territory is None:
        raise TerritoryMissing
    return account.territory
