"""Proxies on paper at a show of hands: whoever is represented counts with those present, and once (M6, R9, V4)."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

import msgspec

from ledger.command import Log
from ledger.identifiers import MemberToken, RoundId
from ledger.rounds.proxy_refusals import (
    PassedOnProxy,
    ProxyHolderAbsent,
    RepresentedByAnother,
    RepresentedNoElector,
    RepresentedTwice,
    RepresentedVotedThemselves,
    RepresentedWasPresent,
    TooManyProxies,
)
from ledger.rounds.state import ElectorRecord


class ProxyCarried(msgspec.Struct, frozen=True):
    """Somebody who was there raised a hand for somebody who was not. Who this was stands in no event."""

    holder: MemberToken
    giver: MemberToken


class Carried(msgspec.Struct, frozen=True):
    """The same, by whatever electors are known by; empty where the person is no elector, or one no longer."""

    holder: str
    giver: str


Recorded = Callable[[str], ElectorRecord | None]
"""What is kept of an elector; None: this is none."""


def by_tokens(
    log: Log, round_id: RoundId, carried: Sequence[ProxyCarried], recused: Collection[MemberToken]
) -> tuple[Carried, ...]:
    """The same proxies by round tokens, as the people store links them (V7)."""

    def token(member: MemberToken) -> str:
        found = () if member in recused else log.tokens_in(round_id, (member,))
        return found[0] if found else ""

    return tuple(Carried(token(proxy.holder), token(proxy.giver)) for proxy in carried)


def represented(
    carried: Sequence[Carried], present: Collection[str], most: int, recorded: Recorded
) -> tuple[str, ...]:
    """Who is represented, each once, by somebody present who carries no more than they may.

    Raises ProxyHolderAbsent, RepresentedNoElector, RepresentedWasPresent, RepresentedTwice, RepresentedVotedThemselves,
    RepresentedByAnother, PassedOnProxy or TooManyProxies.
    """
    there, given = frozenset(present), set[str]()
    held: dict[str, set[str]] = defaultdict(set)
    for proxy in carried:
        if proxy.holder not in there:
            raise ProxyHolderAbsent
        record = recorded(proxy.giver)
        if record is None:
            raise RepresentedNoElector
        if proxy.giver in there:
            raise RepresentedWasPresent
        if proxy.giver in given:
            raise RepresentedTwice
        _require_their_word(record, proxy.holder)
        given.add(proxy.giver)
        holder = recorded(proxy.holder) or ElectorRecord()
        held[proxy.holder] |= {proxy.giver, *holder.givers}
        if len(held[proxy.holder]) > most:
            raise TooManyProxies(most=most)
    return tuple(given)


def _require_their_word(giver: ElectorRecord, holder: str) -> None:
    """What the giver did in the round themselves goes before what is on paper."""
    if giver.own:
        raise RepresentedVotedThemselves
    if giver.holder not in (None, holder):
        raise RepresentedByAnother
    if giver.givers:
        raise PassedOnProxy
