"""An assembly meets and decides, and its minutes are recorded a few days later."""

from datetime import timedelta

from ledger.associations.rules import Body
from ledger.identifiers import MemberToken, MinutesId, RoundId
from ledger.minutes.commands import RecordMinutes
from ledger.rounds.commands import CloseRound, CountRound, DecideInAssembly, EnterShowOfHands, MakeRoundFinal
from ledger.rounds.counting import Tally
from ledger.rounds.sitting import RecusalGiven
from ledger.rounds.terms import BallotType, Item
from tests.season import Season

YES = (Tally("yes", 2), Tally("no", 0), Tally("abstain", 1))


def tour(season: Season) -> None:
    """A round in one sitting, and one in which others vote electronically."""
    season.receive("80.00")
    sat(season)
    mixed(season)


def recorded(season: Season, days: int = 0) -> MinutesId:
    """The minutes of an assembly that is over, some days ago, with everybody there who has an office."""
    ended = season.now() - timedelta(days=days)
    present = tuple(season.state().officers.values())
    minutes = RecordMinutes(
        account=season.account,
        began=ended - timedelta(hours=2),
        ended=ended,
        convened=ended.date() - timedelta(days=8),
        convocation="On the door of the Water house.",
        attending=present,
        attesting=(present[0], present[1]),
        text="We met under the cousin of all trees, and Ana spoke.",
        entry_until=season.now().date() + timedelta(days=5),
    )
    return MinutesId(season.do(minutes))


def sat(season: Season) -> RoundId:
    """A question that was asked and answered in one sitting; who proposed it did not take part."""
    proposal = season.admitted_proposal(season.spending("30.00"))
    sitting = DecideInAssembly(
        account=season.account,
        minutes=recorded(season, days=2),
        title="The assembly decides.",
        ballot_type=BallotType.YES_NO_ABSTAIN,
        body=Body.GENERAL_ASSEMBLY,
        items=(Item("roof", proposal),),
        recusals=(RecusalGiven(MemberToken(season.proposer), "My cousin builds it."),),
        totals=YES,
    )
    round_id = RoundId(season.do(sitting))
    season.do(MakeRoundFinal(account=season.account, round=round_id))
    return round_id


def mixed(season: Season) -> RoundId:
    """An electronic round in which the assembly votes too; the treasurer, who did both, counts once."""
    round_id = season.open_round((season.admitted_proposal(season.spending("20.00")),))
    season.vote(round_id, season.treasurer, "no")
    season.vote(round_id, season.proposer, "no")
    season.wait(timedelta(hours=3))
    held = recorded(season)
    season.do(EnterShowOfHands(account=season.account, round=round_id, minutes=held, totals=YES))
    season.wait(timedelta(days=1))
    season.do(CloseRound(account=season.account, round=round_id))
    season.do(CountRound(account=season.account, round=round_id))
    season.do(MakeRoundFinal(account=season.account, round=round_id))
    return round_id
