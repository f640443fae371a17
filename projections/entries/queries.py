"""Balances of the past, and the entries behind them."""

from datetime import date

import msgspec

from ledger.accounts.state import Destination
from ledger.identifiers import AccountId, PurposeId
from projections.as_of import FIRST, NOW, AsOf, at
from projections.base import Database, Source
from projections.entries.funds import funds_of
from projections.entries.sums import Asked, Sums, asked, sums
from projections.entries.walking import Told, entries_of


class BalanceThen(msgspec.Struct, frozen=True):
    """Sums of entries, in minor units, as of what was asked.

    Where an effective date was asked, nothing is said of reservations, nor of what was available: a reservation has
    no effective date. It is made by the ledger and holds from the moment of its recording, so that on a day of the
    past, as later facts tell it, there is no such thing as "reserved on that day".
    """

    account: AccountId
    unit: str
    purpose: PurposeId
    destination: Destination
    received_minor: int
    paid_minor: int
    reserved_minor: int | None
    available_minor: int | None

    @property
    def held_minor(self) -> int:
        """The money in hand: received less paid."""
        return self.received_minor - self.paid_minor


class Entry(msgspec.Struct, frozen=True):
    """A movement: changes in minor units."""

    position: int
    line: int
    unit: str
    purpose: PurposeId
    destination: Destination
    received_minor: int
    reserved_minor: int
    paid_minor: int
    effective: date | None
    """None where only a reservation changes."""
    recorded_us: int
    kind: str
    """Kind of the event that moved it."""
    about: str
    """The contribution, round, proposal or disbursement that it is for."""


class Explained(msgspec.Struct, frozen=True):
    """An entry, and the sums after it."""

    entry: Entry
    received_minor: int
    paid_minor: int
    reserved_minor: int | None
    """None as in `BalanceThen`."""
    available_minor: int | None

    @property
    def held_minor(self) -> int:
        """The money in hand: received less paid."""
        return self.received_minor - self.paid_minor


def balances(db: Database, source: Source, account: AccountId, as_of: AsOf = NOW) -> list[BalanceThen]:
    """An account's balances as of a date, a time, both, or a position (L10); by unit, purpose, destination."""
    funds = funds_of(db, account)
    then = sums(db, funds, asked(as_of, source, funds))
    return [
        BalanceThen(
            account,
            fund.unit,
            fund.purpose,
            fund.destination,
            then[fund.number].received,
            then[fund.number].paid,
            *_held_back(then[fund.number], as_of),
        )
        for fund in funds
        if fund.number in then
    ]


def explain(
    db: Database,
    source: Source,
    account: AccountId,
    unit: str,
    purpose: PurposeId | None = None,
    destination: Destination | None = None,
    *,
    as_of: AsOf = NOW,
    after: tuple[int, int] = (0, 0),
    limit: int | None = None,
) -> list[Explained]:
    """The entries behind a balance, in the order of recording, with running totals (L11).

    The totals after the last entry are the balance. No purpose, or no destination, means all of them together; units
    are never added (L3). A page begins after the (position, line) of the last entry of the page before.
    """
    funds = funds_of(db, account, unit, purpose, destination)
    of = asked(as_of, source, funds)
    start = at(source, funds[0].partition, *after) if funds and after != (0, 0) else FIRST
    before = sums(db, funds, Asked(min(start, of.known), of.day)) if start != FIRST else {}
    running = Sums(*map(sum, zip(*before.values(), strict=True))) if before else Sums()
    explained: list[Explained] = []
    for told in entries_of(db, source, funds, of, start, limit):
        by = told.movement
        running = Sums(running.received + by.received, running.reserved + by.reserved, running.paid + by.paid)
        explained.append(Explained(_entry(told), running.received, running.paid, *_held_back(running, as_of)))
        if len(explained) == limit:
            break
    return explained


def _held_back(then: Sums, as_of: AsOf) -> tuple[int | None, int | None]:
    """What is reserved, and what is available."""
    if as_of.effective is not None:
        return None, None
    return then.reserved, then.received - then.reserved - then.paid


def _entry(told: Told) -> Entry:
    recorded, line, movement = told
    return Entry(
        recorded.position,
        line,
        movement.unit,
        PurposeId(movement.purpose),
        Destination(movement.destination),
        movement.received,
        movement.reserved,
        movement.paid,
        movement.effective,
        recorded.envelope.recorded_us,
        recorded.event.kind(),
        movement.about,
    )
