"""The first budget: a term of school transport and a shelter; and how they were paid, bounced cheque and all."""

import msgspec

from api.demonstration import payments, proposals, rounds
from api.demonstration.galinha.founding import CRITERION
from api.demonstration.galinha.gifts import PARENTS
from api.demonstration.payments import Party, Payment, pay
from api.demonstration.proposals import cost, line, spend
from api.demonstration.rounds import yes_no
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.disbursements.state import DisbursementStatus, PartyKind
from ledger.identifiers import DisbursementId
from ledger.proposals.commands import CloseProposal, ReportProposal
from ledger.proposals.events import Tie

NOT_ASKED = "Não se pede: são crianças."
FAMILIES = Party(PARENTS.name, PartyKind.ASSOCIATION)
DRIVERS, INSURERS = Party("Transportes Ribeira, Lda."), Party("Seguradora Ilhas, S.A.")
MASONS, OTHER_MASONS = Party("Pedra e Cal, Lda."), Party("Obras do Alto, Lda.")


def chapters(village: Village) -> tuple[Chapter, ...]:
    """The round and the payments that it decided; the third month had to wait for the shortfall to be covered."""
    return (
        budget_round(village),
        pay(village, 50, month(1, "Extracto B, linha 1", name="disbursement_evidenced")),
        pay(village, 54, INSURANCE),
        walls_that_came_back(village),
        month_that_failed(village),
        pay(village, 83, msgspec.structs.replace(SECOND_MONTH, reference="Extracto C, linha 5")),
        pay(village, 86, ROOF),
        pay(village, 102, month(4, "Extracto D, linha 5")),
        shelter_closed(village),
        pay(village, 146, month(5, "Extracto E, linha 8")),
        vests(village),
    )


def budget_round(village: Village) -> Chapter:
    """Twenty of twenty-four vote; the snacks have to wait."""
    yield 25
    purpose = village.purpose("purpose")
    transport = proposals.admitted(
        village,
        "Dulce Tavares",
        "Quem vive nas zonas altas caminha mais de uma hora. Uma carrinha, quatro meses, para todas as crianças.",
        spend(
            CRITERION,
            31,
            (
                cost("Quatro meses de carrinha com motorista", "248000"),
                cost("Seguro dos passageiros", "42000"),
            ),
            line("290000", purpose=purpose),
            children=True,
        ),
        plan=NOT_ASKED,
        name="proposal_executing",
    )
    shelter = proposals.draft(
        village,
        "Gabriel Correia",
        "Enquanto esperam, apanham sol e chuva: um abrigo de pedra com banco.",
        spend(
            CRITERION,
            31,
            (cost("Paredes e banco", "45000"), cost("Cobertura", "50000")),
            line("95000"),
            children=True,
        ),
        plan=NOT_ASKED,
        name="proposal_closed",
    )
    proposals.declare_interest(village, shelter, "Emanuel Borges", Tie.CLOSE_TIE)
    proposals.submit(village, shelter, "Gabriel Correia")
    proposals.admit(village, shelter)
    snacks = proposals.admitted(
        village,
        "Isaura Mendes",
        "Uma merenda quente à chegada, três dias por semana.",
        spend(CRITERION, 31, (cost("Merendas, um período", "110000"),), line("110000"), children=True),
        plan=NOT_ASKED,
    )
    options = {"transporte": transport, "abrigo": shelter, "merenda": snacks}
    budget = (line("130000"), line("300000", purpose=purpose))
    round_id = rounds.draft_budget_round(village, "Orçamento do primeiro período", options, budget, closes=40)
    rounds.recuse(village, round_id, "Emanuel Borges", "O irmão trabalha na firma que faz a obra do abrigo.")
    village.ids["round_final"] = round_id
    votes = {"transporte": 20, "abrigo": 14, "merenda": 11}
    yield from rounds.hold(village, round_id, 30, 40, rounds.approvals(20, votes), undecided=1)
    yield 49
    rounds.make_final(village, round_id)


def month_that_failed(village: Village) -> Chapter:
    """The transfer was turned down; the same month is paid again."""
    yield from pay(village, 74, SECOND_MONTH, until=DisbursementStatus.SENT)
    yield 81
    reason = "A carteira da transportadora estava bloqueada; o dinheiro voltou no mesmo dia."
    payments.fail(village, DisbursementId(village.ids["disbursement_failed"]), reason)


def walls_that_came_back(village: Village) -> Chapter:
    """The first masons took another job and gave the money back."""
    yield from pay(village, 56, WALLS, until=DisbursementStatus.SETTLED)
    yield 64
    reason = "A firma aceitou outra obra e devolveu tudo por transferência."
    payments.give_back(village, DisbursementId(village.ids["disbursement_returned"]), reason)
    again = msgspec.structs.replace(WALLS, payee=OTHER_MASONS, reference="Extracto C, linha 3", name=None)
    yield from pay(village, 68, again)


def shelter_closed(village: Village) -> Chapter:
    """The shelter stands; what it did not use goes back."""
    yield 105
    account, shelter = village.account, village.proposal("proposal_closed")
    report = "O abrigo está de pé, com banco para doze. A cobertura custou menos 2.000 do que o previsto."
    village.do(ReportProposal(account=account, proposal=shelter, report=report))
    yield 107
    village.do(CloseProposal(account=account, proposal=shelter))


def vests(village: Village) -> Chapter:
    """A small question, yes or no: reported, and to be closed."""
    yield 148
    proposal = proposals.admitted(
        village,
        "Paula Andrade",
        "Coletes que se vêem ao longe e um estojo de primeiros socorros na carrinha.",
        spend(
            CRITERION, 31, (cost("Coletes", "15500"), cost("Estojo", "8500")), line("24000"), children=True
        ),
        plan=NOT_ASKED,
        name="proposal_reported",
    )
    round_id = rounds.draft_vote(village, "Coletes e estojo", "coletes", proposal, closes=158)
    yield from rounds.hold(village, round_id, 150, 158, yes_no(17, 1, 2))
    yield 167
    rounds.make_final(village, round_id)
    yield from pay(village, 168, VESTS)
    yield 182
    report = "Comprados trinta e cinco coletes e o estojo. Sobram 1.200, que voltam à conta."
    village.do(ReportProposal(account=village.account, proposal=proposal, report=report))


def month(tranche: int, reference: str, name: str | None = None) -> Payment:
    """A month of transport."""
    return Payment(
        proposal="proposal_executing",
        tranche=tranche,
        amount="62000",
        purpose="purpose",
        payee=DRIVERS,
        beneficiary=FAMILIES,
        reference=reference,
        word="O transporte fez-se em todos os dias de aulas do mês.",
        evidence="Factura do mês, conferida com a folha dos dias.",
        name=name,
    )


SECOND_MONTH = month(3, "Extracto C, linha 2", name="disbursement_failed")
INSURANCE = Payment(
    proposal="proposal_executing",
    tranche=2,
    amount="42000",
    purpose="purpose",
    payee=INSURERS,
    beneficiary=FAMILIES,
    reference="Extracto B, linha 4",
    word="A apólice está na pasta da associação.",
    evidence="Apólice e recibo do prémio.",
)
WALLS = Payment(
    proposal="proposal_closed",
    tranche=1,
    amount="45000",
    payee=MASONS,
    beneficiary=FAMILIES,
    reference="Extracto B, linha 6",
    word="As paredes e o banco estão feitos.",
    evidence="Recibo da obra e visita de dois membros.",
    name="disbursement_returned",
)
ROOF = Payment(
    proposal="proposal_closed",
    tranche=2,
    amount="48000",
    payee=OTHER_MASONS,
    beneficiary=FAMILIES,
    attesting="Rui Moniz",
    word="A cobertura está posta e não mete água.",
    evidence="Recibo, e visita depois da primeira chuva.",
)
VESTS = Payment(
    proposal="proposal_reported",
    tranche=1,
    amount="22800",
    payee=Party("Papelaria Estrela"),
    beneficiary=FAMILIES,
    reference="Extracto F, linha 6",
    word="Trinta e cinco coletes e o estojo, contados por duas pessoas.",
    evidence="Factura e lista de entrega, sem nomes.",
)
