"""What opens with a round is frozen at once: electorate, rules, budget, options and deadline (R1)."""

from collections.abc import Collection, Generator, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from ledger.accounts.events import BudgetReserved
from ledger.accounts.look import require_available, require_no_shortfall
from ledger.accounts.state import Account, Destination, Line, MemberRecord, members_group
from ledger.associations.in_force import RulesInForce
from ledger.associations.rules import Rules
from ledger.calls.events import CallPutOnBallot
from ledger.calls.refusals import CallNotOpen, CallTwice
from ledger.calls.state import OpenCall, open_call_mark, open_calls_group
from ledger.command import Context, ElectorLinks, Fact, Log, Outcome, Seen
from ledger.identifiers import (
    AccountId,
    CallId,
    MemberToken,
    MinutesId,
    ProposalId,
    RoundId,
    RoundToken,
    TwinningId,
    stream_of,
)
from ledger.proposals.events import ProposalPutOnBallot
from ledger.proposals.look import proposal_in
from ledger.proposals.measure import Measure, Spend, call_met_by, requested_of, twinning_of
from ledger.proposals.refusals import CriterionNotAdopted
from ledger.proposals.state import ProposalStatus
from ledger.refusals import StaleVersion
from ledger.rounds.checking import require_reachable
from ledger.rounds.counting import Budget
from ledger.rounds.events import RoundOpened
from ledger.rounds.refusals import CostBeyondBudget, NoElectors, OptionNotAdmitted, OptionSpendsNothing
from ledger.rounds.second_call import first_call, quorum_of_second_call, require_unamended
from ledger.rounds.state import Round
from ledger.rounds.terms import Confidentiality, Item, Option, Terms
from ledger.twinnings.look import active_twinning


class Opening(NamedTuple):
    """When a round opened, and what was in force then."""

    us: int
    day: date
    """Who is an elector is judged on it."""
    rules: RulesInForce
    """Which the round keeps, whatever becomes of them (A4)."""
    minutes: MinutesId | None = None
    """Of the assembly in which it opened and closed in one sitting (R9)."""


class Frozen(NamedTuple):
    """What a round froze."""

    terms: Terms
    electors: frozenset[MemberToken]


def freeze(
    seen: Seen,
    context: Context,
    account_id: AccountId,
    round_id: RoundId,
    drafted: Round,
    opening: Opening,
    twinnings: Collection[TwinningId],
) -> Generator[Outcome, None, Frozen]:
    """Yield all that opens a round, its budget taken out of what is available now (L2); return what it froze.

    `twinnings` are those whose streams are declared, beside the account, the proposals, the groups of members and of
    open calls, and for a second call what `reads_first_call` says.
    """
    account = seen.find(account_id, Account)
    assert account is not None, "whoever opens a round looks at its account first"
    first = None if drafted.second_call_of is None else first_call(seen, account_id, drafted.second_call_of)
    ballot = _Ballot(seen, account_id, drafted, opening.rules.rules, twinnings)
    options = tuple(map(ballot.option, drafted.items))
    if first is not None:
        for option in options:
            require_unamended(first, option)
    calls = ballot.calls(options)
    budget = _budget(account, drafted, options)
    require_reachable(drafted.bounds, options, budget)
    electors, recused = _electors(seen, account_id, drafted, opening)
    tokens = tuple(RoundToken(context.fresh("elector")) for _ in electors)
    # Each list in an order of its own, so that no order tells whose token is whose (V7).
    members_list = context.listing(context.shuffled(electors))
    tokens_list = context.listing(context.shuffled(tokens))
    yield members_list
    yield tokens_list
    confidential = drafted.confidentiality is Confidentiality.CONFIDENTIAL
    pepper = context.salt() if confidential else ""
    yield ElectorLinks(round_id, tuple(zip(electors, tokens, strict=True)), pepper)
    rules = opening.rules.rules
    terms = Terms(
        ballot_type=drafted.ballot_type,
        body=drafted.body,
        options=options,
        budget=budget,
        electorate=len(electors),
        recused=recused,
        members_list=members_list.seal,
        tokens_list=tokens_list.seal,
        rules_version=opening.rules.version,
        quorum_percent=rules.quorum_percent if first is None else quorum_of_second_call(first),
        second_call_quorum_percent=rules.second_call_quorum_percent if first is None else None,
        second_call_of=drafted.second_call_of,
        threshold_percent=rules.threshold_percent,
        tie_rule=rules.tie_rule,
        objection_days=rules.objection_days,
        closes_us=drafted.closes_us,
        confidentiality=drafted.confidentiality,
        opened_us=opening.us,
        counting_us=drafted.counting_us,
        minutes=opening.minutes,
        rule=drafted.rule,
        bounds=drafted.bounds,
        objection_body=rules.objections_decided_by,
        objection_decision_days=rules.objections_decided_within_days,
        extension=drafted.extension,
        proxies_per_holder=rules.most_proxies,
    )
    yield Fact(stream_of(account_id, round_id), RoundOpened(terms=terms))
    if budget:
        yield Fact(account_id, BudgetReserved(round=round_id, lines=budget))
    for option in options:
        put = ProposalPutOnBallot(round=round_id, version=option.version)
        yield Fact(stream_of(account_id, option.proposal), put)
    for option, call, waiting in calls:
        on_ballot = CallPutOnBallot(asking=waiting.asking, proposal=option.proposal, round=round_id)
        yield Fact(stream_of(account_id, call), on_ballot)
    return Frozen(terms, frozenset(electors))


class _Ballot(NamedTuple):
    """What is put on a ballot, under the rules that are in force at its opening."""

    seen: Seen
    account: AccountId
    drafted: Round
    rules: Rules
    twinnings: Collection[TwinningId]

    def option(self, item: Item) -> Option:
        """The proposal's present version, as it stands on the ballot (P2)."""
        proposal = proposal_in(self.seen, self.account, item.proposal)
        if proposal.status is not ProposalStatus.ADMITTED:
            raise OptionNotAdmitted(label=item.label, status=proposal.status.value)
        measure = proposal.measure
        assert measure is not None, "a proposal has a measure from its first event on"
        if self.drafted.ballot_type.shares_budget and not isinstance(measure, Spend):
            raise OptionSpendsNothing(label=item.label)
        # The rules may have changed since the proposal was written, and the round is held under these.
        if isinstance(measure, Spend) and not measure.names_criterion_of(self.rules):
            raise CriterionNotAdopted
        self._require_active_twinning(item.proposal, measure)
        return Option(
            label=item.label,
            proposal=item.proposal,
            version=proposal.version,
            seal=proposal.seal,
            destination=measure.destination if isinstance(measure, Spend) else Destination.UNASSIGNED,
            costs=requested_of(measure),
            call=call_met_by(measure),
        )

    def calls(self, options: Iterable[Option]) -> list[tuple[Option, CallId, OpenCall]]:
        """The calls on the fund that options meet: each still waits here, and is decided once (P5)."""
        waiting = self.seen.group(open_calls_group(self.account), OpenCall)
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

    def _require_active_twinning(self, proposal: ProposalId, measure: Measure) -> None:
        """The twinning may have been suspended or ended since the proposal was written (P1, W6)."""
        twinning = twinning_of(measure)
        if twinning is None:
            return
        if twinning not in self.twinnings:
            # A version written after they were gathered names another one: what it is can be asked next time.
            raise StaleVersion(version=self.seen.version(stream_of(self.account, proposal)))
        active_twinning(self.seen, self.account, twinning)


def twinnings_of(log: Log, account: AccountId, proposals: Iterable[ProposalId]) -> Iterator[TwinningId]:
    """All twinnings that any version of these proposals names."""
    for proposal in proposals:
        for _, event in log.events(stream_of(account, proposal)):
            twinning = twinning_of(getattr(event, "measure", None))
            if twinning is not None:
                yield twinning


def _electors(
    seen: Seen, account: AccountId, drafted: Round, opening: Opening
) -> tuple[tuple[MemberToken, ...], int]:
    """Who is a member on the day, meets the rules' conditions and is not recused; how many are recused (M1, M3)."""
    beginning, rules = members_group(account), opening.rules.rules
    eligible = [
        MemberToken(mark.removeprefix(beginning))
        for mark, record in seen.group(beginning, MemberRecord).items()
        if _meets(rules, record, opening.day)
    ]
    electors = tuple(member for member in eligible if member not in drafted.recused)
    if not electors:
        raise NoElectors
    return electors, len(eligible) - len(electors)


def _meets(rules: Rules, record: MemberRecord, day: date) -> bool:
    """Membership, age, seniority, no suspension, all on that day (M1, M3)."""
    return (
        record.on(day)
        and (record.of_age_on(day) or not rules.minimum_age)
        and not record.suspended_on(day)
        and (day - record.since).days >= rules.seniority_days
    )


def _budget(account: Account, drafted: Round, options: Iterable[Option]) -> tuple[Line, ...]:
    """What is reserved; it must be there, in purposes without a shortfall (L2)."""
    budget = drafted.budget
    if not drafted.ballot_type.shares_budget:
        (option,) = options
        budget = budget or option.costs
        if not Budget(budget).covers(option.costs):
            raise CostBeyondBudget(label=option.label)
    for line in budget:
        require_no_shortfall(account, line.unit, line.purpose)
        require_available(account, line.unit, line.purpose, line.amount_minor)
    return budget
