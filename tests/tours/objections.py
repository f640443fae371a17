"""Electors object to what was decided on two items, and a round that would have met a call on the fund is annulled."""

from datetime import timedelta

from ledger.accounts.state import Destination
from ledger.associations.given import CriterionGiven, RulesGiven
from ledger.associations.rules import ObjectionBody
from ledger.identifiers import UNRESTRICTED, CallId, MemberToken, RoundId
from ledger.proposals.commands import CostGiven, LineGiven, SpendGiven
from ledger.rounds.commands import (
    AnnulRound,
    CloseRound,
    CountRound,
    DecideObjection,
    MakeItemFinal,
    MakeRoundFinal,
    RaiseObjection,
)
from tests.season import CRITERION, Season
from tests.tours.calls import sent
from tests.tours.minutes import recorded
from tests.tours.post import carried
from tests.tours.twinnings import at_home, twinned

RULES = RulesGiven(
    criteria=(CriterionGiven(CRITERION, "Who has least comes first."),),
    objection_days=3,
    objection_body=ObjectionBody.AUDITOR,
    objection_decision_days=5,
    accepts_calls=True,
)


def tour(season: Season) -> None:
    """In an account of its own, whose auditor decides on objections."""
    giving = Season(season.ledger, season.clock).found(RULES)
    giving.receive("900.00")
    _objected(giving)
    _annulled(season, giving)


def _objected(season: Season) -> None:
    """One item is annulled; of the other, what was objected is dismissed, and it becomes final."""
    proposals = [season.admitted_proposal(season.spending(cost)) for cost in ("30.00", "20.00")]
    round_id = season.open_round(proposals, budget="60.00")
    upheld, dismissed = season.labels(round_id)
    season.vote(round_id, season.treasurer, upheld, dismissed)
    season.wait(timedelta(days=1))
    season.do(CloseRound(account=season.account, round=round_id))
    season.do(CountRound(account=season.account, round=round_id))
    for member, label in ((season.treasurer, upheld), (season.second_signatory, dismissed)):
        object_to(season, round_id, member, label)
    season.wait(timedelta(days=3))
    season.do(MakeRoundFinal(account=season.account, round=round_id))
    for number, is_upheld in ((1, True), (2, False)):
        decision = DecideObjection(
            account=season.account,
            round=round_id,
            number=number,
            upheld=is_upheld,
            reason="I have looked at both costs.",
            auditor=season.auditor,
        )
        season.do(decision, by=season.auditor)
    season.do(MakeItemFinal(account=season.account, round=round_id, label=dismissed))


def object_to(season: Season, round_id: RoundId, member: MemberToken, label: str) -> str:
    """One member's objection, raised with the round token that the member alone holds."""
    elector = season.ledger.people.round_token(round_id, member)
    assert elector is not None, "only an elector objects"
    raised = RaiseObjection(
        account=season.account,
        round=round_id,
        elector=elector,
        label=label,
        reason="Nobody has seen the costs.",
    )
    return season.do(raised, by=elector)


def _annulled(season: Season, giving: Season) -> None:
    """The assembly finds that nobody was told of the round, and annuls it; the call that it was to meet waits again."""
    twin = Season(season.ledger, season.clock).found()
    at_home(twin, "Plouha-du-Milieu", "FR")
    call = sent(season, twin, twinned(season, twin), giving.account)
    round_id = giving.open_round((giving.admitted_proposal(_meeting(season, call)),))
    giving.wait(timedelta(hours=4))
    annulment = AnnulRound(
        account=giving.account, round=round_id, reason="Nobody was told of it.", minutes=recorded(giving)
    )
    giving.do(annulment, by=giving.second_signatory)
    carried(season.ledger, giving.account, call)


def _meeting(season: Season, call: CallId) -> SpendGiven:
    return SpendGiven(
        destination=Destination.UNIVERSAL_SOLIDARITY,
        receiving_account=season.account,
        beneficiaries=14,
        costs=(CostGiven("Their press", "EUR", "300.00"),),
        requested=(LineGiven("EUR", UNRESTRICTED, "300.00"),),
        call=call,
    )
