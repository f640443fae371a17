"""What happens to a call on the fund, as each side holds it in a stream of its own.

An event that says by whom it was done is told to the asking side by that account; the asking side then holds an event
of the same kind, which tells nobody.
"""

from datetime import date

from ledger.calls.messages import (
    CallForOpinion,
    CallGranting,
    CallOpinion,
    CallPassing,
    CallRefusing,
    CallSubmission,
    CallWithdrawal,
)
from ledger.calls.state import Call, CallStatus, CallTerms, OpenCall, Opinion, Refusal, open_call_mark
from ledger.event import Event, Marks, Sealed
from ledger.identifiers import AccountId, CallId, ProposalId, RoundId, Stream, account_of, part_of
from ledger.message import Message, Sending


def _call(stream: Stream) -> CallId:
    return CallId(part_of(stream))


def _keep_open(marks: Marks, stream: Stream, call: OpenCall | None) -> None:
    marks.put(open_call_mark(account_of(stream), _call(stream)), call)


class CallMade(Event, frozen=True, kw_only=True, tag="call-made"):
    """A final decision of the asking side calls on the fund; its twin is asked for its opinion (P5)."""

    terms: CallTerms

    def apply(self, state: Call) -> None:
        state.status, state.asking, state.terms = CallStatus.MADE, self.terms.asking, self.terms

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        asked = CallForOpinion(call=_call(stream), terms=self.terms)
        return (Sending(self.terms.twin, asked, (self.terms.paper,)),)


class CallOpinionAsked(Event, frozen=True, kw_only=True, tag="call-opinion-asked"):
    """The twin asks for an opinion on its call."""

    terms: CallTerms

    def apply(self, state: Call) -> None:
        state.asking, state.terms, state.opinion_asked = self.terms.asking, self.terms, True


class CallOpinionGiven(Event, frozen=True, kw_only=True, tag="call-opinion-given"):
    """The other side of the twinning gives its dated opinion (P5)."""

    by: AccountId
    asking: AccountId
    opinion: Opinion

    def apply(self, state: Call) -> None:
        state.opinion = self.opinion

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        if account_of(stream) != self.by:
            return ()
        given = CallOpinion(call=_call(stream), opinion=self.opinion)
        return (Sending(self.asking, given, (self.opinion.text,)),)


class CallSent(Event, frozen=True, kw_only=True, tag="call-sent"):
    """The asking side sends the call to whoever is to decide it: the addressee, or to whom that passed it on."""

    to: AccountId
    terms: CallTerms
    opinion: Opinion
    trail: tuple[AccountId, ...] = ()
    """With whom it lay before."""

    def apply(self, state: Call) -> None:
        state.status, state.lies_with = CallStatus.SENT, self.to
        state.trail = (*self.trail, self.to)

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        submission = CallSubmission(
            call=_call(stream), terms=self.terms, opinion=self.opinion, trail=self.trail
        )
        return (Sending(self.to, submission, (self.terms.paper, self.opinion.text)),)


class CallReceived(Event, frozen=True, kw_only=True, tag="call-received"):
    """A call came: this account's body is to decide it, or it is passed on."""

    terms: CallTerms
    opinion: Opinion
    trail: tuple[AccountId, ...] = ()

    def apply(self, state: Call) -> None:
        state.status, state.asking, state.terms = CallStatus.RECEIVED, self.terms.asking, self.terms
        state.opinion, state.trail = self.opinion, self.trail

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        _keep_open(marks, stream, OpenCall(self.terms.asking))


class CallPutOnBallot(Event, frozen=True, kw_only=True, tag="call-put-on-ballot"):
    """A round opened on a proposal to meet it."""

    asking: AccountId
    proposal: ProposalId
    round: RoundId

    def apply(self, state: Call) -> None:
        state.status, state.proposal = CallStatus.ON_BALLOT, self.proposal

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        _keep_open(marks, stream, OpenCall(self.asking, on_ballot=True))


class CallPutBack(Event, frozen=True, kw_only=True, tag="call-put-back"):
    """The round on a proposal to meet it decided nothing that stands: it waits again, as when it came."""

    asking: AccountId
    round: RoundId

    def apply(self, state: Call) -> None:
        state.status, state.proposal = CallStatus.RECEIVED, None

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        _keep_open(marks, stream, OpenCall(self.asking))


class _Answered(Event, frozen=True, kw_only=True):
    """Whoever it lies with has answered; the asking side is told, and holds the same."""

    by: AccountId
    asking: AccountId

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        if account_of(stream) == self.by:
            _keep_open(marks, stream, None)

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        return (Sending(self.asking, self.telling(_call(stream))),) if account_of(stream) == self.by else ()

    def telling(self, call: CallId) -> Message:
        """What the asking side is told."""
        raise NotImplementedError  # pragma: no cover - every kind says it


class CallGranted(_Answered, frozen=True, kw_only=True, tag="call-granted"):
    """The body that decides there accepted a proposal that meets the call; its round is final."""

    proposal: ProposalId
    effective: date

    def apply(self, state: Call) -> None:
        state.status, state.proposal = CallStatus.GRANTED, self.proposal

    def telling(self, call: CallId) -> Message:
        return CallGranting(call=call, proposal=self.proposal, effective=self.effective)


class CallRefused(_Answered, frozen=True, kw_only=True, tag="call-refused"):
    """The body that decides there rejected the proposal to meet the call, or the account accepts no calls."""

    ground: Refusal
    effective: date

    def apply(self, state: Call) -> None:
        state.status = CallStatus.REFUSED

    def telling(self, call: CallId) -> Message:
        return CallRefusing(call=call, ground=self.ground, effective=self.effective)


class CallPassedOn(_Answered, frozen=True, kw_only=True, tag="call-passed-on"):
    """Whoever it lay with passes it up to the association that it belongs to; the asking side sends it there."""

    to: AccountId

    def apply(self, state: Call) -> None:
        state.status, state.lies_with = CallStatus.PASSED_ON, self.to

    def telling(self, call: CallId) -> Message:
        return CallPassing(call=call, to=self.to)


class CallWithdrawn(Event, frozen=True, kw_only=True, tag="call-withdrawn"):
    """The asking side takes it back before it is decided; an answer that was on its way holds nevertheless."""

    asking: AccountId
    told: tuple[AccountId, ...] = ()
    """Whom the asking side tells: its twin, and whoever it lies with."""

    def apply(self, state: Call) -> None:
        state.status, state.asking = CallStatus.WITHDRAWN, self.asking

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        if account_of(stream) != self.asking:
            _keep_open(marks, stream, None)

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        return tuple(Sending(account, CallWithdrawal(call=_call(stream))) for account in self.told)
