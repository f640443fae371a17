"""What each side remembers of a call: who asks, its twin that gives an opinion, and whoever it lies with (P5).

All of them hold it in a stream of their own under the same id. One account may be two of these: a call may be
addressed to the twin itself.
"""

from datetime import date
from enum import StrEnum
from typing import ClassVar

import msgspec

from ledger.identifiers import AccountId, CallId, Mark, ProposalId, Seal
from ledger.proposals.measure import CallOnFund
from ledger.state import State


class CallStatus(StrEnum):
    """Made → sent → granted | refused | withdrawn at who asks; received → on ballot → … | passed on where it lies."""

    MADE = "made"
    """The asking side has decided finally; the twin's opinion is asked for, or given."""
    SENT = "sent"
    RECEIVED = "received"
    ON_BALLOT = "on-ballot"
    PASSED_ON = "passed-on"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class OpinionKind(StrEnum):
    """What the twin thinks of a call."""

    FAVOURABLE = "favourable"
    WITH_RESERVATIONS = "with-reservations"
    UNFAVOURABLE = "unfavourable"


class Refusal(StrEnum):
    """Why a call was refused."""

    DECIDED = "decided"
    """The body that decides there said no."""
    NO_CALLS = "no-calls"
    """The account's rules accept no calls."""


class Opinion(msgspec.Struct, frozen=True):
    """The dated opinion of the other side of the twinning."""

    kind: OpinionKind
    effective: date
    text: Seal


class CallTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked, as the asking side's final decision has it."""

    asking: AccountId
    twin: AccountId
    measure: CallOnFund
    proposal: ProposalId
    """Of the asking account; its body accepted it."""
    decided: date
    paper: Seal
    """Of the need, what each cost is for, and the pass-on plan (P6)."""


class Call(State, kw_only=True):
    """One call on the fund, as one account holds it."""

    prefix: ClassVar[str] = "call"

    status: CallStatus = CallStatus.MADE
    asking: AccountId = AccountId("")
    terms: CallTerms | None = None
    """None where its withdrawal came before it did."""
    opinion_asked: bool = False
    """This account is the twin whose opinion is asked."""
    opinion: Opinion | None = None
    lies_with: AccountId = AccountId("")
    """Who is to decide, as far as this account knows; empty until it is sent."""
    trail: tuple[AccountId, ...] = ()
    """All with whom it ever lay, in order."""
    proposal: ProposalId | None = None
    """By which it is decided where it lies, once that is on a ballot."""


UNDECIDED = (CallStatus.MADE, CallStatus.SENT)
"""The asking side waits, and may withdraw the call."""


class OpenCall(msgspec.Struct, frozen=True, omit_defaults=True):
    """A call that lies with an account and is not decided: kept as a mark, so that few are ever looked through."""

    asking: AccountId
    on_ballot: bool = False


def open_calls_group(account: AccountId) -> str:
    """How the marks of the calls begin that lie with an account and are not decided."""
    return f"open-call:{account}:"


def open_call_mark(account: AccountId, call: CallId) -> Mark:
    """Where an open call is kept."""
    return Mark(open_calls_group(account) + call)
