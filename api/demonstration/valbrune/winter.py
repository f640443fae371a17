"""A small decision for the town's own most disadvantaged: rides for those who live alone."""

from api.demonstration import proposals, rounds
from api.demonstration.payments import Party, Payment, pay
from api.demonstration.proposals import cost, line, spend
from api.demonstration.rounds import yes_no
from api.demonstration.season import Chapter
from api.demonstration.valbrune.founding import CRITERION
from api.demonstration.village import Village
from ledger.disbursements.state import PartyKind
from ledger.proposals.commands import CloseProposal, ReportProposal


def chapters(town: Village) -> tuple[Chapter, ...]:
    """The decision and its one payment."""
    return (rides(town), pay(town, 87, FUEL), told(town))


def rides(town: Village) -> Chapter:
    """Eleven of fifteen vote."""
    yield 66
    proposal = proposals.admitted(
        town,
        "Lucette Morin",
        "Neuf personnes du haut de la ville ne descendent plus au marché. Des bénévoles les conduisent, le comité "
        "paie le carburant.",
        spend(CRITERION, 9, (cost("Carburant, un hiver", "240", "EUR"),), line("240", "EUR")),
        plan="Qui a été conduit apprend une chanson ou une recette aux plus jeunes.",
        name="proposal_closed",
    )
    round_id = rounds.draft_vote(town, "Conduire qui ne peut plus marcher", "trajets", proposal, closes=79)
    yield from rounds.hold(town, round_id, 70, 79, yes_no(9, 1, 1))
    town.ids["round_final"] = round_id
    yield 86
    rounds.make_final(town, round_id)


def told(town: Village) -> Chapter:
    """What came of it."""
    yield 176
    report = "Soixante-deux trajets pour neuf personnes. Il n'est rien resté."
    proposal = town.proposal("proposal_closed")
    town.do(ReportProposal(account=town.account, proposal=proposal, report=report))
    yield 178
    town.do(CloseProposal(account=town.account, proposal=proposal))


FUEL = Payment(
    proposal="proposal_closed",
    tranche=1,
    amount="240",
    unit="EUR",
    payee=Party("Station du Pont, SARL"),
    beneficiary=Party("Amis du troisième âge", PartyKind.ASSOCIATION),
    reference="Relevé 4, ligne 2",
    word="Les bons de carburant sont chez nous, numérotés.",
    evidence="Facture, et carnet des trajets sans noms.",
    name="disbursement_forgiven",
)
