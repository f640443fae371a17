"""Bodies about twinnings and links: no field for a child, a school, a route, or why somebody left home (W4, W7)."""

from typing import Annotated

from pydantic import Field

from api.http.models.base import Account, Body, Effective, Name, Text
from ledger.links.state import ActorKind, Direction, LinkKind
from ledger.twinnings.state import Side


class NewTwinning(Body):
    """A twinning to propose."""

    other: Account
    agreement: Text
    effective: Effective = None


class NewActor(Body):
    """Who carries a link on one side."""

    side: Side
    kind: ActorKind
    name: Name | None = Field(
        None, description="An organisation's, never a person's; for no actor of a child sponsorship."
    )
    anonymous: bool = Field(False, description="Whether the organisation asks not to be named.")


class NewLink(Body):
    """A link that begins."""

    kind: LinkKind
    direction: Direction
    actors: Annotated[tuple[NewActor, ...], Field(min_length=1, max_length=50)]
    group_size: int | None = Field(
        None, description="How many children a sponsorship supports together; for no other kind."
    )
    effective: Effective = None


class NewLinkPerson(Body):
    """Somebody who takes part in a link, such as an ambassador."""

    name: Name
    effective: Effective = None


class Consent(Body):
    """How a person consented to being named."""

    consent: Text
    effective: Effective = None
