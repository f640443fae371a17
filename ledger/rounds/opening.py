"""A round opens: all that R1 names is frozen at once."""

from typing import Any

import msgspec

from ledger.accounts.look import founded
from ledger.accounts.state import members_group
from ledger.associations.in_force import present_rules
from ledger.calls.state import open_calls_group
from ledger.command import Context, Decision, Log, Reads, Seen, recorded_date
from ledger.identifiers import ProposalId, RoundId, TwinningId, stream_of
from ledger.rounds.events import RoundDrafted
from ledger.rounds.freezing import Opening, freeze, twinnings_of
from ledger.rounds.look import RoundCommand, require_drafted
from ledger.rounds.refusals import DeadlinePassed
from ledger.rounds.second_call import reads_first_call


class OpenRound(RoundCommand, frozen=True, kw_only=True):
    """Freeze all that R1 names, and take the budget out of what is available (L2)."""

    proposals: tuple[ProposalId, ...] = ()
    """Gathered, not given: a draft names them in its first event, which never changes."""
    twinnings: tuple[TwinningId, ...] = ()
    """Gathered, not given: all that any version of these proposals names."""
    first: RoundId | None = None
    """Gathered, not given: the round of which this is the second call."""

    def gather(self, log: Log) -> Any:
        proposals: tuple[ProposalId, ...] = ()
        first: RoundId | None = None
        if self.names_a_round:
            for _, event in log.events(self.stream):
                if isinstance(event, RoundDrafted):
                    proposals, first = tuple(item.proposal for item in event.items), event.second_call_of
                break
        twinnings = tuple(twinnings_of(log, self.account, proposals))
        return msgspec.structs.replace(self, proposals=proposals, twinnings=twinnings, first=first)

    def reads(self, context: Context) -> Reads:
        parts = (stream_of(self.account, part) for part in (*self.proposals, *self.twinnings))
        groups = members_group(self.account), open_calls_group(self.account)
        first = reads_first_call(self.account, self.first)
        streams = self.account, self.stream, *parts, *first.streams
        return Reads(streams=streams, marks=first.marks, groups=groups)

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        drafted = self.found(seen)
        require_drafted(drafted)
        if drafted.closes_us <= context.recorded_us:
            raise DeadlinePassed
        opening = Opening(context.recorded_us, recorded_date(context), present_rules(account))
        yield from freeze(seen, context, self.account, self.round, drafted, opening, self.twinnings)
        return self.round
