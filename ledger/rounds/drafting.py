"""A round is prepared: what is asked, of whom, until when."""

import re
from collections.abc import Generator
from datetime import datetime

from ledger.accounts.look import founded
from ledger.accounts.state import Account
from ledger.associations.rules import BODY_OF, Body, Tier
from ledger.command import AccountCommand, Context, Decision, Fact, Outcome, Reads, Seen
from ledger.context import is_moment, microseconds
from ledger.identifiers import RoundId, Stream, stream_of
from ledger.proposals.given import LineGiven, lines_of
from ledger.proposals.look import proposal_in
from ledger.rounds.declaring import BoundsGiven, bounds_of, require_countable
from ledger.rounds.events import RoundDrafted
from ledger.rounds.extending import require_sound
from ledger.rounds.refusals import (
    BudgetMissing,
    CountingBeforeDeadline,
    DeadlineOutOfRange,
    DeadlineWithoutZone,
    ItemsMissing,
    LabelMalformed,
    LabelTwice,
    OneProposalOnly,
    ProposalTwice,
    WrongBody,
)
from ledger.rounds.second_call import reads_first_call, require_same
from ledger.rounds.terms import BallotType, Confidentiality, CountingRule, Extension, Item

_LABEL = re.compile(r"(?!.*\d{7})(?!(?:\D*\d){10})[^\W_][\w./:#+()-]{0,23}")
"""Short and without spaces: room for a city's code such as `BAD/0019`, and none for a sentence, nor for the digits
that telephone numbers and bank accounts need, however they are grouped."""


class Drafting(AccountCommand, frozen=True, kw_only=True):
    """What is asked, and of whom.

    Labels are public for ever, since they stand in the round's events: they are codes, never a person's name.
    """

    title: str
    ballot_type: BallotType
    body: Body
    """Who decides: the body that the association's tier asks for (A2)."""
    items: tuple[Item, ...]
    budget: tuple[LineGiven, ...] = ()
    """Reserved at the opening. A yes-no-abstain round may leave it out: then it is what its proposal asks for."""
    rule: CountingRule | None = None
    """How the ballots are counted; None: as goes with the ballot type."""
    bounds: BoundsGiven = BoundsGiven()
    """What a ballot may hold."""

    second_call_of: RoundId | None = None
    """The round whose count missed the quorum: the same is asked once more, of fewer."""

    @property
    def proposals(self) -> tuple[Stream, ...]:
        """The streams of the proposals that the round is to decide."""
        return tuple(stream_of(self.account, item.proposal) for item in self.items)

    def drafted(
        self,
        seen: Seen,
        context: Context,
        *,
        closes_us: int,
        counting_us: int = 0,
        confidentiality: Confidentiality = Confidentiality.OPEN,
        extension: Extension | None = None,
    ) -> Generator[Outcome, None, RoundDrafted]:
        """The event that drafts the round; yields the paper of its title."""
        account = founded(seen, self.account)
        self._require_deciding_body(account)
        self._require_sound_items()
        for item in self.items:
            proposal_in(seen, self.account, item.proposal)
        budget = lines_of(self.budget, account)
        if self.ballot_type.shares_budget and not budget:
            raise BudgetMissing
        require_countable(self.ballot_type, self.rule, budget)
        bounds = bounds_of(self.bounds, self.ballot_type, len(self.items), budget)
        title = context.paper(self.title)
        drafted = RoundDrafted(
            ballot_type=self.ballot_type,
            body=self.body,
            items=self.items,
            budget=budget,
            closes_us=closes_us,
            counting_us=counting_us,
            confidentiality=confidentiality,
            title=title.seal,
            rule=self.rule,
            bounds=bounds,
            extension=extension,
            second_call_of=self.second_call_of,
        )
        require_same(seen, self.account, drafted)
        yield title
        return drafted

    def _require_deciding_body(self, account: Account) -> None:
        body = BODY_OF[Tier(account.tier)]
        if self.body is not body:
            raise WrongBody(body=body.value.replace("-", " "))

    def _require_sound_items(self) -> None:
        if not self.items:
            raise ItemsMissing
        if self.ballot_type is BallotType.YES_NO_ABSTAIN and len(self.items) > 1:
            raise OneProposalOnly
        labels, proposals = set(), set()
        for item in self.items:
            if not _LABEL.fullmatch(item.label):
                raise LabelMalformed
            if item.label in labels:
                raise LabelTwice(label=item.label)
            if item.proposal in proposals:
                raise ProposalTwice(label=item.label)
            labels.add(item.label)
            proposals.add(item.proposal)


class DraftRound(Drafting, frozen=True, kw_only=True):
    """Prepare a round; nothing is frozen before it opens."""

    closes: datetime
    """Deadline, with its zone."""
    counting: datetime | None = None
    """When it is counted at the earliest, with its zone; the deadline if left out. Until then a show of hands of an
    assembly that met while the round was open may be entered (R9)."""
    confidentiality: Confidentiality = Confidentiality.OPEN
    extension: Extension | None = None
    """Whether, and how, a late ballot that reaches the quorum moves the deadline."""

    def reads(self, context: Context) -> Reads:
        first = reads_first_call(self.account, self.second_call_of)
        return Reads(streams=(self.account, *self.proposals, *first.streams), marks=first.marks)

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        require_sound(self.extension)
        closes_us, counting_us = _moment(self.closes), 0
        if self.counting is not None:
            counting_us = _moment(self.counting)
            if counting_us < closes_us:
                raise CountingBeforeDeadline
        drafted = yield from self.drafted(
            seen,
            context,
            closes_us=closes_us,
            counting_us=counting_us,
            confidentiality=self.confidentiality,
            extension=self.extension,
        )
        round_id = RoundId(context.fresh("round"))
        yield Fact(stream_of(self.account, round_id), drafted)
        return round_id


def _moment(given: datetime) -> int:
    """Microseconds since 1970. Raises DeadlineWithoutZone or DeadlineOutOfRange."""
    if given.utcoffset() is None:
        raise DeadlineWithoutZone
    moment_us = microseconds(given)
    if not is_moment(moment_us):
        raise DeadlineOutOfRange
    return moment_us
