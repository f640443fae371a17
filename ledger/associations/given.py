"""Rules as people give them, and the way from there to rules that an event can hold."""

import re
from collections.abc import Generator
from typing import TypeVar

import msgspec

from ledger.associations.refusals import (
    CeilingGivenTwice,
    CountryMalformed,
    CriterionCodeMalformed,
    CriterionNamedTwice,
    NoStandingRuleFor,
    RuleOutOfRange,
)
from ledger.associations.rules import (
    MOST_DECISION_DAYS,
    CollectionCeiling,
    Criterion,
    ObjectionBody,
    Rules,
    StandingCeiling,
    TieRule,
)
from ledger.bookings.state import BookingKind
from ledger.command import Context, Outcome
from ledger.contributions.refusals import NotMoney
from ledger.money import to_minor
from ledger.units import is_money

T = TypeVar("T")

_CODE = re.compile(r"(?=.{1,40}\Z)[a-z0-9]+(-[a-z0-9]+)*")

_COUNTRY = re.compile("[A-Z]{2}")
"""The form alone: which pairs of letters are countries changes faster than this ledger, and hurts nobody here."""


class CriterionGiven(msgspec.Struct, frozen=True):
    """A criterion of need with its text."""

    code: str
    """Short public slug by which proposals name it."""
    text: str


class StandingCeilingGiven(msgspec.Struct, frozen=True):
    """Up to how much a single booking of a kind needs no decision of its own (L13)."""

    kind: BookingKind
    unit: str
    amount: str


class CollectionCeilingGiven(msgspec.Struct, frozen=True):
    """Up to how much a collection may bring in (C6)."""

    unit: str
    amount: str


class RulesGiven(msgspec.Struct, frozen=True, kw_only=True):
    """One version of the rules with the texts of its criteria; the fields are those of `Rules`."""

    quorum_percent: int = 0
    second_call_quorum_percent: int | None = None
    threshold_percent: int = 50
    objection_days: int = 0
    seniority_days: int = 0
    minimum_age: int = 0
    tie_rule: TieRule = TieRule.LOWER_COST_THEN_LABEL
    criteria: tuple[CriterionGiven, ...] = ()
    accepts_calls: bool | None = None
    """None: from the federation upwards (P5)."""
    standing_ceilings: tuple[StandingCeilingGiven, ...] = ()
    collection_ceilings: tuple[CollectionCeilingGiven, ...] = ()
    objection_body: ObjectionBody | None = None
    """None: the deciding body (R8)."""
    objection_decision_days: int | None = None
    """None: 30 (R8)."""
    proxies_per_holder: int | None = None
    """None: two (M6)."""


def country_of(given: str) -> str:
    """The same country. Raises CountryMalformed."""
    if not _COUNTRY.fullmatch(given):
        raise CountryMalformed
    return given


def rules_of(given: RulesGiven, context: Context) -> Generator[Outcome, None, Rules]:
    """Yield the papers of the criteria's texts and return the rules that name their seals.

    Raises RuleOutOfRange, CriterionCodeMalformed or CriterionNamedTwice, and what `context.paper` raises; for ceilings
    NoStandingRuleFor, CeilingGivenTwice, NotMoney, and what `to_minor` raises.
    """
    within_bounds(given)
    standing, collections = _standing(given.standing_ceilings), _collections(given.collection_ceilings)
    criteria = []
    for criterion in given.criteria:
        paper = context.paper(criterion.text)
        yield paper
        criteria.append(Criterion(criterion.code, paper.seal))
    return Rules(
        quorum_percent=given.quorum_percent,
        second_call_quorum_percent=given.second_call_quorum_percent,
        threshold_percent=given.threshold_percent,
        objection_days=given.objection_days,
        seniority_days=given.seniority_days,
        minimum_age=given.minimum_age,
        tie_rule=given.tie_rule,
        criteria=tuple(criteria),
        accepts_calls=_said(given.accepts_calls),
        standing_ceilings=standing or msgspec.UNSET,
        collection_ceilings=collections or msgspec.UNSET,
        objection_body=given.objection_body or msgspec.UNSET,
        objection_decision_days=_said(given.objection_decision_days),
        proxies_per_holder=_said(given.proxies_per_holder),
    )


def _said(given: T | None) -> T | msgspec.UnsetType:
    """What is left out is not written down, so that it means later what it means now."""
    return msgspec.UNSET if given is None else given


def _standing(given: tuple[StandingCeilingGiven, ...]) -> tuple[StandingCeiling, ...]:
    for ceiling in given:
        if not ceiling.kind.is_standing:
            raise NoStandingRuleFor(kind=ceiling.kind.value)
    if len({(ceiling.kind, ceiling.unit) for ceiling in given}) < len(given):
        raise CeilingGivenTwice
    return tuple(StandingCeiling(c.kind, c.unit, _money(c.amount, c.unit)) for c in given)


def _collections(given: tuple[CollectionCeilingGiven, ...]) -> tuple[CollectionCeiling, ...]:
    if len({ceiling.unit for ceiling in given}) < len(given):
        raise CeilingGivenTwice
    return tuple(CollectionCeiling(c.unit, _money(c.amount, c.unit)) for c in given)


def _money(amount: str, unit: str) -> int:
    """Raises NotMoney, and what `to_minor` raises."""
    amount_minor = to_minor(amount, unit)
    if not is_money(unit):
        raise NotMoney(unit=unit)
    return amount_minor


def within_bounds(rules: RulesGiven | Rules) -> None:
    """Raises RuleOutOfRange, CriterionCodeMalformed or CriterionNamedTwice."""
    for rule, value, lowest, highest in (
        ("quorum_percent", rules.quorum_percent, 0, 100),
        ("second_call_quorum_percent", rules.second_call_quorum_percent, 0, 100),
        ("threshold_percent", rules.threshold_percent, 50, 100),
        ("objection_days", rules.objection_days, 0, 30),
        ("objection_decision_days", rules.objection_decision_days, 1, MOST_DECISION_DAYS),
        ("seniority_days", rules.seniority_days, 0, 36_500),
        ("minimum_age", rules.minimum_age, 0, 120),
        ("proxies_per_holder", rules.proxies_per_holder or 0, 0, 100),
    ):
        if isinstance(value, int) and not lowest <= value <= highest:
            raise RuleOutOfRange(rule=rule, lowest=lowest, highest=highest)
    codes = [criterion.code for criterion in rules.criteria]
    if not all(map(_CODE.fullmatch, codes)):
        raise CriterionCodeMalformed
    if len(set(codes)) < len(codes):
        raise CriterionNamedTwice
