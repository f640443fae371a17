"""Money in a bank account and a cash box, and an advance that was booked by mistake."""

from ledger.identifiers import MoveId, PlaceId
from ledger.places.commands import ClosePlace, MoveMoney, NameMainPlace, OpenPlace, ReverseMove
from ledger.places.state import PlaceKind
from tests.season import Season


def tour(season: Season) -> None:
    """Every kind of event about places once; what comes in afterwards lies at the unit's main one."""
    account = season.account
    bank = _opened(season, OpenPlace(account=account, kind=PlaceKind.BANK_ACCOUNT, label="savings-bank"))
    box = _opened(
        season,
        OpenPlace(
            account=account,
            kind=PlaceKind.CASH_BOX,
            label="cash-box",
            description="Under the counter, of the shop.",
            main_for=("EUR", "CVE"),
        ),
    )
    advance = _opened(
        season,
        OpenPlace(account=account, kind=PlaceKind.ADVANCE, label="for-the-road", holder=season.treasurer),
    )
    season.do(NameMainPlace(account=account, place=bank, unit="EUR"))
    season.receive("30.00")
    season.do(MoveMoney(account=account, unit="EUR", amount="20.00", origin=bank, target=box))
    wrong = MoveMoney(
        account=account,
        unit="EUR",
        amount="2.00",
        origin=box,
        target=advance,
        reference="BCV-90",
        evidence="The note that the treasurer signed.",
    )
    moved = MoveId(season.do(wrong))
    season.do(ReverseMove(account=account, move=moved, reason="She never took it."))
    season.do(ClosePlace(account=account, place=advance))


def _opened(season: Season, command: OpenPlace) -> PlaceId:
    return PlaceId(season.do(command))
