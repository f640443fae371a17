"""Assemblies on paper by the rules: minutes, rounds in one sitting, and shows of hands beside electronic ballots."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from tests.model.ballots import SHARING, decided_by_hands, within_bounds
from tests.model.reading import Act, Learned, Rule, Said, nothing, text
from tests.model.remembered import Assembly, LocalAccount, Round
from tests.model.rounds import asked, counted, electors, opens


def record(account: LocalAccount, c: Any, act: Act) -> Rule:
    """R9: an assembly that is over, of members on that day, two of whom attest it."""
    yield from text(c.convocation, c.text)
    if c.began.tzinfo is None or c.ended.tzinfo is None:
        yield "meeting-without-zone"
        return nothing
    if c.began > c.ended:
        yield "meeting-ends-before-it-begins"
    if c.ended > act.now:
        yield "meeting-not-over"
    on = c.began.date()
    if on < account.opened:
        yield "date-before-account"
    if c.convened > on:
        yield "convened-after-meeting"
    if c.entry_until is not None and c.entry_until < c.ended.date():
        yield "entry-ends-before-meeting"
    members = {name for name, member in account.members.items() if member.on(on)}
    there = set(c.attending)
    if len(there) < len(c.attending):
        yield "attending-twice"
    if there - members:
        yield "attending-not-member"
    if there and c.attendance not in {None, len(c.attending)}:
        yield "attendance-not-as-listed"
    attendance = len(c.attending) or c.attendance or 0
    if attendance < 2:
        yield "attendance-missing"
    if attendance > len(members):
        yield "more-attending-than-members"
    attesting = set(c.attesting)
    if len(attesting) == 1:
        yield "attested-by-one-person"
    if attesting - members:
        yield "attested-by-non-member"
    if there and attesting - there:
        yield "attesting-not-present"

    def effect(learned: Learned) -> None:
        listed = there if c.attending else None
        account.minutes[learned.created] = Assembly(
            c.began, c.ended, attendance, listed, c.entry_until, act.by
        )

    return effect


def decide(account: LocalAccount, c: Any, act: Act) -> Rule:
    """R9: a round opened, decided and closed in one sitting, judged as of then; its budget as of now."""
    met = account.minutes.get(c.minutes)
    if met is None:
        yield "unknown-minutes"
        return nothing
    if met.entry_until is None:
        yield "no-entry-declared"
    elif act.today > met.entry_until:
        yield "entry-too-late"
    unsound = yield from _told(asked(account, c))
    if unsound is None:
        return nothing
    items, budget = unsound
    round_ = Round(str(c.ballot_type), items, budget, met.ended, rule=c.rule, bounds=c.bounds)
    yield from decided_by_hands(round_)
    for recusal in c.recusals:
        yield from text(recusal.reason)
        member = account.members.get(recusal.member)
        if member is None or not member.on(met.began.date()):
            yield "recused-not-member"
        if recusal.member in round_.recused:
            yield "already-recused"
        round_.recused.add(recusal.member)
    # Members who met before the founding counted decided by the first rules.
    in_force = [since for since in account.rules_since if since[0] <= met.began] or account.rules_since[:1]
    _, version, rules = in_force[-1]
    opened = yield from opens(account, round_, met.began, version, rules)
    eligible = electors(account, round_, met.began.date(), rules)
    listed = None if met.there is None else len(met.there & eligible)
    present = yield from _present(c.present, met, listed, len(eligible))
    yield from _totals(round_, c.totals, present)

    def effect(learned: Learned) -> None:
        opened(learned)
        account.rounds[learned.created] = round_
        round_.entered, round_.present, round_.hands = True, present, _hands(c.totals)
        round_.status, round_.counted, round_.result = "counted", act.now, counted(round_)

    return effect


def show_hands(account: LocalAccount, c: Any, act: Act) -> Rule:
    """R9, V4: the totals of those present, whose ballots then do not count."""
    round_, met = account.rounds.get(c.round), account.minutes.get(c.minutes)
    if round_ is None:
        yield "unknown-round"
        return nothing
    if round_.status not in {"open", "closed"}:
        yield "round-not-at-this-step"
    yield from decided_by_hands(round_)
    if met is None:
        yield "unknown-minutes"
        return nothing
    if round_.opened is None:
        return nothing
    if met.began < round_.opened or met.ended > round_.closes:
        yield "meeting-outside-round"
    if act.now >= max(round_.closes, round_.counting or round_.closes) and not round_.overtaken:
        yield "entry-too-late"
    if round_.entered and not c.replaces:
        yield "show-of-hands-already-entered"
    others = round_.ballots_cast or act.now < round_.closes
    if met.there is None and others:
        yield "attendance-list-needed"
        return nothing
    raised_by = {token for member, token in round_.tokens.items() if member in (met.there or ())}
    raised_by -= round_.recused_later
    listed = None if met.there is None else len(raised_by)
    present = yield from _present(c.present, met, listed, len(round_.electors - round_.recused_later))
    yield from _totals(round_, c.totals, present)

    def effect(_: Learned) -> None:
        round_.entered, round_.present, round_.hands = True, present, _hands(c.totals)
        round_.raised_by, round_.overtaken = raised_by, False

    return effect


def _told(rule: Said[Any]) -> Said[Any]:
    """What a rule comes to; None where it has anything against it, since nothing more can be judged then."""
    refused = False
    while True:
        try:
            slug = next(rule)
        except StopIteration as stop:
            return None if refused else stop.value
        refused = True
        yield slug


def _present(given: int | None, met: Assembly, listed: int | None, eligible: int) -> Said[int]:
    """How many electors were there."""
    if listed is not None:
        if given not in {None, listed}:
            yield "present-not-as-listed"
        return listed
    if given is None:
        if met.attendance > eligible:
            yield "present-missing"
        return met.attendance
    if given < 0:
        yield "present-missing"
    if given > met.attendance:
        yield "more-present-than-attended"
    if given > eligible:
        yield "more-present-than-electors"
    return given


def _totals(round_: Round, totals: Iterable[Any], present: int) -> Said[None]:
    """One for each option, and no more than the people there could give."""
    several = round_.ballot_type in SHARING
    labels = set(round_.items) if several else {"yes", "no", "abstain"}
    given = [total.label for total in totals]
    if len(set(given)) < len(given):
        yield "total-twice"
    if set(given) - labels:
        yield "total-of-unknown-option"
    if labels - set(given):
        yield "total-missing"
    votes = [total.votes for total in totals]
    if any(number < 0 for number in votes):
        yield "total-malformed"
    if votes and (max(votes) if several else sum(votes)) > present:
        yield "more-votes-than-present"
    yield from within_bounds(round_, totals, present)


def _hands(totals: Iterable[Any]) -> Counter[str]:
    return Counter({total.label: total.votes for total in totals})
