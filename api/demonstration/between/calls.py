"""Calls on the fund that came to nothing, and one at every step on the way (P5)."""

from api.demonstration import proposals, rounds
from api.demonstration.between.calling import asked, decided, made, met, opinion
from api.demonstration.network import Network
from api.demonstration.proposals import cost
from api.demonstration.rounds import yes_no
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.calls.commands import SendCall, WithdrawCall
from ledger.calls.state import OpinionKind


def chapters(network: Network) -> tuple[Chapter, ...]:
    """One refused, one taken back, and those that wait."""
    return (lorry_refused(network), tanks_taken_back(network), *waiting(network))


def lorry_refused(network: Network) -> Chapter:
    """The twin has reservations, and the fund does not see who would pay for the diesel."""
    galinha, valbrune, fund = network.galinha, network.valbrune, network.fund
    yield 99
    proposal = asked(
        galinha,
        "Xavier Duarte",
        "Um camião da associação, para a estrada, a areia e as mudanças de toda a gente.",
        fund,
        (cost("Camião usado de sete toneladas", "9000", "EUR"),),
        "8000",
        own="1000",
        plan="Serve as localidades à volta.",
    )
    yield from decided(galinha, proposal, "Pedido de um camião", "camião", 101, 109)
    yield 146
    call = made(galinha, proposal, "call_refused")
    reserved = "Nous craignons l'entretien: qui paiera le gazole et les pneus dans deux ans?"
    yield 151
    opinion(valbrune, call, OpinionKind.WITH_RESERVATIONS, reserved)
    yield 153
    galinha.do(SendCall(account=galinha.account, call=call))
    yield 156
    answer = proposals.admitted(
        fund,
        "Carlos Quispe",
        "A lorry of seven tons for the road and the sand. Its running costs are not in the call.",
        met(galinha, call, 200, "8000"),
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
    proposal = asked(
        galinha,
        "Zita Freire",
        "Dois depósitos de água para quem vive acima da levada.",
        network.federation,
        (cost("Dois depósitos de 5.000 litros", "110000", "CVE"),),
        "110000",
        unit="CVE",
        plan="Quem enche o seu depósito enche o do vizinho.",
    )
    yield from decided(galinha, proposal, "Pedido de depósitos", "depósitos", 200, 208)
    yield 219
    call = made(galinha, proposal, "call_withdrawn")
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
    proposal = asked(caldeiras, "Ivone Ramos", need, addressee, costs, "900", plan=plan)
    yield from decided(caldeiras, proposal, need, f"pedido-{steps}", 263, 271)
    if not steps:
        caldeiras.ids[name] = proposal
        return
    yield 282
    call = made(caldeiras, proposal, name)
    if steps > 1:
        yield 284
        opinion(network.valbrune, call, OpinionKind.FAVOURABLE, "Nous connaissons ces jardins.")
    if steps > 2:
        yield 286
        caldeiras.do(SendCall(account=caldeiras.account, call=call))
