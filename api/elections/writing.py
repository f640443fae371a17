"""Write a counted round as a Pabulib file, without anything of the people who voted.

Voters are running numbers over the ballots sorted by what they choose: nothing is left of tokens, of ballots' numbers
or of the order in which they came, and the same round gives the same bytes each time. A project is called by its public
label, since words of a proposal may name people. What the format has no key for stands in numbered comments.
"""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from api.elections.rules import RULES, name_of
from ledger.associations.rules import TieRule
from ledger.identifiers import RoundId
from ledger.money import to_decimal
from ledger.rounds.ballots import Choices
from ledger.rounds.counting import Result
from ledger.rounds.terms import BallotType, Bounds, Option, Terms

VOTE_TYPES = {
    BallotType.APPROVAL: "approval",
    BallotType.CUMULATIVE: "cumulative",
    BallotType.RANKED: "ordinal",
    BallotType.SCORE: "scoring",
}
Cells = Sequence[object]


class Place(NamedTuple):
    """Where a round was held, as a file says it."""

    country: str
    unit: str


class Counted(NamedTuple):
    """A counted round over one budget, and the ballots that counted."""

    round: RoundId
    title: str | None
    """None once it is forgotten."""
    terms: Terms
    result: Result
    ballots: Sequence[Choices]
    annulled: Collection[str] = ()
    """Labels of what was accepted, and annulled afterwards (R8, R10)."""


def written(counted: Counted, place: Place) -> str:
    """The whole file."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\n")
    rows.writerows((("META",), ("key", "value")))
    rows.writerows((key, _on_one_line(str(value))) for key, value in _meta(counted, place) if value)
    rows.writerow(("PROJECTS",))
    rows.writerows(_projects(counted))
    rows.writerow(("VOTES",))
    rows.writerows(_votes(counted.terms, counted.ballots))
    return text.getvalue()


def _meta(counted: Counted, place: Place) -> Iterator[tuple[str, object]]:
    """The keys in the format's order."""
    terms, bounds, unit = counted.terms, counted.terms.bounds, counted.terms.budget[0].unit
    opened = _day(terms.opened_us)
    yield "description", counted.title or f"Decision round {counted.round}"
    yield "country", place.country
    yield "unit", place.unit
    yield "instance", opened.year
    yield "num_projects", len(terms.options)
    # A round in which nobody voted has no votes, and says so.
    yield "num_votes", str(len(counted.ballots))
    yield "budget", to_decimal(terms.budget[0].amount_minor, unit)
    yield "vote_type", _vote_type(terms, counted.ballots)
    yield "rule", name_of(terms)
    yield "date_begin", f"{opened:%d.%m.%Y}"
    # The deadline is the first moment at which no ballot is taken.
    yield "date_end", f"{_day(terms.closes_us - 1):%d.%m.%Y}"
    yield from _bounds(bounds, unit)
    yield "min_project_score_threshold", terms.counting_rule.minimum_score
    yield "currency", unit
    yield "comment", " ".join(f"#{number}: {said}" for number, said in enumerate(_comments(counted), 1))


def _bounds(bounds: Bounds, unit: str) -> Iterator[tuple[str, object]]:
    yield "min_length", bounds.min_length
    yield "max_length", bounds.max_length
    yield "max_sum_cost", bounds.max_sum_cost_minor and to_decimal(bounds.max_sum_cost_minor, unit)
    yield "max_points", bounds.max_points
    yield "min_sum_points", bounds.min_sum_points
    yield "max_sum_points", bounds.max_sum_points


def _vote_type(terms: Terms, ballots: Iterable[Choices]) -> str:
    """The format calls an approval ballot that names exactly one option by a name of its own."""
    one = terms.ballot_type is BallotType.APPROVAL and terms.bounds.max_length == 1
    if one and all(ballot.labels for ballot in ballots):
        return "choose-1"
    return VOTE_TYPES[terms.ballot_type]


def _comments(counted: Counted) -> Iterator[str]:
    terms, result, rule = counted.terms, counted.result, name_of(counted.terms)
    yield f"{result.ballots_counted} of {terms.electorate} electors took part."
    if not result.quorum_reached:
        yield f"The quorum of {terms.quorum_percent} % was missed: nothing is accepted, whatever the rule would take."
    if result.tie_decided:
        order = "label" if terms.tie_rule is TieRule.LABEL else "lower cost, then label"
        yield f"Projects that are equal for the rule were taken by {order}; another order would accept others."
    if "add1-greedy" in rule:
        yield "After add1 whatever still fits is taken in the order of votes or points."
    if rule not in RULES:
        yield "Points were given, and the projects were taken in the order of how many ballots name them."
    if counted.annulled:
        yield "Selected 2: accepted by the rule, and annulled afterwards."


def _projects(counted: Counted) -> Iterator[Cells]:
    tallies = {tally.label: tally for tally in counted.result.tallies}
    scored = any(tally.score is not None for tally in counted.result.tallies)
    accepted = frozenset(counted.result.accepted)
    yield ("project_id", "cost", "votes", *(("score",) if scored else ()), "name", "selected")
    for option in counted.terms.options:
        tally = tallies[option.label]
        score = (tally.score or 0,) if scored else ()
        selected = 2 if option.label in counted.annulled else int(option.label in accepted)
        yield option.label, _cost(option), tally.votes, *score, option.label, selected


def _cost(option: Option) -> str:
    """Over a budget of one line every cost is of its unit and purpose."""
    return to_decimal(sum(line.amount_minor for line in option.costs), option.costs[0].unit)


def _votes(terms: Terms, ballots: Iterable[Choices]) -> Iterator[Cells]:
    pointed = terms.ballot_type.gives_points
    yield ("voter_id", "vote", "points") if pointed else ("voter_id", "vote")
    for voter, ballot in enumerate(sorted(ballots, key=lambda ballot: (ballot.labels, ballot.points)), 1):
        if not pointed:
            yield voter, ",".join(ballot.labels)
            continue
        # The format lists projects from the most points to the fewest.
        given = sorted(zip(ballot.labels, ballot.points, strict=True), key=lambda pair: (-pair[1], pair[0]))
        yield voter, ",".join(label for label, _ in given), ",".join(str(points) for _, points in given)


def _day(moment_us: int) -> date:
    return datetime.fromtimestamp(moment_us // 1_000_000, UTC).date()


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
