"""How commands look at a territory."""

from ledger.command import Seen
from ledger.identifiers import TerritoryId
from ledger.territories.refusals import UnknownTerritory
from ledger.territories.state import Territory


def territory_in(seen: Seen, territory_id: TerritoryId) -> Territory:
    """A territory of the register. Raises UnknownTerritory, also for the id of something else."""
    territory = seen.find(territory_id, Territory)
    if territory is None:
        raise UnknownTerritory
    return territory
