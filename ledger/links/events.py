"""What happens to a link, as each side holds it in a stream of its own."""

from datetime import date

from ledger.event import Event
from ledger.identifiers import AccountId, LinkId, PartyToken, Seal, Stream, TwinningId, part_of
from ledger.links.messages import LinkEnding, LinkTelling
from ledger.links.state import Actor, Direction, Group, Link, LinkKind, is_small
from ledger.message import Sending
from ledger.twinnings.state import Side


class LinkBegun(Event, frozen=True, kw_only=True, tag="link-begun"):
    """A link begins under a twinning; the side that records it tells the other."""

    side: Side
    """Who recorded it."""
    other: AccountId
    """The twin's account."""
    twinning: TwinningId
    link_kind: LinkKind
    direction: Direction
    actors: tuple[Actor, ...]
    group: Group | None = None
    """For a sponsorship, and for nothing else (W4)."""
    effective: date

    def apply(self, state: Link) -> None:
        state.twinning, state.other = self.twinning, self.other
        state.kind, state.since = self.link_kind, self.effective

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        if self.side is Side.TWIN:
            return ()
        telling = LinkTelling(
            link=LinkId(part_of(stream)),
            twinning=self.twinning,
            link_kind=self.link_kind,
            direction=self.direction.across,
            actors=tuple(Actor(actor.side.across, actor.kind) for actor in self.actors),
            group=_told(self.group),
            effective=self.effective,
        )
        return (Sending(self.other, telling),)


class LinkEnded(Event, frozen=True, kw_only=True, tag="link-ended"):
    """A link ends; either side may say so, and that its end is told before its beginning changes nothing."""

    side: Side
    other: AccountId
    twinning: TwinningId
    effective: date

    def apply(self, state: Link) -> None:
        state.twinning, state.other = self.twinning, self.other
        state.until = self.effective

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        if self.side is Side.TWIN:
            return ()
        ending = LinkEnding(link=LinkId(part_of(stream)), twinning=self.twinning, effective=self.effective)
        return (Sending(self.other, ending),)


class LinkPersonAdded(Event, frozen=True, kw_only=True, tag="link-person-added"):
    """A person takes part in a link, such as an ambassador; who that is stands in the people store alone (W7)."""

    person: PartyToken
    effective: date

    def apply(self, state: Link) -> None:
        state.people[self.person] = False


class NameConsentGiven(Event, frozen=True, kw_only=True, tag="name-consent-given"):
    """A person in a link consents to being named (W7)."""

    person: PartyToken
    consent: Seal
    """Of the text that says how."""
    effective: date

    def apply(self, state: Link) -> None:
        state.people[self.person] = True


class NameConsentWithdrawn(Event, frozen=True, kw_only=True, tag="name-consent-withdrawn"):
    """A person in a link no longer consents to being named (W7)."""

    person: PartyToken
    effective: date

    def apply(self, state: Link) -> None:
        state.people[self.person] = False


def _told(group: Group | None) -> Group | None:
    """How many they are, unless they are too few to be told (W4)."""
    return Group() if is_small(group) else group
