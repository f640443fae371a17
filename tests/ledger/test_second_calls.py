"""A second call: what missed the quorum is asked once more, of fewer, where the rules say so."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from ledger.associations.events import RulesChanged
from ledger.identifiers import ProposalId, RoundId
from ledger.proposals.commands import AdmitProposal, AmendProposal, StateInterests, SubmitProposal
from ledger.proposals.state import ProposalStatus
from ledger.rounds.commands import CloseRound, CountRound, DraftRound, MakeRoundFinal, OpenRound
from ledger.rounds.refusals import UnknownRound
from ledger.rounds.second_call_refusals import (
    AmendedSinceFirstCall,
    FirstCallNotFinal,
    FirstCallReachedQuorum,
    NoSecondCall,
    SecondCallAsksElse,
    SecondCallHeld,
)
from ledger.rounds.state import Round
from ledger.rounds.terms import Bounds, Confidentiality, Item
from tests.ledger.assembling import minutes, sitting, yes_no
from tests.ledger.deciding import (
    ACCOUNT,
    ANA,
    BIA,
    DEADLINE,
    RULES,
    admitted,
    asks,
    available,
    cast,
    euros,
    final,
    in_account,
    opened,
    proposal_of,
    round_of,
    shares_out,
    spend,
    status_of,
    village,
)
from tests.scenario import Scenario

TWICE = msgspec.structs.replace(RULES, quorum_percent=60, second_call_quorum_percent=20)
AGAIN = DEADLINE + timedelta(days=7)


def missed(rules: Any = TWICE) -> tuple[Scenario, ProposalId, RoundId]:
    """One of five has voted on the van, and the round is final."""
    scenario = village(rules)
    proposal = admitted(scenario)
    first = opened(scenario, asks(proposal))
    cast(scenario, first, ANA, "yes")
    final(scenario, first)
    return scenario, proposal, first


def again(proposal: ProposalId, first: RoundId, **changes: Any) -> DraftRound:
    """The same is asked once more."""
    return msgspec.structs.replace(asks(proposal), closes=AGAIN, second_call_of=first, **changes)


def ended(scenario: Scenario, second: RoundId) -> Round:
    """The second round, final."""
    scenario.at(AGAIN)
    for step in (CloseRound, CountRound, MakeRoundFinal):
        scenario.done(step(account=ACCOUNT, round=second))
    return round_of(scenario, second)


def test_what_missed_the_quorum_is_admitted_again_and_its_money_free() -> None:
    """R1, P2"""
    scenario, proposal, _ = missed()
    assert status_of(scenario, proposal) is ProposalStatus.ADMITTED
    assert available(scenario) == 1000_00


def test_where_rules_have_no_second_call_it_is_rejected() -> None:
    """R1"""
    scenario, proposal, first = missed(msgspec.structs.replace(TWICE, second_call_quorum_percent=None))
    assert status_of(scenario, proposal) is ProposalStatus.REJECTED
    scenario.when(again(proposal, first)).then_refused(NoSecondCall)


def test_a_second_call_has_the_quorum_that_the_first_froze_for_it_and_no_second_call_itself() -> None:
    """R1, A4"""
    scenario, proposal, first = missed()
    scenario.given(*in_account(RulesChanged(version=2, rules=RULES, decision=proposal)))
    second = opened(scenario, again(proposal, first))
    terms = round_of(scenario, second).terms
    assert terms is not None
    assert (terms.quorum_percent, terms.second_call_quorum_percent, terms.rules_version) == (20, None, 2)
    assert terms.second_call_of == first
    cast(scenario, second, BIA, "yes")
    assert ended(scenario, second).result.quorum_reached  # type: ignore[union-attr]
    assert status_of(scenario, proposal) is ProposalStatus.ACCEPTED


def test_a_second_call_that_misses_its_quorum_too_rejects() -> None:
    """R1"""
    scenario, proposal, first = missed()
    second = opened(scenario, again(proposal, first))
    ended(scenario, second)
    assert status_of(scenario, proposal) is ProposalStatus.REJECTED
    scenario.when(again(proposal, second)).then_refused(NoSecondCall)


def test_a_round_is_called_again_once() -> None:
    """R1"""
    scenario, proposal, first = missed()
    second, spare = (RoundId(scenario.done(again(proposal, first))) for _ in range(2))
    scenario.done(OpenRound(account=ACCOUNT, round=second))
    scenario.when(again(proposal, first)).then_refused(SecondCallHeld)
    scenario.when(OpenRound(account=ACCOUNT, round=spare)).then_refused(SecondCallHeld)


def test_only_a_final_round_that_missed_its_quorum_is_called_again() -> None:
    """R1, R10"""
    scenario = village(TWICE)
    proposal = admitted(scenario)
    for unknown in ("round-0000000000000000", "nothing", str(proposal)):
        scenario.when(again(proposal, RoundId(unknown))).then_refused(UnknownRound)
    first = opened(scenario, asks(proposal))
    scenario.when(again(proposal, first)).then_refused(FirstCallNotFinal)
    for member in scenario.links[first]:
        cast(scenario, first, member, "no")
    final(scenario, first)
    scenario.when(again(proposal, first)).then_refused(FirstCallReachedQuorum)


@pytest.mark.parametrize(
    "changes",
    [
        {"items": (Item("car", ProposalId("proposal-same")),)},
        {"budget": (euros("100.00"),)},
        {"confidentiality": Confidentiality.CONFIDENTIAL},
    ],
)
def test_a_second_call_asks_what_the_first_one_asked(changes: dict[str, Any]) -> None:
    """R1, R2, R5"""
    scenario, proposal, first = missed()
    if "items" in changes:
        changes = {"items": (Item("car", proposal),)}
    scenario.when(again(proposal, first, **changes)).then_refused(SecondCallAsksElse)


def test_a_budget_is_shared_out_again_by_the_same_ballots_and_bounds() -> None:
    """R1, R2"""
    scenario = village(TWICE)
    items = {label: admitted(scenario, spend("100.00")) for label in ("van", "bus")}
    draft = shares_out("150.00", **items)
    first = opened(scenario, draft)
    final(scenario, first)
    second = msgspec.structs.replace(draft, closes=AGAIN, second_call_of=first)
    assert second.bounds is not None
    for changes in (
        {"budget": (euros("120.00"),)},
        {"items": draft.items[:1]},
        {"bounds": msgspec.structs.replace(draft.bounds, max_length=1)},
    ):
        scenario.when(msgspec.structs.replace(second, **changes)).then_refused(SecondCallAsksElse)
    turned = msgspec.structs.replace(second, items=tuple(reversed(draft.items)))
    assert round_of(scenario, opened(scenario, turned)).bounds == Bounds()


def test_a_proposal_that_was_amended_since_is_asked_anew() -> None:
    """P2, R1"""
    scenario, proposal, first = missed()
    second = RoundId(scenario.done(again(proposal, first)))
    amended = AmendProposal(
        account=ACCOUNT,
        proposal=proposal,
        need="Fourteen children walk two hours to school.",
        measure=spend("110.00"),
        pass_on_plan="Not able yet.",
    )
    scenario.done(amended)
    scenario.done(StateInterests(account=ACCOUNT, proposal=proposal, proposer=ANA))
    scenario.done(SubmitProposal(account=ACCOUNT, proposal=proposal, proposer=ANA))
    version = proposal_of(scenario, proposal).version
    scenario.done(AdmitProposal(account=ACCOUNT, proposal=proposal, version=version))
    scenario.when(OpenRound(account=ACCOUNT, round=second)).then_refused(AmendedSinceFirstCall)


def test_an_assembly_calls_again_in_one_sitting() -> None:
    """R1, R9"""
    scenario = village(TWICE)
    proposal, held = admitted(scenario), minutes(scenario, ANA, BIA)
    first = RoundId(scenario.done(sitting(held, proposal, *yes_no(2))))
    scenario.done(MakeRoundFinal(account=ACCOUNT, round=first))
    second = sitting(held, proposal, *yes_no(2))
    called = RoundId(scenario.done(msgspec.structs.replace(second, second_call_of=first)))
    result = round_of(scenario, called).result
    assert result is not None
    assert (result.quorum_reached, result.accepted) == (True, ("van",))
