"""What events brought to places of money and took from them, read off what the account says to lie there (L12)."""

from ledger.event import Recorded
from ledger.identifiers import PlaceId
from ledger.replay.figures import Tell


class WatchedLying(dict[tuple[PlaceId, str], int]):
    """What lies where, which remembers by how much an event changed it (Account.lay)."""

    def __init__(self) -> None:
        super().__init__()
        self._changed: dict[tuple[PlaceId, str], int] = {}

    def __setitem__(self, where: tuple[PlaceId, str], lying: int) -> None:
        """So much lies there from now on."""
        self._changed[where] = self._changed.get(where, 0) + lying - super().get(where, 0)
        super().__setitem__(where, lying)

    def tell(self, recorded: Recorded, tell: Tell) -> None:
        """Tell what an event changed, as an entry of each place by the day of its effect."""
        if not self._changed:
            return
        effective = getattr(recorded.event, "effective", None)
        for (place, unit), by in self._changed.items():
            tell(f"places/{recorded.stream}/{place}/{unit}/{recorded.version}/{effective}", by)
        self._changed = {}
