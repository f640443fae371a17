"""What stands beside balances and never in one: values of goods and hours, and the CO2e that offsets offset (L3)."""

from collections.abc import Iterator
from datetime import date

import msgspec

from ledger.contributions.events import CarbonOffsetStated, ContributionRefunded, ContributionReversed
from ledger.event import Recorded
from ledger.identifiers import AccountId, ContributionId, Seal, ValuationId, account_of
from ledger.valuations.events import ValuationStated
from ledger.valuations.state import ValuationMethod
from projections.base import Database, Table, View, fetch


class Overlays(View):
    """One row per valuation, and one per carbon offset that came in and was neither reversed nor refunded in whole."""

    name = "overlays"
    tables = (
        Table(
            "valuations",
            "account TEXT NOT NULL, id TEXT NOT NULL, unit TEXT NOT NULL, amount_minor INTEGER NOT NULL, "
            "contribution TEXT, currency TEXT NOT NULL, value_minor INTEGER NOT NULL, method TEXT NOT NULL, "
            "source TEXT NOT NULL, effective TEXT NOT NULL, recorded_us INTEGER NOT NULL, "
            "position INTEGER NOT NULL, PRIMARY KEY (account, id)",
            indexes={"valuations_by_position": "account, position"},
        ),
        Table(
            "carbon_offsets",
            "account TEXT NOT NULL, about TEXT NOT NULL, grams INTEGER NOT NULL, effective TEXT NOT NULL, "
            "position INTEGER NOT NULL, PRIMARY KEY (account, about)",
            indexes={"carbon_offsets_by_position": "account, position"},
        ),
    )
    reacts_to = frozenset({CarbonOffsetStated, ContributionRefunded, ContributionReversed, ValuationStated})

    def react(self, recorded: Recorded, db: Database) -> None:
        event, account = recorded.event, account_of(recorded.stream)
        match event:
            case ValuationStated():
                what = event.unit, event.amount_minor, event.contribution, event.currency, event.value_minor
                how = event.method, event.source, event.effective.isoformat()
                here = recorded.envelope.recorded_us, recorded.position
                db.execute(
                    "INSERT INTO valuations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (account, event.valuation, *what, *how, *here),
                )
            case CarbonOffsetStated():
                day = event.effective.isoformat()
                db.execute(
                    "INSERT INTO carbon_offsets VALUES (?, ?, ?, ?, ?)",
                    (account, event.about, event.carbon_grams, day, recorded.position),
                )
            case ContributionReversed() | ContributionRefunded(ends_offset=True):
                # What was booked by mistake, or went back in whole, offsets nothing (L6).
                query = "DELETE FROM carbon_offsets WHERE account = ? AND about = ?"
                db.execute(query, (account, event.contribution))
            case _:
                pass

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """By account and id."""
        for account, own, amount, value in db.execute(
            "SELECT account, id, amount_minor, value_minor FROM valuations ORDER BY account, id"
        ):
            yield f"valuations/{account}/{own}/amount", amount
            yield f"valuations/{account}/{own}/value", value
        for account, about, grams in db.execute(
            "SELECT account, about, grams FROM carbon_offsets ORDER BY account, about"
        ):
            yield f"carbon/{account}/{about}/grams", grams


class Valuation(msgspec.Struct, frozen=True):
    """What a quantity was said to be worth."""

    id: ValuationId
    unit: str
    amount_minor: int
    """The quantity."""
    contribution: ContributionId | None
    currency: str
    value_minor: int
    """In the currency."""
    method: ValuationMethod
    source: Seal
    effective: date
    recorded_us: int
    position: int


class CarbonOffset(msgspec.Struct, frozen=True):
    """What a contribution, or the hours of an attendance sheet, offset."""

    about: str
    grams: int
    effective: date
    position: int


def valuations(
    db: Database, account: AccountId, *, unit: str | None = None, after: int = 0, limit: int = 100
) -> list[Valuation]:
    """An account's valuations in the order of recording, after the position of the page before."""
    wanted = "" if unit is None else "AND unit = :unit"
    rest = f"FROM valuations WHERE account = :account AND position > :after {wanted} ORDER BY position LIMIT :limit"
    return fetch(db, Valuation, rest, {"account": account, "after": after, "unit": unit, "limit": limit})


def carbon_offsets(
    db: Database, account: AccountId, *, after: int = 0, limit: int = 100
) -> list[CarbonOffset]:
    """An account's carbon offsets in the order of recording, after the position of the page before."""
    rest = "FROM carbon_offsets WHERE account = ? AND position > ? ORDER BY position LIMIT ?"
    return fetch(db, CarbonOffset, rest, (account, after, limit))


def grams_offset(db: Database, account: AccountId) -> int:
    """All that an account's carbon offsets offset."""
    (grams,) = db.execute("SELECT SUM(grams) FROM carbon_offsets WHERE account = ?", (account,)).fetchone()
    return int(grams or 0)
