"""What one side of a link tells the other: never a name, a token or a text."""

from datetime import date

from ledger.identifiers import LinkId, TwinningId
from ledger.links.state import Actor, Direction, Group, LinkKind
from ledger.message import Message


class LinkTelling(Message, frozen=True, kw_only=True, tag="link-telling"):
    """A link begins; all sides and directions as the account sees them that is told."""

    link: LinkId
    twinning: TwinningId
    link_kind: LinkKind
    direction: Direction
    actors: tuple[Actor, ...]
    group: Group | None
    effective: date


class LinkEnding(Message, frozen=True, kw_only=True, tag="link-ending"):
    """A link ends."""

    link: LinkId
    twinning: TwinningId
    effective: date
