"""Places of money: their reaction, and the figures that `usf replay` compares."""

from collections.abc import Iterator, Sequence

from ledger.contributions.events import ContributionReceived
from ledger.event import Recorded
from ledger.identifiers import account_of
from ledger.places.events import MainPlaceNamed, PlaceClosed, PlaceOpened
from projections.base import Database, View
from projections.days import date_of, day_number
from projections.numbers import Name, numbers_of
from projections.places.tables import ENTRIES, MAIN_PLACES, PLACES, POCKETS
from projections.placings import MOVED, PLACING, Placing, placings_of

_NEWEST = "SELECT lying_minor FROM place_entries WHERE pocket = ? ORDER BY entry DESC LIMIT 1"
_FIGURES = (
    "SELECT p.account, p.place, p.unit, e.entry, e.effective, e.amount_minor, e.lying_minor "
    "FROM place_pockets p JOIN place_entries e ON e.pocket = p.number ORDER BY p.number, e.entry"
)


class Places(View):
    """One row for each place, and one for all that an event brought to a place of one unit or took from it.

    What lies at no named place has no rows: it is what the balances hold less what lies at places.
    """

    name = "places"
    tables = (PLACES, MAIN_PLACES, POCKETS, ENTRIES)
    reacts_to = PLACING | {PlaceOpened, MainPlaceNamed, PlaceClosed}

    def react(self, recorded: Recorded, db: Database) -> None:
        self.bring((recorded,), db)

    def bring(self, events: Sequence[Recorded], db: Database) -> None:
        laid: dict[Name, list[tuple[Recorded, Placing]]] = {}
        for recorded in events:
            event = recorded.event
            if type(event) is ContributionReceived and event.place is None:
                # Of what there is most of, nothing more is asked.
                continue
            if isinstance(event, PlaceOpened | MainPlaceNamed | PlaceClosed):
                _about_place(recorded, event, db)
            elif type(event) in PLACING:
                for placing in placings_of(event):
                    name = account_of(recorded.stream), placing.place, placing.unit
                    laid.setdefault(name, []).append((recorded, placing))
        if laid:
            _lay(laid, events[0].partition, db)

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """By account, place and unit: every entry by its day, and what lies there in the end."""
        newest: tuple[str, int] | None = None
        for account, place, unit, entry, effective, amount, lying in db.stream(_FIGURES):
            pocket = f"places/{account}/{place}/{unit}"
            yield f"{pocket}/{entry}/{date_of(effective)}", amount
            if newest is not None and newest[0] != f"{pocket}/lying":
                yield newest
            newest = f"{pocket}/lying", lying
        if newest is not None:
            yield newest


def _about_place(recorded: Recorded, event: PlaceOpened | MainPlaceNamed | PlaceClosed, db: Database) -> None:
    account, units = account_of(recorded.stream), tuple[str, ...]()
    match event:
        case PlaceOpened():
            units = event.main_for
            row = (
                account,
                event.place,
                event.place_kind,
                event.label,
                event.holder,
                event.description,
                event.effective.isoformat(),
                None,
                recorded.position,
            )
            db.insert(PLACES.name, [row])
        case MainPlaceNamed():
            units = (event.unit,)
        case PlaceClosed():
            closed = (event.effective.isoformat(), account, event.place)
            db.execute("UPDATE places SET closed = ? WHERE account = ? AND id = ?", closed)
            db.execute("DELETE FROM main_places WHERE account = ? AND place = ?", (account, event.place))
    if units:
        db.put(MAIN_PLACES, [(account, unit, event.place) for unit in units])


def _lay(laid: dict[Name, list[tuple[Recorded, Placing]]], partition: str, db: Database) -> None:
    """Add the entries of every pocket, with what lies in it after each."""
    numbers = numbers_of(db, POCKETS, partition, laid)
    rows = []
    for number, of_pocket in sorted((numbers[name], of_pocket) for name, of_pocket in laid.items()):
        (lying,) = db.execute(_NEWEST, (number,)).fetchone() or (0,)
        for recorded, placing in of_pocket:
            lying += placing.amount_minor
            rows.append(
                (
                    number,
                    recorded.version,
                    recorded.position,
                    recorded.envelope.recorded_us,
                    day_number(placing.effective),
                    placing.amount_minor,
                    lying,
                    int(type(recorded.event) in MOVED),
                )
            )
    db.insert(ENTRIES.name, rows)
