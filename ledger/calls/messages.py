"""What the sides of a call tell each other.

Only the asking side ever hands a call to an account that is to decide it, so that every account knows from whom it has
it: who passes a call on tells the asking side to whom, and the asking side sends it there.
"""

from datetime import date

from ledger.calls.state import CallTerms, Opinion, Refusal
from ledger.identifiers import AccountId, CallId, ProposalId
from ledger.message import Message


class CallForOpinion(Message, frozen=True, kw_only=True, tag="call-for-opinion"):
    """We call on the fund in the name of our twinning, and ask what you think of it (P5)."""

    call: CallId
    terms: CallTerms


class CallOpinion(Message, frozen=True, kw_only=True, tag="call-opinion"):
    """What we, your twin, think of your call; the text comes along."""

    call: CallId
    opinion: Opinion


class CallSubmission(Message, frozen=True, kw_only=True, tag="call-submission"):
    """We call on you: what we decided, and our twin's opinion (P5)."""

    call: CallId
    terms: CallTerms
    opinion: Opinion
    trail: tuple[AccountId, ...]
    """With whom it lay before, in order."""


class CallGranting(Message, frozen=True, kw_only=True, tag="call-granting"):
    """Our body decided finally to meet your call."""

    call: CallId
    proposal: ProposalId
    effective: date


class CallRefusing(Message, frozen=True, kw_only=True, tag="call-refusing"):
    """We do not meet your call."""

    call: CallId
    ground: Refusal
    effective: date


class CallPassing(Message, frozen=True, kw_only=True, tag="call-passing"):
    """Your call is one for the association that we belong to: send it there."""

    call: CallId
    to: AccountId


class CallWithdrawal(Message, frozen=True, kw_only=True, tag="call-withdrawal"):
    """We take our call back."""

    call: CallId
