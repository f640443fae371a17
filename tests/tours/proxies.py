"""Proxies, a recusal while the round is open, and a deadline that a late ballot moves."""

from datetime import timedelta

from ledger.associations.commands import ChangeRulesByDecision
from ledger.associations.given import CriterionGiven, RulesGiven
from ledger.associations.rules import Body
from ledger.identifiers import MemberToken, RoundId, RoundToken
from ledger.proposals.commands import ChangeRulesGiven
from ledger.rounds.commands import (
    CastBallot,
    CloseRound,
    CountRound,
    DeclareRecusal,
    DraftRound,
    GiveProxy,
    MakeRoundFinal,
    OpenRound,
    WithdrawProxy,
)
from ledger.rounds.terms import BallotType, Extension, Item
from tests.season import Season
from tests.tours.minutes import recorded


def tour(season: Season) -> RoundId:
    """One votes for another, a proxy is taken back, and somebody is recused when it turns out who builds the roof."""
    season.receive("20.00")
    _quorum(season, 40)
    round_id = _drafted(season)
    season.do(OpenRound(account=season.account, round=round_id))
    treasurer, signatory, proposer = (
        _token(season, round_id, who) for who in (season.treasurer, season.second_signatory, season.proposer)
    )
    _cast(season, round_id, proposer)
    season.do(GiveProxy(account=season.account, round=round_id, giver=signatory, holder=treasurer))
    _cast(season, round_id, signatory, treasurer)
    season.do(WithdrawProxy(account=season.account, round=round_id, giver=signatory))
    season.wait(timedelta(hours=3))
    on_paper = GiveProxy(
        account=season.account, round=round_id, giver=signatory, holder=treasurer, minutes=recorded(season)
    )
    season.do(on_paper)
    season.do(
        DeclareRecusal(
            account=season.account,
            round=round_id,
            member=MemberToken(season.proposer),
            reason="My cousin builds it.",
        )
    )
    season.wait(timedelta(hours=20))
    _cast(season, round_id, treasurer)
    _cast(season, round_id, signatory, treasurer)
    season.wait(timedelta(days=1))
    for step in (CloseRound, CountRound, MakeRoundFinal):
        season.do(step(account=season.account, round=round_id))
    _quorum(season, 0)
    return round_id


def _quorum(season: Season, percent: int) -> None:
    """From the next round on; a holder carries one proxy."""
    rules = season.state().rules
    assert rules is not None
    criteria = tuple(CriterionGiven(criterion.code, "As before.") for criterion in rules.criteria)
    given = RulesGiven(quorum_percent=percent, proxies_per_holder=1, criteria=criteria)
    changed = season.accepted(ChangeRulesGiven(rules=given))
    season.do(ChangeRulesByDecision(account=season.account, proposal=changed))


def _drafted(season: Season) -> RoundId:
    drafted = DraftRound(
        account=season.account,
        title="The roof, decided together.",
        ballot_type=BallotType.YES_NO_ABSTAIN,
        body=Body.GENERAL_ASSEMBLY,
        items=(Item("roof", season.admitted_proposal(season.spending("20.00"))),),
        closes=season.now() + timedelta(days=1),
        extension=Extension(within_minutes=120, by_minutes=180),
    )
    return RoundId(season.do(drafted))


def _token(season: Season, round_id: RoundId, member: str) -> RoundToken:
    found = season.ledger.people.round_token(round_id, MemberToken(member))
    assert found is not None, "an elector has a token"
    return found


def _cast(season: Season, round_id: RoundId, elector: RoundToken, proxy: RoundToken | None = None) -> None:
    ballot = CastBallot(
        account=season.account, round=round_id, elector=elector, choices=("yes",), proxy=proxy
    )
    season.do(ballot, by=proxy or elector)
