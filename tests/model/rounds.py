"""Decision rounds by the rules: drafted, opened, voted in, closed, counted, made final."""

from collections import Counter
from datetime import date, datetime
from typing import Any, NamedTuple

from tests.model.ballots import SHARING, declared, greedy, reachable, said
from tests.model.reading import Act, Learned, Rule, Said, days, lines, nothing, text
from tests.model.remembered import LocalAccount, Objection, Proposal, Round, Where

BODIES = {
    "micro-local": "general-assembly",
    "federation": "federation-assembly",
    "global": "steering-committee",
}


def draft(account: LocalAccount, c: Any, act: Act) -> Rule:
    """A2, R1, R5: who decides on what, until when."""
    if c.closes.tzinfo is None:
        yield "deadline-without-zone"
    elif c.counting is not None and c.counting < c.closes:
        yield "counting-before-deadline"
    items, budget = yield from asked(account, c)

    def effect(learned: Learned) -> None:
        drafted = Round(str(c.ballot_type), items, budget, c.closes, rule=c.rule, bounds=c.bounds)
        drafted.counting = c.counting
        account.rounds[learned.created] = drafted

    return effect


def asked(account: LocalAccount, c: Any) -> Said[tuple[dict[str, str], Counter[Where]]]:
    """What any round asks: labels with their proposals, and a budget."""
    if str(c.body) != BODIES[account.tier]:
        yield "wrong-body"
    labels, proposals = [item.label for item in c.items], [item.proposal for item in c.items]
    if not labels:
        yield "items-missing"
    if str(c.ballot_type) not in SHARING and len(labels) > 1:
        yield "one-proposal-only"
    if not all(map(_is_label, labels)):
        yield "label-malformed"
    if len(set(labels)) < len(labels):
        yield "label-twice"
    if len(set(proposals)) < len(proposals):
        yield "proposal-twice"
    if not set(proposals) <= account.proposals.keys():
        yield "unknown-proposal"
    budget = yield from lines(c.budget, account.purposes)
    if str(c.ballot_type) in SHARING and not c.budget:
        yield "budget-missing"
    yield from declared(c, len(labels), budget)
    yield from text(c.title)
    return dict(zip(labels, proposals, strict=True)), budget


def _is_label(label: str) -> bool:
    signs = all(sign.isalnum() or sign in "._-/:#+()" for sign in label)
    return 1 <= len(label) <= 24 and label[0].isalnum() and signs


def recuse(account: LocalAccount, c: Any, act: Act) -> Rule:
    """M3, R3: before the opening anybody; while it is open an elector, who then no longer counts."""
    round_ = account.rounds.get(c.round)
    if round_ is None:
        yield "unknown-round"
        return nothing
    if round_.status not in {"drafted", "open"}:
        yield "round-already-opened"
    if round_.status != "open":
        yield from account.membership_refusals(c.member)
    elif c.member not in round_.tokens:
        yield "recused-no-elector"
    if round_.status == "open" and act.now >= round_.closes:
        yield "recusal-too-late"
    if c.member in round_.recused:
        yield "already-recused"
    yield from text(c.reason)

    def effect(_: Learned) -> None:
        round_.recused.add(c.member)
        if round_.status == "open":
            round_.recused_later.add(round_.tokens[c.member])
            round_.overtaken = round_.entered

    return effect


def open_(account: LocalAccount, c: Any, act: Act) -> Rule:
    """R1: all is frozen, and the budget taken out of what is available (L2)."""
    round_ = account.rounds.get(c.round)
    if round_ is None:
        yield "unknown-round"
        return nothing
    if round_.status != "drafted":
        yield "round-already-opened"
    if round_.closes <= act.now:
        yield "deadline-passed"
    return (yield from opens(account, round_, act.now, account.rules_version, account.rules))


def opens(account: LocalAccount, round_: Round, at: datetime, version: int, rules: Any) -> Rule:
    """R1: all is frozen as it stands at a moment, and the budget taken out of what is available now (L2)."""
    options = {label: account.proposals[name] for label, name in round_.items.items()}
    if any(option.status != "admitted" for option in options.values()):
        yield "option-not-admitted"
    adopted = {criterion.code for criterion in rules.criteria}
    for option in options.values():
        if option.measure.destination == "c" and option.measure.given.criterion not in adopted:
            yield "criterion-not-adopted"
    budget = round_.budget
    if round_.ballot_type in SHARING:
        if not reachable(round_, [option.measure.requested for option in options.values()]):
            yield "bounds-contradict"
        if any(option.measure.kind != "spend" for option in options.values()):
            yield "option-spends-nothing"
    else:
        (option,) = options.values()
        budget = budget or option.measure.requested
        if any(minor > budget[where] for where, minor in option.measure.requested.items()):
            yield "cost-beyond-budget"
    for (unit, purpose), minor in budget.items():
        yield from account.spending_refusals(unit, purpose)
        yield from account.lacking(unit, purpose, minor)
    electorate = electors(account, round_, at.date(), rules)
    if not electorate:
        yield "no-electors"

    def effect(learned: Learned) -> None:
        assert learned.electors.keys() == electorate, "M3: another electorate was frozen"
        round_.status, round_.budget, round_.rules = "open", Counter(budget), rules
        round_.rules_version, round_.opened = version, at
        round_.tokens, round_.electors = dict(learned.electors), set(learned.electors.values())
        for label, each in options.items():
            each.status, round_.costs[label] = "on-ballot", Counter(each.measure.requested)

    return effect


def electors(account: LocalAccount, round_: Round, day: date, rules: Any) -> set[str]:
    """M1, M3: who is a member on a day, meets the rules' conditions and is not recused."""
    return {
        name
        for name, member in account.members.items()
        if member.on(day)
        and name not in round_.recused
        and not member.suspended_on(day)
        and (member.of_age_on(day) or rules.minimum_age == 0)
        and member.since <= day - days(rules.seniority_days)
    }


def cast(account: LocalAccount, c: Any, act: Act) -> Rule:
    """V1 to V4, V6: an elector's latest ballot before the deadline counts."""
    round_ = account.rounds.get(c.round)
    if round_ is None:
        yield "unknown-round"
        return nothing
    if round_.status != "open":
        yield "round-takes-no-ballots"
    if act.now >= round_.closes:
        yield "ballot-too-late"
    if c.elector not in round_.electors:
        yield "not-an-elector"
    if c.elector in round_.recused_later:
        yield "elector-recused"
    if round_.status == "open":
        yield from said(round_, c.choices, c.points)

    def effect(_: Learned) -> None:
        round_.ballots[c.elector], round_.points[c.elector] = c.choices, c.points
        round_.ballots_cast += 1

    return effect


def close(account: LocalAccount, c: Any, act: Act) -> Rule:
    """R2: at the frozen deadline, not earlier."""
    round_ = yield from _at(account, c, "open")
    if round_ is None:
        return nothing
    if act.now < round_.closes:
        yield "deadline-not-reached"
    return _comes_to(round_, "closed")


def count(account: LocalAccount, c: Any, act: Act) -> Rule:
    """R4: from the frozen inputs and the counting ballots alone."""
    round_ = yield from _at(account, c, "closed")
    if round_ is None:
        return nothing

    if round_.counting is not None and act.now < round_.counting:
        yield "counting-not-reached"
    if round_.overtaken:
        yield "hands-of-recused"

    def effect(_: Learned) -> None:
        round_.status, round_.counted, round_.result = "counted", act.now, counted(round_)

    return effect


def make_final(account: LocalAccount, c: Any, act: Act) -> Rule:
    """R10, B2: after the window the money is awarded, and the rest of the budget is free."""
    round_ = yield from _at(account, c, "counted")
    if round_ is None:
        return nothing
    if round_.counted and act.now < round_.counted + days(round_.rules.objection_days):
        yield "objection-window-open"

    def effect(_: Learned) -> None:
        round_.status = "final"
        round_.suspended = {each.label for each in round_.objections if is_pending(round_, each, act)}
        for label in round_.items:
            if label in round_.annulled:
                account.proposals[round_.items[label]].status = "admitted"
            elif label not in round_.suspended:
                stands(account, round_, label, act)

    return effect


def is_pending(round_: Round, objection: Objection, act: Act) -> bool:
    """R8: neither decided nor lapsed."""
    within = round_.rules.objection_decision_days
    return objection.state == "pending" and act.now < objection.raised + days(
        30 if within is None else within
    )


def stands(account: LocalAccount, round_: Round, label: str, act: Act) -> None:
    """R10, R8: an item is final, and whatever was objected to it is over."""
    proposal = account.proposals[round_.items[label]]
    # What missed the quorum waits for a second call, where the rules have one.
    called_again = not round_.result.quorum_reached and round_.rules.second_call_quorum_percent is not None
    proposal.status = "admitted" if called_again else "rejected"
    if label in round_.result.accepted:
        proposal.status, proposal.awarded = "accepted", Counter(round_.costs[label])
        proposal.decided, proposal.decided_under = act.today, round_.rules_version
    are_over(round_, label)


def are_over(round_: Round, *labels: str) -> None:
    """R8: nobody waits for a decision on these items any more."""
    round_.suspended -= set(labels)
    for objection in round_.objections:
        if objection.label in labels and objection.state == "pending":
            objection.state = "over"


def _at(account: LocalAccount, c: Any, status: str) -> Said[Round | None]:
    round_ = account.rounds.get(c.round)
    if round_ is None:
        yield "unknown-round"
    elif round_.status != status:
        yield "round-not-at-this-step"
    return round_


def _comes_to(round_: Round | Proposal, status: str) -> Any:
    return lambda _: setattr(round_, "status", status)


# Counting


class Result(NamedTuple):
    """What a count comes to."""

    ballots: int
    quorum_reached: bool
    tallies: tuple[tuple[str, int, int | None], ...]
    accepted: tuple[str, ...]
    tie_decided: bool


def counted(round_: Round) -> Result:
    """The result; which ties decided is found by trying every order of the tied (R7)."""
    without = round_.raised_by | round_.recused_later
    elsewhere = [
        (choices, round_.points[who]) for who, choices in round_.ballots.items() if who not in without
    ]
    took_part = len(elsewhere) + round_.present
    denominator = len(round_.electors - round_.recused_later)
    quorum = denominator > 0 and took_part * 100 >= round_.rules.quorum_percent * denominator
    if round_.ballot_type not in SHARING:
        votes = Counter(choice for choices, _ in elsewhere for choice in choices) + round_.hands
        yes, no = votes["yes"], votes["no"]
        carried = quorum and yes > no and 100 * yes >= round_.rules.threshold_percent * (yes + no)
        answers = tuple((answer, votes[answer], None) for answer in ("yes", "no", "abstain"))
        return Result(took_part, quorum, answers, tuple(round_.items) if carried else (), False)
    tallies, winners, tie = greedy(round_, elsewhere)
    return Result(took_part, quorum, tallies, tuple(sorted(winners)) if quorum else (), tie and quorum)
