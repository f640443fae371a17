"""Objections and an annulment for the views."""

from typing import Final

from ledger.accounts.events import Award, BudgetAwarded, BudgetReserved
from ledger.accounts.state import Destination, Line
from ledger.associations.rules import Body, TieRule
from ledger.identifiers import (
    UNRESTRICTED,
    AccountId,
    MemberToken,
    MinutesId,
    ProposalId,
    RoundId,
    RoundToken,
    Seal,
    stream_of,
)
from ledger.proposals.events import ProposalAccepted, ProposalDrafted, ProposalPutBack, ProposalPutOnBallot
from ledger.proposals.measure import Spend, Sum
from ledger.rounds.counting import Result, Tally
from ledger.rounds.events import (
    BallotCast,
    ItemMadeFinal,
    ObjectionDecided,
    ObjectionRaised,
    RoundAnnulled,
    RoundClosed,
    RoundCounted,
    RoundDrafted,
    RoundMadeFinal,
    RoundOpened,
)
from ledger.rounds.terms import BallotType, Confidentiality, Item, Option, Terms
from tests.projections.log import Log

SEAL: Final = Seal("5ea1" * 16)
OTHER: Final = AccountId("account-0000000000000003")
DUDA: Final = MemberToken("member-0000000000000004")
MINUTES: Final = MinutesId("minutes-0000000000000001")
OBJECTED, ANNULLED = (RoundId(f"round-000000000000001{n}") for n in (1, 2))
WELL, ROAD = (ProposalId(f"proposal-000000000000001{n}") for n in (1, 2))
COST: Final = Line("CVE", UNRESTRICTED, 1_00)
LABELS: Final = {"road": ROAD, "well": WELL}
ELECTORS: Final = tuple(RoundToken(f"elector-000000000000001{n}") for n in range(3))


def record_objections(log: Log) -> None:
    """In an account of its own: one item suspended until its objection is dismissed, one annulled; then a round."""
    for proposal in LABELS.values():
        spend = Spend(
            destination=Destination.DISADVANTAGED_AT_HOME,
            criterion="need",
            beneficiaries=3,
            costs=(Sum(COST.unit, COST.amount_minor),),
            requested=(COST,),
        )
        drafted = ProposalDrafted(proposer=DUDA, measure=spend, paper=SEAL, seal=SEAL)
        log.record(drafted, stream=stream_of(OTHER, proposal))
    _objected(log)
    _annulled(log)


def _objected(log: Log) -> None:
    _opened(log, OBJECTED)
    result = Result(
        ballots_counted=1,
        quorum_reached=True,
        tallies=(Tally("road", 1), Tally("well", 1)),
        accepted=("road", "well"),
        tie_decided=False,
    )
    ballot = BallotCast(elector=ELECTORS[0], number=1, choices=("road", "well"), salt="5a17", seal=SEAL)
    log.record(
        ballot,
        RoundClosed(),
        RoundCounted(result=result, counted_us=log.now_us),
        *(
            ObjectionRaised(number=n, elector=elector, label=label, reason=SEAL, raised_us=log.now_us)
            for n, (elector, label) in enumerate(zip(ELECTORS, ("road", "well", "well"), strict=True), 1)
        ),
        ObjectionDecided(number=2, label="well", upheld=True, reason=SEAL, minutes=MINUTES),
        RoundMadeFinal(suspended=("road",)),
        stream=stream_of(OTHER, OBJECTED),
    )
    log.record(BudgetAwarded(round=OBJECTED, awards=(), freed=(COST,)), stream=OTHER)
    log.record(ProposalPutBack(round=OBJECTED), stream=stream_of(OTHER, WELL))
    log.record(
        ObjectionDecided(number=1, label="road", upheld=False, reason=SEAL),
        ItemMadeFinal(label="road"),
        stream=stream_of(OTHER, OBJECTED),
    )
    award = Award(ROAD, Destination.DISADVANTAGED_AT_HOME, (COST,))
    log.record(BudgetAwarded(round=OBJECTED, awards=(award,), freed=()), stream=OTHER)
    log.record(ProposalAccepted(round=OBJECTED), stream=stream_of(OTHER, ROAD))


def _annulled(log: Log) -> None:
    _opened(log, ANNULLED)
    log.record(RoundAnnulled(reason=SEAL, minutes=MINUTES), stream=stream_of(OTHER, ANNULLED))
    log.record(
        BudgetAwarded(round=ANNULLED, awards=(), freed=(Line("CVE", UNRESTRICTED, 2_00),)), stream=OTHER
    )
    log.record(ProposalPutBack(round=ANNULLED), stream=stream_of(OTHER, WELL))


def _opened(log: Log, round_id: RoundId) -> None:
    """On both, or on what is left of them."""
    drafted = RoundDrafted(
        ballot_type=BallotType.APPROVAL,
        body=Body.GENERAL_ASSEMBLY,
        items=tuple(Item(label, proposal) for label, proposal in LABELS.items()),
        budget=(Line("CVE", UNRESTRICTED, 2_00),),
        closes_us=log.now_us + 3_600_000_000,
        confidentiality=Confidentiality.OPEN,
        title=SEAL,
    )
    options = tuple(
        Option(
            label=label,
            proposal=proposal,
            version=1,
            seal=SEAL,
            destination=Destination.DISADVANTAGED_AT_HOME,
            costs=(COST,),
        )
        for label, proposal in LABELS.items()
        if round_id == OBJECTED or label == "well"
    )
    terms = Terms(
        ballot_type=drafted.ballot_type,
        body=drafted.body,
        options=options,
        budget=drafted.budget,
        electorate=3,
        recused=0,
        members_list=SEAL,
        tokens_list=SEAL,
        rules_version=1,
        quorum_percent=0,
        second_call_quorum_percent=None,
        threshold_percent=50,
        tie_rule=TieRule.LOWER_COST_THEN_LABEL,
        objection_days=7,
        closes_us=drafted.closes_us,
        confidentiality=drafted.confidentiality,
        opened_us=log.now_us,
    )
    log.record(drafted, RoundOpened(terms=terms), stream=stream_of(OTHER, round_id))
    log.record(BudgetReserved(round=round_id, lines=drafted.budget), stream=OTHER)
    for option in options:
        put = ProposalPutOnBallot(round=round_id, version=1)
        log.record(put, stream=stream_of(OTHER, option.proposal))
