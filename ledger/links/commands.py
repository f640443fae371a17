"""What an association can record of the links under its twinnings."""

from datetime import date

import msgspec

from ledger.accounts.look import effective_in, founded, person
from ledger.command import Context, Decision, Fact, Seen
from ledger.identifiers import LinkId, PartyToken, stream_of
from ledger.links.events import (
    LinkBegun,
    LinkEnded,
    LinkPersonAdded,
    NameConsentGiven,
    NameConsentWithdrawn,
)
from ledger.links.look import LinkCommand
from ledger.links.refusals import (
    ConsentGivenAlready,
    GroupMissing,
    GroupOfNoSponsorship,
    LinkActorsMissing,
    LinkEndsBeforeItBegan,
    NoConsentGiven,
    SponsorshipIsCollective,
    UnknownLinkPerson,
)
from ledger.links.state import Actor, ActorKind, Direction, Group, LinkKind
from ledger.twinnings.look import TwinningCommand, active_twinning
from ledger.twinnings.state import Side

LARGEST_GROUP = 100_000
"""More children than any twinned territory has."""


class ActorGiven(msgspec.Struct, frozen=True, kw_only=True):
    """Who carries a link on one side; an organisation may be named."""

    side: Side
    kind: ActorKind
    name: str | None = None
    anonymous: bool = False
    """An organisation's name is public unless it asks otherwise."""


class BeginLink(TwinningCommand, frozen=True, kw_only=True):
    """Record that a link begins under an active twinning; the twin is told (W3, W6)."""

    kind: LinkKind
    direction: Direction
    actors: tuple[ActorGiven, ...]
    group_size: int | None = None
    """How many children a sponsorship supports together; for nothing else (W4)."""
    effective: date | None = None

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        twinning = active_twinning(seen, self.account, self.twinning)
        if not self.actors:
            raise LinkActorsMissing
        group = self._group()
        actors = []
        for given in self.actors:
            party = None
            if given.name is not None:
                party = PartyToken(context.fresh("party"))
                yield person(party, given.name, public=not given.anonymous)
            actors.append(Actor(given.side, given.kind, party))
        link = LinkId(context.fresh("link"))
        yield Fact(
            stream_of(self.account, link),
            LinkBegun(
                side=Side.OWN,
                other=twinning.other,
                twinning=self.twinning,
                link_kind=self.kind,
                direction=self.direction,
                actors=tuple(actors),
                group=group,
                effective=effective_in(account, self.effective, context),
            ),
        )
        return link

    def _group(self) -> Group | None:
        """A sponsorship's group. Raises SponsorshipIsCollective, GroupMissing or GroupOfNoSponsorship (W4)."""
        if self.kind is not LinkKind.SPONSORSHIP:
            if self.group_size is not None:
                raise GroupOfNoSponsorship
            return None
        if any(actor.name is not None for actor in self.actors):
            raise SponsorshipIsCollective
        if self.group_size is None or not 1 <= self.group_size <= LARGEST_GROUP:
            raise GroupMissing(highest=LARGEST_GROUP)
        return Group(self.group_size)


class EndLink(LinkCommand, frozen=True, kw_only=True):
    """Record that a link ends; either side does so, and the other is told."""

    effective: date | None = None

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        link = self.going_on(seen)
        effective = effective_in(account, self.effective, context)
        if link.since is not None and effective < link.since:
            raise LinkEndsBeforeItBegan(since=link.since.isoformat())
        yield Fact(
            self.stream,
            LinkEnded(side=Side.OWN, other=link.other, twinning=link.twinning, effective=effective),
        )
        return self.link


class AddPersonToLink(LinkCommand, frozen=True, kw_only=True):
    """A person takes part in a link, such as an ambassador; the name is not shown unless that person consents (W7)."""

    name: str
    effective: date | None = None

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        if self.going_on(seen).kind == LinkKind.SPONSORSHIP:
            raise SponsorshipIsCollective
        token = PartyToken(context.fresh("person"))
        yield person(token, self.name)
        effective = effective_in(account, self.effective, context)
        yield Fact(self.stream, LinkPersonAdded(person=token, effective=effective))
        return token


class GiveNameConsent(LinkCommand, frozen=True, kw_only=True):
    """A person in a link consents to being named (W7)."""

    person: PartyToken
    consent: str
    """How the consent was given, in words."""
    effective: date | None = None

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        link = self.found(seen)
        if self.person not in link.people:
            raise UnknownLinkPerson
        if link.people[self.person]:
            raise ConsentGivenAlready
        consent = context.paper(self.consent)
        yield consent
        effective = effective_in(account, self.effective, context)
        given = NameConsentGiven(person=self.person, consent=consent.seal, effective=effective)
        yield Fact(self.stream, given)
        return self.person


class WithdrawNameConsent(LinkCommand, frozen=True, kw_only=True):
    """A person in a link takes consent back, at any time: the name is shown no more (W7)."""

    person: PartyToken
    effective: date | None = None

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        link = self.found(seen)
        if self.person not in link.people:
            raise UnknownLinkPerson
        if not link.people[self.person]:
            raise NoConsentGiven
        effective = effective_in(account, self.effective, context)
        yield Fact(self.stream, NameConsentWithdrawn(person=self.person, effective=effective))
        return self.person
