"""A local account's purposes, and what it refuses to spend."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.accounts.commands import DeclarePurpose, LiftEarmarkByDecision
from ledger.accounts.events import BudgetReserved, EarmarkMoved, PurposeDeclared, PurposeKind
from ledger.accounts.look import require_no_shortfall, require_three_officers
from ledger.accounts.refusals import (
    DecisionCarriedOut,
    NotEnoughAvailable,
    NotFounded,
    OfficesIncomplete,
    PurposeInShortfall,
    UnknownAccount,
)
from ledger.accounts.state import Line
from ledger.command import Fact
from ledger.contributions.commands import AcceptEarmark, Giver, ReceiveContribution, ReverseContribution
from ledger.identifiers import UNRESTRICTED, AccountId, ContributionId, PurposeId, RoundId
from ledger.proposals.events import ProposalExecutionBegun
from ledger.proposals.measure import LiftEarmark, Sum
from ledger.proposals.refusals import UnknownProposal
from ledger.refusals import TextEmpty
from tests.ledger.caldeiras import ACCOUNT, PROPOSAL, account, decided, founded, give, opened
from tests.ledger.planted import kept_apart
from tests.scenario import Scenario

DECLARE = DeclarePurpose(account=ACCOUNT, kind=PurposeKind.PROJECT, description="A press for the vineyard")
LIFT = LiftEarmarkByDecision(account=ACCOUNT, proposal=PROPOSAL)


def with_press(amount: str = "100.00") -> tuple[Scenario, PurposeId]:
    """Money is earmarked for the press, and accepted."""
    scenario = founded()
    press = PurposeId(scenario.done(DECLARE))
    gift = ReceiveContribution(
        account=ACCOUNT, unit="EUR", amount=amount, giver=Giver(name="Emma"), earmark=press
    )
    scenario.done(AcceptEarmark(account=ACCOUNT, contribution=ContributionId(scenario.done(gift))))
    return scenario, press


def test_a_purpose_has_a_kind_and_a_description_on_paper() -> None:
    """L5, L9"""
    scenario = founded().when(DECLARE)
    kept_apart(scenario, "A press for the vineyard")
    event = scenario.recorded[0].event
    assert isinstance(event, PurposeDeclared)
    assert event.purpose_kind is PurposeKind.PROJECT
    assert account(scenario).has_purpose(event.purpose)
    assert scenario.created == event.purpose


def test_a_purpose_is_described_and_belongs_to_a_founded_account() -> None:
    """L5, A5"""
    blank = DeclarePurpose(account=ACCOUNT, kind=PurposeKind.THEME, description="")
    founded().when(blank).then_refused(TextEmpty)
    opened().when(DECLARE).then_refused(NotFounded)
    nowhere = DeclarePurpose(account=AccountId("account-none"), kind=PurposeKind.THEME, description="d")
    founded().when(nowhere).then_refused(UnknownAccount)


def test_a_decision_lifts_an_earmark_and_the_sum_stays() -> None:
    """L1, L5"""
    scenario, press = with_press()
    scenario.given(*decided(LiftEarmark(purpose=press, amount=Sum("EUR", 40_00))))
    scenario.when(LIFT).then(
        EarmarkMoved(origin=press, line=Line("EUR", UNRESTRICTED, 40_00), decision=PROPOSAL),
        ProposalExecutionBegun(),
    )
    state = account(scenario)
    assert (state.available("EUR", press), state.available("EUR", UNRESTRICTED)) == (60_00, 40_00)
    scenario.when(LIFT).then_refused(DecisionCarriedOut)


def test_no_more_is_lifted_than_is_available_in_that_purpose() -> None:
    """L2, L5"""
    scenario, press = with_press("100.00")
    give(scenario, "500.00")
    scenario.given(*decided(LiftEarmark(purpose=press, amount=Sum("EUR", 100_01))))
    scenario.when(LIFT).then_refused(NotEnoughAvailable)
    assert "100.00 EUR" in str(scenario.refusal)


def test_what_a_round_reserved_is_not_lifted() -> None:
    """L2"""
    scenario, press = with_press("100.00")
    reserved = BudgetReserved(round=RoundId("round-one"), lines=(Line("EUR", press, 30_00),))
    scenario.given(Fact(ACCOUNT, reserved))
    scenario.given(*decided(LiftEarmark(purpose=press, amount=Sum("EUR", 70_01))))
    scenario.when(LIFT).then_refused(NotEnoughAvailable)


def test_units_are_never_added() -> None:
    """L3"""
    scenario, press = with_press("100.00")
    scenario.given(*decided(LiftEarmark(purpose=press, amount=Sum("CVE", 1))))
    scenario.when(LIFT).then_refused(NotEnoughAvailable)


def test_an_earmark_is_lifted_by_a_decision_that_exists() -> None:
    """L5, P2"""
    scenario, _ = with_press()
    scenario.when(LIFT).then_refused(UnknownProposal)


def test_a_shortfall_blocks_its_purpose_and_no_other_until_it_is_covered() -> None:
    """L2"""
    scenario = founded()
    gift = ContributionId(give(scenario, "100.00"))
    reserved = BudgetReserved(round=RoundId("round-one"), lines=(Line("EUR", UNRESTRICTED, 80_00),))
    scenario.given(Fact(ACCOUNT, reserved))
    scenario.done(ReverseContribution(account=ACCOUNT, contribution=gift, reason="bounced"))
    with pytest.raises(PurposeInShortfall, match=r"80\.00 EUR"):
        require_no_shortfall(account(scenario), "EUR", UNRESTRICTED)
    require_no_shortfall(account(scenario), "CVE", UNRESTRICTED)
    give(scenario, "80.00")
    require_no_shortfall(account(scenario), "EUR", UNRESTRICTED)


def test_no_money_leaves_before_three_people_hold_the_offices() -> None:
    """A3"""
    require_three_officers(account(founded()))
    with pytest.raises(OfficesIncomplete):
        require_three_officers(account(opened()))


@given(st.lists(st.tuples(st.integers(1, 100_00), st.booleans()), min_size=1, max_size=12))
def test_lifting_moves_money_between_purposes_and_changes_no_sum(steps: list[tuple[int, bool]]) -> None:
    """L1, L2, L5"""
    scenario, press = with_press("100.00")
    for number, (amount, lift) in enumerate(steps):
        before = account(scenario).available("EUR", press)
        if not lift:
            give(scenario, f"{amount}.00")
            continue
        proposal = type(PROPOSAL)(f"proposal-{number}")
        scenario.given(*decided(LiftEarmark(purpose=press, amount=Sum("EUR", amount)), proposal))
        scenario.when(LiftEarmarkByDecision(account=ACCOUNT, proposal=proposal))
        assert (scenario.refusal is None) == (amount <= before)
    given_free = sum(amount * 100 for amount, lift in steps if not lift)
    state = account(scenario)
    total = state.available("EUR", press) + state.available("EUR", UNRESTRICTED)
    assert total == 100_00 + given_free
    assert state.available("EUR", press) >= 0
