"""An elector objects to what was decided on one item, and the body that the rules name decides on it (R8)."""

from collections.abc import Iterator
from typing import Any

import msgspec

from ledger.accounts.look import founded
from ledger.accounts.state import Account
from ledger.associations.rules import ObjectionBody
from ledger.command import Context, Decision, Fact, Log, Reads, Seen
from ledger.identifiers import MemberToken, MinutesId, ProposalId, RoundToken, stream_of
from ledger.minutes.look import minutes_in, minutes_stream
from ledger.proposals.look import proposal_in
from ledger.refusals import StaleVersion
from ledger.rounds.confidential import forgotten
from ledger.rounds.counting import Budget
from ledger.rounds.deciding import acts_as_auditor, is_concerned, recorder_of, require_assembly
from ledger.rounds.events import ObjectionDecided, ObjectionRaised, RoundDrafted
from ledger.rounds.finality import DecidingCommand, accepted, terms_of
from ledger.rounds.look import require_status
from ledger.rounds.putting_back import put_back
from ledger.rounds.recusing import ElectorCommand
from ledger.rounds.refusals import (
    AlreadyObjected,
    AuditorConcerned,
    DecidedByAuditor,
    DecidedByBody,
    DecidedByRecorder,
    ItemAlreadyAnnulled,
    NoSuchItem,
    NotAnElector,
    ObjectionClosed,
    ObjectionLapsed,
    ObjectionWindowOver,
    UnknownObjection,
)
from ledger.rounds.state import ElectorRecord, Objection, Round, RoundStatus


class RaiseObjection(ElectorCommand, frozen=True, kw_only=True):
    """An elector objects once, to one item, with reason, while the objection window is open (R8).

    Whoever was recused while the round was open is an elector no longer: an interest that keeps somebody from voting
    on an item keeps them from holding it up as well (R3).
    """

    elector: RoundToken
    label: str
    """Of the item, accepted or not."""
    reason: str

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.stream,), marks=tuple(self.marks_of(self.elector).values()))

    def decide(self, seen: Seen, context: Context) -> Decision:
        found = self.found(seen)
        require_status(found, RoundStatus.COUNTED)
        if context.recorded_us >= found.window_ends_us():
            raise ObjectionWindowOver
        record = seen.mark(self.marks_of(self.elector)[self.elector], ElectorRecord)
        if record is None:
            raise NotAnElector
        self.require_not_recused(seen, found, self.elector)
        if record.objected:
            raise AlreadyObjected
        if all(option.label != self.label for option in terms_of(found).options):
            raise NoSuchItem
        if self.label in found.annulled:
            raise ItemAlreadyAnnulled
        reason = context.paper(self.reason)
        yield reason
        number = found.objections_raised + 1
        yield Fact(
            self.stream,
            ObjectionRaised(
                number=number,
                elector=self.elector,
                label=self.label,
                reason=reason.seal,
                raised_us=context.recorded_us,
            ),
        )
        return f"{self.round}.{number}"


class DecideObjection(DecidingCommand, frozen=True, kw_only=True):
    """Uphold an objection, which annuls its item, or dismiss it, with reason, within the days that were frozen (R8).

    Who decides was frozen too: the deciding body, in an assembly whose minutes an officer names who did not record
    them, as for an annulment; or the auditor, who then acts in person.
    """

    number: int
    upheld: bool
    reason: str
    minutes: MinutesId | None = None
    """Of the assembly that decided."""
    auditor: MemberToken | None = None
    """Who acts, where no assembly decided."""
    proposal: ProposalId | None = None
    """Gathered, not given: that of the item, which its round's first event names for ever."""
    recorder: str = ""
    """Gathered, not given: who recorded these minutes."""
    own: bool = False
    """Gathered, not given: it is the auditor who raised the objection."""

    def gather(self, log: Log) -> Any:
        if self.auditor is None or not self.names_a_round:
            return msgspec.structs.replace(self, recorder=recorder_of(log, self.account, self.minutes))
        items: dict[str, ProposalId] = {}
        raised: ObjectionRaised | None = None
        for _, event in log.events(self.stream):
            match event:
                case RoundDrafted():
                    items = {item.label: item.proposal for item in event.items}
                case ObjectionRaised() if event.number == self.number:
                    raised = event
                case _:
                    pass
        if raised is None:
            return self
        own = raised.elector in log.tokens_in(self.round, (self.auditor,))
        return msgspec.structs.replace(self, proposal=items[raised.label], own=own)

    def reads(self, context: Context) -> Reads:
        reads = DecidingCommand.reads(self, context)
        minutes = () if self.minutes is None else (minutes_stream(self.account, self.minutes),)
        proposal = () if self.proposal is None else (stream_of(self.account, self.proposal),)
        return Reads(streams=(*reads.streams, *minutes, *proposal), groups=reads.groups)

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        found = self.found(seen)
        objection = self._objection(found, context)
        if terms_of(found).objection_body is ObjectionBody.AUDITOR:
            self._require_auditor(seen, context, account, found)
        else:
            self._require_body(seen, context, found, objection)
        reason = context.paper(self.reason)
        yield reason
        yield Fact(
            self.stream,
            ObjectionDecided(
                number=self.number,
                label=objection.label,
                upheld=self.upheld,
                reason=reason.seal,
                minutes=self.minutes,
            ),
        )
        if self.upheld and found.status is RoundStatus.FINAL:
            yield from self._annulled(seen, found, objection.label)
            yield from forgotten(found, self.round, set(found.suspended) - {objection.label})
        return f"{self.round}.{self.number}"

    def _objection(self, found: Round, context: Context) -> Objection:
        """The objection, which still waits for its decision."""
        if not 1 <= self.number <= found.objections_raised:
            raise UnknownObjection
        objection = found.undecided.get(self.number)
        if objection is None:
            raise ObjectionClosed
        if context.recorded_us >= found.decide_by_us(objection):
            raise ObjectionLapsed
        return objection

    def _require_body(self, seen: Seen, context: Context, found: Round, objection: Objection) -> None:
        if self.minutes is None:
            raise DecidedByBody(body=terms_of(found).body.value.replace("-", " "))
        minutes = minutes_in(seen, self.account, self.minutes)
        require_assembly(found, minutes, since_us=objection.raised_us)
        if context.actor == self.recorder:
            raise DecidedByRecorder

    def _require_auditor(self, seen: Seen, context: Context, account: Account, found: Round) -> None:
        """Who holds the office now and acts, and has nothing to gain or lose by it."""
        if self.minutes is not None or not acts_as_auditor(account, context, self.auditor):
            raise DecidedByAuditor
        if self.proposal is None:
            # Raised since the round was read: whose objection it is, and to what, can be asked next time.
            raise StaleVersion(version=seen.version(self.stream))
        item = proposal_in(seen, self.account, self.proposal)
        if self.own or is_concerned(self.auditor, found, (item,)):
            raise AuditorConcerned

    def _annulled(self, seen: Seen, found: Round, label: str) -> Iterator[Fact]:
        """The item's round is final without it: what was kept for it is freed, and its proposal put back."""
        items = [option for option in terms_of(found).options if option.label == label]
        kept = Budget(line for item in items if label in accepted(found) for line in item.costs)
        yield from self.award((), kept.left())
        yield from put_back(seen, self.account, self.round, items)
