"""What was given is passed on: the wine makers give to the school transport, and at home; and a promise is forgiven."""

from api.demonstration import proposals, purse, rounds
from api.demonstration.between.transfers import receive, sent, transfer
from api.demonstration.caldeiras.gifts import WOMEN
from api.demonstration.network import Network
from api.demonstration.payments import PassedOn
from api.demonstration.proposals import cost, line
from api.demonstration.purse import Donor
from api.demonstration.rounds import yes_no
from api.demonstration.season import Chapter
from ledger.accounts.state import Destination
from ledger.contributions.state import GiverKind, Motive
from ledger.identifiers import DisbursementId
from ledger.promises.commands import ForgivePromise
from ledger.promises.honouring import HonoursGiven
from ledger.proposals.given import SpendGiven

PASSING_ON = Donor(WOMEN.name, GiverKind.ASSOCIATION, Motive.PASS_ON)


def chapters(network: Network) -> tuple[Chapter, ...]:
    """Once the first wine was sold."""
    return (
        to_the_other_village(network),
        at_home(network),
        account_to_account(network),
        forgiven(network),
    )


def to_the_other_village(network: Network) -> Chapter:
    """The training is passed on to the children of Ribeirão Galinha; one line was written twice."""
    galinha = network.galinha
    yield 232
    training = HonoursGiven(
        disbursement=DisbursementId(network.caldeiras.ids["disbursement_training"]),
        account=network.caldeiras.account,
    )
    passed_on = purse.receive(
        galinha, PASSING_ON, "15000", earmark="purpose", reference="Extracto G, linha 6", honours=training
    )
    galinha.ids["contribution_passed_on"] = passed_on
    yield 234
    purse.accept(galinha, passed_on)
    yield 258
    again = purse.receive(galinha, PASSING_ON, "15000", reference="Talão 44", honours=training)
    yield 260
    purse.reverse(galinha, again, "O talão 44 é a linha 6 do extracto G: já estava lançado.")


def at_home(network: Network) -> Chapter:
    """A part of what the vats cost goes back to the village, for whoever comes next."""
    yield 244
    vats = HonoursGiven(disbursement=DisbursementId(network.caldeiras.ids["disbursement_vats"]))
    network.caldeiras.ids["contribution_passed_on"] = purse.receive(
        network.caldeiras, PASSING_ON, "12000", honours=vats
    )


def account_to_account(network: Network) -> Chapter:
    """What Valbrune gave for the cellar is passed on by a decision of the village, a sixth of it (K2)."""
    caldeiras, galinha = network.caldeiras, network.galinha
    yield 221
    measure = SpendGiven(
        destination=Destination.UNIVERSAL_SOLIDARITY,
        receiving_account=galinha.account,
        beneficiaries=34,
        costs=(cost("Para o transporte das crianças", "100", "EUR"),),
        requested=(line("100", "EUR"),),
        children_benefit=True,
    )
    proposal = proposals.admitted(
        caldeiras,
        "Filomena Lima",
        "De Valbrune veio ajuda para a nossa adega. Cem euros seguem para o transporte de Ribeirão Galinha.",
        measure,
        plan="Não se pede: são crianças.",
        name="proposal_passed_on",
    )
    round_id = rounds.draft_vote(
        caldeiras, "Cem euros para Ribeirão Galinha", "passar-adiante", proposal, closes=231
    )
    yield from rounds.hold(caldeiras, round_id, 223, 231, yes_no(16, 1, 1))
    yield 236
    rounds.make_final(caldeiras, round_id)
    payment = PassedOn(
        proposal="proposal_passed_on",
        tranche=1,
        amount="100",
        unit="EUR",
        payee=galinha,
        beneficiary=galinha,
        name="disbursement_passed_on",
        given_by=network.valbrune,
        given_as="disbursement_cellar",
    )
    yield from sent(caldeiras, 237, payment)
    yield 243
    receive(galinha, transfer(caldeiras, "disbursement_passed_on"), "Extracto G, linha 12")


def forgiven(network: Network) -> Chapter:
    """Nobody is asked for what they cannot give (K1)."""
    valbrune = network.valbrune
    yield 180
    command = ForgivePromise(
        account=valbrune.account,
        disbursement=DisbursementId(valbrune.ids["disbursement_forgiven"]),
        reason="Les neuf personnes ont plus de quatre-vingts ans: leurs chansons suffisent.",
    )
    valbrune.do(command)
