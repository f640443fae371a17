"""Two villages over HTTP that are twinned: one in the south and one in the north."""

from ledger.associations.commands import NameTerritory
from ledger.command import Command
from ledger.identifiers import AccountId, TerritoryId, TwinningId
from ledger.territories.commands import NameGiven, RegisterTerritory
from ledger.territories.state import TerritoryKind
from ledger.twinnings.commands import AcceptTwinning, ProposeTwinning
from projections.follower import Follower
from tests.api.server import Served
from tests.api.village import Village


class Twins:
    """Águas das Caldeiras and Valbrune, whose twinning is active."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.south, self.north = Village(served, members=3), Village(served, members=3)
        self.southern = self._at_home(self.south, "CV")
        self.northern = self._at_home(self.north, "FR")
        self.delivered()
        proposed = ProposeTwinning(
            account=AccountId(self.south.account),
            other=AccountId(self.north.account),
            agreement="We stand by each other.",
        )
        self.twinning = TwinningId(self._do(proposed))
        self.delivered()
        self._do(AcceptTwinning(account=AccountId(self.north.account), twinning=self.twinning))
        self.delivered()

    def delivered(self) -> None:
        """All messages have reached their accounts, and every view reflects it."""
        ledger, follower = self.served.ledger, self.served.app.state.follower
        assert isinstance(follower, Follower)
        assert ledger.settled(10)
        for partition in ledger.store.partitions():
            assert follower.wait_for(partition, ledger.store.head(partition), 10)

    def _at_home(self, village: Village, country: str) -> TerritoryId:
        names = (NameGiven("pt", f"Village in {country}"),)
        registered = RegisterTerritory(kind=TerritoryKind.VILLAGE, country=country, names=names)
        territory = TerritoryId(self._do(registered))
        association = village.registrar.read(village.at)["association"]
        self._do(NameTerritory(association=association, territory=territory))
        return territory

    def _do(self, command: Command) -> str:
        return self.served.ledger.handle(command, by="test").created
