"""Bodies about decision rounds."""

from typing import Annotated

from pydantic import Field

from api.http.models.base import Amount, Body, Member, Proposal, Round, Text, id_of
from api.http.models.proposals import NewLine
from api.http.models.queries import WrittenMoment
from api.http.recording import Recorded
from ledger.associations.rules import Body as DecidingBody
from ledger.rounds.declaring import LARGEST_BOUND
from ledger.rounds.extending import LONGEST_MINUTES
from ledger.rounds.terms import (
    RULE_OF,
    BallotType,
    Completion,
    Confidentiality,
    CountingRule,
    RuleKind,
    ScoredBy,
)

Label = Annotated[
    str,
    Field(
        min_length=1,
        max_length=24,
        description="Public for ever: a code, never a person's name or number.",
        json_schema_extra={"pattern": r"^\S+$"},
    ),
]


Choices = Annotated[
    tuple[Label, ...],
    Field(max_length=1_000, description="On a ranked ballot the preferred option first."),
]
Points = Annotated[
    tuple[Annotated[int, Field(ge=0, le=LARGEST_BOUND)], ...],
    Field(max_length=1_000, description="One number for each choice, on cumulative and score ballots alone."),
]


class NewItem(Body):
    """A proposal on the ballot, under a short public label."""

    label: Label
    proposal: Proposal


Number = Annotated[int, Field(ge=0, le=LARGEST_BOUND)]


class NewRule(Body):
    """How the ballots are counted; what is left out is as goes with the ballots."""

    kind: RuleKind
    version: Annotated[int, Field(ge=1, le=1_000)] = 1
    scored_by: ScoredBy | None = None
    minimum_score: Annotated[Number, Field(description="An option below it is not accepted.")] = 0
    stops: bool = Field(False, description="Greedy stops at the first option that does not fit.")
    completion: Completion = Completion.NONE
    compared: bool = Field(
        False,
        description="The result of equal shares is compared with greedy's, and electors' preference decides.",
    )

    def meant(self, ballot_type: BallotType) -> CountingRule:
        """The rule, scored as goes with these ballots where nothing is said of it."""
        scored_by = self.scored_by or RULE_OF[ballot_type].scored_by
        return CountingRule(**{**self.__dict__, "scored_by": scored_by})


class NewBounds(Body):
    """What a ballot may hold; 0, or left out: no such bound."""

    min_length: Annotated[Number, Field(description="Options that a ballot names at least.")] = 0
    max_length: Number = 0
    max_sum_cost: Annotated[
        Amount | None, Field(description="What its options cost together at most, in the budget's one unit.")
    ] = None
    min_sum_points: Number = 0
    max_sum_points: Annotated[
        Number, Field(description="What a cumulative ballot has to share out; needed there.")
    ] = 0
    max_points: Annotated[Number, Field(description="For one option; a score ballot needs it.")] = 0


class RoundAsked(Body):
    """What a round asks, and of whom."""

    title: Text
    ballot_type: BallotType
    body: DecidingBody
    items: Annotated[tuple[NewItem, ...], Field(max_length=1_000)]
    budget: Annotated[tuple[NewLine, ...], Field(max_length=200)] = ()
    rule: NewRule | None = Field(None, description="The one of the ballot type if left out.")
    bounds: NewBounds = NewBounds()
    second_call_of: Round | None = Field(
        None, description="The round whose count missed the quorum, and of which this is the second call."
    )

    def counted(self) -> CountingRule | None:
        """The rule that is asked for."""
        return None if self.rule is None else self.rule.meant(self.ballot_type)


class NewExtension(Body):
    """How a late ballot that reaches the quorum moves the deadline, once."""

    within_minutes: Annotated[int, Field(ge=1, le=LONGEST_MINUTES, description="How late is late.")]
    by_minutes: Annotated[
        int, Field(ge=1, le=LONGEST_MINUTES, description="How long after that ballot the round goes on.")
    ]


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
    extension: NewExtension | None = Field(None, description="The deadline stays as it is if left out.")


class Recusal(Body):
    """Who will not be an elector of this round, and why."""

    reason: Text
    member: Member | None = Field(None, description="Whose; the key's own member if left out.")
    minutes: Annotated[str, id_of("minutes")] | None = Field(
        None,
        description="For officers: those of the assembly that said so, recorded by somebody else.",
    )


class NewBallot(Body):
    """What an elector chooses."""

    choices: Choices
    points: Points = ()
    member: Member | None = Field(
        None, description="For a teller: who handed it in. Else the key's own member."
    )
    proxy_of: Member | None = Field(
        None, description="For whom it is cast by proxy; left out, it is the ballot of whoever casts it."
    )


class BallotSlip(Recorded):
    """What proves that a ballot counts, and says nothing of it."""

    number: int = Field(description="The ballot's place among all ballots of the round.")
    seal: str = Field(
        description="Hash of salt, number and choices, points among them; in an open round salt and choices are shown "
        "after counting."
    )
