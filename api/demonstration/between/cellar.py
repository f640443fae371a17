"""What the town decides for the wine makers: their cellar, and a feast; not all of it arrives at the first attempt."""

from api.demonstration import proposals, rounds
from api.demonstration.between.transfers import ask_to_void, receive, refuse, sent, transfer
from api.demonstration.caldeiras.founding import CRITERION
from api.demonstration.caldeiras.press_payments import THE_WOMEN
from api.demonstration.exchanges import to_escudos
from api.demonstration.network import Network
from api.demonstration.payments import Party, Payment, pay
from api.demonstration.proposals import cost, line, spend, spend_for
from api.demonstration.rounds import yes_no
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.identifiers import TwinningId


def chapters(network: Network) -> tuple[Chapter, ...]:
    """Two decisions, and their transfers: received, voided, refused, and some in transit."""
    return (
        cellar_decided(network.valbrune),
        cellar_paid(network),
        cellar_insulated(network.caldeiras),
        pay(network.caldeiras, 178, INSULATION),
        rest_of_the_cellar(network),
        feast_decided(network.valbrune),
        feast_paid(network),
        feast_wanted_back(network),
    )


def cellar_decided(town: Village) -> Chapter:
    """What the winery gave is for the cellar of the women, and for nothing else."""
    yield 93
    proposal = proposals.admitted(
        town,
        "Thierry Maillard",
        "Quatorze femmes d'Águas das Caldeiras font du vin sans cave fraîche. La cave coopérative a donné pour cela.",
        spend_for(
            TwinningId(town.ids["twinning"]),
            14,
            (cost("Isolation et ventilation d'une cave", "900", "EUR"),),
            line("900", "EUR", town.purpose("purpose_other")),
        ),
        plan="Chaque femme formée en forme une autre.",
        name="proposal_cellar",
    )
    round_id = rounds.draft_vote(town, "La cave des vigneronnes", "cave", proposal, closes=102)
    yield from rounds.hold(town, round_id, 95, 102, yes_no(8, 1, 1))
    yield 109
    rounds.make_final(town, round_id)


def cellar_paid(network: Network) -> Chapter:
    """The bank takes twelve euros on the way; the rest is exchanged once there are three officers again."""
    caldeiras, valbrune = network.caldeiras, network.valbrune
    payment = _payment(caldeiras, "proposal_cellar", 1, "600", "disbursement_cellar", "purpose_other")
    yield from sent(valbrune, 110, payment)
    yield 117
    caldeiras.ids["transfer"] = coming = transfer(valbrune, "disbursement_cellar")
    receive(caldeiras, coming, "Extracto 5, linha 8", fee="12")
    caldeiras.ids["purpose_cellar"] = valbrune.ids["purpose_other"]
    yield 142
    caldeiras.ids["currency_exchange"] = to_escudos(
        caldeiras, "588", "Extracto 5, linha 11", purpose="purpose_cellar", fee="300"
    )


def cellar_insulated(village: Village) -> Chapter:
    """What the town sent is decided upon here, as all money is."""
    yield 157
    measure = spend(
        CRITERION,
        14,
        (cost("Isolamento do telhado e duas grelhas", "64000"),),
        line("64000", purpose=village.purpose("purpose_cellar")),
    )
    need = "Em Agosto a adega chega aos trinta graus. De Valbrune veio dinheiro para a isolar."
    plan = "A adega fica aberta a quem quiser guardar queijo."
    proposal = proposals.admitted(
        village, "Fátima Morais", need, measure, plan=plan, name="proposal_insulation"
    )
    round_id = rounds.draft_vote(village, "Isolamento da adega", "isolamento", proposal, closes=168)
    yield from rounds.hold(village, round_id, 160, 168, yes_no(14, 1, 1))
    yield 177
    rounds.make_final(village, round_id)


def rest_of_the_cellar(network: Network) -> Chapter:
    """The other part comes when the cellar has cost less than was thought: somebody should refuse it."""
    caldeiras, valbrune = network.caldeiras, network.valbrune
    payment = _payment(caldeiras, "proposal_cellar", 2, "300", "disbursement_rest", "purpose_other")
    yield from sent(valbrune, 285, payment)
    caldeiras.ids["transfer_to_refuse"] = transfer(valbrune, "disbursement_rest")


def feast_decided(town: Village) -> Chapter:
    """A supper in both places on the same evening."""
    yield 123
    proposal = proposals.admitted(
        town,
        "Karim Ouali",
        "Le même soir, le même repas, ici et là-bas: de quoi mettre la table pour tout le village.",
        spend_for(
            TwinningId(town.ids["twinning"]),
            120,
            (cost("Repas et musique, deux fois", "500", "EUR"),),
            line("500", "EUR"),
        ),
        plan="Chacun invite quelqu'un qui mange seul.",
        name="proposal_feast",
    )
    round_id = rounds.draft_vote(town, "Un repas, deux tables", "repas", proposal, closes=135)
    yield from rounds.hold(town, round_id, 126, 135, yes_no(7, 3, 1))
    yield 142
    rounds.make_final(town, round_id)


def feast_paid(network: Network) -> Chapter:
    """Called back, for the account number was an old one; then refused, for it came too early; then received."""
    caldeiras, valbrune = network.caldeiras, network.valbrune
    first = _payment(caldeiras, "proposal_feast", 1, "250", "disbursement_voided")
    yield from sent(valbrune, 143, first)
    yield 148
    valbrune.ids["transfer_voided"] = going = transfer(valbrune, "disbursement_voided")
    ask_to_void(valbrune, going, "L'ordre portait l'ancien numéro de compte; la banque a rendu l'argent.")
    yield from sent(valbrune, 150, _payment(caldeiras, "proposal_feast", 1, "250", "disbursement_refused"))
    yield 158
    caldeiras.ids["transfer_refused"] = early = transfer(valbrune, "disbursement_refused")
    refuse(
        caldeiras, early, "A festa ficou para depois da vindima: devolvemos, e pedimos quando houver data."
    )
    yield from sent(valbrune, 199, _payment(caldeiras, "proposal_feast", 1, "250", "disbursement_feast"))
    yield 208
    receive(caldeiras, transfer(valbrune, "disbursement_feast"), "Extracto 8, linha 2")


def feast_wanted_back(network: Network) -> Chapter:
    """The second supper is off, and its money has left already."""
    payment = _payment(network.caldeiras, "proposal_feast", 2, "250", "disbursement_second_supper")
    yield from sent(network.valbrune, 293, payment)
    network.valbrune.ids["transfer_to_void"] = transfer(network.valbrune, "disbursement_second_supper")


def _payment(
    village: Village, proposal: str, tranche: int, amount: str, name: str, purpose: str | None = None
) -> Payment:
    return Payment(
        proposal=proposal,
        tranche=tranche,
        amount=amount,
        unit="EUR",
        purpose=purpose,
        payee=village,
        beneficiary=village,
        name=name,
    )


INSULATION = Payment(
    proposal="proposal_insulation",
    tranche=1,
    amount="64000",
    purpose="purpose_cellar",
    payee=Party("Coberturas do Canal, Lda."),
    beneficiary=THE_WOMEN,
    reference="Extracto 6, linha 11",
    word="O telhado está isolado, e a adega fica nos dezoito graus.",
    evidence="Factura, e uma semana de temperaturas.",
    name="disbursement_insulation",
)
