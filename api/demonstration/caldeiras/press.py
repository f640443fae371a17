"""The first budget: a press, a training and a vat; and how they were paid."""

import msgspec

from api.demonstration import payments, proposals, rounds
from api.demonstration.caldeiras.founding import CRITERION
from api.demonstration.caldeiras.press_payments import (
    ADVANCE,
    BASE,
    DELIVERY,
    FIRST_DAYS,
    FREIGHT,
    LAST_DAYS,
    MATERIAL,
    SAILORS,
    VATS,
)
from api.demonstration.payments import pay
from api.demonstration.proposals import cost, line, spend
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.disbursements.state import DisbursementStatus
from ledger.identifiers import DisbursementId, ProposalId
from ledger.proposals.commands import CloseProposal, ReportProposal
from ledger.proposals.events import Tie
from ledger.proposals.given import AmountGiven, SpendGiven

EACH_TEACHES_ONE = "Cada mulher formada ensina outra de uma localidade vizinha na campanha seguinte."


def chapters(village: Village) -> tuple[Chapter, ...]:
    """The round and the payments that it decided."""
    return (
        budget_round(village),
        advance_that_failed(village),
        freight_that_came_back(village),
        pay(village, 77, msgspec.structs.replace(ADVANCE, reference="Extracto 4, linha 1")),
        pay(village, 84, FIRST_DAYS),
        pay(village, 98, DELIVERY),
        pay(village, 100, LAST_DAYS),
        pay(village, 102, BASE),
        pay(village, 104, MATERIAL),
        reports(village),
        pay(village, 144, VATS),
    )


def budget_round(village: Village) -> Chapter:
    """Seventeen of nineteen vote; the bottles have to wait."""
    yield 40
    purpose = village.purpose("purpose")
    press = proposals.draft(
        village,
        "Filomena Lima",
        "Catorze mulheres pisam a uva em bidões e perdem um terço do mosto. Precisam de uma prensa comum.",
        spend(
            CRITERION,
            14,
            (
                cost("Prensa hidráulica de 180 litros", "1200", "EUR"),
                cost("Frete e despacho", "60000"),
                cost("Base de betão e montagem", "25000"),
            ),
            line("1200", "EUR", purpose),
            line("60000", purpose=purpose),
            line("25000"),
        ),
        plan=EACH_TEACHES_ONE,
        name="proposal_closed",
    )
    proposals.declare_interest(village, press, "Teodoro Cruz", Tie.PAYEE)
    proposals.submit(village, press, "Filomena Lima")
    proposals.admit(village, press)
    training = _drafted_twice(village)
    vat = proposals.admitted(
        village,
        "Eunice Brito",
        "O vinho novo estraga-se em bidões de plástico: duas cubas de inox, com 8.000 das próprias mulheres.",
        spend(
            CRITERION,
            14,
            (cost("Duas cubas de inox de 300 litros", "88000"),),
            line("80000"),
            own=(AmountGiven("CVE", "8000"),),
        ),
        plan="Ainda não é possível dizer.",
        name="proposal_executing",
    )
    bottles = proposals.admitted(
        village,
        "Ivone Ramos",
        "Sem garrafas iguais e rolhas novas nenhuma loja aceita o vinho.",
        spend(CRITERION, 14, (cost("1.200 garrafas e rolhas", "132000"),), line("132000")),
        plan="Uma em cada vinte garrafas vai para a festa das outras localidades.",
    )
    options = {"prensa": press, "formação": training, "cubas": vat, "garrafas": bottles}
    budget = (line("220000"), line("60000", purpose=purpose), line("1200", "EUR", purpose))
    title = "Primeiro orçamento da adega comunitária"
    round_id = rounds.draft_budget_round(village, title, options, budget, closes=55)
    rounds.recuse(village, round_id, "Teodoro Cruz", "É o pedreiro que faz a base da prensa.")
    village.ids["round_final"] = round_id
    votes = {"prensa": 16, "formação": 13, "cubas": 9, "garrafas": 6}
    yield from rounds.hold(village, round_id, 45, 55, rounds.approvals(17, votes), undecided=2)
    yield 64
    rounds.make_final(village, round_id)


def _drafted_twice(village: Village) -> ProposalId:
    """The assembly asked for a fifth day, so that the proposal has a second version."""
    need = "Quem faz vinho aprendeu a ver fazer. Formação no local: higiene, fermentação, contas."

    def version(days: str, teaching: str, total: str) -> SpendGiven:
        costs = (cost(f"Duas formadoras, {days} dias", teaching), cost("Material e refeições", "20000"))
        return spend(CRITERION, 16, costs, line(total))

    by = "Domingas Pires"
    measure = version("quatro", "60000", "80000")
    training = proposals.draft(village, by, need, measure, plan=EACH_TEACHES_ONE, name="proposal_reported")
    proposals.amend(village, training, need, version("cinco", "75000", "95000"), EACH_TEACHES_ONE)
    proposals.submit(village, training, by)
    proposals.admit(village, training, version=2)
    return training


def advance_that_failed(village: Village) -> Chapter:
    """One digit of the account number was wrong; the same tranche is paid again some days later."""
    yield from pay(village, 67, ADVANCE, until=DisbursementStatus.SENT)
    yield 72
    reason = "O banco devolveu: número de conta com um algarismo trocado."
    payments.fail(village, DisbursementId(village.ids["disbursement_failed"]), reason)


def freight_that_came_back(village: Village) -> Chapter:
    """The first carrier gave the freight back; another one had a ship."""
    yield from pay(village, 79, FREIGHT, until=DisbursementStatus.SETTLED)
    yield 88
    reason = "O barco foi para a doca e a transportadora devolveu o frete por inteiro."
    payments.give_back(village, DisbursementId(village.ids["disbursement_returned"]), reason)
    yield from pay(
        village,
        92,
        msgspec.structs.replace(FREIGHT, payee=SAILORS, reference="Extracto 4, linha 6", name=None),
    )


def reports(village: Village) -> Chapter:
    """What came of the press and of the training; the press is closed, and its rest goes back."""
    yield 128
    account = village.account
    press = village.proposal("proposal_closed")
    report = (
        "A prensa trabalha desde a segunda semana: 1.900 kg de uva de catorze produtoras, perda de um décimo."
    )
    village.do(ReportProposal(account=account, proposal=press, report=report))
    yield 131
    village.do(CloseProposal(account=account, proposal=press))
    yield 134
    report = "Dezasseis pessoas acabaram os cinco dias. Sobraram 1.800 do material, que voltam à conta."
    training = village.proposal("proposal_reported")
    village.do(ReportProposal(account=account, proposal=training, report=report))
