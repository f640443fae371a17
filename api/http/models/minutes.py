"""Bodies about minutes, and what assemblies decide by show of hands."""

from datetime import date
from typing import Annotated

from pydantic import Field

from api.http.models.base import Body, Member, Text, id_of
from api.http.models.queries import WrittenMoment
from api.http.models.rounds import Label, RoundAsked
from ledger.associations.rules import Office

Minutes = Annotated[str, id_of("minutes")]
Paper = Annotated[str, id_of("paper")]
MOST_LISTED = 10_000
"""More than come to one assembly."""


class NewMinutes(Body):
    """The minutes of an assembly that is over."""

    began: Annotated[WrittenMoment, Field(description="With its offset from UTC, as the end.")]
    ended: WrittenMoment
    convened: date = Field(description="The day on which the members were called together.")
    convocation: Text = Field(description="What the members were called to, and how the call reached them.")
    attendance: Annotated[
        int | None, Field(ge=0, le=10**9, description="Members present; the list tells, where one was kept.")
    ] = None
    attending: Annotated[
        tuple[Member, ...],
        Field(max_length=MOST_LISTED, description="Members present, where a list was kept."),
    ] = ()
    attesting: Annotated[
        tuple[Member, ...],
        Field(min_length=2, max_length=2, description="Two members who attest the minutes."),
    ]
    text: Text
    scan: Paper | None = Field(None, description="The signed page, filed before.")
    entry_until: date | None = Field(
        None, description="The last day on which votes of this assembly are entered, as it declared."
    )


class NewTotal(Body):
    """How many hands one option had."""

    label: Label = Field(description="Of the option; or yes, no, abstain.")
    votes: Annotated[int, Field(ge=0, le=10**9)]


Totals = Annotated[
    tuple[NewTotal, ...],
    Field(max_length=1_000, description="One for each option of the ballot, 0 where nobody raised a hand."),
]
Present = Annotated[
    int | None,
    Field(
        ge=0,
        le=10**9,
        description="Electors present; as the attendance list or, without one, the minutes say, if left out.",
    ),
]


class NewProxyCarried(Body):
    """Somebody who was there raised a hand for somebody who was not, by a proxy on paper."""

    holder: Member
    giver: Member


Proxies = Annotated[
    tuple[NewProxyCarried, ...],
    Field(
        max_length=1_000,
        description="Whose hands somebody present raised by proxy; they count with those present, once each.",
    ),
]


class NewRecusal(Body):
    """A member who did not take part in deciding, and why."""

    member: Member
    reason: Text


class NewSitting(RoundAsked):
    """A round that an assembly opened, decided by show of hands and closed in one sitting."""

    recusals: Annotated[tuple[NewRecusal, ...], Field(max_length=100)] = ()
    totals: Totals
    proxies: Proxies = ()
    present: Present = None


class NewShowOfHands(Body):
    """What an assembly chose in a round in which others vote electronically."""

    minutes: Minutes
    totals: Totals
    proxies: Proxies = ()
    present: Present = None
    replaces: bool = Field(False, description="The show of hands entered before was written down wrongly.")


class NewAppointment(Body):
    """Whom an assembly gave a vacant office."""

    office: Office
    member: Member


class LostKey(Body):
    """Whose key an assembly had replaced."""

    member: Member
