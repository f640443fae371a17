"""Once a month the twins tell each other how the transfers between them stand, and see whether their words agree."""

from api.demonstration.network import Network
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.flows.commands import StateFlows
from ledger.identifiers import TwinningId


def chapters(network: Network) -> tuple[Chapter, ...]:
    """The last month's, of both twinnings."""
    return (
        stated(network.valbrune, "twinning", network.caldeiras, "twinning"),
        stated(network.valbrune, "twinning_school", network.galinha, "twinning"),
    )


def stated(town: Village, towns: str, village: Village, villages: str) -> Chapter:
    """Both sides tell of all transfers that the town ever sent to the village."""
    yield 297
    transfers = tuple(town.sent_to.get(village.account, ()))
    for side, twinning in ((town, towns), (village, villages)):
        told = StateFlows(account=side.account, twinning=TwinningId(side.ids[twinning]), transfers=transfers)
        side.do(told)
