"""Contributions by the rules: pledged, received, accepted, lifted, refunded, reversed."""

from typing import Any

from tests.model.reading import (
    LARGEST,
    Act,
    Effect,
    Learned,
    Rule,
    Said,
    amount,
    day,
    nothing,
    optional_text,
    text,
)
from tests.model.remembered import UNRESTRICTED, Gift, LocalAccount


def pledge(account: LocalAccount, c: Any, act: Act) -> Rule:
    """C1: a pledge never raises a balance."""
    minor = yield from amount(c.unit, c.amount)
    since = yield from day(act, c.effective, account=account.opened)
    yield from _giver(account, c.giver)
    if c.earmark not in account.purposes:
        yield "unknown-purpose"

    def effect(learned: Learned) -> None:
        account.givers.add(learned.giver)
        account.gifts[learned.created] = Gift(learned.giver, c.unit, minor, c.earmark, since, "pledged")

    return effect


def withdraw(account: LocalAccount, c: Any, act: Act) -> Rule:
    """C8: a pledge was never a debt."""
    gift = account.gifts.get(c.contribution)
    if gift is None:
        yield "unknown-contribution"
        return nothing
    if gift.status != "pledged":
        yield "pledge-not-open"
    yield from day(act, c.effective, contribution=gift.since)

    def effect(_: Learned) -> None:
        gift.status, gift.left = "withdrawn", 0

    return effect


def receive(account: LocalAccount, c: Any, act: Act) -> Rule:
    """C2, C5, C6: one bank line once; an earmark waits; the giver is known to the auditor."""
    minor = yield from amount(c.unit, c.amount)
    if sum(lying for (unit, _), lying in account.lying().items() if unit == c.unit) + minor > LARGEST:
        yield "amount-too-large"
    since = yield from day(act, c.effective, account=account.opened)
    earmark, pledged = c.earmark, None
    if c.pledge is not None:
        pledged = account.gifts.get(c.pledge)
        if pledged is None:
            yield "unknown-contribution"
            return nothing
        yield from _keeps(pledged, c)
        earmark = pledged.purpose if earmark is None else earmark
    else:
        yield from _giver(account, c.giver)
    earmark = UNRESTRICTED if earmark is None else earmark
    if earmark not in account.purposes:
        yield "unknown-purpose"
    if c.reference is not None:
        yield from text(c.reference)
        if spelled(c.reference) in account.references:
            yield "reference-already-booked"

    def effect(learned: Learned) -> None:
        status = "received" if earmark == UNRESTRICTED else "awaiting"
        giver = pledged.giver if pledged else learned.giver
        account.givers.add(giver)
        gift = Gift(giver, c.unit, minor, earmark, since, status)
        account.gifts[learned.created] = gift
        if c.reference is not None:
            gift.reference = spelled(c.reference)
            account.references.add(gift.reference)

    return effect


def accept(account: LocalAccount, c: Any, act: Act) -> Rule:
    """C5: the association takes the gift for its purpose."""
    gift = account.gifts.get(c.contribution)
    if gift is None:
        yield "unknown-contribution"
        return nothing
    if gift.status != "awaiting":
        yield "earmark-not-awaiting"
    yield from day(act, c.effective, contribution=gift.since)

    def effect(_: Learned) -> None:
        gift.status = "received"

    return effect


def lift(account: LocalAccount, c: Any, act: Act) -> Rule:
    """L5: the donor consents that what is left serves without restriction."""
    gift = account.gifts.get(c.contribution)
    if gift is None:
        yield "unknown-contribution"
        return nothing
    if gift.status != "received" or gift.purpose == UNRESTRICTED:
        yield "no-earmark-to-lift"
    yield from account.lacking(gift.unit, gift.lies_under, gift.left)
    yield from day(act, c.effective, contribution=gift.since)
    yield from text(c.consent)

    def effect(_: Learned) -> None:
        gift.purpose = UNRESTRICTED

    return effect


def reverse(account: LocalAccount, c: Any, act: Act) -> Rule:
    """L2, L6: always recordable, even into a shortfall; the reference is free again."""
    gift = account.gifts.get(c.contribution)
    if gift is None:
        yield "unknown-contribution"
        return nothing
    if not gift.is_booked:
        yield "nothing-left-to-reverse"
    yield from day(act, c.effective, contribution=gift.since)
    yield from text(c.reason)

    def effect(_: Learned) -> None:
        gift.status, gift.left = "reversed", 0
        account.references.discard(gift.reference or "")

    return effect


def refund(account: LocalAccount, c: Any, act: Act) -> Rule:
    """C9: the lesser of what is left of the gift and what is available in its purpose; A3: money leaves."""
    yield from account.office_refusals()
    if act.by != account.officers.get("treasurer"):
        yield "not-in-office"
    gift = account.gifts.get(c.contribution)
    if gift is None:
        yield "unknown-contribution"
        return nothing
    if not gift.is_booked:
        yield "nothing-left-to-refund"
    if c.unit != gift.unit:
        yield "refund-in-other-unit"
    minor = yield from amount(gift.unit, c.amount)
    if minor > gift.left:
        yield "refund-exceeds-gift"
    yield from account.spending_refusals(gift.unit, gift.lies_under)
    yield from account.lacking(gift.unit, gift.lies_under, minor)
    yield from day(act, c.effective, contribution=gift.since)
    yield from text(c.reason)
    return _refunded(gift, minor)


def _refunded(gift: Gift, minor: int) -> Effect:
    def effect(_: Learned) -> None:
        gift.left -= minor
        if not gift.left:
            gift.status = "refunded"

    return effect


def spelled(reference: str) -> str:
    """The spelling in which a bank line is one, however people copied it."""
    return "".join(reference.split()).casefold()


def _giver(account: LocalAccount, giver: Any) -> Said[None]:
    """C6: a known token, or a name."""
    if isinstance(giver, str):
        if giver not in account.givers:
            yield "unknown-giver"
    elif giver is None or not (giver.name or "").strip():
        yield "giver-unnamed"
    else:
        yield from optional_text(giver.name, giver.contact)


def _keeps(pledged: Gift, c: Any) -> Said[None]:
    """C1: what may keep a pledge."""
    if pledged.status != "pledged":
        yield "pledge-not-open"
    if pledged.unit != c.unit:
        yield "pledge-in-other-unit"
    if c.giver is not None and c.giver != pledged.giver:
        yield "pledge-names-giver"
