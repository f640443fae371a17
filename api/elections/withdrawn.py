"""Projects that were withdrawn after the vote.

The format has no word for them: their cost is set to 999999999, so that no rule can take them, and a comment says why.
No ballot here takes what costs more than the whole budget (R6). Such a project is left off the ballot, and ballots that
name it are cast for whatever else they name, which gives every other project the score that it has in the file. Of
ranked ballots that is not so, since what stands behind it would move up: these elections are refused.
"""

from dataclasses import replace
from decimal import Decimal

from api.elections.pabulib import Election, PbBallot, Project

WITHDRAWN_COST = Decimal(999_999_999)


def is_withdrawn(project: Project) -> bool:
    """Whether the cost says that nobody could vote for it in the end."""
    return project.cost == WITHDRAWN_COST


def without_withdrawn(election: Election) -> tuple[Election, tuple[str, ...]]:
    """The election over what could be funded, and the ids of what was left off."""
    gone = {project.project_id for project in election.projects if is_withdrawn(project)}
    if not gone:
        return election, ()
    left = replace(
        election,
        projects=tuple(project for project in election.projects if project.project_id not in gone),
        ballots=tuple(_without(ballot, gone) for ballot in election.ballots),
    )
    return left, tuple(sorted(gone))


def _without(ballot: PbBallot, gone: set[str]) -> PbBallot:
    if gone.isdisjoint(ballot.choices):
        return ballot
    kept = [place for place, choice in enumerate(ballot.choices) if choice not in gone]
    return replace(
        ballot,
        choices=tuple(ballot.choices[place] for place in kept),
        points=tuple(ballot.points[place] for place in kept) if ballot.points else (),
    )
