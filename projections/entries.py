"""Entries: every movement of every account, from which any balance of the past is summed and explained."""

from collections.abc import Iterator
from datetime import date

import msgspec

from ledger.accounts.state import Destination
from ledger.event import Recorded
from ledger.identifiers import AccountId, PurposeId, account_of
from projections.as_of import NOW, AsOf, summed, total
from projections.base import Database, Table, View, fetch
from projections.movements import movements_of

_SUMS = f"{total('received_minor')}, {total('reserved_minor')}, {total('paid_minor')}"


class Entries(View):
    """One row per movement. Rows are added and never changed, so an answer about the past never changes (L10)."""

    name = "entries"
    tables = (
        Table(
            "entries",
            "account TEXT NOT NULL, position INTEGER NOT NULL, line INTEGER NOT NULL, "
            "partition TEXT NOT NULL, unit TEXT NOT NULL, purpose TEXT NOT NULL, destination TEXT NOT NULL, "
            "received_minor INTEGER NOT NULL, reserved_minor INTEGER NOT NULL, paid_minor INTEGER NOT NULL, "
            "effective TEXT, recorded_us INTEGER NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL, "
            "PRIMARY KEY (account, position, line)",
        ),
    )

    def react(self, recorded: Recorded, db: Database) -> None:
        for line, m in enumerate(movements_of(recorded), 1):
            db.execute(
                "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    account_of(recorded.stream),
                    recorded.position,
                    line,
                    recorded.partition,
                    m.unit,
                    m.purpose,
                    m.destination,
                    m.received,
                    m.reserved,
                    m.paid,
                    m.effective and m.effective.isoformat(),
                    recorded.envelope.recorded_us,
                    recorded.event.kind(),
                    m.about,
                ),
            )

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """Summed per position, zeros left out; by partition, position, unit, purpose, destination."""
        query = (
            f"SELECT partition, position, unit, purpose, destination, {_SUMS} FROM entries "
            "GROUP BY partition, position, unit, purpose, destination "
            "ORDER BY partition, position, unit, purpose, destination"
        )
        for partition, position, unit, purpose, destination, *halves in db.execute(query):
            sums = [summed(*halves[at : at + 2]) for at in (0, 2, 4)]
            for name, value in zip(("received", "reserved", "paid"), sums, strict=True):
                if value:
                    yield f"entries/{partition}/{position}/{unit}/{purpose}/{destination}/{name}", value


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
    """A movement as it stands in the table: changes in minor units."""

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


def balances(db: Database, account: AccountId, as_of: AsOf = NOW) -> list[BalanceThen]:
    """An account's balances as of a date, a time, both, or a position (L10); by unit, purpose, destination."""
    query = (
        f"SELECT unit, purpose, destination, {_SUMS} FROM entries "
        f"WHERE account = :account AND {as_of.condition} "
        "GROUP BY unit, purpose, destination ORDER BY unit, purpose, destination"
    )
    found = []
    for unit, purpose, destination, *halves in db.execute(query, {"account": account, **as_of.values}):
        received, reserved, paid = (summed(*halves[at : at + 2]) for at in (0, 2, 4))
        found.append(
            BalanceThen(
                account,
                unit,
                purpose,
                Destination(destination),
                received,
                paid,
                None if as_of.effective else reserved,
                None if as_of.effective else received - reserved - paid,
            )
        )
    return found


def explain(
    db: Database,
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
    condition = f"WHERE account = :account AND unit = :unit AND {as_of.condition}"
    values = {"account": account, "unit": unit, **as_of.values, "position": after[0], "line": after[1]}
    if purpose is not None:
        condition, values["purpose"] = f"{condition} AND purpose = :purpose", purpose
    if destination is not None:
        condition, values["destination"] = f"{condition} AND destination = :destination", destination
    before = f"SELECT {_SUMS} FROM entries {condition} AND (position, line) <= (:position, :line)"
    halves = db.execute(before, values).fetchone()
    received, reserved, paid = (summed(*halves[at : at + 2]) for at in (0, 2, 4))
    values["limit"] = -1 if limit is None else limit
    page = f"FROM entries {condition} AND (position, line) > (:position, :line) ORDER BY position, line LIMIT :limit"
    explained = []
    for entry in fetch(db, Entry, page, values):
        received += entry.received_minor
        reserved += entry.reserved_minor
        paid += entry.paid_minor
        explained.append(
            Explained(
                entry,
                received,
                paid,
                None if as_of.effective else reserved,
                None if as_of.effective else received - reserved - paid,
            )
        )
    return explained
