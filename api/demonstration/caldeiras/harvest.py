"""The second budget: the harvest, bottles and labels; the harvest's payments stand at every step."""

from api.demonstration import proposals, rounds
from api.demonstration.caldeiras.cash_box import BOX
from api.demonstration.caldeiras.founding import CRITERION
from api.demonstration.caldeiras.press_payments import THE_WOMEN
from api.demonstration.payments import Party, Payment, authorise, pay, sign_off
from api.demonstration.proposals import cost, line, spend
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.associations.rules import Office
from ledger.disbursements.commands import CancelDisbursement
from ledger.disbursements.state import DisbursementStatus, PartyKind

DRIVER = Party("Transportes Cova Funda, Lda.")
PICKERS = Party("Grupo da apanha", PartyKind.HOUSEHOLD)


def chapters(village: Village) -> tuple[Chapter, ...]:
    """The round, and one payment after the other, each come as far as it has."""
    return (
        budget_round(village),
        cancelled(village),
        pay(village, 226, CRATES),
        pay(village, 262, FIRST_TRIP, until=DisbursementStatus.ACKNOWLEDGED),
        pay(village, 268, FIRST_DAYS, until=DisbursementStatus.SETTLED),
        pay(village, 276, SECOND_TRIP, until=DisbursementStatus.SENT),
        pay(village, 280, SECOND_DAYS, until=DisbursementStatus.SENT),
        pay(village, 284, THIRD_DAYS, until=DisbursementStatus.SIGNED_OFF),
        half_signed(village),
        pay(village, 296, LAST_DAYS, until=DisbursementStatus.AUTHORISED),
        pay(village, 297, LAST_MEALS, until=DisbursementStatus.AUTHORISED),
    )


def budget_round(village: Village) -> Chapter:
    """Eighteen of twenty-one vote; the fair has to wait."""
    yield 198
    harvest = proposals.admitted(
        village,
        "Filomena Lima",
        "Caixas limpas, transporte no mesmo dia e jornas pagas: sem isso metade da uva fica na encosta.",
        spend(
            CRITERION,
            14,
            (
                cost("Caixas de apanha", "36000"),
                cost("Transporte", "48000"),
                cost("Jornas e refeições", "64000"),
            ),
            line("148000"),
        ),
        plan="As caixas emprestam-se a quem colher depois de nós.",
        name="proposal_under_way",
    )
    bottles = proposals.admitted(
        village,
        "Ivone Ramos",
        "A loja aceita o vinho se vier em garrafas iguais: começamos com oitocentas.",
        spend(CRITERION, 14, (cost("800 garrafas e rolhas", "96000"),), line("96000")),
        plan="Uma em cada vinte garrafas vai para a festa das outras localidades.",
        name="proposal_accepted",
    )
    labels = proposals.admitted(
        village,
        "Odete Tavares",
        "Um rótulo com o nome da localidade, e o registo da marca em nome de todas.",
        spend(CRITERION, 14, (cost("Desenho, impressão e registo", "280", "EUR"),), line("280", "EUR")),
        plan="O desenho fica livre para quem quiser imitar.",
    )
    fair = proposals.admitted(
        village,
        "Hirondina Lopes",
        "Uma banca na feira de São Vicente, três dias, com quatro pessoas.",
        spend(CRITERION, 4, (cost("Banca, barco e estadia", "58000"),), line("58000")),
        plan="Ainda não é possível dizer.",
    )
    options = {"vindima": harvest, "garrafas": bottles, "rótulos": labels, "feira": fair}
    budget = (line("260000"), line("300", "EUR"))
    title = "Orçamento da vindima e da primeira venda"
    round_id = rounds.draft_budget_round(village, title, options, budget, closes=214)
    votes = {"vindima": 17, "garrafas": 14, "rótulos": 12, "feira": 9}
    yield from rounds.hold(village, round_id, 205, 214, rounds.approvals(18, votes), undecided=1)
    yield 219
    rounds.make_final(village, round_id)


def cancelled(village: Village) -> Chapter:
    """The wrong amount was written; nothing was sent."""
    yield 224
    wrong = authorise(village, _payment(1, "63000", DRIVER, name="disbursement_cancelled"))
    reason = "Valor trocado: as caixas custam 36.000."
    village.do(CancelDisbursement(account=village.account, disbursement=wrong, reason=reason))


def half_signed(village: Village) -> Chapter:
    """The second signatory has signed off; the treasurer has not yet."""
    yield 293
    waiting = authorise(village, THIRD_TRIP)
    yield 294
    sign_off(village, waiting, Office.SECOND_SIGNATORY)


def _payment(tranche: int, amount: str, payee: Party, **more: str) -> Payment:
    return Payment(
        proposal="proposal_under_way",
        tranche=tranche,
        amount=amount,
        payee=payee,
        beneficiary=THE_WOMEN,
        **more,
    )


CRATES = _payment(
    1,
    "36000",
    Party("Plásticos do Porto, Lda."),
    reference="Extracto 9, linha 2",
    word="Cento e vinte caixas, contadas por duas pessoas.",
    evidence="Factura e lista de entrega das caixas.",
)
FIRST_TRIP = _payment(
    2,
    "16000",
    DRIVER,
    reference="Extracto 10, linha 1",
    word="A uva chegou à adega antes do meio-dia.",
    name="disbursement_acknowledged",
)
FIRST_DAYS = _payment(
    3, "20000", PICKERS, attesting="Beatriz Monteiro", place=BOX, name="disbursement_settled"
)
SECOND_TRIP = _payment(4, "16000", DRIVER, name="disbursement_sent")
SECOND_DAYS = _payment(5, "12000", PICKERS, name="disbursement_to_fail")
THIRD_DAYS = _payment(6, "12000", PICKERS, name="disbursement_signed_off")
THIRD_TRIP = _payment(7, "16000", DRIVER, name="disbursement_half_signed")
LAST_DAYS = _payment(8, "10000", PICKERS, name="disbursement_authorised")
LAST_MEALS = _payment(
    9, "10000", Party("Maria Antónia Delgado", PartyKind.PERSON), name="disbursement_to_cancel"
)
