"""Rounds of every kind of ballot, as the tests of them need them."""

from typing import Any

import msgspec

from ledger.identifiers import MemberToken, RoundId
from ledger.money import to_decimal
from ledger.proposals.commands import LineGiven
from ledger.rounds.commands import CastBallot, DraftRound
from ledger.rounds.declaring import BoundsGiven
from ledger.rounds.terms import BallotType, CountingRule
from tests.ledger.deciding import admitted, ballot, euros, opened, shares_out, spend
from tests.scenario import Scenario

NEEDED = {
    BallotType.CUMULATIVE: BoundsGiven(max_sum_points=10),
    BallotType.SCORE: BoundsGiven(max_points=5),
}
"""The bounds without which there is no such ballot."""


def drafts(
    scenario: Scenario,
    ballot_type: BallotType,
    *,
    rule: CountingRule | None = None,
    budget: tuple[LineGiven, ...] = (euros("500.00"),),
    costs: dict[str, int] | None = None,
    **bounds: Any,
) -> DraftRound:
    """A round over a van, a bus and a well, by this kind of ballot; the bounds that it needs, and these."""
    amounts = {"van": 100_00, "bus": 200_00, "well": 300_00} if costs is None else costs
    items = {label: admitted(scenario, spend(to_decimal(cost, "EUR"))) for label, cost in amounts.items()}
    return but(
        shares_out("500.00", **items),
        ballot_type=ballot_type,
        rule=rule,
        budget=budget,
        bounds=msgspec.structs.replace(NEEDED.get(ballot_type, BoundsGiven()), **bounds),
    )


def but(command: DraftRound, **changes: Any) -> DraftRound:
    """The same draft with something changed."""
    return msgspec.structs.replace(command, **changes)


def within(command: DraftRound, **bounds: Any) -> DraftRound:
    """The same draft with other bounds."""
    return but(command, bounds=msgspec.structs.replace(command.bounds, **bounds))


def held(
    scenario: Scenario, ballot_type: BallotType, rule: CountingRule | None = None, **bounds: Any
) -> RoundId:
    """Such a round is open."""
    return opened(scenario, drafts(scenario, ballot_type, rule=rule, **bounds))


def giving(scenario: Scenario, round_id: RoundId, member: MemberToken, **points: int) -> CastBallot:
    """A ballot that gives points, by label."""
    return msgspec.structs.replace(ballot(scenario, round_id, member, *points), points=tuple(points.values()))
