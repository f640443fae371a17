"""How commands look at a twinning."""

from ledger.command import AccountCommand, Context, Reads, Seen
from ledger.identifiers import AccountId, Stream, TwinningId, stream_of
from ledger.twinnings.refusals import TwinningNotActive, TwinningNotAtThisStep, UnknownTwinning
from ledger.twinnings.state import Twinning, TwinningStatus


class TwinningCommand(AccountCommand, frozen=True, kw_only=True):
    """A command about one twinning."""

    twinning: TwinningId

    @property
    def stream(self) -> Stream:
        """Where this side's events of the twinning stand."""
        return stream_of(self.account, self.twinning)

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account, self.stream))

    def found(self, seen: Seen) -> Twinning:
        """The twinning. Raises UnknownTwinning."""
        return twinning_in(seen, self.account, self.twinning)


def twinning_in(seen: Seen, account: AccountId, twinning_id: TwinningId) -> Twinning:
    """The twinning of an account. Raises UnknownTwinning, also for the id of something else."""
    # What is no twinning's id names a stream with another state, or none at all: it is not looked up.
    is_id = twinning_id.startswith("twinning-") and "/" not in twinning_id
    twinning = seen.find(stream_of(account, twinning_id), Twinning) if is_id else None
    if twinning is None:
        raise UnknownTwinning
    return twinning


def active_twinning(seen: Seen, account: AccountId, twinning_id: TwinningId) -> Twinning:
    """The active twinning of an account. Raises UnknownTwinning or TwinningNotActive (W6)."""
    twinning = twinning_in(seen, account, twinning_id)
    if twinning.status is not TwinningStatus.ACTIVE:
        raise TwinningNotActive(status=twinning.status.value)
    return twinning


def require_step(twinning: Twinning, *wanted: TwinningStatus) -> None:
    """Raises TwinningNotAtThisStep."""
    if twinning.status not in wanted:
        raise TwinningNotAtThisStep(status=twinning.status.value, wanted=" or ".join(wanted))
