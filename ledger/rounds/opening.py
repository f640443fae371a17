"""A round opens: electorate, rules, budget, options and deadline are frozen in one event (R1)."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

import msgspec

from ledger.accounts.events import BudgetReserved
from ledger.accounts.look import founded, require_available, require_no_shortfall
from ledger.accounts.state import Account, Destination, Line, MemberRecord, members_group
from ledger.associations.rules import Rules
from ledger.calls.events import CallPutOnBallot
from ledger.calls.refusals import CallNotOpen, CallTwice
from ledger.calls.state import OpenCall, open_call_mark, open_calls_group
from ledger.command import Context, Decision, ElectorLinks, Fact, Log, Reads, Seen, recorded_date
from ledger.identifiers import AccountId, CallId, MemberToken, ProposalId, RoundToken, TwinningId, stream_of
from ledger.proposals.events import ProposalPutOnBallot
from ledger.proposals.look import proposal_in
from ledger.proposals.measure import Measure, Spend, call_met_by, requested_of, twinning_of
from ledger.proposals.refusals import CriterionNotAdopted
from ledger.proposals.state import ProposalStatus
from ledger.refusals import StaleVersion
from ledger.rounds.counting import Budget
from ledger.rounds.events import RoundDrafted, RoundOpened
from ledger.rounds.look import RoundCommand, require_drafted
from ledger.rounds.refusals import (
    CostBeyondBudget,
    DeadlinePassed,
    NoElectors,
    OptionNotAdmitted,
    OptionSpendsNothing,
)
from ledger.rounds.state import Round
from ledger.rounds.terms import BallotType, Item, Option, Terms
from ledger.twinnings.look import active_twinning


class OpenRound(RoundCommand, frozen=True, kw_only=True):
    """Freeze all that R1 names, and take the budget out of what is available (L2)."""

    proposals: tuple[ProposalId, ...] = ()
    """Gathered, not given: a draft names them in its first event, which never changes."""
    twinnings: tuple[TwinningId, ...] = ()
    """Gathered, not given: all that any version of these proposals names."""

    def gather(self, log: Log) -> Any:
        proposals: tuple[ProposalId, ...] = ()
        if self.names_a_round:
            for _, event in log.events(self.stream):
                if isinstance(event, RoundDrafted):
                    proposals = tuple(item.proposal for item in event.items)
                break
        twinnings = tuple(
            twinning for proposal in proposals for twinning in _twinnings_of(log, self.account, proposal)
        )
        return msgspec.structs.replace(self, proposals=proposals, twinnings=twinnings)

    def reads(self, context: Context) -> Reads:
        parts = (stream_of(self.account, part) for part in (*self.proposals, *self.twinnings))
        groups = members_group(self.account), open_calls_group(self.account)
        return Reads(streams=(self.account, self.stream, *parts), groups=groups)

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        drafted = self.found(seen)
        require_drafted(drafted)
        if drafted.closes_us <= context.recorded_us:
            raise DeadlinePassed
        options = tuple(self._option(seen, account, drafted, item) for item in drafted.items)
        calls = self._calls(seen, options)
        budget = _budget(account, drafted, options)
        electorate = self._electorate(seen, account, drafted, recorded_date(context))
        members = electorate.members
        tokens = tuple(RoundToken(context.fresh("elector")) for _ in members)
        # Each list in an order of its own, so that no order tells whose token is whose (V7).
        members_list, tokens_list = (
            context.listing(context.shuffled(members)),
            context.listing(context.shuffled(tokens)),
        )
        yield members_list
        yield tokens_list
        yield ElectorLinks(self.round, tuple(zip(members, tokens, strict=True)))
        rules = _rules(account)
        terms = Terms(
            ballot_type=drafted.ballot_type,
            body=drafted.body,
            options=options,
            budget=budget,
            electorate=len(members),
            recused=electorate.recused,
            members_list=members_list.seal,
            tokens_list=tokens_list.seal,
            rules_version=account.rules_version,
            quorum_percent=rules.quorum_percent,
            second_call_quorum_percent=rules.second_call_quorum_percent,
            threshold_percent=rules.threshold_percent,
            tie_rule=rules.tie_rule,
            objection_days=rules.objection_days,
            closes_us=drafted.closes_us,
            confidentiality=drafted.confidentiality,
        )
        yield Fact(self.stream, RoundOpened(terms=terms))
        if budget:
            yield Fact(self.account, BudgetReserved(round=self.round, lines=budget))
        for option in options:
            put = ProposalPutOnBallot(round=self.round, version=option.version)
            yield Fact(stream_of(self.account, option.proposal), put)
        for option, call, waiting in calls:
            on_ballot = CallPutOnBallot(asking=waiting.asking, proposal=option.proposal, round=self.round)
            yield Fact(stream_of(self.account, call), on_ballot)
        return self.round

    def _option(self, seen: Seen, account: Account, drafted: Round, item: Item) -> Option:
        """The proposal's present version, as it stands on the ballot (P2)."""
        proposal = proposal_in(seen, self.account, item.proposal)
        if proposal.status is not ProposalStatus.ADMITTED:
            raise OptionNotAdmitted(label=item.label, status=proposal.status.value)
        measure = proposal.measure
        assert measure is not None, "a proposal has a measure from its first event on"
        if drafted.ballot_type is BallotType.APPROVAL and not isinstance(measure, Spend):
            raise OptionSpendsNothing(label=item.label)
        # The rules may have changed since the proposal was written, and the round is held under these.
        if isinstance(measure, Spend) and not measure.names_criterion_of(_rules(account)):
            raise CriterionNotAdopted
        self._require_active_twinning(seen, measure)
        return Option(
            label=item.label,
            proposal=item.proposal,
            version=proposal.version,
            seal=proposal.seal,
            destination=measure.destination if isinstance(measure, Spend) else Destination.UNASSIGNED,
            costs=requested_of(measure),
            call=call_met_by(measure),
        )

    def _calls(self, seen: Seen, options: Iterable[Option]) -> list[tuple[Option, CallId, OpenCall]]:
        """The calls on the fund that options meet: each still waits here, and is decided once (P5)."""
        waiting = seen.group(open_calls_group(self.account), OpenCall)
        found: dict[CallId, tuple[Option, CallId, OpenCall]] = {}
        for option in options:
            if option.call is None:
                continue
            call = waiting.get(open_call_mark(self.account, option.call))
            if call is None or call.on_ballot:
                raise CallNotOpen
            if option.call in found:
                raise CallTwice
            found[option.call] = option, option.call, call
        return list(found.values())

    def _require_active_twinning(self, seen: Seen, measure: Measure) -> None:
        """The twinning may have been suspended or ended since the proposal was written (P1, W6)."""
        twinning = twinning_of(measure)
        if twinning is None:
            return
        if twinning not in self.twinnings:
            # A version written after they were gathered names another one: what it is can be asked next time.
            raise StaleVersion(version=seen.version(self.stream))
        active_twinning(seen, self.account, twinning)

    def _electorate(self, seen: Seen, account: Account, drafted: Round, today: date) -> "_Electorate":
        """Who is a member today, meets the rules' conditions, and is not recused (M1, M3)."""
        beginning, rules = members_group(self.account), _rules(account)
        eligible = [
            MemberToken(mark.removeprefix(beginning))
            for mark, record in seen.group(beginning, MemberRecord).items()
            if _meets(rules, record, today)
        ]
        members = tuple(member for member in eligible if member not in drafted.recused)
        if not members:
            raise NoElectors
        return _Electorate(members, len(eligible) - len(members))


def _twinnings_of(log: Log, account: AccountId, proposal: ProposalId) -> Iterator[TwinningId]:
    """The twinnings that versions of a proposal name."""
    for _, event in log.events(stream_of(account, proposal)):
        twinning = twinning_of(getattr(event, "measure", None))
        if twinning is not None:
            yield twinning


class _Electorate(NamedTuple):
    members: tuple[MemberToken, ...]
    recused: int
    """Who would be an elector, had they not been recused."""


def _rules(account: Account) -> Rules:
    """The rules in force now, which the round keeps whatever becomes of them (A4)."""
    assert account.rules is not None, "an association is founded with its first rules"
    return account.rules


def _meets(rules: Rules, record: MemberRecord, today: date) -> bool:
    """Membership, age, seniority, no suspension (M1, M3)."""
    return (
        record.on(today)
        and (record.of_age or not rules.minimum_age)
        and not record.suspended
        and (today - record.since).days >= rules.seniority_days
    )


def _budget(account: Account, drafted: Round, options: Iterable[Option]) -> tuple[Line, ...]:
    """What is reserved; it must be there, in purposes without a shortfall (L2)."""
    budget = drafted.budget
    if drafted.ballot_type is BallotType.YES_NO_ABSTAIN:
        (option,) = options
        budget = budget or option.costs
        if not Budget(budget).covers(option.costs):
            raise CostBeyondBudget(label=option.label)
    for line in budget:
        require_no_shortfall(account, line.unit, line.purpose)
        require_available(account, line.unit, line.purpose, line.amount_minor)
    return budget
