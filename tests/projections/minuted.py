"""Minutes for the views."""

from datetime import date
from typing import Final

from ledger.accounts.state import Destination
from ledger.associations.rules import Body, TieRule
from ledger.identifiers import MemberToken, MinutesId, ProposalId, RoundId, Seal, stream_of
from ledger.minutes.events import MinutesRecorded
from ledger.rounds.counting import Hands, Tally, count
from ledger.rounds.events import RoundClosed, RoundCounted, RoundDrafted, RoundOpened, ShowOfHandsEntered
from ledger.rounds.terms import BallotType, Confidentiality, Item, Option, Terms
from tests.projections.log import ACCOUNT, NOON_US, Log

SEAL: Final = Seal("5ea1" * 16)
ANA, BIA = (MemberToken(f"member-000000000000000{n}") for n in (1, 2))
MINUTES: Final = MinutesId("minutes-0000000000000001")
SAT: Final = RoundId("round-0000000000000009")


def record_minutes(log: Log) -> None:
    """An assembly met at noon for an hour."""
    log.record(
        MinutesRecorded(
            began_us=NOON_US,
            ended_us=NOON_US + 3_600_000_000,
            convened=date(2026, 2, 3),
            convocation=SEAL,
            attendance=3,
            attesting=(ANA, BIA),
            text=SEAL,
            entry_until=date(2026, 3, 9),
        ),
        stream=stream_of(ACCOUNT, MINUTES),
    )
    _sat(log)


def _sat(log: Log) -> None:
    """It decided by show of hands on a proposal that asked for nothing."""
    question = ProposalId("proposal-0000000000000009")
    drafted = RoundDrafted(
        ballot_type=BallotType.YES_NO_ABSTAIN,
        body=Body.GENERAL_ASSEMBLY,
        items=(Item("bank", question),),
        budget=(),
        closes_us=NOON_US + 3_600_000_000,
        confidentiality=Confidentiality.OPEN,
        title=SEAL,
    )
    option = Option(
        label="bank",
        proposal=question,
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
        electorate=4,
        recused=0,
        members_list=SEAL,
        tokens_list=SEAL,
        rules_version=1,
        quorum_percent=50,
        second_call_quorum_percent=None,
        threshold_percent=50,
        tie_rule=TieRule.LOWER_COST_THEN_LABEL,
        objection_days=0,
        closes_us=drafted.closes_us,
        confidentiality=drafted.confidentiality,
        opened_us=NOON_US,
        minutes=MINUTES,
    )
    hands = Hands(present=3, totals=(Tally("yes", 2), Tally("no", 0), Tally("abstain", 1)))
    log.record(
        drafted,
        RoundOpened(terms=terms),
        ShowOfHandsEntered(minutes=MINUTES, hands=hands, salt="5a17", seal=SEAL),
        RoundClosed(),
        RoundCounted(result=count(terms, (), hands), counted_us=log.now_us),
        stream=stream_of(ACCOUNT, SAT),
    )
