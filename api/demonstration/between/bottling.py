"""The call that is granted: a bottling line for the wine makers (P5)."""

from api.demonstration import proposals, rounds
from api.demonstration.between.calling import asked, decided, made, met, opinion
from api.demonstration.between.transfers import receive, sent, transfer
from api.demonstration.caldeiras.founding import CRITERION
from api.demonstration.caldeiras.press_payments import MAKERS, THE_WOMEN
from api.demonstration.exchanges import to_escudos
from api.demonstration.network import Network
from api.demonstration.payments import Payment, pay
from api.demonstration.proposals import cost, line, spend
from api.demonstration.rounds import yes_no
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.calls.commands import PassCallOn, SendCall
from ledger.calls.state import OpinionKind
from ledger.identifiers import CallId

BOTTLING = "proposal_bottling"


def chapters(network: Network) -> tuple[Chapter, ...]:
    """Decided, passed on by the federation, granted by the fund, and paid."""
    return (
        bottling(network),
        granted(network),
        paid(network),
        bottling_line(network.caldeiras),
        pay(network.caldeiras, 267, FIRST_INSTALMENT),
    )


def bottling(network: Network) -> Chapter:
    """The assembly decides, the twin gives its opinion, the federation passes on what is too much for it."""
    caldeiras, valbrune, federation, fund = (
        network.caldeiras,
        network.valbrune,
        network.federation,
        network.fund,
    )
    yield 170
    proposal = asked(
        caldeiras,
        "Eunice Brito",
        "O vinho vende-se a granel, por um terço do preço. Com uma enchedora e uma rolhadora vende-se em garrafa.",
        federation,
        (cost("Enchedora e rolhadora", "2600", "EUR"), cost("Filtro e montagem", "400", "EUR")),
        "2400",
        own="600",
        plan="As localidades vizinhas engarrafam aqui, a preço de custo.",
    )
    yield from decided(caldeiras, proposal, "Pedido para a enchedora", "enchedora", 174, 184)
    yield 194
    call = made(caldeiras, proposal, "call")
    yield 197
    opinion(
        valbrune,
        call,
        OpinionKind.FAVOURABLE,
        "Notre cave a vu le vin et les comptes: la machine est de la bonne taille. Nous formons deux personnes.",
    )
    yield 199
    caldeiras.do(SendCall(account=caldeiras.account, call=call))
    yield 204
    federation.do(PassCallOn(account=federation.account, call=call, to=fund.account))


def granted(network: Network) -> Chapter:
    """The steering committee decides: six for it, one abstains."""
    fund = network.fund
    yield 210
    proposal = proposals.admitted(
        fund,
        "Aminata Diallo",
        "Fourteen women bottle their own wine: the village has decided, and its twin trains two of them.",
        met(network.caldeiras, CallId(network.caldeiras.ids["call"]), 14, "2400"),
        plan="Neighbouring villages bottle there at cost.",
        name="proposal_under_way",
    )
    round_id = rounds.draft_vote(fund, "Call of Águas das Caldeiras", "bottling", proposal, closes=222)
    yield from rounds.hold(fund, round_id, 213, 222, yes_no(6, 0, 1))
    fund.ids["round_final"] = round_id
    yield 229
    rounds.make_final(fund, round_id)


def paid(network: Network) -> Chapter:
    """Two thirds at once, the rest with the machine; what came is exchanged at the parity."""
    caldeiras, fund = network.caldeiras, network.fund
    first = _grant(caldeiras, 1, "1600", "disbursement_first")
    yield from sent(fund, 231, first)
    yield 240
    receive(caldeiras, transfer(fund, "disbursement_first"), "Extracto 9, linha 4", fee="15")
    yield 242
    to_escudos(caldeiras, "1585", "Extracto 9, linha 7", fee="600")
    yield from sent(fund, 288, _grant(caldeiras, 2, "800", "disbursement_second"))
    caldeiras.ids["transfer_to_receive"] = transfer(fund, "disbursement_second")


def bottling_line(village: Village) -> Chapter:
    """What came from the fund is decided upon like all money."""
    yield 246
    measure = spend(CRITERION, 14, (cost("Enchedora, primeira prestação", "170000"),), line("170000"))
    proposal = proposals.admitted(
        village,
        "Eunice Brito",
        "Do fundo chegaram dois terços do pedido: a enchedora encomenda-se com uma primeira prestação.",
        measure,
        plan="As localidades vizinhas engarrafam aqui, a preço de custo.",
        name=BOTTLING,
    )
    yield from decided(village, proposal, "Encomenda da enchedora", "encomenda", 248, 256)


def _grant(village: Village, tranche: int, amount: str, name: str) -> Payment:
    return Payment(
        proposal="proposal_under_way",
        tranche=tranche,
        amount=amount,
        unit="EUR",
        payee=village,
        beneficiary=village,
        name=name,
    )


FIRST_INSTALMENT = Payment(
    proposal=BOTTLING,
    tranche=1,
    amount="170000",
    payee=MAKERS,
    beneficiary=THE_WOMEN,
    reference="Extracto 10, linha 9",
    word="O fabricante confirma a encomenda e o mês de embarque.",
    evidence="Confirmação de encomenda e factura da primeira prestação.",
    name="disbursement_bottling",
)
