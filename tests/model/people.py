"""The association by the rules: its founding, members, officers and rules, and its account's purposes."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from tests.model.reading import Act, Learned, Rule, Said, amount, day, nothing, optional_text, text
from tests.model.remembered import UNRESTRICTED, LocalAccount, Member


def found(account: LocalAccount, c: Any, act: Act) -> Rule:
    """A5: statutes, first rules, first officers, two attesting members."""
    if account.rules is not None:
        yield "already-founded"
    since = yield from day(act, c.effective, account=account.opened)
    yield from text(c.statutes)
    yield from rules(c.rules)
    if sum(founder.attests for founder in c.founders) != 2:
        yield "not-attested-by-two"
    people = Counter((_plain(founder.name), _plain(founder.contact or "")) for founder in c.founders)
    if people and max(people.values()) > 1:
        yield "founder-named-twice"
    offices = Counter(str(founder.office) for founder in c.founders if founder.office)
    if not offices:
        yield "first-officers-missing"
    elif max(offices.values()) > 1:
        yield "office-given-twice"
    for founder in c.founders:
        yield from text(founder.name)
        yield from optional_text(founder.contact)

    def effect(learned: Learned) -> None:
        account.rules, account.rules_version = c.rules, 1
        account.rules_since = [(datetime(since.year, since.month, since.day, tzinfo=UTC), 1, c.rules)]
        for founder in c.founders:
            token = learned.founders[founder.name]
            account.members[token] = Member(since, founder.of_age)
            if founder.office:
                account.officers[str(founder.office)] = token

    return effect


def rules(given: Any) -> Said[None]:
    """A4: rules within their bounds, criteria with a code each (P1)."""
    percents = given.quorum_percent, given.second_call_quorum_percent or 0
    bounds = (
        *((percent, 0, 100) for percent in percents),
        (given.threshold_percent, 50, 100),
        (given.objection_days, 0, 30),
        (30 if given.objection_decision_days is None else given.objection_decision_days, 1, 30),
        (given.seniority_days, 0, 36_500),
        (given.minimum_age, 0, 120),
    )
    if not all(lowest <= value <= highest for value, lowest, highest in bounds):
        yield "rule-out-of-range"
    codes = [criterion.code for criterion in given.criteria]
    for code in codes:
        words = code.split("-")
        small = all(word and word.isascii() and word.isalnum() and word == word.lower() for word in words)
        if not small or len(code) > 40:
            yield "criterion-code-malformed"
    if len(set(codes)) < len(codes):
        yield "criterion-named-twice"
    yield from text(*(criterion.text for criterion in given.criteria))


def enrol(account: LocalAccount, c: Any, act: Act) -> Rule:
    """M1: a member from a date on."""
    since = yield from day(act, c.effective, account=account.opened)
    yield from optional_text(c.name, c.contact)

    def effect(learned: Learned) -> None:
        account.members[learned.created] = Member(since, c.of_age)

    return effect


def leave(account: LocalAccount, c: Any, act: Act) -> Rule:
    """M1, A3: until a date; offices fall vacant."""
    yield from account.membership_refusals(c.member)
    if c.member not in account.members:
        return nothing
    member = account.members[c.member]
    until = yield from day(act, c.effective, membership=member.since)

    def effect(_: Learned) -> None:
        member.until = until
        account.officers = {office: who for office, who in account.officers.items() if who != c.member}

    return effect


def suspend(account: LocalAccount, c: Any, act: Act) -> Rule:
    """M3: who is suspended is no elector of rounds that open meanwhile."""
    yield from account.membership_refusals(c.member)
    yield from text(c.reason)

    def suspended(member: Member, on: date) -> None:
        member.suspended = True
        member.suspensions.append((on, None))

    return (yield from _changed(account, c, act, "suspended", True, "already-suspended", suspended))


def reinstate(account: LocalAccount, c: Any, act: Act) -> Rule:
    """M3: the suspension ends."""
    yield from account.membership_refusals(c.member)

    def reinstated(member: Member, on: date) -> None:
        member.suspended = False
        member.suspensions[-1] = member.suspensions[-1][0], on

    return (yield from _changed(account, c, act, "suspended", False, "not-suspended", reinstated))


def come_of_age(account: LocalAccount, c: Any, act: Act) -> Rule:
    """M3: the rules' minimum age is reached."""
    yield from account.membership_refusals(c.member)

    def grown(member: Member, on: date) -> None:
        member.of_age, member.of_age_since = True, on

    return (yield from _changed(account, c, act, "of_age", True, "already-of-age", grown))


def _changed(
    account: LocalAccount,
    c: Any,
    act: Act,
    field: str,
    value: bool,
    already: str,
    change: Callable[[Member, date], None],
) -> Rule:
    if c.member not in account.members:
        return nothing
    member = account.members[c.member]
    if getattr(member, field) is value:
        yield already
    on = yield from day(act, c.effective, membership=member.since)
    return lambda _: change(member, on)


def declare_purpose(account: LocalAccount, c: Any, act: Act) -> Rule:
    """L5: money may be earmarked for it from now on."""
    yield from text(c.description)
    return lambda learned: account.purposes.add(learned.created)


def appoint(account: LocalAccount, c: Any, act: Act) -> Rule:
    """A3, M4: a final decision fills an office with somebody who holds no other."""
    yield from _decided(account, c, "appoint")
    if c.proposal not in account.proposals or account.proposals[c.proposal].measure.kind != "appoint":
        return nothing
    proposal = account.proposals[c.proposal]
    office, member = str(proposal.measure.given.office), proposal.measure.given.member
    yield from account.membership_refusals(member)
    if account.members[member].suspended:
        yield "suspended-from-office"
    if any(who == member and other != office for other, who in account.officers.items()):
        yield "holds-another-office"

    def effect(_: Learned) -> None:
        proposal.status, account.officers[office] = "executing", member

    return effect


def change_rules(account: LocalAccount, c: Any, act: Act) -> Rule:
    """A4: only by a decision, for later rounds only."""
    yield from _decided(account, c, "change-rules")
    known = account.proposals.get(c.proposal)
    if known is not None and known.decided_under != account.rules_version:
        yield "rules-changed-since"

    def effect(_: Learned) -> None:
        proposal = account.proposals[c.proposal]
        proposal.status, account.rules = "executing", proposal.measure.given.rules
        account.rules_version += 1
        account.rules_since.append((act.now, account.rules_version, account.rules))

    return effect


def lift_by_decision(account: LocalAccount, c: Any, act: Act) -> Rule:
    """L2, L5: a decision makes available money of one purpose unrestricted."""
    yield from _decided(account, c, "lift-earmark")
    if c.proposal not in account.proposals or account.proposals[c.proposal].measure.kind != "lift-earmark":
        return nothing
    proposal = account.proposals[c.proposal]
    given = proposal.measure.given
    minor = yield from amount(given.amount.unit, given.amount.amount)
    yield from account.lacking(given.amount.unit, given.purpose, minor)

    def effect(_: Learned) -> None:
        proposal.status = "executing"
        account.moved[given.amount.unit, given.purpose] -= minor
        account.moved[given.amount.unit, UNRESTRICTED] += minor

    return effect


def _decided(account: LocalAccount, c: Any, kind: str) -> Said[None]:
    """A final decision of this kind that nobody has carried out."""
    proposal = account.proposals.get(c.proposal)
    if proposal is None:
        yield "unknown-proposal"
        return
    if proposal.measure.kind != kind:
        yield "other-measure"
    if proposal.status in {"executing", "reported", "closed"}:
        yield "decision-carried-out"
    elif proposal.status != "accepted":
        yield "decision-not-final"


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
