"""Proxies, deadlines that moved, second calls, and who was recused while a round was open: what rounds show of them."""

from typing import Any

import msgspec

from ledger.event import Event, Recorded
from ledger.identifiers import AccountId, MinutesId, PaperId, RoundId, RoundToken
from ledger.rounds.events import (
    ProxyGiven,
    ProxyWithdrawn,
    RecusalDeclared,
    RoundCounted,
    RoundDrafted,
    RoundExtended,
    RoundOpened,
)
from projections.base import Database, Table, fetch

PROXIES = Table(
    "round_proxies",
    "account TEXT NOT NULL, round TEXT NOT NULL, position INTEGER NOT NULL, giver TEXT NOT NULL, "
    "holder TEXT NOT NULL, minutes TEXT, paper TEXT, recorded_us INTEGER NOT NULL, withdrawn_us INTEGER, "
    "PRIMARY KEY (account, round, position)",
)


class Proxy(msgspec.Struct, frozen=True):
    """A proxy that was given for a round, by round tokens."""

    giver: RoundToken
    holder: RoundToken
    minutes: MinutesId | None
    paper: PaperId | None
    recorded_us: int
    withdrawn_us: int | None
    position: int


def proxies(db: Database, account: AccountId, round_id: RoundId) -> list[Proxy]:
    """All proxies of a round in the order in which they were given, those that were withdrawn too."""
    rest = "FROM round_proxies WHERE account = ? AND round = ? ORDER BY position"
    return fetch(db, Proxy, rest, (account, round_id))


def proxies_given(db: Database, account: AccountId, round_id: RoundId) -> int:
    """How many proxies stand."""
    query = "SELECT COUNT(*) FROM round_proxies WHERE account = ? AND round = ? AND withdrawn_us IS NULL"
    return int(db.execute(query, (account, round_id)).fetchone()[0])


def react(db: Database, where: tuple[AccountId, RoundId], recorded: Recorded, event: Event) -> None:
    """What else there is to remember of this event, beside what every round has."""
    at_us = recorded.envelope.recorded_us
    match event:
        case RoundDrafted():
            _declare(db, where, event)
        case RoundOpened():
            most = event.terms.proxies_per_holder
            _set(db, where, "proxies_per_holder = ?, recused_later = 0", most)
        case RecusalDeclared() if event.late:
            _set(db, where, "recused_later = recused_later + 1")
        case RoundExtended():
            latest = "CASE WHEN counting_us < ? THEN ? ELSE counting_us END"
            changes = f"closes_us = ?, extended_us = ?, counting_us = {latest}"
            _set(db, where, changes, event.closes_us, at_us, event.closes_us, event.closes_us)
        case RoundCounted() if event.set_aside is not None:
            _set(db, where, "set_aside = ?", event.set_aside)
        case ProxyGiven():
            given = (event.giver, event.holder, event.minutes, event.paper, at_us, None)
            db.insert("round_proxies", [(*where, recorded.position, *given)])
        case ProxyWithdrawn():
            query = (
                "UPDATE round_proxies SET withdrawn_us = ? "
                "WHERE account = ? AND round = ? AND giver = ? AND withdrawn_us IS NULL"
            )
            db.execute(query, (at_us, *where, event.giver))
        case _:
            pass


def _declare(db: Database, where: tuple[AccountId, RoundId], event: RoundDrafted) -> None:
    if event.extension is not None:
        changes = "extension_within_minutes = ?, extension_by_minutes = ?"
        _set(db, where, changes, event.extension.within_minutes, event.extension.by_minutes)
    if event.second_call_of is not None:
        _set(db, where, "second_call_of = ?", event.second_call_of)


def _set(db: Database, where: tuple[AccountId, RoundId], changes: str, *values: Any) -> None:
    db.execute(f"UPDATE rounds SET {changes} WHERE account = ? AND id = ?", (*values, *where))
