"""The view of places: what lies where, and the entries behind it, and that the ledger itself says the same."""

from contextlib import closing
from datetime import date

import pytest

from ledger.accounts.events import PaymentBooked, PaymentRestored
from ledger.accounts.state import Destination, Line
from ledger.contributions.events import ContributionRefunded, ContributionReversed
from ledger.currency_exchanges.events import CurrencyExchanged, CurrencyExchangeReversed
from ledger.currency_exchanges.state import Conversion, Rate, RateSource
from ledger.event import Event
from ledger.identifiers import UNRESTRICTED, AccountId, CurrencyExchangeId, PlaceId, TransferId
from ledger.places.events import MoveReversed, PlaceClosed, PlaceOpened
from ledger.places.state import PlaceKind
from ledger.proposals.measure import Sum
from ledger.replay import Replay, first_difference
from ledger.transfers.events import TransferBooked
from projections import places
from projections.follower import Follower
from projections.placings import placings_of
from projections.rebuild import prepare
from projections.shelf import open_shelf
from projections.unplaced import unplaced
from projections.views import VIEWS
from tests.projections.log import ACCOUNT, Log
from tests.projections.placed import ADVANCE, BANK, BOX, move
from tests.projections.samples import BUS, DAY, GIFT, PAID, SEAL, receive, record_season
from tests.season import Season
from tests.tours import places as tours
from tests.views import AtOnce

EUROS = Line("EUR", UNRESTRICTED, 10_00)
TAKEN = {"contribution": GIFT, "purpose": UNRESTRICTED, "unit": "EUR", "reason": SEAL, "effective": DAY}
PAYMENT = {
    "disbursement": PAID,
    "proposal": BUS,
    "destination": Destination.UNASSIGNED,
    "line": EUROS,
    "effective": DAY,
}
ESCUDOS = Conversion(
    unit="CVE", amount_minor=1102_65, rate=Rate("110.265", "EUR"), source=RateSource.BANK, effective=DAY
)
EXCHANGE = CurrencyExchangeId("currency-exchange-0000000000000009")


LAID: list[tuple[Event, list[tuple[PlaceId, str, int, str]]]] = [
    (receive(GIFT, 7_00), []),
    (receive(GIFT, 7_00, place=BOX), [(BOX, "EUR", 7_00, GIFT)]),
    (ContributionRefunded(amount_minor=2_00, place=BOX, **TAKEN), [(BOX, "EUR", -2_00, GIFT)]),  # type: ignore[arg-type]
    (ContributionReversed(amount_minor=2_00, place=BOX, **TAKEN), [(BOX, "EUR", -2_00, GIFT)]),  # type: ignore[arg-type]
    (ContributionReversed(amount_minor=2_00, **TAKEN), []),  # type: ignore[arg-type]
    (PaymentBooked(place=BOX, **PAYMENT), [(BOX, "EUR", -10_00, PAID)]),  # type: ignore[arg-type]
    (PaymentRestored(place=BANK, **PAYMENT), [(BANK, "EUR", 10_00, PAID)]),  # type: ignore[arg-type]
    (
        TransferBooked(
            transfer=TransferId("transfer-1"), sender=ACCOUNT, line=EUROS, place=BANK, effective=DAY
        ),
        [(BANK, "EUR", 10_00, "transfer-1")],
    ),
    (
        CurrencyExchanged(
            exchange=EXCHANGE,
            given=EUROS,
            obtained=ESCUDOS,
            fee=Sum("EUR", 1_00),
            origin=BANK,
            target=BOX,
        ),
        [(BANK, "EUR", -11_00, EXCHANGE), (BOX, "CVE", 1102_65, EXCHANGE)],
    ),
    (
        CurrencyExchangeReversed(
            exchange=EXCHANGE,
            given=EUROS,
            obtained=Sum("CVE", 1102_65),
            fee=Sum("CVE", 2_65),
            target=BOX,
            reason=SEAL,
            effective=DAY,
        ),
        [(BOX, "CVE", -1100_00, EXCHANGE)],
    ),
    (move(1, 5_00, None, BOX), [(BOX, "EUR", 5_00, "move-0000000000000001")]),
    (
        move(1, 5_00, BANK, BOX),
        [(BANK, "EUR", -5_00, "move-0000000000000001"), (BOX, "EUR", 5_00, "move-0000000000000001")],
    ),
    (
        MoveReversed(
            move=move(1, 1, None, BOX).move,
            unit="EUR",
            amount_minor=5_00,
            origin=BANK,
            target=BANK,
            reason=SEAL,
            effective=DAY,
        ),
        [],
    ),
    (PlaceClosed(place=BOX, effective=DAY), []),
]


def test_what_an_event_lays_where() -> None:
    """L12"""
    for event, laid in LAID:
        assert [(p.place, p.unit, p.amount_minor, p.about) for p in placings_of(event)] == laid, event


def test_places_are_shown_with_what_lies_there_and_the_entries_behind_it(log: Log) -> None:
    """L11, L12"""
    Follower(record_season(log).shelf, log.views).catch_up()
    db = log.db
    assert [
        (p.id, p.kind, p.closed) for p in places.of_account(db, ACCOUNT) if p.id in (BANK, BOX, ADVANCE)
    ] == [
        (BANK, PlaceKind.BANK_ACCOUNT, None),
        (BOX, PlaceKind.CASH_BOX, None),
        (ADVANCE, PlaceKind.ADVANCE, date(2026, 2, 10)),
    ]
    assert places.by_label(db, ACCOUNT, "cash-box") == places.find(db, ACCOUNT, BOX)
    assert places.by_label(db, ACCOUNT, "no-such") is places.find(db, ACCOUNT, PlaceId("place-no")) is None
    there = {row.place: row.amount_minor for row in places.lying(db, ACCOUNT) if row.unit == "EUR"}
    assert there == {BANK: 25_00, BOX: 5_00, ADVANCE: 0}
    assert unplaced(db, ACCOUNT)["EUR"] == 145_00 - 30_00 - 2_00 - 30_00
    assert {
        unit: place for unit, place in places.main_places(db, ACCOUNT).items() if unit in ("EUR", "CVE")
    } == {
        "CVE": BOX,
        "EUR": BANK,
    }
    told = [entry for _, entry in places.entries_of(db, log, ACCOUNT, BOX)]
    assert [(entry.kind, entry.amount_minor, entry.lying_minor) for entry in told] == [
        ("money-moved", 5_00, 5_00),
        ("money-moved", -2_00, 3_00),
        ("move-reversed", 2_00, 5_00),
    ]
    for entry in told:
        (recorded,) = log.events_at("main", [entry.position])
        assert (recorded.version, recorded.envelope.recorded_us) == (entry.entry, entry.recorded_us)
    assert places.entries_of(db, log, ACCOUNT, BOX, "CVE") == []
    assert places.lying_on(db, ACCOUNT, BOX, "EUR", date(2026, 2, 9)) == 0


def test_one_event_is_an_entry_of_two_places_and_of_two_units(log: Log) -> None:
    """L12, C10"""
    log.record(
        PlaceOpened(place=BOX, place_kind=PlaceKind.CASH_BOX, label="cash-box", effective=DAY),
        receive(GIFT, 50_00, place=BOX),
        CurrencyExchanged(exchange=EXCHANGE, given=EUROS, obtained=ESCUDOS, origin=BOX, target=BOX),
    )
    Follower(log.shelf, log.views).catch_up()
    whole = places.entries_of(log.db, log, ACCOUNT, BOX)
    assert [(n, entry.entry, entry.unit, entry.amount_minor) for n, entry in whole] == [
        (1, 2, "EUR", 50_00),
        (1, 3, "EUR", -10_00),
        (2, 3, "CVE", 1102_65),
    ]
    after, found = (0, 0), []
    while page := places.entries_of(log.db, log, ACCOUNT, BOX, after=after, limit=1):
        found += page
        after = page[-1][1].entry, page[-1][0]
    assert found == whole


def test_accounts_and_partitions_keep_their_places_apart(log: Log) -> None:
    """L12"""
    other = AccountId("account-0000000000000002")
    for account, partition, amount in ((ACCOUNT, "main", 5_00), (other, "north", 7_00)):
        opened = PlaceOpened(place=BOX, place_kind=PlaceKind.CASH_BOX, label="cash-box", effective=DAY)
        log.record(opened, receive(GIFT, amount, place=BOX), stream=account, partition=partition)
    Follower(log.shelf, log.views).catch_up()
    assert [row.amount_minor for row in places.lying(log.db, ACCOUNT)] == [5_00]
    assert [row.amount_minor for row in places.lying(log.db, other)] == [7_00]
    assert unplaced(log.db, other) == {}


@pytest.mark.parametrize(
    "planted",
    [
        "UPDATE place_entries SET amount_minor = amount_minor + 1 WHERE entry = (SELECT MAX(entry) FROM place_entries)",
        "UPDATE place_entries SET lying_minor = lying_minor + 1 WHERE entry = (SELECT MAX(entry) FROM place_entries)",
        "UPDATE place_entries SET effective = effective - 1",
        "UPDATE place_pockets SET unit = 'USD'",
        "DELETE FROM place_entries",
    ],
)
def test_an_error_of_one_cent_or_one_day_at_a_place_is_found(season: Season, planted: str) -> None:
    """L8, L12"""
    season.found().receive("100.00")
    tours.tour(season)
    with closing(open_shelf(season.ledger.store)) as shelf:
        prepare(VIEWS, shelf)
        assert Follower(shelf, VIEWS).catch_up()

        def difference() -> str | None:
            with shelf.reading() as db:
                shown = [figure for view in VIEWS for figure in view.figures(db)]
            return first_difference(Replay(season.ledger.store).run(), iter(shown))

        assert difference() is None
        AtOnce(shelf).execute(planted)
        assert (difference() or "").startswith("places/")
