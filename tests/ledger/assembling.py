"""An assembly of the village that decides, with its minutes, as the tests of both kinds of paper rounds need them."""

from datetime import UTC, date, datetime, timedelta

from ledger.associations.rules import Body
from ledger.identifiers import MemberToken, MinutesId, ProposalId, RoundId
from ledger.minutes.commands import RecordMinutes
from ledger.proposals.commands import LineGiven
from ledger.rounds.commands import DecideInAssembly, EnterShowOfHands
from ledger.rounds.counting import Result, Tally
from ledger.rounds.terms import BallotType, Item
from tests.ledger.deciding import ACCOUNT, ANA, BIA, NOON, euros, round_of
from tests.scenario import Scenario

MET = NOON - timedelta(days=3)
"""The assembly met on 26 February, and is entered on 1 March."""
ENTRY_UNTIL = date(2026, 3, 5)
ENTRY_ENDS = datetime(2026, 3, 6, tzinfo=UTC)


def minutes(
    scenario: Scenario,
    *attending: MemberToken,
    attendance: int | None = None,
    met: datetime = MET,
    entry_until: date | None = ENTRY_UNTIL,
    attesting: tuple[MemberToken, MemberToken] = (ANA, BIA),
    by: str = "test",
) -> MinutesId:
    """Minutes of an assembly, with an attendance list or with a number."""
    record = RecordMinutes(
        account=ACCOUNT,
        began=met,
        ended=met + timedelta(hours=2),
        convened=met.date() - timedelta(days=8),
        convocation="Called from the chapel's steps.",
        attendance=attendance,
        attending=attending,
        attesting=attesting,
        text="The van was spoken about.",
        entry_until=entry_until,
    )
    return MinutesId(scenario.done(record, by=by))


def totals(**votes: int) -> tuple[Tally, ...]:
    """How many hands each option had."""
    return tuple(Tally(label, number) for label, number in votes.items())


def yes_no(yes: int, no: int = 0, abstain: int = 0) -> tuple[Tally, ...]:
    """Hands for, against and neither."""
    return totals(yes=yes, no=no, abstain=abstain)


def sitting(
    of: MinutesId, proposal: ProposalId, *votes: Tally, budget: tuple[LineGiven, ...] = ()
) -> DecideInAssembly:
    """One question, asked and answered in one sitting."""
    return DecideInAssembly(
        account=ACCOUNT,
        minutes=of,
        title="The van",
        ballot_type=BallotType.YES_NO_ABSTAIN,
        body=Body.GENERAL_ASSEMBLY,
        items=(Item("van", proposal),),
        budget=budget,
        totals=votes,
    )


def shared_in_sitting(of: MinutesId, budget: str, *votes: Tally, **items: ProposalId) -> DecideInAssembly:
    """A budget, shared out in one sitting."""
    return DecideInAssembly(
        account=ACCOUNT,
        minutes=of,
        title="The season",
        ballot_type=BallotType.APPROVAL,
        body=Body.GENERAL_ASSEMBLY,
        items=tuple(Item(label, proposal) for label, proposal in items.items()),
        budget=(euros(budget),),
        totals=votes,
    )


def hands(round_id: RoundId, of: MinutesId, *votes: Tally) -> EnterShowOfHands:
    """What an assembly chose in a round in which others vote electronically."""
    return EnterShowOfHands(account=ACCOUNT, round=round_id, minutes=of, totals=votes)


def result_of(scenario: Scenario, round_id: str) -> Result:
    """What a round came to."""
    result = round_of(scenario, RoundId(round_id)).result
    assert result is not None
    return result
