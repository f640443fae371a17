"""A proposal is written, and written anew: versions, each with the seal of its paper and of the whole (P2)."""

from collections.abc import Generator, Iterable
from typing import Any

import msgspec

from ledger.accounts.look import founded
from ledger.accounts.state import Account, member_mark
from ledger.associations.membership import current_member
from ledger.command import AccountCommand, Context, Decision, Fact, Log, Outcome, Reads, Seen
from ledger.context import canonical, readable
from ledger.identifiers import AccountId, MemberToken, ProposalId, Seal, stream_of
from ledger.periods.gathering import Gathered, gathered, require_report
from ledger.proposals.calling import call_of
from ledger.proposals.events import ProposalAmended, ProposalDrafted
from ledger.proposals.given import (
    CallOnFundGiven,
    ClosePeriodGiven,
    MeasureGiven,
    SpendGiven,
    marks_of,
    other_measure,
    streams_of,
)
from ledger.proposals.look import BEFORE_BALLOT, ProposalCommand
from ledger.proposals.measure import ClosePeriod, Measure, version_seal
from ledger.proposals.refusals import PassOnPlanMissing, ProposalFrozen
from ledger.proposals.spending import spend_of
from ledger.refusals import TextEmpty


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """What an event holds of a version."""

    measure: Measure
    paper: Seal
    seal: Seal


class DraftProposal(AccountCommand, frozen=True, kw_only=True):
    """A member writes what the assembly is to decide (P1)."""

    proposer: MemberToken
    need: str
    """Who needs what, in words."""
    measure: MeasureGiven
    pass_on_plan: str = ""
    """How the beneficiaries will pass on what they receive; asked for with spending, and may be "not able yet" (P6)."""
    books: Gathered | None = None
    """What the books came to just before, where the measure is to close a period."""

    def gather(self, log: Log) -> Any:
        return _with_books(self, log)

    def reads(self, context: Context) -> Reads:
        proposer = member_mark(self.account, self.proposer)
        return Reads(
            streams=(self.account, *streams_of(self.measure, self.account)),
            marks=(proposer, *marks_of(self.measure, self.account)),
        )

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        current_member(seen, self.account, self.proposer)
        version = yield from _version(self, self.account, account, seen, context)
        proposal = ProposalId(context.fresh("proposal"))
        yield Fact(
            stream_of(self.account, proposal),
            ProposalDrafted(
                proposer=self.proposer, measure=version.measure, paper=version.paper, seal=version.seal
            ),
        )
        return proposal


class AmendProposal(ProposalCommand, frozen=True, kw_only=True):
    """Write a new version, which is a draft again; possible until a round opens on the proposal (P2)."""

    need: str
    measure: MeasureGiven
    pass_on_plan: str = ""
    books: Gathered | None = None
    """As of a draft."""

    def gather(self, log: Log) -> Any:
        return _with_books(self, log)

    def reads(self, context: Context) -> Reads:
        return Reads(
            streams=(self.account, self.stream, *streams_of(self.measure, self.account)),
            marks=marks_of(self.measure, self.account),
        )

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        proposal = self.found(seen)
        if proposal.status not in BEFORE_BALLOT:
            raise ProposalFrozen(status=proposal.status.value)
        version = yield from _version(self, self.account, account, seen, context)
        yield Fact(
            self.stream,
            ProposalAmended(
                version=proposal.version + 1,
                measure=version.measure,
                paper=version.paper,
                seal=version.seal,
            ),
        )
        return self.proposal


def _version(
    given: DraftProposal | AmendProposal,
    account_id: AccountId,
    account: Account,
    seen: Seen,
    context: Context,
) -> Generator[Outcome, None, Version]:
    """Read what is given; yields the papers of its texts."""
    measure: Measure
    whats: Iterable[str] = ()
    if isinstance(given.measure, SpendGiven | CallOnFundGiven):
        if isinstance(given.measure, SpendGiven):
            measure = spend_of(given.measure, account_id, account, seen)
        else:
            measure = call_of(given.measure, account_id, seen)
        whats = (cost.what for cost in given.measure.costs)
        if not given.pass_on_plan.strip():
            raise PassOnPlanMissing
    else:
        measure = yield from other_measure(given.measure, account_id, account, seen, context)
        if isinstance(measure, ClosePeriod):
            require_report(seen, account_id, given.books, measure)
    texts = {
        "need": _written(given.need),
        "costs": [_written(what) for what in whats],
        "pass_on_plan": readable(given.pass_on_plan),
    }
    paper = context.paper(canonical(texts))
    yield paper
    return Version(measure=measure, paper=paper.seal, seal=version_seal(paper.seal, measure))


def _with_books(given: DraftProposal | AmendProposal, log: Log) -> Any:
    """The same with what the books come to, where they are to be closed."""
    if not isinstance(given.measure, ClosePeriodGiven):
        return given
    return msgspec.structs.replace(given, books=gathered(log, given.account, given.measure.until))


def _written(text: str) -> str:
    """The same text. It is checked by itself, since the paper that it becomes a part of is never empty."""
    if not readable(text).strip():
        raise TextEmpty
    return text
