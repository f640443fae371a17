"""How commands look at a link."""

from ledger.command import AccountCommand, Context, Reads, Seen
from ledger.identifiers import LinkId, Stream, stream_of
from ledger.links.refusals import LinkOver, UnknownLink
from ledger.links.state import Link


class LinkCommand(AccountCommand, frozen=True, kw_only=True):
    """A command about one link."""

    link: LinkId

    @property
    def stream(self) -> Stream:
        """Where this side's events of the link stand."""
        return stream_of(self.account, self.link)

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account, self.stream))

    def found(self, seen: Seen) -> Link:
        """The link. Raises UnknownLink, also for the id of something else."""
        is_id = self.link.startswith("link-") and "/" not in self.link
        link = seen.find(self.stream, Link) if is_id else None
        if link is None or not link.kind:
            raise UnknownLink
        return link

    def going_on(self, seen: Seen) -> Link:
        """The link that has not ended. Raises UnknownLink or LinkOver."""
        link = self.found(seen)
        if link.until is not None:
            raise LinkOver(until=link.until.isoformat())
        return link
