"""Bodies about decision rounds."""

from typing import Annotated

from pydantic import Field

from api.http.models.base import Body, Member, Proposal, Text
from api.http.models.proposals import NewLine
from api.http.models.queries import WrittenMoment
from api.http.recording import Recorded
from ledger.associations.rules import Body as DecidingBody
from ledger.rounds.terms import BallotType, Confidentiality

Label = Annotated[
    str,
    Field(
        min_length=1,
        max_length=24,
        description="Public for ever: a code, never a person's name or number.",
        json_schema_extra={"pattern": r"^\S+$"},
    ),
]


class NewItem(Body):
    """A proposal on the ballot, under a short public label."""

    label: Label
    proposal: Proposal


class RoundAsked(Body):
    """What a round asks, and of whom."""

    title: Text
    ballot_type: BallotType
    body: DecidingBody
    items: Annotated[tuple[NewItem, ...], Field(max_length=1_000)]
    budget: Annotated[tuple[NewLine, ...], Field(max_length=200)] = ()


class NewRound(RoundAsked):
    """A round that is prepared."""

    closes: Annotated[WrittenMoment, Field(description="Deadline, with its offset from UTC.")]
    counting: Annotated[
        WrittenMoment | None,
        Field(
            description="When it is counted at the earliest, the deadline if left out; until then what an assembly "
            "chose by show of hands while the round was open may be entered."
        ),
    ] = None
    confidentiality: Confidentiality = Confidentiality.OPEN


class Recusal(Body):
    """Who will not be an elector of this round, and why."""

    reason: Text
    member: Member | None = Field(None, description="Whose; the key's own member if left out.")


class NewBallot(Body):
    """What an elector chooses."""

    choices: Annotated[tuple[Label, ...], Field(max_length=1_000)]
    member: Member | None = Field(
        None, description="For a teller: whose ballot it is. Else the key's own member."
    )


class BallotSlip(Recorded):
    """What proves that a ballot counts, and says nothing of it."""

    number: int = Field(description="The ballot's place among all ballots of the round.")
    seal: str = Field(
        description="Hash of salt, number and choices; salt and choices are shown after counting."
    )
