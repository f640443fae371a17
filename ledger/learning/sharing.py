"""A practice sheet is shared, written anew, and withdrawn."""

from ledger.accounts.look import founded
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen
from ledger.identifiers import ExperienceId, Stream, TerritoryId, stream_of
from ledger.learning.events import ExperienceAmended, ExperienceShared, ExperienceWithdrawn
from ledger.learning.look import offered, place
from ledger.learning.state import Theme


class ShareExperience(AccountCommand, frozen=True, kw_only=True):
    """Let everybody read what is done here, so that others may learn from it."""

    theme: Theme
    text: str
    """What is done, how, and what it takes; public, so that nobody is named in it."""
    territory: TerritoryId | None = None
    """Where it is practised; where the association is at home, unless said otherwise."""

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,))

    def decide(self, seen: Seen, context: Context) -> Decision:
        territory = place(self.territory, founded(seen, self.account))
        text = context.paper(self.text)
        experience = ExperienceId(context.fresh("experience"))
        yield text
        yield Fact(
            stream_of(self.account, experience),
            ExperienceShared(theme=self.theme, territory=territory, text=text.seal),
        )
        return experience


class ExperienceCommand(AccountCommand, frozen=True, kw_only=True):
    """A command about one experience of this account."""

    experience: ExperienceId

    @property
    def stream(self) -> Stream:
        """Where the experience's events stand."""
        return stream_of(self.account, self.experience)

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account, self.stream))


class AmendExperience(ExperienceCommand, frozen=True, kw_only=True):
    """Write the sheet anew."""

    theme: Theme
    text: str

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        experience = offered(seen, self.account, self.experience)
        text = context.paper(self.text)
        yield text
        yield Fact(
            self.stream,
            ExperienceAmended(version=experience.version + 1, theme=self.theme, text=text.seal),
        )
        return self.experience


class WithdrawExperience(ExperienceCommand, frozen=True, kw_only=True):
    """Offer the sheet no longer."""

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        offered(seen, self.account, self.experience)
        yield Fact(self.stream, ExperienceWithdrawn())
        return self.experience
