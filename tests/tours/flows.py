"""Two twins tell each other how the transfers between them stand."""

from ledger.flows.commands import StateFlows
from ledger.identifiers import FlowStatementId
from ledger.transfers.commands import ReceiveTransfer
from tests.season import Season
from tests.tours.post import carried
from tests.tours.transfers import announced, given
from tests.tours.twinnings import at_home, twinned


def tour(season: Season) -> None:
    """A transfer is received with a fee and another is under way when both are stated."""
    twin = Season(season.ledger, season.clock).found()
    at_home(twin, "Rochesaure", "FR")
    twinning = twinned(season, twin)
    twin.receive("80.00")
    proposal = given(twin, season, "70.00")
    received, coming = (announced(twin, season, proposal, amount) for amount in ("45.00", "25.00"))
    season.do(ReceiveTransfer(account=season.account, transfer=received, fee="1.25"))
    carried(season.ledger, season.account, received)
    state = StateFlows(account=twin.account, twinning=twinning, transfers=(received, coming))
    carried(season.ledger, twin.account, FlowStatementId(twin.do(state)))
