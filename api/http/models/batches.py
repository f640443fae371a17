"""Lines of batches, and of the answers to them."""

from pydantic import BaseModel, Field

from api.http.models.associations import NewMember
from api.http.models.base import Line, Member
from api.http.models.contributions import NewContribution
from api.http.models.rounds import Choices, Points
from api.http.problems import Problem


class ContributionLine(NewContribution, Line):
    """Money that came in."""


class MemberLine(NewMember, Line):
    """Somebody who becomes a member."""


class BallotLine(Line):
    """What a member chose."""

    member: Member
    choices: Choices
    points: Points = ()


class LineResult(BaseModel):
    """What became of a line."""

    line: int = Field(description="Number of the line, from 1; empty lines count and are not answered.")
    status: int = Field(description="The HTTP status that this act alone would have had.")
    id: str | None = None
    position: str | None = None
    replayed: bool = False
    problem: Problem | None = None
    would_be_recorded: bool | None = None
    kinds: tuple[str, ...] = ()
