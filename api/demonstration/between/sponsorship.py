"""The school transport: sponsors of Valbrune pay a part of it together, month by month, for all children (W4)."""

from api.demonstration import proposals, rounds
from api.demonstration.between.transfers import receive, sent, transfer
from api.demonstration.exchanges import at_parity, to_escudos
from api.demonstration.galinha.first_term import DRIVERS, FAMILIES, NOT_ASKED
from api.demonstration.galinha.founding import CRITERION
from api.demonstration.network import Network
from api.demonstration.payments import Payment, pay
from api.demonstration.proposals import cost, line, spend, spend_for
from api.demonstration.rounds import yes_no
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.identifiers import ProposalId, TwinningId

MONTH = "270"
"""Euros that the sponsors pay for a month."""


def chapters(network: Network) -> tuple[Chapter, ...]:
    """Two decisions of the town, the months that they pay, and what the village does with them."""
    valbrune, galinha = network.valbrune, network.galinha
    return (
        first_decision(valbrune),
        month(network, 60, 1, "Extracto C, linha 4"),
        month(network, 90, 2, "Extracto D, linha 3"),
        # While there was no auditor, no money left, nor was any exchanged.
        month(network, 120, 3, "Extracto E, linha 2", exchanged=145),
        month(network, 150, 4, "Extracto E, linha 9"),
        second_decision(valbrune),
        month_in_escudos(network, 212, 1, "Extracto F, linha 8"),
        month_in_escudos(network, 242, 2, "Extracto G, linha 10"),
        second_bus(galinha),
        pay(galinha, 235, _bus(1, "Extracto G, linha 4")),
        pay(galinha, 266, _bus(2, "Extracto H, linha 3")),
        month_on_its_way(network),
    )


def first_decision(town: Village) -> Chapter:
    """Ten of twelve vote; nobody asks for a photograph."""
    yield 39
    proposal = _proposed(
        town,
        "Hélène Dubreuil",
        "À Ribeirão Galinha, trente et un enfants marchent plus d'une heure. Nous prenons ensemble une part de leur "
        "transport, pour tous à la fois.",
        "Quatre mois de transport, notre part",
        31,
        "proposal_sponsorship",
    )
    round_id = rounds.draft_vote(town, "Parrainage collectif du transport", "transport", proposal, closes=50)
    yield from rounds.hold(town, round_id, 42, 50, yes_no(9, 0, 1))
    yield 57
    rounds.make_final(town, round_id)


def second_decision(town: Village) -> Chapter:
    """The sponsors go on for another four months."""
    yield 188
    proposal = _proposed(
        town,
        "Hélène Dubreuil",
        "Trente-quatre enfants maintenant. Les parrains et marraines continuent, toujours pour tous.",
        "Quatre mois de plus, notre part",
        34,
        "proposal_under_way",
    )
    round_id = rounds.draft_vote(town, "Parrainage, seconde moitié", "transport-2", proposal, closes=200)
    yield from rounds.hold(town, round_id, 191, 200, yes_no(11, 0, 1))
    yield 206
    rounds.make_final(town, round_id)


def month(network: Network, day: int, tranche: int, reference: str, exchanged: int | None = None) -> Chapter:
    """Sent by bank, found on the statement a week later in euros, and exchanged at the parity."""
    valbrune, galinha = network.valbrune, network.galinha
    payment = _month(galinha, "proposal_sponsorship", tranche, f"disbursement_month_{day}")
    yield from sent(valbrune, day, payment)
    yield day + 7
    receive(galinha, transfer(valbrune, f"disbursement_month_{day}"), reference)
    galinha.ids["purpose_sponsors"] = valbrune.ids["purpose"]
    yield exchanged or day + 8
    to_escudos(galinha, MONTH, f"{reference}, câmbio", purpose="purpose_sponsors", fee="250")


def month_in_escudos(network: Network, day: int, tranche: int, reference: str) -> Chapter:
    """From the second half on the bank credits escudos at once (X5)."""
    valbrune, galinha = network.valbrune, network.galinha
    payment = _month(galinha, "proposal_under_way", tranche, f"disbursement_month_{day}")
    yield from sent(valbrune, day, payment)
    yield day + 7
    coming = transfer(valbrune, f"disbursement_month_{day}")
    receive(galinha, coming, reference, obtained=at_parity(MONTH))
    galinha.ids["transfer"] = coming


def month_on_its_way(network: Network) -> Chapter:
    """It left the bank, and nobody has seen it on the statement yet."""
    yield from sent(
        network.valbrune, 291, _month(network.galinha, "proposal_under_way", 3, "disbursement_in_transit")
    )
    network.galinha.ids["transfer_to_receive"] = transfer(network.valbrune, "disbursement_in_transit")


def second_bus(village: Village) -> Chapter:
    """What the sponsors sent is decided upon here, as all money is."""
    yield 215
    proposal = proposals.admitted(
        village,
        "Dulce Tavares",
        "Já não cabem todos numa carrinha. Com o que os padrinhos enviam em conjunto, paga-se uma segunda, dois meses.",
        spend(
            CRITERION,
            34,
            (cost("Segunda carrinha com motorista, dois meses", "116000"),),
            line("116000", purpose=village.purpose("purpose_sponsors")),
            children=True,
        ),
        plan=NOT_ASKED,
        name="proposal_second_bus",
    )
    round_id = rounds.draft_vote(village, "Segunda carrinha", "segunda-carrinha", proposal, closes=226)
    yield from rounds.hold(village, round_id, 217, 226, yes_no(18, 1, 1))
    yield 233
    rounds.make_final(village, round_id)


def _month(village: Village, decision: str, tranche: int, name: str) -> Payment:
    return Payment(
        proposal=decision,
        tranche=tranche,
        amount=MONTH,
        unit="EUR",
        purpose="purpose",
        payee=village,
        beneficiary=village,
        name=name,
    )


def _bus(tranche: int, reference: str) -> Payment:
    return Payment(
        proposal="proposal_second_bus",
        tranche=tranche,
        amount="58000",
        purpose="purpose_sponsors",
        payee=DRIVERS,
        beneficiary=FAMILIES,
        reference=reference,
        word="A segunda carrinha fez-se em todos os dias de aulas do mês.",
        evidence="Factura do mês, conferida com a folha dos dias.",
    )


def _proposed(town: Village, by: str, need: str, what: str, children: int, name: str) -> ProposalId:
    twinning, purpose = TwinningId(town.ids["twinning_school"]), town.purpose("purpose")
    costs, asked = (cost(what, "1080", "EUR"),), line("1080", "EUR", purpose)
    measure = spend_for(twinning, children, costs, asked, children=True)
    return proposals.admitted(
        town, by, need, measure, plan="On ne le demande pas: ce sont des enfants.", name=name
    )
