"""What can be asked of papers: to file one, and to have one forgotten."""

from typing import ClassVar

from ledger.accounts.look import founded, opened
from ledger.command import AccountCommand, Context, Decision, Fact, Forgetting, Reads, Seen
from ledger.identifiers import MemberToken, PaperId
from ledger.papers.events import PaperForgotten
from ledger.papers.look import filed, filing, filing_marks
from ledger.papers.media import Examined
from ledger.papers.refusals import ForgettingUnconfirmed, OnlyOfficersForget
from ledger.papers.state import PaperKind, paper_mark


class FilePaper(AccountCommand, frozen=True, kw_only=True):
    """Keep a file beside the events, before the founding too, so that its minutes can name their scan."""

    bulky: ClassVar[bool] = True

    kind: PaperKind
    file: Examined
    public: bool = False
    """For everybody; else for those with a role in the account (L9)."""

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,), marks=filing_marks(self.account, self.file, context))

    def decide(self, seen: Seen, context: Context) -> Decision:
        opened(seen, self.account)
        return (yield from filing(seen, self.account, self.kind, self.file, context, public=self.public))


class ForgetPaper(AccountCommand, frozen=True, kw_only=True):
    """Take a paper's bytes away for good, as two officers decide; its event and its seal remain (L6)."""

    paper: PaperId
    reason: str
    confirmed_by: MemberToken
    """Another officer, who agrees."""

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,), marks=(paper_mark(self.account, self.paper),))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        record = filed(seen, self.account, self.paper)
        if not account.offices_of(context.actor):
            raise OnlyOfficersForget
        if self.confirmed_by == context.actor or not account.offices_of(self.confirmed_by):
            raise ForgettingUnconfirmed
        reason = context.paper(self.reason)
        yield reason
        yield Forgetting(record.seal)
        yield Fact(
            self.account,
            PaperForgotten(paper=self.paper, reason=reason.seal, confirmed_by=self.confirmed_by),
        )
        return self.paper
