"""Proxies, a recusal while a round is open, and a deadline that moves, for the views."""

from typing import Final

from ledger.accounts.state import Destination
from ledger.associations.rules import Body, TieRule
from ledger.identifiers import MemberToken, ProposalId, RoundId, RoundToken, Seal, stream_of
from ledger.rounds.counting import count
from ledger.rounds.events import (
    BallotCast,
    ProxyGiven,
    ProxyWithdrawn,
    RecusalDeclared,
    RoundClosed,
    RoundCounted,
    RoundDrafted,
    RoundExtended,
    RoundOpened,
)
from ledger.rounds.terms import BallotType, Confidentiality, Extension, Item, Option, Terms
from tests.projections.log import ACCOUNT, NOON_US, Log

SEAL: Final = Seal("5ea1" * 16)
ANA: Final = MemberToken("member-0000000000000001")
BY_PROXY: Final = RoundId("round-0000000000000008")
ONE, OTHER = RoundToken("elector-00000000000000p1"), RoundToken("elector-00000000000000p2")
HOUR_US: Final = 3_600_000_000


def vote_by_proxy(log: Log) -> None:
    """One votes for another, who had first taken the proxy back; a third is recused."""
    proposal = ProposalId("proposal-0000000000000008")
    drafted = RoundDrafted(
        ballot_type=BallotType.YES_NO_ABSTAIN,
        body=Body.GENERAL_ASSEMBLY,
        items=(Item("well", proposal),),
        budget=(),
        closes_us=NOON_US + HOUR_US,
        confidentiality=Confidentiality.OPEN,
        title=SEAL,
        extension=Extension(within_minutes=60, by_minutes=120),
    )
    option = Option(
        label="well",
        proposal=proposal,
        version=1,
        seal=SEAL,
        destination=Destination.UNASSIGNED,
        costs=(),
    )
    terms = Terms(
        ballot_type=drafted.ballot_type,
        body=drafted.body,
        options=(option,),
        budget=(),
        electorate=5,
        recused=0,
        members_list=SEAL,
        tokens_list=SEAL,
        rules_version=1,
        quorum_percent=25,
        second_call_quorum_percent=10,
        threshold_percent=50,
        tie_rule=TieRule.LOWER_COST_THEN_LABEL,
        objection_days=0,
        closes_us=drafted.closes_us,
        confidentiality=drafted.confidentiality,
        opened_us=NOON_US,
        extension=drafted.extension,
    )
    given = ProxyGiven(giver=OTHER, holder=ONE)
    cast = BallotCast(elector=OTHER, proxy=ONE, number=1, choices=("yes",), salt="5a17", seal=SEAL)
    where = stream_of(ACCOUNT, BY_PROXY)
    log.record(drafted, RoundOpened(terms=terms), stream=where)
    log.record(given, ProxyWithdrawn(giver=OTHER, holder=ONE), given, stream=where, by=OTHER)
    log.record(cast, RoundExtended(closes_us=NOON_US + 2 * HOUR_US), stream=where, by=ONE)
    log.record(
        RecusalDeclared(member=ANA, reason=SEAL, late=True),
        RoundClosed(),
        RoundCounted(result=count(terms, (cast.chosen,)), counted_us=log.now_us),
        stream=where,
    )
