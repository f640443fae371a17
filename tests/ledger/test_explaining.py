"""Why a round came to its result, and what one ballot of an open round did."""

import pytest

from api.explanations import sentences
from ledger.identifiers import RoundId, stream_of
from ledger.rounds.counting.trace import Answers, Turns, Verdict
from ledger.rounds.explaining import explanation
from ledger.rounds.refusals import RoundNotCountedYet, UnknownBallot
from projections.sentences.language import Language
from tests.ledger.deciding import ACCOUNT, ANA, BIA, CATY, DUDA, cast, counted, question, season, village
from tests.scenario import Scenario


def voted() -> tuple[Scenario, RoundId]:
    """Three for the van, one of them also for the bus, which no longer fits; Ana voted twice."""
    scenario = village()
    round_id = season(scenario, "500.00", van=300_00, bus=250_00)
    cast(scenario, round_id, ANA, "bus")
    cast(scenario, round_id, BIA, "van")
    cast(scenario, round_id, CATY, "van", "bus")
    cast(scenario, round_id, ANA, "van")
    cast(scenario, round_id, DUDA)
    counted(scenario, round_id)
    return scenario, round_id


def test_each_option_is_told_at_its_turn() -> None:
    """R4, R6"""
    scenario, round_id = voted()
    why = explanation(scenario, stream_of(ACCOUNT, round_id))
    assert isinstance(why.trace, Turns)
    assert [(turn.label, turn.verdict) for turn in why.trace.turns] == [
        ("van", Verdict.ACCEPTED),
        ("bus", Verdict.DOES_NOT_FIT),
    ]
    assert why.ballot is None
    told = sentences(why, Language.EN)
    assert "van (3) costs 300.00\u00a0EUR and is accepted; left of the budget: 200.00\u00a0EUR." in told
    assert "bus (1) costs 250.00\u00a0EUR, more than is left (200.00\u00a0EUR): it is not accepted." in told
    assert told[-1] == "Accepted: van."


@pytest.mark.parametrize(
    ("ballot", "counts", "won", "said"),
    [
        (1, False, (), "It does not count: "),
        (3, True, ("van",), "Of what it chose, accepted: van."),
        (4, True, ("van",), "Of what it chose, accepted: van."),
        (5, True, (), "Nothing that it chose is accepted."),
    ],
)
def test_an_elector_reads_what_their_ballot_did(
    ballot: int, counts: bool, won: tuple[str, ...], said: str
) -> None:
    """V3, V5"""
    scenario, round_id = voted()
    why = explanation(scenario, stream_of(ACCOUNT, round_id), ballot)
    assert why.ballot is not None
    assert (why.ballot.number, why.ballot.counts, why.ballot.won) == (ballot, counts, won)
    assert sentences(why, Language.EN)[-1].startswith(said)


def test_a_ballot_that_is_not_there_explains_nothing() -> None:
    """V5"""
    scenario, round_id = voted()
    with pytest.raises(UnknownBallot):
        explanation(scenario, stream_of(ACCOUNT, round_id), 6)


def test_nobody_is_told_why_before_the_count() -> None:
    """V8"""
    scenario = village()
    round_id = question(scenario)
    cast(scenario, round_id, ANA, "yes")
    with pytest.raises(RoundNotCountedYet):
        explanation(scenario, stream_of(ACCOUNT, round_id), 1)


def test_a_question_is_answered_by_more_yes_than_no() -> None:
    """R4"""
    scenario = village()
    round_id = question(scenario)
    for member, answer in ((ANA, "yes"), (BIA, "yes"), (CATY, "no")):
        cast(scenario, round_id, member, answer)
    counted(scenario, round_id)
    stream = stream_of(ACCOUNT, round_id)
    why = explanation(scenario, stream, 1)
    assert isinstance(why.trace, Answers)
    assert why.ballot is not None
    assert why.ballot.won == ("van",)
    other = explanation(scenario, stream, 3).ballot
    assert other is not None
    assert other.won == ()


@pytest.mark.parametrize("language", list(Language))
def test_every_language_fills_in_every_sentence(language: Language) -> None:
    """R4"""
    scenario, round_id = voted()
    for ballot in (1, 3, 5):
        told = sentences(explanation(scenario, stream_of(ACCOUNT, round_id), ballot), language)
        assert len(told) >= 6
        assert not [sentence for sentence in told if "{" in sentence]
