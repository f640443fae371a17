"""Objections and annulments by the rules (R8)."""

from collections.abc import Iterable
from typing import Any

from tests.model.reading import Act, Learned, Rule, Said, days, nothing, text
from tests.model.remembered import RESERVING, LocalAccount, Objection, Round
from tests.model.rounds import are_over, is_pending, stands


def raise_(account: LocalAccount, c: Any, act: Act) -> Rule:
    """R8: an elector objects once, to one item, while the window is open."""
    round_ = account.rounds.get(c.round)
    if round_ is None:
        yield "unknown-round"
        return nothing
    if round_.status != "counted" or round_.counted is None:
        yield "round-not-at-this-step"
        return nothing
    if act.now >= round_.counted + days(round_.rules.objection_days):
        yield "objection-window-over"
    if c.elector not in round_.electors:
        yield "not-an-elector"
    if c.elector in round_.recused_later:
        yield "elector-recused"
    if any(each.elector == c.elector for each in round_.objections):
        yield "already-objected"
    if c.label not in round_.items:
        yield "no-such-item"
    if c.label in round_.annulled:
        yield "item-already-annulled"
    yield from text(c.reason)

    def effect(_: Learned) -> None:
        round_.objections.append(Objection(c.label, c.elector, act.now))

    return effect


def decide(account: LocalAccount, c: Any, act: Act) -> Rule:
    """R8: the body that was frozen decides within its days; what is upheld annuls its item."""
    round_ = account.rounds.get(c.round)
    if round_ is None:
        yield "unknown-round"
        return nothing
    if not 1 <= c.number <= len(round_.objections):
        yield "unknown-objection"
        return nothing
    objection = round_.objections[c.number - 1]
    if objection.state != "pending":
        yield "objection-closed"
    elif not is_pending(round_, objection, act):
        yield "objection-lapsed"
    if round_.rules.objection_body == "auditor":
        yield from _as_auditor(account, round_, objection, c, act)
    elif c.minutes is None:
        yield "decided-by-body"
    else:
        yield from _in_assembly(account, round_, c.minutes, objection.raised)
        met = account.minutes.get(c.minutes)
        if met is not None and met.recorder == act.by:
            yield "decided-by-recorder"
    yield from text(c.reason)

    def effect(_: Learned) -> None:
        objection.state = "upheld" if c.upheld else "dismissed"
        if c.upheld:
            round_.annulled.add(objection.label)
            are_over(round_, objection.label)
            if round_.status == "final":
                account.proposals[round_.items[objection.label]].status = "admitted"

    return effect


def make_item_final(account: LocalAccount, c: Any, act: Act) -> Rule:
    """R8: once all that was objected to it was dismissed or has lapsed."""
    round_ = account.rounds.get(c.round)
    if round_ is None:
        yield "unknown-round"
        return nothing
    if round_.status != "final":
        yield "round-not-at-this-step"
        return nothing
    if c.label not in round_.suspended:
        yield "item-not-suspended"
    if any(each.label == c.label and is_pending(round_, each, act) for each in round_.objections):
        yield "objection-pending"
    return lambda _: stands(account, round_, c.label, act)


def annul(account: LocalAccount, c: Any, act: Act) -> Rule:
    """R10: before it is final; an assembly does, or the auditor where the rules say so, and a draft is given up."""
    round_ = account.rounds.get(c.round)
    if round_ is None:
        yield "unknown-round"
        return nothing
    if round_.status not in {"drafted", *RESERVING}:
        yield "round-not-at-this-step"
        return nothing
    met = account.minutes.get(c.minutes) if c.minutes is not None else None
    if c.minutes is not None and met is None:
        yield "unknown-minutes"
        return nothing
    if round_.opened is not None:
        if met is None:
            if round_.rules.objection_body != "auditor" or not _is_auditor(account, c, act):
                yield "annulment-undecided"
            if c.auditor in _concerned(account, round_, round_.items.values()):
                yield "auditor-concerned"
        else:
            yield from _in_assembly(account, round_, c.minutes, round_.counted or round_.opened)
            if met.recorder == act.by:
                yield "annulled-by-recorder"
    yield from text(c.reason)

    def effect(_: Learned) -> None:
        if round_.opened is not None:
            for name in round_.items.values():
                account.proposals[name].status = "admitted"
        round_.status = "annulled"
        are_over(round_, *round_.items)

    return effect


def _is_auditor(account: LocalAccount, c: Any, act: Act) -> bool:
    return c.auditor is not None and act.by == c.auditor == account.officers.get("auditor")


def _concerned(account: LocalAccount, round_: Round, proposals: Iterable[str]) -> set[str]:
    """P3: who proposed one of these, has an interest in it, or was recused from the round."""
    items = [account.proposals[name] for name in proposals]
    return {who for item in items for who in (item.proposer, *item.interests)} | set(round_.recused)


def _as_auditor(account: LocalAccount, round_: Round, objection: Objection, c: Any, act: Act) -> Said[None]:
    """P3: in person, and without anything to gain or lose."""
    if c.minutes is not None or not _is_auditor(account, c, act):
        yield "decided-by-auditor"
    concerned = _concerned(account, round_, (round_.items[objection.label],))
    if c.auditor in concerned or round_.tokens.get(c.auditor) == objection.elector:
        yield "auditor-concerned"


def _in_assembly(account: LocalAccount, round_: Round, minutes: str, since: Any) -> Said[None]:
    """R9, R3: it met since then, and as many were there as the round asks for."""
    met = account.minutes.get(minutes)
    if met is None:
        yield "unknown-minutes"
        return
    if met.began < since:
        yield "assembly-too-early"
    if 100 * met.attendance < round_.rules.quorum_percent * len(round_.electors - round_.recused_later):
        yield "assembly-too-small"
