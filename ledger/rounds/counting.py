"""Counting: a pure function of the frozen terms and the counting ballots (R4).

The order in which ballots came plays no part: only how many ballots chose each option does. A recount gives identical
bytes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

import msgspec

from ledger.accounts.state import Line
from ledger.associations.rules import TieRule
from ledger.context import canonical
from ledger.identifiers import PurposeId, RoundToken
from ledger.rounds.terms import ABSTAIN, NO, YES, BallotType, Option, Terms


class Tally(msgspec.Struct, frozen=True):
    """How many counting ballots chose this: an option's label, or yes, no, abstain."""

    label: str
    votes: int


class Hands(msgspec.Struct, frozen=True, kw_only=True):
    """What an assembly chose by show of hands: totals that count as the votes of those present (R9)."""

    present: int
    """Electors present; one who raised no hand is among them, as one who hands in an empty ballot."""
    totals: tuple[Tally, ...]
    """One for each option of the ballot, or for yes, no and abstain, in the ballot's order."""


def sealed_as(hands: Hands) -> str:
    """What is sealed of a show of hands, as anyone may write it down again."""
    return canonical([hands.present, [[total.label, total.votes] for total in hands.totals]])


class Result(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a round decided."""

    ballots_counted: int
    """Electors who took part: one counting ballot each, or present at a show of hands."""
    by_hand: int = 0
    """How many of these were present at a show of hands (R9)."""
    quorum_reached: bool
    tallies: tuple[Tally, ...]
    """In the order of the result: most votes first, ties in the declared order."""
    accepted: tuple[str, ...]
    """Labels of the accepted options, sorted as text."""
    tie_decided: bool
    """Another order of options with equal votes would accept other options (R7)."""


def electronic(latest: Mapping[RoundToken, Sequence[str]], present: Set[RoundToken]) -> list[Sequence[str]]:
    """The ballots that count beside a show of hands: not those of whoever was present, who counts once (R9, V4)."""
    return [choices for elector, choices in latest.items() if elector not in present]


def count(terms: Terms, ballots: Iterable[Sequence[str]], hands: Hands | None = None) -> Result:
    """Count the choices of the ballots that count: one per elector, its latest (V3, V4); and a show of hands (R9)."""
    votes: Counter[str] = Counter()
    by_hand = counted = 0
    if hands is not None:
        by_hand = counted = hands.present
        votes.update({total.label: total.votes for total in hands.totals})
    for choices in ballots:
        counted += 1
        votes.update(choices)
    quorum_reached = counted * 100 >= terms.quorum_percent * terms.electorate
    rule = _majority if terms.ballot_type is BallotType.YES_NO_ABSTAIN else _greedy
    tallies, accepted, tie_decided = rule(terms, votes)
    return Result(
        ballots_counted=counted,
        by_hand=by_hand,
        quorum_reached=quorum_reached,
        tallies=tallies,
        accepted=tuple(sorted(accepted)) if quorum_reached else (),
        tie_decided=tie_decided and quorum_reached,
    )


class _Outcome(NamedTuple):
    tallies: tuple[Tally, ...]
    accepted: tuple[str, ...]
    tie_decided: bool


def _majority(terms: Terms, votes: Counter[str]) -> _Outcome:
    """Simple majority: more yes than no, and the threshold's share of yes among both."""
    (option,) = terms.options
    yes, no = votes[YES], votes[NO]
    accepted = yes > no and yes * 100 >= terms.threshold_percent * (yes + no)
    tallies = tuple(Tally(label, votes[label]) for label in (YES, NO, ABSTAIN))
    return _Outcome(tallies, (option.label,) if accepted else (), False)


def _greedy(terms: Terms, votes: Counter[str]) -> _Outcome:
    """By votes, skipping what no longer fits; what nobody chose is not accepted."""
    ranked = sorted(terms.options, key=lambda option: (-votes[option.label], _tie_order(terms, option)))
    left = Budget(terms.budget)
    accepted: list[str] = []
    tie_decided = False
    for group in _groups_of_equal_votes(ranked, votes):
        fitting = [option for option in group if left.covers(option.costs)]
        # Each of these fits alone. If they do not all fit together, one is left out that would be in were it first.
        tie_decided = tie_decided or not left.covers(line for option in fitting for line in option.costs)
        for option in fitting:
            if left.covers(option.costs):
                left.take(option.costs)
                accepted.append(option.label)
    tallies = tuple(Tally(option.label, votes[option.label]) for option in ranked)
    return _Outcome(tallies, tuple(accepted), tie_decided)


def _tie_order(terms: Terms, option: Option) -> tuple[tuple[int, ...], str]:
    """Lower cost first, then the label as text (R7).

    Units are never added (L3): costs are compared in the first unit of the budget, in the order of the codes, then in
    the next.
    """
    if terms.tie_rule is TieRule.LABEL:
        return (), option.label
    units = sorted({line.unit for line in terms.budget})
    return tuple(sum(c.amount_minor for c in option.costs if c.unit == unit) for unit in units), option.label


def _groups_of_equal_votes(ranked: Sequence[Option], votes: Counter[str]) -> Iterable[list[Option]]:
    group: list[Option] = []
    for option in ranked:
        if not votes[option.label]:
            break
        if group and votes[group[0].label] != votes[option.label]:
            yield group
            group = []
        group.append(option)
    if group:
        yield group


class Budget:
    """What is left to accept, per unit and purpose (R6)."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._left: defaultdict[tuple[str, str], int] = defaultdict(int)
        for line in lines:
            self._left[line.unit, line.purpose] += line.amount_minor

    def covers(self, costs: Iterable[Line]) -> bool:
        """Whether all of these costs together still fit."""
        asked: defaultdict[tuple[str, str], int] = defaultdict(int)
        for line in costs:
            asked[line.unit, line.purpose] += line.amount_minor
        return all(amount <= self._left[where] for where, amount in asked.items())

    def take(self, costs: Iterable[Line]) -> None:
        """Take these costs out."""
        for line in costs:
            self._left[line.unit, line.purpose] -= line.amount_minor

    def left(self) -> tuple[Line, ...]:
        """What remains, per unit and purpose, sorted."""
        remaining = sorted(self._left.items())
        return tuple(Line(unit, PurposeId(purpose), left) for (unit, purpose), left in remaining if left)
