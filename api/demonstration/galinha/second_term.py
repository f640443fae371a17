"""The second budget: another term of transport, whose payments stand at every step."""

from api.demonstration import proposals, rounds
from api.demonstration.galinha.first_term import DRIVERS, FAMILIES, INSURERS, NOT_ASKED
from api.demonstration.galinha.founding import CRITERION
from api.demonstration.payments import Party, Payment, authorise, pay, sign_off
from api.demonstration.proposals import cost, line, spend
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.associations.rules import Office
from ledger.disbursements.commands import CancelDisbursement
from ledger.disbursements.state import DisbursementStatus

GARAGE = Party("Auto Serra, Lda.")


def chapters(village: Village) -> tuple[Chapter, ...]:
    """The round, and one payment after the other, each come as far as it has."""
    return (
        budget_round(village),
        cancelled(village),
        pay(village, 236, FIRST_MONTH),
        pay(village, 255, TYRES, until=DisbursementStatus.ACKNOWLEDGED),
        pay(village, 264, SECOND_MONTH, until=DisbursementStatus.SETTLED),
        pay(village, 274, INSURANCE, until=DisbursementStatus.SENT),
        pay(village, 279, INSPECTION, until=DisbursementStatus.SENT),
        pay(village, 288, THIRD_MONTH, until=DisbursementStatus.SIGNED_OFF),
        half_signed(village),
        pay(village, 295, SEAT_BELTS, until=DisbursementStatus.AUTHORISED),
        pay(village, 298, FLAGS, until=DisbursementStatus.AUTHORISED),
    )


def budget_round(village: Village) -> Chapter:
    """Twenty-one of twenty-six vote; the books have to wait."""
    yield 212
    purpose = village.purpose("purpose")
    transport = proposals.admitted(
        village,
        "Dulce Tavares",
        "Mais três meses de carrinha, o seguro, e os pneus que a estrada pede.",
        spend(
            CRITERION,
            34,
            (
                cost("Três meses de carrinha com motorista", "186000"),
                cost("Seguro dos passageiros", "42000"),
                cost("Pneus, inspecção e segurança", "34000"),
            ),
            line("262000", purpose=purpose),
            children=True,
        ),
        plan=NOT_ASKED,
        name="proposal_under_way",
    )
    snacks = proposals.admitted(
        village,
        "Isaura Mendes",
        "Uma merenda quente à chegada, agora dois dias por semana.",
        spend(CRITERION, 34, (cost("Merendas, um período", "60000"),), line("60000"), children=True),
        plan=NOT_ASKED,
        name="proposal_accepted",
    )
    books = proposals.admitted(
        village,
        "Vânia Lopes",
        "Livros que passam de ano para ano, guardados na sede.",
        spend(CRITERION, 34, (cost("Livros e estante", "45000"),), line("45000"), children=True),
        plan="Os livros voltam à sede no fim do ano.",
    )
    road = proposals.admitted(
        village,
        "Xavier Duarte",
        "Dois troços da estrada de terra que a carrinha não sobe com chuva; o trabalho é nosso.",
        spend(CRITERION, 34, (cost("Cimento, ferro e aluguer", "400", "EUR"),), line("400", "EUR", purpose)),
        plan="A estrada é de quem passa.",
        name="proposal_road",
    )
    options = {"transporte": transport, "merenda": snacks, "livros": books, "estrada": road}
    budget = (line("90000"), line("262000", purpose=purpose), line("500", "EUR", purpose))
    round_id = rounds.draft_budget_round(village, "Orçamento do segundo período", options, budget, closes=225)
    votes = {"transporte": 21, "merenda": 15, "estrada": 13, "livros": 10}
    yield from rounds.hold(village, round_id, 216, 225, rounds.approvals(21, votes), undecided=2)
    yield 232
    rounds.make_final(village, round_id)


def cancelled(village: Village) -> Chapter:
    """Written for the wrong payee; nothing was sent."""
    yield 234
    wrong = authorise(village, _payment(1, "62000", GARAGE, name="disbursement_cancelled"))
    reason = "Escrito em nome da oficina em vez da transportadora."
    village.do(CancelDisbursement(account=village.account, disbursement=wrong, reason=reason))


def half_signed(village: Village) -> Chapter:
    """The second signatory has signed off; the treasurer has not yet."""
    yield 293
    waiting = authorise(village, OIL)
    yield 296
    sign_off(village, waiting, Office.SECOND_SIGNATORY)


def _payment(tranche: int, amount: str, payee: Party, **more: str) -> Payment:
    return Payment(
        proposal="proposal_under_way",
        tranche=tranche,
        amount=amount,
        purpose="purpose",
        payee=payee,
        beneficiary=FAMILIES,
        **more,
    )


FIRST_MONTH = _payment(
    1,
    "62000",
    DRIVERS,
    reference="Extracto G, linha 7",
    word="O transporte fez-se em todos os dias de aulas do mês.",
    evidence="Factura do mês, conferida com a folha dos dias.",
)
TYRES = _payment(
    2,
    "24000",
    GARAGE,
    reference="Extracto G, linha 9",
    word="Quatro pneus novos montados na carrinha.",
    name="disbursement_acknowledged",
)
SECOND_MONTH = _payment(3, "62000", DRIVERS, reference="Extracto H, linha 1", name="disbursement_settled")
INSURANCE = _payment(4, "42000", INSURERS, name="disbursement_sent")
INSPECTION = _payment(5, "4000", GARAGE, name="disbursement_to_fail")
THIRD_MONTH = _payment(6, "62000", DRIVERS, name="disbursement_signed_off")
OIL = _payment(7, "2500", GARAGE, name="disbursement_half_signed")
SEAT_BELTS = _payment(8, "2500", GARAGE, name="disbursement_authorised")
FLAGS = _payment(9, "1000", GARAGE, name="disbursement_to_cancel")
