"""Valuations: what goods and hours are said to be worth."""

from typing import Any

import msgspec

from ledger.contributions.commands import Giver, ReceiveContribution
from ledger.identifiers import ContributionId
from ledger.valuations.commands import StateValuation
from ledger.valuations.refusals import ValuationInOtherUnit, ValuedInItself, ValueNotMoney
from ledger.valuations.state import ValuationMethod
from tests.ledger.caldeiras import ACCOUNT, account, founded

VALUE = StateValuation(
    account=ACCOUNT,
    unit="goat:piece",
    amount="2",
    currency="CVE",
    value="18000.00",
    method=ValuationMethod.MARKET_PRICE,
    source="The fair.",
)


def but(**changes: Any) -> StateValuation:
    """The same with something changed."""
    return msgspec.structs.replace(VALUE, **changes)


def test_a_value_stands_beside_balances_and_in_none() -> None:
    """L3"""
    scenario = founded()
    before = msgspec.json.encode(account(scenario))
    scenario.when(VALUE).then_kinds("valuation-stated")
    assert msgspec.json.encode(account(scenario)) == before
    assert b"fair" not in msgspec.json.encode(scenario.recorded[0].event)


def test_a_value_is_in_a_currency_and_says_something_of_another_unit() -> None:
    """L3"""
    scenario = founded()
    scenario.when(but(currency="work:minute", value="60")).then_refused(ValueNotMoney)
    scenario.when(but(unit="CVE")).then_refused(ValuedInItself)


def test_a_contribution_is_valued_in_its_own_unit() -> None:
    """L3"""
    scenario = founded()
    gift = ReceiveContribution(account=ACCOUNT, unit="EUR", amount="5", giver=Giver(name="Emma"))
    own = ContributionId(scenario.done(gift))
    scenario.when(but(contribution=own)).then_refused(ValuationInOtherUnit)
    scenario.done(but(contribution=own, unit="EUR", amount="5"))
