"""Presses, goats and sprayers: given, inspected, lent, decided upon and handed on."""

from api.demonstration import kind, proposals, purse, rounds
from api.demonstration.caldeiras.founding import CRITERION
from api.demonstration.caldeiras.gifts import BOTTLERS, COOPERATIVE, WORKSHOP
from api.demonstration.payments import Party, Payment, given, pay
from api.demonstration.proposals import cost, line, spend
from api.demonstration.purse import Donor
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.contributions.state import GiverKind
from ledger.disbursements.state import PartyKind
from ledger.goods.state import Condition, StockChangeKind
from ledger.units import WORK
from ledger.valuations.state import ValuationMethod

PRESS, GOAT, SPRAYER = "wine-press:piece", "goat:piece", "sprayer:piece"

WINERY = Donor("Cave coopérative de Valbrune", GiverKind.COMPANY)
HERDERS = Donor("Pastores do planalto", GiverKind.ASSOCIATION)
UPPER_SLOPE = Party("Produtoras da encosta de cima", PartyKind.ASSOCIATION)
HERD = Party("Agregado do curral velho", PartyKind.HOUSEHOLD)


def chapters(village: Village) -> tuple[Chapter, ...]:
    """What came in, what it did, and what somebody still has to look at."""
    return (
        presses(village),
        press_on_loan(village),
        goats(village),
        sprayers(village),
        decided_in_kind(village),
        pay(village, 165, PRESS_HANDED_ON),
        pay(village, 168, GOAT_HANDED_ON),
        waiting(village),
    )


def presses(village: Village) -> Chapter:
    """The winery of Valbrune pledges three basket presses; one comes with a broken screw, and is refused."""
    yield 36
    pledged = kind.pledge(village, WINERY, "3", PRESS, "purpose")
    village.ids["contribution_presses"] = pledged
    yield 63
    kind.deliver_pledged(village, pledged, "3", PRESS, Condition.GOOD)
    yield 64
    reason = "Uma das três veio com o fuso partido e a madeira aberta: volta com o mesmo barco."
    kind.accept(village, pledged, "Hirondina Lopes", Condition.GOOD, "2", reason)
    purse.accept(village, pledged)
    yield 66
    source = "Catálogo da adega de Valbrune, prensa de cesto usada, sem frete."
    village.ids["valuation"] = kind.value(
        village, pledged, "2", PRESS, "760", ValuationMethod.MARKET_PRICE, source
    )


def press_on_loan(village: Village) -> Chapter:
    """One press goes up the slope for a month, and comes back worn."""
    yield 69
    loan = kind.lend(village, given(village, UPPER_SLOPE), "1", PRESS, Condition.GOOD, "purpose")
    village.ids["loan_returned"] = loan
    yield 99
    kind.bring_back(village, loan, "1", Condition.WORN)


def goats(village: Village) -> Chapter:
    """Three goats, a kid, and a fall from the cliff."""
    yield 107
    goats = kind.deliver(village, HERDERS, "3", GOAT, Condition.GOOD)
    kind.accept(village, goats, "Ivone Ramos", Condition.GOOD)
    yield 137
    seen = "Nasceu uma cabrita no curral da associação."
    kind.change(village, StockChangeKind.BIRTH, "1", GOAT, seen, "Ivone Ramos", "Odete Tavares")
    yield 143
    seen = "Uma cabra caiu da rocha no nevoeiro."
    kind.change(village, StockChangeKind.LOSS, "1", GOAT, seen, "Ivone Ramos", "Domingas Pires")


def sprayers(village: Village) -> Chapter:
    """Four sprayers, two of them without a seal; one is out with somebody."""
    yield 229
    leaking = kind.deliver(village, BOTTLERS, "2", SPRAYER, Condition.WORN)
    sound = kind.deliver(village, COOPERATIVE, "3", SPRAYER, Condition.NEW)
    yield 230
    kind.refuse(village, leaking, "Noémia Fonseca", "Os dois perdem líquido pela tampa.")
    kind.accept(village, sound, "Noémia Fonseca", Condition.NEW)
    yield 272
    village.ids["loan_out"] = kind.lend(village, given(village, UPPER_SLOPE), "1", SPRAYER, Condition.NEW)


def decided_in_kind(village: Village) -> Chapter:
    """A press, a goat and forty hours, decided as money is."""
    yield 144
    purpose = village.purpose("purpose")
    press = proposals.admitted(
        village,
        "Filomena Lima",
        "Seis mulheres da encosta de cima descem a uva às costas. Com uma prensa pequena, desce só o mosto.",
        spend(CRITERION, 6, (cost("Uma prensa de cesto", "1", PRESS),), line("1", PRESS, purpose)),
        plan="Emprestam-na a quem colher na encosta, e passam-na quando tiverem uma maior.",
        name="proposal_press",
    )
    goat = proposals.admitted(
        village,
        "Ivone Ramos",
        "Uma cabra para um agregado com cinco bocas e sem leite.",
        spend(CRITERION, 5, (cost("Uma cabra com leite", "1", GOAT),), line("1", GOAT)),
        plan="A primeira cria vai para outro agregado.",
        name="proposal_goat",
    )
    wall = proposals.admitted(
        village,
        "Teodoro Cruz",
        "O muro da casa da curva caiu com a chuva, e quem lá vive não tem força para o levantar.",
        spend(CRITERION, 2, (cost("Quarenta horas de trabalho", "2400", WORK),), line("2400", WORK)),
        plan="Guardam as crianças dos outros nos dias de trabalho.",
        name="proposal_wall",
    )
    options = {"prensa-de-cesto": press, "cabra": goat, "muro": wall}
    budget = (line("1", PRESS, purpose), line("1", GOAT), line("2400", WORK))
    round_id = rounds.draft_budget_round(village, "Orçamento em espécie", options, budget, closes=153)
    votes = {"prensa-de-cesto": 15, "cabra": 12, "muro": 14}
    yield from rounds.hold(village, round_id, 147, 153, rounds.approvals(16, votes))
    yield 162
    rounds.make_final(village, round_id)


def waiting(village: Village) -> Chapter:
    """One delivery to accept, one to refuse."""
    yield 286
    village.ids["delivery_to_accept"] = kind.deliver(
        village, WORKSHOP, "4", "wheelbarrow:piece", Condition.GOOD
    )
    village.ids["delivery_to_refuse"] = kind.deliver(village, BOTTLERS, "60", "cork:kg", Condition.DAMAGED)


PRESS_HANDED_ON = Payment(
    proposal="proposal_press",
    tranche=1,
    amount="1",
    unit=PRESS,
    purpose="purpose",
    payee=UPPER_SLOPE,
    beneficiary=UPPER_SLOPE,
    attesting="Hirondina Lopes",
    word="A prensa está na encosta, com a base e os panos.",
    evidence="Fotografia da prensa montada.",
    name="disbursement_press",
)
GOAT_HANDED_ON = Payment(
    proposal="proposal_goat",
    tranche=1,
    amount="1",
    unit=GOAT,
    payee=HERD,
    beneficiary=HERD,
    attesting="Odete Tavares",
    word="A cabra come e dá leite.",
    evidence="Visita de dois membros uma semana depois.",
    name="disbursement_goat",
)
