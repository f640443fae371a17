"""Places of money as the views' own season knows them: a bank account, a cash box, and an advance that came back."""

from datetime import date
from typing import Final

from ledger.identifiers import MemberToken, MoveId, PlaceId, Seal
from ledger.places.events import MainPlaceNamed, MoneyMoved, MoveReversed, PlaceClosed, PlaceOpened
from ledger.places.state import PlaceKind
from tests.projections.log import Log

BANK, BOX, ADVANCE = (PlaceId(f"place-000000000000000{n}") for n in range(1, 4))
_DAY: Final = date(2026, 2, 10)
_SEAL: Final = Seal("5ea1" * 16)


def move(number: int, amount_minor: int, origin: PlaceId | None, target: PlaceId) -> MoneyMoved:
    """Euros from one place to another."""
    return MoneyMoved(
        move=MoveId(f"move-{number:016}"),
        unit="EUR",
        amount_minor=amount_minor,
        origin=origin,
        target=target,
        effective=_DAY,
    )


def record_places(log: Log) -> None:
    """What was held at no named place is in the bank, some of it in the box; one move was a mistake."""
    log.record(
        PlaceOpened(
            place=BANK,
            place_kind=PlaceKind.BANK_ACCOUNT,
            label="bank",
            description=_SEAL,
            main_for=("EUR",),
            effective=_DAY,
        ),
        PlaceOpened(place=BOX, place_kind=PlaceKind.CASH_BOX, label="cash-box", effective=_DAY),
        MainPlaceNamed(place=BOX, unit="CVE"),
        move(1, 30_00, None, BANK),
        move(2, 5_00, BANK, BOX),
        PlaceOpened(
            place=ADVANCE,
            place_kind=PlaceKind.ADVANCE,
            label="for-the-road",
            holder=MemberToken("member-0000000000000003"),
            effective=_DAY,
        ),
        move(3, 2_00, BOX, ADVANCE),
        MoveReversed(
            move=MoveId(f"move-{3:016}"),
            unit="EUR",
            amount_minor=2_00,
            origin=BOX,
            target=ADVANCE,
            reason=_SEAL,
            effective=_DAY,
        ),
        PlaceClosed(place=ADVANCE, effective=_DAY),
    )
