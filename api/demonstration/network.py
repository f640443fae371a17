"""All who live in the demonstration, by name: two villages, their twin, another town, the federation and the fund."""

from collections.abc import Mapping

from api.demonstration.season import Calendar
from api.demonstration.village import Village
from ledger.ledger import Ledger


class Network:
    """Keeps the accounts of the demonstration, so that chapters between two of them can be told."""

    def __init__(self, ledger: Ledger, calendar: Calendar) -> None:
        self.ledger = ledger
        self.calendar = calendar
        self.caldeiras, self.galinha, self.valbrune, self.rochesaure, self.federation, self.fund = (
            Village(ledger, calendar) for _ in range(6)
        )
        self.register: dict[str, str] = {}
        """Ids of what lies in no account's season."""

    def ids(self) -> Mapping[str, Mapping[str, str]]:
        """What stands in `ids.json`."""
        return {
            "caldeiras": self.caldeiras.ids,
            "galinha": self.galinha.ids,
            "valbrune": self.valbrune.ids,
            "rochesaure": self.rochesaure.ids,
            "federation": self.federation.ids,
            "fund": self.fund.ids,
            "register": self.register,
        }
