"""A practice is adopted: the adopter says so itself, and the origin is told."""

from datetime import date

from ledger.accounts.look import effective_in, founded
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen
from ledger.identifiers import AccountId, AdoptionId, ExperienceId, TerritoryId, TwinningId, is_id, stream_of
from ledger.learning.events import PracticeAdopted
from ledger.learning.look import place
from ledger.learning.refusals import AdoptedAlready, NotThisTwinsPractice, OwnPractice, UnknownExperience
from ledger.learning.state import Experience, Theme, adopted_mark
from ledger.twinnings.look import active_twinning


class AdoptPractice(AccountCommand, frozen=True, kw_only=True):
    """Record that this account's territory now does what another one shared.

    Whether the origin knows such an experience is for the origin to say, which may lie on another machine: what it
    never shared, it shows to nobody.
    """

    experience: ExperienceId
    origin: AccountId
    """The account that shared it."""
    twinning: TwinningId | None = None
    """The twinning by which it came about, if it did by one."""
    theme: Theme
    text: str
    """How it is practised here; public, so that nobody is named in it."""
    territory: TerritoryId | None = None
    """Where it is practised now; where the association is at home, unless said otherwise."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        twinning = () if self.twinning is None else (stream_of(self.account, self.twinning),)
        adopted = adopted_mark(self.account, self.origin, self.experience)
        return Reads(streams=(self.account, *twinning), marks=(adopted,))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        if not (is_id(Experience.prefix, self.experience) and is_id("account", self.origin)):
            raise UnknownExperience
        if self.origin == self.account:
            raise OwnPractice
        twinning = active_twinning(seen, self.account, self.twinning) if self.twinning else None
        if twinning is not None and twinning.other != self.origin:
            raise NotThisTwinsPractice
        if seen.holds(adopted_mark(self.account, self.origin, self.experience)):
            raise AdoptedAlready
        text = context.paper(self.text)
        adoption = AdoptionId(context.fresh("adoption"))
        yield text
        yield Fact(
            stream_of(self.account, adoption),
            PracticeAdopted(
                experience=self.experience,
                origin=self.origin,
                twinning=self.twinning,
                theme=self.theme,
                territory=place(self.territory, account),
                text=text.seal,
                effective=effective_in(account, self.effective, context),
            ),
        )
        return adoption
