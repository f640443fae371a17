"""What a Pabulib file calls its vote type and rule, and what these are called here.

The format's own names are taken as they stand. What was decided by a rule that the file does not tell (`unknown`), that
a city made for itself (`greedy-custom`), or that needs to know which projects exclude each other (`greedy-exclusive`;
no file says which) is not counted unless somebody names a rule: no other one silently takes its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from api.elections.cells import is_plain_slug
from api.elections.pabulib import Election, Stated
from api.elections.text import ElectionFileProblem
from api.elections.withdrawn import is_withdrawn
from ledger.rounds.declaring import BoundsGiven
from ledger.rounds.terms import BallotType, Completion, CountingRule, RuleKind, ScoredBy, Terms

BALLOT_TYPES: Mapping[str, BallotType] = {
    "approval": BallotType.APPROVAL,
    "choose-1": BallotType.APPROVAL,
    "cumulative": BallotType.CUMULATIVE,
    "ordinal": BallotType.RANKED,
    "scoring": BallotType.SCORE,
}
"""By the format's vote types; `choose-1` is an approval ballot that names one option."""

RULES: Mapping[str, CountingRule] = {
    "greedy": CountingRule(kind=RuleKind.GREEDY),
    "greedy-threshold": CountingRule(kind=RuleKind.GREEDY),
    "greedy-no-skip": CountingRule(kind=RuleKind.GREEDY, stops=True),
    "equalshares": CountingRule(kind=RuleKind.EQUAL_SHARES),
    "equalshares-comparison": CountingRule(kind=RuleKind.EQUAL_SHARES, compared=True),
    "equalshares/add1": CountingRule(kind=RuleKind.EQUAL_SHARES, completion=Completion.ADD1),
    "equalshares/add1-comparison": CountingRule(
        kind=RuleKind.EQUAL_SHARES, completion=Completion.ADD1, compared=True
    ),
    "equalshares/add1-greedy": CountingRule(kind=RuleKind.EQUAL_SHARES, completion=Completion.ADD1_GREEDY),
    "equalshares/add1-greedy-comparison": CountingRule(
        kind=RuleKind.EQUAL_SHARES, completion=Completion.ADD1_GREEDY, compared=True
    ),
}
"""By the format's names. The last two are ours, by the same pattern: the format has no name for greedy completion."""

NOT_HELD = ("min_sum_cost", "min_points", "default_score")
"""Keys of the format that ballots here cannot be held to; no published file has them."""


class ElectionNotSupported(ElectionFileProblem):
    """The file is sound, but it cannot be counted here by its own rule."""


@dataclass(frozen=True, slots=True)
class Counting:
    """How an election is counted here."""

    ballot_type: BallotType
    rule: CountingRule
    bounds: BoundsGiven


def counting_of(election: Election, named: str | None = None) -> Counting:
    """How this election is counted: by its own rule, or by the one that is named for it.

    Raises ElectionNotSupported.
    """
    ballot_type = BALLOT_TYPES.get(election.vote_type)
    if ballot_type is None:
        given = _said("vote_type", election.vote_type)
        raise ElectionNotSupported(f"The {given} cannot be counted here; known are {_listed(BALLOT_TYPES)}.")
    able = rules_for(ballot_type)
    rule = able.get(_as_written(named if named is not None else election.rule))
    if rule is None and named is not None:
        raise ElectionNotSupported(
            f"The {_said('rule', named)} cannot be named here; name one of {_listed(able)}."
        )
    if rule is None:
        given = _said("rule", election.rule)
        sentence = f"The {given} of the file cannot be counted here; name one with --rule: {_listed(able)}."
        raise ElectionNotSupported(sentence)
    for key in NOT_HELD:
        if getattr(election.stated, key):
            raise ElectionNotSupported(
                f"Ballots here cannot be held to the META key {key}; remove it from the file."
            )
    if ballot_type is BallotType.RANKED and any(map(is_withdrawn, election.projects)):
        sentence = (
            "A project was withdrawn after the vote (cost 999999999), and ranked ballots name it; remove it."
        )
        raise ElectionNotSupported(sentence)
    minimum = election.stated.min_project_score_threshold or 0
    return Counting(
        ballot_type=ballot_type,
        rule=msgspec.structs.replace(rule, scored_by=_scored_by(ballot_type), minimum_score=minimum),
        bounds=_bounds(election),
    )


def name_of(terms: Terms) -> str:
    """What the format calls the rule of a round; a rule that it cannot tell is one of the round's own."""
    rule = terms.counting_rule
    if rule.scored_by is not _scored_by(terms.ballot_type):
        return "greedy-custom"
    plain = msgspec.structs.replace(rule, version=1, scored_by=ScoredBy.VOTES, minimum_score=0)
    if plain == RULES["greedy"]:
        return "greedy-threshold" if rule.minimum_score else "greedy"
    return next(name for name, known in RULES.items() if known == plain)


def rules_for(ballot_type: BallotType) -> Mapping[str, CountingRule]:
    """The rules by which ballots of this type can be counted: Equal Shares asks for utilities, which ranks are not."""
    if ballot_type is not BallotType.RANKED:
        return RULES
    return {name: rule for name, rule in RULES.items() if rule.kind is not RuleKind.EQUAL_SHARES}


def _as_written(name: str) -> str:
    """The format writes `equalshares` in one word, this ledger in two."""
    return name.replace("equal-shares", "equalshares")


def _scored_by(ballot_type: BallotType) -> ScoredBy:
    if ballot_type.gives_points:
        return ScoredBy.POINTS
    return ScoredBy.RANKS if ballot_type is BallotType.RANKED else ScoredBy.VOTES


def _bounds(election: Election) -> BoundsGiven:
    """What the file states of ballots, and nothing that it leaves out; `choose-1` states its lengths by its name.

    A ballot names no more options than there are: a greater length binds nobody.
    """
    stated: Stated = election.stated
    one = election.vote_type == "choose-1"
    longest = 1 if one else stated.max_length or 0
    options = sum(not is_withdrawn(project) for project in election.projects)
    return BoundsGiven(
        min_length=1 if one else stated.min_length or 0,
        max_length=min(longest, options),
        max_sum_cost=None if stated.max_sum_cost is None else format(stated.max_sum_cost, "f"),
        min_sum_points=stated.min_sum_points or 0,
        max_sum_points=stated.max_sum_points or 0,
        max_points=stated.max_points or 0,
    )


def _said(key: str, value: str) -> str:
    return f"{key} {value}" if is_plain_slug(value) else key


def _listed(names: Mapping[str, object]) -> str:
    return ", ".join(names)
