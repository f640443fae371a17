"""Currency exchanges: both amounts of each, and by how much they differ from the rate (C10)."""

from collections.abc import Iterator
from datetime import date

import msgspec

from ledger.currency_exchanges.events import CurrencyExchanged, CurrencyExchangeReversed
from ledger.currency_exchanges.state import RateSource
from ledger.event import Recorded
from ledger.identifiers import AccountId, CurrencyExchangeId, PlaceId, ProposalId, PurposeId, Seal, account_of
from projections.base import Database, Table, View, fetch

EXCHANGES = Table(
    "currency_exchanges",
    "account TEXT NOT NULL, id TEXT NOT NULL, purpose TEXT NOT NULL, proposal TEXT, given_unit TEXT NOT NULL, "
    "given_minor INTEGER NOT NULL, obtained_unit TEXT NOT NULL, obtained_minor INTEGER NOT NULL, "
    "rate TEXT NOT NULL, rate_per TEXT NOT NULL, source TEXT NOT NULL, value_minor INTEGER NOT NULL, "
    "fee_unit TEXT, fee_minor INTEGER NOT NULL, evidence TEXT, referenced INTEGER NOT NULL, "
    "origin TEXT, target TEXT, effective TEXT NOT NULL, recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, "
    "reversed TEXT, reversal_reason TEXT, PRIMARY KEY (account, id)",
    indexes={"currency_exchanges_by_position": "account, position"},
)


class CurrencyExchanges(View):
    """One row for each exchange; only a reversal changes it (L6)."""

    name = "currency_exchanges"
    tables = (EXCHANGES,)
    reacts_to = frozenset({CurrencyExchanged, CurrencyExchangeReversed})

    def react(self, recorded: Recorded, db: Database) -> None:
        event = recorded.event
        match event:
            case CurrencyExchanged():
                _exchanged(recorded, event, db)
            case CurrencyExchangeReversed():
                db.execute(
                    "UPDATE currency_exchanges SET reversed = ?, reversal_reason = ? WHERE account = ? AND id = ?",
                    (event.effective.isoformat(), event.reason, account_of(recorded.stream), event.exchange),
                )
            case _:
                pass

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """By account and exchange."""
        for exchange in fetch(db, Exchange, "FROM currency_exchanges ORDER BY account, id"):
            name = f"currency-exchanges/{exchange.account}/{exchange.id}"
            yield f"{name}/given", exchange.given_minor
            yield f"{name}/obtained", exchange.obtained_minor
            yield f"{name}/fee", exchange.fee_minor
            yield f"{name}/value", exchange.value_minor
            yield f"{name}/reversed", int(exchange.reversed is not None)


def _exchanged(recorded: Recorded, event: CurrencyExchanged, db: Database) -> None:
    given, obtained, fee = event.given, event.obtained, event.fee
    row = (
        account_of(recorded.stream),
        event.exchange,
        given.purpose,
        event.decision and event.decision.proposal,
        given.unit,
        given.amount_minor,
        obtained.unit,
        obtained.amount_minor,
        obtained.rate.amount,
        obtained.rate.per,
        obtained.source,
        obtained.value_of(given.unit, given.amount_minor),
        fee and fee.unit,
        fee.amount_minor if fee else 0,
        event.evidence,
        int(event.reference is not None),
        event.origin,
        event.target,
        obtained.effective.isoformat(),
        recorded.envelope.recorded_us,
        recorded.position,
        None,
        None,
    )
    db.insert(EXCHANGES.name, [row])


class Exchange(msgspec.Struct, frozen=True):
    """A row, amounts in minor units."""

    account: AccountId
    id: CurrencyExchangeId
    purpose: PurposeId
    proposal: ProposalId | None
    """The decision whose reserved money it was."""
    given_unit: str
    given_minor: int
    obtained_unit: str
    obtained_minor: int
    rate: str
    """Decimal string: so much of the other unit for one of `rate_per`."""
    rate_per: str
    source: RateSource
    value_minor: int
    """What was given, at the rate, in the unit obtained: to the nearest minor unit, half upwards."""
    fee_unit: str | None
    fee_minor: int
    evidence: Seal | None
    referenced: bool
    """Whether the papers store keeps an outside reference for it."""
    origin: PlaceId | None
    """Out of which was given; None of what lay at no named place (L12)."""
    target: PlaceId | None
    """Where what was obtained came to lie (L12)."""
    effective: date
    recorded_us: int
    position: int
    """Where it was recorded; pages follow it."""
    reversed: date | None
    """When its reversal took effect, if it was booked by mistake (L6)."""
    reversal_reason: Seal | None

    @property
    def difference_minor(self) -> int:
        """By how much more, or less, was obtained than the rate says (C10)."""
        return self.obtained_minor - self.value_minor


def find(db: Database, account: AccountId, exchange: CurrencyExchangeId) -> Exchange | None:
    """One exchange; None where the account has no such."""
    found = fetch(db, Exchange, "FROM currency_exchanges WHERE account = ? AND id = ?", (account, exchange))
    return found[0] if found else None


def page(
    db: Database,
    account: AccountId,
    *,
    proposal: ProposalId | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[Exchange]:
    """An account's exchanges, or those under one decision, after the position of the page before."""
    wanted = "" if proposal is None else "AND proposal = :proposal"
    rest = (
        f"FROM currency_exchanges WHERE account = :account AND position > :after {wanted} "
        "ORDER BY position LIMIT :limit"
    )
    return fetch(
        db, Exchange, rest, {"account": account, "after": after, "proposal": proposal, "limit": limit}
    )
