"""What waits in Águas das Caldeiras."""

import msgspec

from api.demonstration.caldeiras.assembly_days import NEW_RULES
from api.demonstration.caldeiras.founding import CRITERION, TREASURER
from api.demonstration.rounds import yes_no
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from api.demonstration.waiting import (
    Ask,
    Question,
    decision_to_carry_out,
    proposals_to_bring_forward,
    round_counted,
    round_to_close,
    round_to_count,
    round_to_vote_in,
    rounds_to_open,
)
from ledger.associations.rules import Office
from ledger.proposals.given import AmountGiven, AppointGiven, ChangeRulesGiven, LiftEarmarkGiven


def chapters(village: Village) -> tuple[Chapter, ...]:
    """Decisions to carry out, rounds to go on with, proposals to write."""
    return (
        *(decision_to_carry_out(village, question, 250, 257, 262) for question in QUESTIONS),
        round_counted(village, INSURANCE, 281, 292, yes_no(14, 2, 1)),
        round_to_count(village, ROOF, 283, 298, yes_no(15, 0, 1)),
        round_to_close(village, CLOTHES, 285, 299, yes_no(11, 1, 1)),
        round_to_vote_in(
            village,
            "Orçamento da próxima campanha",
            NEXT_YEAR,
            "95000",
            292,
            {"rega": 6, "contas": 3, "laboratório": 2},
        ),
        rounds_to_open(village, SCALE, DOOR, 296),
        proposals_to_bring_forward(
            village, 297, draft=SAFE, stated=PAPER, submitted=FIRST_AID, ready=TELEPHONE
        ),
    )


QUESTIONS = (
    Question(
        name="proposal_appointment",
        by="Noémia Fonseca",
        need="A auditora pede para passar o lugar a quem já a acompanhou nas contas.",
        measure=lambda village: AppointGiven(
            office=Office.AUDITOR, member=village.people["Quintina Andrade"]
        ),
        title="Nova auditora",
        label="auditoria",
        ballots=yes_no(16, 0, 2),
    ),
    Question(
        name="proposal_rules",
        by="Teodoro Cruz",
        need="Quem chega de novo espera trinta dias para votar. Quinze bastam.",
        measure=lambda _: ChangeRulesGiven(rules=msgspec.structs.replace(NEW_RULES, seniority_days=15)),
        title="Terceira versão das regras",
        label="regras-3",
        ballots=yes_no(10, 6, 2),
    ),
    Question(
        name="proposal_lift",
        by="Eunice Brito",
        need="Metade do que a farmácia deu para a formação não vai ser precisa este ano, e ela concorda.",
        measure=lambda village: LiftEarmarkGiven(
            purpose=village.purpose("purpose_other"), amount=AmountGiven("CVE", "12500")
        ),
        title="Metade da formação",
        label="formação-livre",
        ballots=yes_no(12, 4, 1),
    ),
)

INSURANCE = Ask(
    by="Beatriz Monteiro",
    need="Um incêndio ou uma cheia levava tudo: um seguro para a adega.",
    what="Seguro da adega, um ano",
    amount="24000",
    criterion=CRITERION,
    people=14,
    title="Seguro da adega",
    label="seguro",
)
ROOF = Ask(
    by="Fátima Morais",
    need="O telhado da adega mete água por cima das cubas.",
    what="Seis chapas e pregos",
    amount="18000",
    criterion=CRITERION,
    people=14,
    title="Telhado da adega",
    label="telhado",
)
CLOTHES = Ask(
    by="Sandra Neves",
    need="Batas e luvas para quem trabalha na adega.",
    what="Catorze batas, luvas e botas",
    amount="12500",
    criterion=CRITERION,
    people=14,
    title="Batas e luvas",
    label="batas",
)
NEXT_YEAR = (
    Ask(
        by="Leonilde Cruz",
        need="Onze parcelas regam à lata. A rega gota a gota poupa metade da água.",
        what="Mangueira e gotejadores",
        amount="62000",
        criterion="agua-de-rega",
        people=11,
        label="rega",
    ),
    Ask(
        by="Domingas Pires",
        need="Um segundo curso, só de contas e preços.",
        what="Formadora, dois dias",
        amount="28000",
        criterion=CRITERION,
        people=16,
        label="contas",
    ),
    Ask(
        by="Noémia Fonseca",
        need="Um pequeno laboratório: acidez e álcool medidos aqui, não na cidade.",
        what="Vidro e reagentes",
        amount="41000",
        criterion=CRITERION,
        people=14,
        label="laboratório",
    ),
)
SCALE = Ask(
    by="Hirondina Lopes",
    need="Pesar a uva à entrada da adega, à vista de quem a traz.",
    what="Balança de 150 kg e carrinho",
    amount="27000",
    criterion=CRITERION,
    people=14,
    title="Balança e carrinho",
    label="balança",
)
DOOR = Ask(
    by="Odete Tavares",
    need="Uma porta que feche: já faltaram ferramentas duas vezes.",
    what="Porta de ferro e fechadura",
    amount="32000",
    criterion=CRITERION,
    people=14,
    title="Porta da adega",
    label="porta",
)
SAFE = Ask(
    by=TREASURER,
    need="O dinheiro das quotas dorme em minha casa: um cofre pequeno para a sede.",
    what="Cofre de parede",
    amount="15000",
    criterion=CRITERION,
    people=24,
)
PAPER = Ask(
    by=TREASURER,
    need="Papel, tinta e pastas para as contas.",
    what="Material de escritório",
    amount="6000",
    criterion=CRITERION,
    people=24,
)
FIRST_AID = Ask(
    by="Ivone Ramos",
    need="Uma caixa de primeiros socorros para a adega.",
    what="Caixa e reposição de um ano",
    amount="9500",
    criterion=CRITERION,
    people=24,
)
TELEPHONE = Ask(
    by=TREASURER,
    need="Um telefone da associação, que fica na sede.",
    what="Telefone e cartão",
    amount="11000",
    criterion=CRITERION,
    people=24,
)
