"""Recounts, reasons and figures of rounds with proxies, late recusals, and confidential choices."""

from fractions import Fraction

import msgspec
import pytest

from api.explanations import sentences
from ledger.identifiers import RoundId, stream_of
from ledger.rounds.commands import CountRound
from ledger.rounds.counting.trace import Shares
from ledger.rounds.explaining import explanation
from ledger.rounds.participation import Unknown, participation
from ledger.rounds.recounting import recounted
from ledger.rounds.refusals import BallotConfidential, RoundNotCountedYet
from ledger.rounds.terms import BallotType, Completion, Confidentiality, CountingRule, RuleKind
from projections.sentences.language import Language
from tests.ledger.deciding import (
    ACCOUNT,
    ANA,
    BIA,
    CATY,
    DUDA,
    EVA,
    admitted,
    cast,
    closed,
    counted,
    opened,
    question,
    shares_out,
    spend,
    village,
)
from tests.ledger.test_proxies import for_another, gives
from tests.ledger.test_recusals import recusal
from tests.scenario import Scenario

SHARES = CountingRule(kind=RuleKind.EQUAL_SHARES, completion=Completion.NONE)
CONFIDENTIAL = Confidentiality.CONFIDENTIAL


def shared_equally(scenario: Scenario, **changes: object) -> RoundId:
    """A round of 500 euros by Equal Shares, over a van of 300 and a bus of 250."""
    items = {label: admitted(scenario, spend(cost)) for label, cost in (("van", "300.00"), ("bus", "250.00"))}
    draft = shares_out("500.00", **items)
    return opened(scenario, msgspec.structs.replace(draft, rule=SHARES, **changes))


def test_a_round_with_proxies_is_recounted_and_tells_how_many_there_were() -> None:
    """R4, M6"""
    scenario = village()
    round_id = question(scenario)
    scenario.done(gives(scenario, round_id, BIA, ANA))
    cast(scenario, round_id, ANA, "yes")
    scenario.done(for_another(scenario, round_id, ANA, BIA, "no"))
    counted(scenario, round_id)
    stream = stream_of(ACCOUNT, round_id)
    assert recounted(scenario, stream).identical
    found = participation(scenario, stream)
    assert (found.took_part, found.by_proxy) == (2, 1)


def test_who_was_recused_while_the_round_was_open_is_no_part_of_the_electorate_told() -> None:
    """R3, R4"""
    scenario = village()
    round_id = question(scenario)
    cast(scenario, round_id, EVA, "no")
    scenario.done(recusal(round_id))
    cast(scenario, round_id, ANA, "yes")
    counted(scenario, round_id)
    stream = stream_of(ACCOUNT, round_id)
    again = recounted(scenario, stream)
    assert again.identical
    assert (again.terms.electorate, again.terms.recused, again.ballots_cast) == (4, 1, 2)
    assert participation(scenario, stream).turnout == Fraction(1, 4)
    why = explanation(scenario, stream, 1)
    assert why.ballot is not None
    assert not why.ballot.counts
    assert sentences(why, Language.EN)[0].startswith("Electors who took part: 1 of 4.")


def test_an_elector_reads_what_their_ballot_paid_under_equal_shares() -> None:
    """R4, V5"""
    scenario = village()
    round_id = shared_equally(scenario)
    for member, choices in ((ANA, ("van",)), (BIA, ("van",)), (CATY, ("van", "bus")), (DUDA, ("bus",))):
        cast(scenario, round_id, member, *choices)
    counted(scenario, round_id)
    stream = stream_of(ACCOUNT, round_id)
    assert recounted(scenario, stream).identical
    why = explanation(scenario, stream, 3)
    assert isinstance(why.trace, Shares)
    assert why.result.accepted == ("van",)
    assert why.ballot is not None
    assert [(one.label, one.paid, one.left) for one in why.ballot.payments] == [("van", "10000", "2500")]
    told = sentences(why, Language.EN)
    assert "van costs 300.00\u00a0EUR. Of those who chose it, 3 paid 100.000000\u00a0EUR each." in told
    assert "It paid 100.000000\u00a0EUR for van; left of its share: 25.000000\u00a0EUR." in told
    assert any(
        sentence.startswith("bus costs 250.00\u00a0EUR. Those who chose it (2) had 150.") for sentence in told
    )
    for language in Language:
        assert len(sentences(why, language)) == len(told)


def test_a_confidential_round_of_few_electors_tells_totals_alone() -> None:
    """V5, R5, V8"""
    scenario = village()
    round_id = shared_equally(scenario, confidentiality=CONFIDENTIAL)
    stream = stream_of(ACCOUNT, round_id)
    cast(scenario, round_id, ANA, "van")
    cast(scenario, round_id, BIA, "van", "bus")
    closed(scenario, round_id)
    for ask in (recounted, explanation, participation):
        with pytest.raises(RoundNotCountedYet):
            ask(scenario, stream)
    scenario.done(CountRound(account=ACCOUNT, round=round_id))
    again = recounted(scenario, stream)
    assert again.identical
    assert again.ballots_cast == 2
    why = explanation(scenario, stream)
    assert why.trace is None
    assert "its steps would tell how some of them chose" in " ".join(sentences(why, Language.EN))
    with pytest.raises(BallotConfidential):
        explanation(scenario, stream, 1)
    found = participation(scenario, stream)
    assert (found.fairness, found.unknown, found.took_part) == (None, Unknown.FEW_ELECTORS, 2)
    assert found.mean_accepted == 1


def test_greedy_in_a_confidential_round_tells_what_its_totals_tell() -> None:
    """V5, R5"""
    scenario = village()
    items = {"van": admitted(scenario, spend("300.00"))}
    draft = msgspec.structs.replace(shares_out("500.00", **items), confidentiality=CONFIDENTIAL)
    assert draft.ballot_type is BallotType.APPROVAL
    round_id = opened(scenario, draft)
    cast(scenario, round_id, ANA, "van")
    closed(scenario, round_id)
    scenario.done(CountRound(account=ACCOUNT, round=round_id))
    why = explanation(scenario, stream_of(ACCOUNT, round_id))
    assert sentences(why, Language.EN)[-1] == "Accepted: van."
