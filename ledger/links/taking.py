"""How one side takes in what the other tells of a link, in any order and however often."""

from datetime import date

from ledger.command import Context, Decision, Fact, Reads, Seen
from ledger.identifiers import AccountId, TwinningId, is_id, stream_of
from ledger.links.events import LinkBegun, LinkEnded
from ledger.links.look import LinkCommand
from ledger.links.state import Actor, Direction, Group, Link, LinkKind, is_small
from ledger.twinnings.look import twinning_in
from ledger.twinnings.refusals import MessageMalformed, NotTheTwins, TwinningNotAtThisStep
from ledger.twinnings.state import Side, TwinningStatus

NEVER_AGREED = (TwinningStatus.DECLINED, TwinningStatus.WITHDRAWN)


class _FromTwin(LinkCommand, frozen=True, kw_only=True):
    """What the other side told of a link."""

    sender: AccountId
    twinning: TwinningId
    effective: date

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account, self.stream, stream_of(self.account, self.twinning)))

    def told_by_twin(self, seen: Seen) -> Link | None:
        """The link as it is known here, told of by the twin. Raises UnknownTwinning, NotTheTwins, MessageMalformed."""
        if not is_id("link", self.link):
            raise MessageMalformed
        twinning = twinning_in(seen, self.account, self.twinning)
        link = seen.find(self.stream, Link)
        if twinning.other != self.sender or (link is not None and link.twinning != self.twinning):
            raise NotTheTwins
        # Who was not answered yet has no links to tell of, unless a restore has lost our answer.
        if twinning.status is TwinningStatus.OFFERED:
            raise TwinningNotAtThisStep(status=twinning.status.value, wanted=TwinningStatus.ACTIVE.value)
        return link

    def never_agreed(self, seen: Seen) -> bool:
        """An acceptance crossed our withdrawal: what the twin began meanwhile is of no twinning."""
        return twinning_in(seen, self.account, self.twinning).status in NEVER_AGREED


class TakeLink(_FromTwin, frozen=True, kw_only=True):
    """A link began; its end may have been told before."""

    kind: LinkKind
    direction: Direction
    actors: tuple[Actor, ...]
    group: Group | None

    def decide(self, seen: Seen, context: Context) -> Decision:
        link = self.told_by_twin(seen)
        small = is_small(self.group) and self.group != Group()
        named = any(actor.party is not None for actor in self.actors)
        if small or named or (self.group is not None) is not (self.kind is LinkKind.SPONSORSHIP):
            raise MessageMalformed
        if (link is None or not link.kind) and not self.never_agreed(seen):
            yield Fact(
                self.stream,
                LinkBegun(
                    side=Side.TWIN,
                    other=self.sender,
                    twinning=self.twinning,
                    link_kind=self.kind,
                    direction=self.direction,
                    actors=self.actors,
                    group=self.group,
                    effective=self.effective,
                ),
            )
        return self.link


class TakeLinkEnding(_FromTwin, frozen=True, kw_only=True):
    """A link ended; its beginning may be told later."""

    def decide(self, seen: Seen, context: Context) -> Decision:
        link = self.told_by_twin(seen)
        if (link is None or link.until is None) and not self.never_agreed(seen):
            yield Fact(
                self.stream,
                LinkEnded(
                    side=Side.TWIN, other=self.sender, twinning=self.twinning, effective=self.effective
                ),
            )
        return self.link
