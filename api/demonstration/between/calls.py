"""Calls on the fund: one granted, one refused, and one at every step on the way (P5)."""

from api.demonstration import proposals, rounds
from api.demonstration.between.transfers import receive, sent, transfer
from api.demonstration.caldeiras.founding import CRITERION
from api.demonstration.caldeiras.press_payments import MAKERS, THE_WOMEN
from api.demonstration.exchanges import to_escudos
from api.demonstration.network import Network
from api.demonstration.payments import Payment, pay
from api.demonstration.proposals import cost, line, spend
from api.demonstration.rounds import Choices, yes_no
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.accounts.state import Destination
from ledger.calls.commands import GiveOpinion, MakeCall, PassCallOn, SendCall, WithdrawCall
from ledger.calls.state import OpinionKind
from ledger.identifiers import CallId, ProposalId, TwinningId
from ledger.proposals.given import AmountGiven, CallOnFundGiven, CostGiven, SpendGiven

BOTTLING = "proposal_bottling"


def chapters(network: Network) -> tuple[Chapter, ...]:
    """The bottling of the wine makers is granted; the others wait, or came to nothing."""
    return (
        bottling(network),
        granted(network),
        paid(network),
        bottling_line(network.caldeiras),
        pay(network.caldeiras, 267, FIRST_INSTALMENT),
        lorry_refused(network),
        tanks_taken_back(network),
        *waiting(network),
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
    proposal = _asked(
        caldeiras,
        "Eunice Brito",
        "O vinho vende-se a granel, por um terço do preço. Com uma enchedora e uma rolhadora vende-se em garrafa.",
        federation,
        (cost("Enchedora e rolhadora", "2600", "EUR"), cost("Filtro e montagem", "400", "EUR")),
        "2400",
        own="600",
        plan="As localidades vizinhas engarrafam aqui, a preço de custo.",
    )
    yield from _decided(caldeiras, proposal, "Pedido para a enchedora", "enchedora", 174, 184)
    yield 194
    call = _made(caldeiras, proposal, "call")
    yield 197
    _opinion(
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
        _met(network.caldeiras, CallId(network.caldeiras.ids["call"]), 14, "2400"),
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
    yield from _decided(village, proposal, "Encomenda da enchedora", "encomenda", 248, 256)


def lorry_refused(network: Network) -> Chapter:
    """The twin has reservations, and the fund does not see who would pay for the diesel."""
    galinha, valbrune, fund = network.galinha, network.valbrune, network.fund
    yield 99
    proposal = _asked(
        galinha,
        "Xavier Duarte",
        "Um camião da associação, para a estrada, a areia e as mudanças de toda a gente.",
        fund,
        (cost("Camião usado de sete toneladas", "9000", "EUR"),),
        "8000",
        own="1000",
        plan="Serve as localidades à volta.",
    )
    yield from _decided(galinha, proposal, "Pedido de um camião", "camião", 101, 109)
    yield 146
    call = _made(galinha, proposal, "call_refused")
    reserved = "Nous craignons l'entretien: qui paiera le gazole et les pneus dans deux ans?"
    yield 151
    _opinion(valbrune, call, OpinionKind.WITH_RESERVATIONS, reserved)
    yield 153
    galinha.do(SendCall(account=galinha.account, call=call))
    yield 156
    answer = proposals.admitted(
        fund,
        "Carlos Quispe",
        "A lorry of seven tons for the road and the sand. Its running costs are not in the call.",
        _met(galinha, call, 200, "8000"),
        plan="Not stated.",
        name="proposal_rejected",
    )
    round_id = rounds.draft_vote(fund, "Call of Ribeirão Galinha", "lorry", answer, closes=166)
    yield from rounds.hold(fund, round_id, 158, 166, yes_no(2, 4, 1))
    yield 173
    rounds.make_final(fund, round_id)


def tanks_taken_back(network: Network) -> Chapter:
    """The rain came, and filled the cistern."""
    galinha = network.galinha
    yield 196
    proposal = _asked(
        galinha,
        "Zita Freire",
        "Dois depósitos de água para quem vive acima da levada.",
        network.federation,
        (cost("Dois depósitos de 5.000 litros", "110000", "CVE"),),
        "110000",
        unit="CVE",
        plan="Quem enche o seu depósito enche o do vizinho.",
    )
    yield from _decided(galinha, proposal, "Pedido de depósitos", "depósitos", 200, 208)
    yield 219
    call = _made(galinha, proposal, "call_withdrawn")
    yield 222
    galinha.do(WithdrawCall(account=galinha.account, call=call))


def waiting(network: Network) -> tuple[Chapter, ...]:
    """One to make, one that waits for the twin's opinion, one to send, one to pass on, one to decide."""
    fund, federation = network.fund, network.federation
    return (
        small_call(network, "proposal_call", "Sementes para onze hortas de inverno.", fund, 0),
        small_call(network, "call_to_opine", "Ferramentas para as hortas de baixo.", fund, 1),
        small_call(network, "call_to_send", "Adubo e sementes para a encosta de cima.", fund, 2),
        small_call(network, "call_to_pass_on", "Ferramentas para os socalcos caídos.", federation, 3),
        small_call(network, "call_to_decide", "Sementes de milho e de feijão.", fund, 3),
    )


def small_call(network: Network, name: str, need: str, addressee: Village, steps: int) -> Chapter:
    """A call that has come so many steps: made, the twin's opinion given, sent."""
    caldeiras = network.caldeiras
    yield 260
    costs = (cost("Sementes, adubo e ferramentas", "900", "EUR"),)
    plan = "Quem colher guarda semente para quem não a tem."
    proposal = _asked(caldeiras, "Ivone Ramos", need, addressee, costs, "900", plan=plan)
    yield from _decided(caldeiras, proposal, need, f"pedido-{steps}", 263, 271)
    if not steps:
        caldeiras.ids[name] = proposal
        return
    yield 282
    call = _made(caldeiras, proposal, name)
    if steps > 1:
        yield 284
        _opinion(network.valbrune, call, OpinionKind.FAVOURABLE, "Nous connaissons ces jardins.")
    if steps > 2:
        yield 286
        caldeiras.do(SendCall(account=caldeiras.account, call=call))


def _asked(
    village: Village,
    by: str,
    need: str,
    addressee: Village,
    costs: tuple[CostGiven, ...],
    requested: str,
    *,
    own: str | None = None,
    unit: str = "EUR",
    plan: str,
) -> ProposalId:
    measure = CallOnFundGiven(
        twinning=TwinningId(village.ids["twinning"]),
        addressee=addressee.account,
        beneficiaries=14,
        costs=costs,
        own=(AmountGiven(unit, own),) if own else (),
        requested=(AmountGiven(unit, requested),),
    )
    return proposals.admitted(village, by, need, measure, plan=plan)


def _decided(
    village: Village, proposal: ProposalId, title: str, label: str, opens: int, closes: int
) -> Chapter:
    round_id = rounds.draft_vote(village, title, label, proposal, closes)
    ballots: tuple[Choices, ...] = yes_no(15, 1, 1)
    yield from rounds.hold(village, round_id, opens, closes, ballots)
    yield closes + 9
    rounds.make_final(village, round_id)


def _made(village: Village, proposal: ProposalId, name: str) -> CallId:
    village.ids[name] = village.do(MakeCall(account=village.account, proposal=proposal))
    return CallId(village.ids[name])


def _opinion(twin: Village, call: CallId, opinion: OpinionKind, text: str) -> None:
    twin.do(GiveOpinion(account=twin.account, call=call, opinion=opinion, text=text))


def _met(asking: Village, call: CallId, beneficiaries: int, amount: str) -> SpendGiven:
    return SpendGiven(
        destination=Destination.UNIVERSAL_SOLIDARITY,
        receiving_account=asking.account,
        call=call,
        beneficiaries=beneficiaries,
        costs=(cost("What the call asks for", amount, "EUR"),),
        requested=(line(amount, "EUR"),),
    )


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
