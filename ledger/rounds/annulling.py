"""A round is annulled before it is final: nothing is decided by it, and all that it held is put back."""

from typing import Any

import msgspec

from ledger.accounts.look import founded
from ledger.accounts.state import Account
from ledger.associations.rules import ObjectionBody
from ledger.command import Context, Decision, Fact, Log, Reads, Seen
from ledger.identifiers import MemberToken, MinutesId, ProposalId, stream_of
from ledger.minutes.look import minutes_in, minutes_stream
from ledger.minutes.state import Minutes
from ledger.proposals.look import proposal_in
from ledger.rounds.confidential import forgotten
from ledger.rounds.counting import Budget
from ledger.rounds.deciding import acts_as_auditor, is_concerned, recorder_of, require_assembly
from ledger.rounds.events import RoundAnnulled
from ledger.rounds.finality import DecidingCommand
from ledger.rounds.look import proposals_of
from ledger.rounds.putting_back import put_back
from ledger.rounds.refusals import (
    AnnulledByRecorder,
    AnnulmentUndecided,
    AuditorConcerned,
    RoundNotAtThisStep,
)
from ledger.rounds.state import Round, RoundStatus
from ledger.rounds.terms import Terms

NOT_FINAL = (RoundStatus.DRAFTED, RoundStatus.OPEN, RoundStatus.CLOSED, RoundStatus.COUNTED)


class AnnulRound(DecidingCommand, frozen=True, kw_only=True):
    """Annul a round that is not final, with reason; its budget is freed, and what it asked may be asked again.

    The officers who keep the books cannot undo a result that they do not like: an assembly of the deciding body annuls,
    which met since the round opened or, once it is counted, since then, and in which as many were as the round asks
    for; and whoever records the annulment is not who recorded its minutes. Where the rules let the auditor decide on
    objections, the auditor may annul too, unless concerned by an item. A draft, in which nothing is asked yet, is given
    up with a reason alone.
    """

    reason: str
    minutes: MinutesId | None = None
    """Of the assembly that annulled it."""
    auditor: MemberToken | None = None
    """Who acts, where no assembly annulled it."""
    recorder: str = ""
    """Gathered, not given: who recorded these minutes."""
    proposals: tuple[ProposalId, ...] = ()
    """Gathered, not given: what the round asks, where the auditor acts; its first event names it for ever."""

    def gather(self, log: Log) -> Any:
        if self.auditor is not None and self.names_a_round:
            return msgspec.structs.replace(self, proposals=proposals_of(log, self.stream))
        return msgspec.structs.replace(self, recorder=recorder_of(log, self.account, self.minutes))

    def reads(self, context: Context) -> Reads:
        reads = DecidingCommand.reads(self, context)
        minutes = () if self.minutes is None else (minutes_stream(self.account, self.minutes),)
        items = (stream_of(self.account, proposal) for proposal in self.proposals)
        return Reads(streams=(*reads.streams, *minutes, *items), groups=reads.groups)

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        found = self.found(seen)
        if found.status not in NOT_FINAL:
            raise RoundNotAtThisStep(status=found.status.value, wanted="not final yet")
        minutes = None if self.minutes is None else minutes_in(seen, self.account, self.minutes)
        if found.terms is not None:
            self._require_decided(seen, context, account, found, found.terms, minutes)
        reason = context.paper(self.reason)
        yield reason
        yield Fact(self.stream, RoundAnnulled(reason=reason.seal, minutes=self.minutes))
        if found.terms is not None:
            yield from self.award((), Budget(found.terms.budget).left())
            yield from put_back(seen, self.account, self.round, found.terms.options)
            yield from forgotten(found, self.round)
        return self.round

    def _require_decided(
        self,
        seen: Seen,
        context: Context,
        account: Account,
        found: Round,
        terms: Terms,
        minutes: Minutes | None,
    ) -> None:
        if minutes is None:
            named = terms.objection_body is ObjectionBody.AUDITOR
            if not (named and acts_as_auditor(account, context, self.auditor)):
                raise AnnulmentUndecided(body=terms.body.value.replace("-", " "))
            items = [proposal_in(seen, self.account, proposal) for proposal in self.proposals]
            if is_concerned(self.auditor, found, items):
                raise AuditorConcerned
            return
        require_assembly(found, minutes, since_us=found.counted_us or terms.opened_us)
        if context.actor == self.recorder:
            raise AnnulledByRecorder
