"""The committee was called together too late: it annuls its round on a call, and the call waits again (R8, P5)."""

from api.demonstration import assemblies, objections, proposals, rounds
from api.demonstration.between.calling import met
from api.demonstration.network import Network
from api.demonstration.rounds import yes_no
from api.demonstration.season import Chapter
from ledger.identifiers import CallId

PRESENT = ("Aminata Diallo", "Carlos Quispe", "Marijke de Boer", "Lakshmi Rao", "Ingrid Thorsen")


def annulled(network: Network) -> Chapter:
    """Two had voted before the others knew that there was anything to vote on."""
    caldeiras, fund = network.caldeiras, network.fund
    yield 287
    proposal = proposals.admitted(
        fund,
        "Lakshmi Rao",
        "Seed for maize and beans, before the rains. The twin is in favour.",
        met(caldeiras, CallId(caldeiras.ids["call_to_decide"]), 14, "900"),
        plan="Whoever harvests keeps seed for those who have none.",
        name="proposal_put_back",
    )
    round_id = rounds.draft_vote(fund, "Call of Águas das Caldeiras", "seed", proposal, closes=297)
    fund.ids["round_annulled"] = round_id
    yield 288
    rounds.open_round(fund, round_id)
    rounds.cast(fund, round_id, yes_no(2))
    yield 294
    held = assemblies.minutes(
        fund,
        293,
        "By letter: the call of Águas das Caldeiras, and how the members are called to vote.",
        "Five of the seven had the letter when two had voted already. The vote is annulled, and will be held again.",
        PRESENT,
        notice=5,
        recorder="Ingrid Thorsen",
    )
    reason = "Most members were called to vote only after it had begun."
    objections.annul(fund, round_id, held, reason)
