"""Proposals by the rules: drafted, handed in, admitted, taken back, reported, closed."""

import re
from typing import Any

from tests.model import people
from tests.model.reading import LARGEST, Act, Learned, Rule, Said, amount, amounts, lines, nothing, text
from tests.model.remembered import UNRESTRICTED, UNSENT, LocalAccount, Measure, Proposal

BEFORE_BALLOT = ("draft", "submitted", "admitted")
KINDS = {
    "SpendGiven": "spend",
    "AppointGiven": "appoint",
    "ChangeRulesGiven": "change-rules",
    "LiftEarmarkGiven": "lift-earmark",
}


def draft(account: LocalAccount, c: Any, act: Act) -> Rule:
    """P1: who needs what, and what it costs."""
    yield from account.membership_refusals(c.proposer)
    measure = yield from _measure(account, c)

    def effect(learned: Learned) -> None:
        account.proposals[learned.created] = Proposal(c.proposer, measure)

    return effect


def amend(account: LocalAccount, c: Any, act: Act) -> Rule:
    """P2: a new version is a draft again; the one on the ballot is frozen."""
    proposal = account.proposals.get(c.proposal)
    if proposal is None:
        yield "unknown-proposal"
        return nothing
    if proposal.status not in BEFORE_BALLOT:
        yield "proposal-frozen"
    measure = yield from _measure(account, c)

    def effect(_: Learned) -> None:
        proposal.status, proposal.measure = "draft", measure
        proposal.version += 1
        proposal.stated = False

    return effect


def declare_interest(account: LocalAccount, c: Any, act: Act) -> Rule:
    """P3: until nothing more comes of it, since who is paid may be named late (B3)."""
    proposal = account.proposals.get(c.proposal)
    if proposal is None:
        yield "unknown-proposal"
        return nothing
    yield from account.membership_refusals(c.member)
    if proposal.status in {"rejected", "withdrawn", "closed"}:
        yield "interests-closed"
    return lambda _: proposal.interests.add(c.member)


def state_interests(account: LocalAccount, c: Any, act: Act) -> Rule:
    """P3: the proposer says that these are all, be it none."""
    proposal = yield from _own(account, c)
    if proposal is None:
        return nothing
    if proposal.status not in BEFORE_BALLOT:
        yield "interests-closed"

    def effect(_: Learned) -> None:
        proposal.stated = True

    return effect


def submit(account: LocalAccount, c: Any, act: Act) -> Rule:
    """P3: once interests are stated."""
    proposal = yield from _own(account, c)
    if proposal is None:
        return nothing
    if proposal.status != "draft":
        yield "proposal-not-at-this-step"
    if not proposal.stated:
        yield "interests-not-stated"
    return _comes_to(proposal, "submitted")


def admit(account: LocalAccount, c: Any, act: Act) -> Rule:
    """P2: the version that was read."""
    proposal = account.proposals.get(c.proposal)
    if proposal is None:
        yield "unknown-proposal"
        return nothing
    if proposal.status != "submitted":
        yield "proposal-not-at-this-step"
    if proposal.version != c.version:
        yield "stale-version"
    return _comes_to(proposal, "admitted")


def withdraw(account: LocalAccount, c: Any, act: Act) -> Rule:
    """P4: only before the opening."""
    proposal = yield from _own(account, c)
    if proposal is None:
        return nothing
    if proposal.status not in BEFORE_BALLOT:
        yield "withdrawal-too-late"
    return _comes_to(proposal, "withdrawn")


def report(account: LocalAccount, c: Any, act: Act) -> Rule:
    """What came of it is told."""
    proposal = account.proposals.get(c.proposal)
    if proposal is None:
        yield "unknown-proposal"
        return nothing
    if proposal.status not in {"accepted", "executing"}:
        yield "proposal-not-at-this-step"
    yield from text(c.report)
    return _comes_to(proposal, "reported")


def close(account: LocalAccount, c: Any, act: Act) -> Rule:
    """B6: the unused rest goes back to its purpose; B5: what comes back later may be freed by closing once more."""
    proposal = account.proposals.get(c.proposal)
    if proposal is None:
        yield "unknown-proposal"
        return nothing
    held = account.held(c.proposal)
    closable = {"reported"} if proposal.measure.kind == "spend" else {"accepted", "executing", "reported"}
    if any(held.values()):
        closable.add("closed")
    if proposal.status not in closable:
        yield "proposal-not-at-this-step"
    if any(p.proposal == c.proposal and p.status in UNSENT for p in account.payments.values()):
        yield "disbursement-unfinished"

    def effect(_: Learned) -> None:
        proposal.status = "closed"
        proposal.freed.update(held)

    return effect


def _own(account: LocalAccount, c: Any) -> Said[Proposal | None]:
    """Steps that are the proposer's alone."""
    proposal = account.proposals.get(c.proposal)
    if proposal is None:
        yield "unknown-proposal"
    elif proposal.proposer != c.proposer:
        yield "not-the-proposer"
    return proposal


def _comes_to(proposal: Proposal, status: str) -> Any:
    return lambda _: setattr(proposal, "status", status)


# What is asked for


def _measure(account: LocalAccount, c: Any) -> Said[Measure]:
    given, kind = c.measure, KINDS[type(c.measure).__name__]
    yield from text(c.need)
    measure = Measure(kind, given)
    match kind:
        case "spend":
            yield from _spending(account, measure)
            yield from text(*(cost.what for cost in given.costs))
            if not c.pass_on_plan.strip():
                yield "pass-on-plan-missing"
        case "appoint":
            yield from account.membership_refusals(given.member)
        case "change-rules":
            yield from people.rules(given.rules)
        case _:
            if given.purpose not in account.purposes:
                yield "unknown-purpose"
            if given.purpose == UNRESTRICTED:
                yield "already-unrestricted"
            yield from amount(given.amount.unit, given.amount.amount)
    return measure


def _spending(account: LocalAccount, measure: Measure) -> Said[None]:
    """P1: the destination names its object; own + other + requested = total, per unit (L3)."""
    given = measure.given
    measure.destination = str(given.destination)
    yield from _object(account, given)
    if not 1 <= given.beneficiaries <= 9_999_999_999:
        yield "beneficiaries-out-of-range"
    if not given.costs:
        yield "costs-missing"
    if not given.requested:
        yield "nothing-requested"
    costs = yield from amounts(given.costs)
    own, other = (yield from amounts(given.own)), (yield from amounts(given.other))
    measure.requested = yield from lines(given.requested, account.purposes)
    covered = own + other
    for (unit, _), minor in measure.requested.items():
        covered[unit] += minor
    if any(minor > LARGEST for minor in covered.values()):
        yield "amount-too-large"
    if covered != costs:
        yield "costs-do-not-add-up"


def _object(account: LocalAccount, given: Any) -> Said[None]:
    match str(given.destination):
        case "a":
            yield "twinning-missing"
        case "b":
            if given.criterion is not None:
                yield "object-of-another-destination"
            if not re.fullmatch("account-[0-9a-z]{16}", given.receiving_account or ""):
                yield "receiving-account-missing"
            if account.name == given.receiving_account:
                yield "receiving-account-is-own"
        case "c":
            if given.receiving_account is not None:
                yield "object-of-another-destination"
            if given.criterion not in {criterion.code for criterion in account.rules.criteria}:
                yield "criterion-not-adopted"
        case _:
            yield "destination-missing"
