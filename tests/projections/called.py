"""What the samples tell of calls on the fund."""

from datetime import date

from ledger.calls.events import (
    CallGranted,
    CallMade,
    CallOpinionAsked,
    CallOpinionGiven,
    CallPassedOn,
    CallPutBack,
    CallPutOnBallot,
    CallReceived,
    CallRefused,
    CallSent,
    CallWithdrawn,
)
from ledger.calls.state import CallTerms, Opinion, OpinionKind, Refusal
from ledger.identifiers import AccountId, CallId, ProposalId, RoundId, Seal, TwinningId, stream_of
from ledger.proposals.measure import CallOnFund, Sum
from tests.projections.log import ACCOUNT, Log

DAY = date(2026, 2, 3)
SEAL = Seal("5ea1" * 16)
TWIN, NEAR, FAR = (AccountId(f"account-00000000000000{n}") for n in ("t1", "n1", "f1"))
MADE, GRANTED, REFUSED, PASSED, ASKED = (CallId(f"call-000000000000000{n}") for n in range(1, 6))
OPINION = Opinion(OpinionKind.WITH_RESERVATIONS, DAY, SEAL)
ROUND, PROPOSAL = RoundId("round-0000000000000009"), ProposalId("proposal-0000000000000009")


def terms(asking: AccountId, twin: AccountId, addressee: AccountId) -> CallTerms:
    """What is asked."""
    measure = CallOnFund(
        twinning=TwinningId("twinning-0000000000000009"),
        addressee=addressee,
        beneficiaries=14,
        costs=(Sum("CVE", 150_00), Sum("CVE", 50_00), Sum("work:minute", 600)),
        own=(Sum("CVE", 50_00), Sum("work:minute", 600)),
        other=(Sum("CVE", 50_00),),
        requested=(Sum("CVE", 100_00),),
    )
    return CallTerms(asking=asking, twin=twin, measure=measure, proposal=PROPOSAL, decided=DAY, paper=SEAL)


def record_calls(log: Log) -> None:
    """One made, sent on and taken back; one granted, one refused, one passed on; and one opinion."""
    own, theirs = terms(ACCOUNT, TWIN, NEAR), terms(NEAR, FAR, ACCOUNT)
    log.record(
        CallMade(terms=own),
        CallOpinionGiven(by=TWIN, asking=ACCOUNT, opinion=OPINION),
        CallSent(to=NEAR, terms=own, opinion=OPINION),
        CallPassedOn(by=NEAR, asking=ACCOUNT, to=FAR),
        CallSent(to=FAR, terms=own, opinion=OPINION, trail=(NEAR,)),
        CallWithdrawn(asking=ACCOUNT, told=(FAR,)),
        stream=stream_of(ACCOUNT, MADE),
    )
    received = CallReceived(terms=theirs, opinion=OPINION)
    on_ballot = CallPutOnBallot(asking=NEAR, proposal=PROPOSAL, round=ROUND)
    log.record(
        received,
        on_ballot,
        CallGranted(by=ACCOUNT, asking=NEAR, proposal=PROPOSAL, effective=DAY),
        stream=stream_of(ACCOUNT, GRANTED),
    )
    log.record(
        received,
        on_ballot,
        CallPutBack(asking=NEAR, round=ROUND),
        on_ballot,
        CallRefused(by=ACCOUNT, asking=NEAR, ground=Refusal.DECIDED, effective=DAY),
        stream=stream_of(ACCOUNT, REFUSED),
    )
    log.record(received, CallPassedOn(by=ACCOUNT, asking=NEAR, to=FAR), stream=stream_of(ACCOUNT, PASSED))
    log.record(
        CallOpinionAsked(terms=terms(TWIN, ACCOUNT, NEAR)),
        CallOpinionGiven(by=ACCOUNT, asking=TWIN, opinion=OPINION),
        stream=stream_of(ACCOUNT, ASKED),
    )
