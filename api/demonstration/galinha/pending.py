"""What waits in Ribeirão Galinha."""

import msgspec

from api.demonstration.galinha.assembly_days import NEW_RULES
from api.demonstration.galinha.founding import CRITERION, TREASURER
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
        *(decision_to_carry_out(village, question, 254, 261, 268) for question in QUESTIONS),
        round_counted(village, LIGHT, 277, 288, yes_no(16, 3, 1)),
        round_to_count(village, CHAINS, 281, 297, yes_no(14, 1, 2)),
        round_to_close(village, SIGNS, 283, 298, yes_no(12, 2)),
        round_to_vote_in(
            village, "Depois da escola", NEXT_YEAR, "60000", 290, {"estudo": 7, "jogos": 4, "horta": 3}
        ),
        rounds_to_open(village, NOTICE, BENCHES, 294),
        proposals_to_bring_forward(village, 299, draft=PRINTER, stated=FILES, submitted=TAPS, ready=CHAIRS),
    )


QUESTIONS = (
    Question(
        name="proposal_appointment",
        by="Sónia Pina",
        need="Quem assina em segundo lugar pede para descansar.",
        measure=lambda village: AppointGiven(
            office=Office.SECOND_SIGNATORY, member=village.people["Rui Moniz"]
        ),
        title="Segunda assinatura",
        label="segunda-assinatura",
        ballots=yes_no(17, 1, 3),
    ),
    Question(
        name="proposal_rules",
        by="Fernanda Gonçalves",
        need="Que uma decisão de dinheiro tenha sempre três em cada cinco votos a favor.",
        measure=lambda _: ChangeRulesGiven(rules=msgspec.structs.replace(NEW_RULES, threshold_percent=60)),
        title="Terceira versão das regras",
        label="regras-3",
        ballots=yes_no(12, 6, 2),
    ),
    Question(
        name="proposal_lift",
        by="Gabriel Correia",
        need="Ainda há 8.000 guardados para o abrigo, e o abrigo não precisa de mais.",
        measure=lambda village: LiftEarmarkGiven(
            purpose=village.purpose("purpose_other"), amount=AmountGiven("CVE", "8000")
        ),
        title="Últimos 8.000 do abrigo",
        label="abrigo-livre",
        ballots=yes_no(14, 1, 4),
    ),
)


def _ask(by: str, need: str, what: str, amount: str, *, title: str = "", label: str = "") -> Ask:
    return Ask(
        by=by,
        need=need,
        what=what,
        amount=amount,
        criterion=CRITERION,
        people=34,
        children=True,
        title=title,
        label=label,
    )


LIGHT = _ask(
    "Kátia Barros",
    "De manhã cedo ainda é noite: uma luz solar no abrigo.",
    "Candeeiro solar",
    "14000",
    title="Luz no abrigo",
    label="luz",
)
CHAINS = _ask(
    "Zita Freire",
    "Com chuva a carrinha escorrega na terra.",
    "Correntes para as rodas",
    "9000",
    title="Correntes para as rodas",
    label="correntes",
)
SIGNS = _ask(
    "Abel Rosário",
    "Sinais que avisem os carros de que há crianças na berma.",
    "Quatro sinais e postes",
    "12000",
    title="Sinais na berma",
    label="sinais",
)
NEXT_YEAR = (
    _ask(
        "Benvinda Costa",
        "Uma sala com luz e alguém que ajude nos trabalhos de casa.",
        "Lâmpadas, mesas e ajudas de custo",
        "38000",
        label="estudo",
    ),
    _ask(
        "Custódio Melo",
        "Bolas e redes, para quem espera pela carrinha da tarde.",
        "Bolas, redes e balizas",
        "21000",
        label="jogos",
    ),
    _ask(
        "Deolinda Reis",
        "Uma horta ao pé da sede, tratada pelas crianças mais velhas.",
        "Vedação, sementes e ferramentas",
        "27000",
        label="horta",
    ),
)
NOTICE = _ask(
    "Elsa Baptista",
    "Quem não tem telefone não sabe quando não há transporte: um quadro de avisos na sede.",
    "Quadro com vidro e chave",
    "7500",
    title="Quadro de avisos",
    label="quadro",
)
BENCHES = _ask(
    "Rui Moniz",
    "Bancos para a sala da assembleia: metade fica de pé.",
    "Dez bancos de madeira",
    "19000",
    title="Bancos da sala",
    label="bancos",
)
PRINTER = _ask(
    TREASURER, "As actas passam-se à mão: uma impressora usada.", "Impressora e tinteiros", "13500"
)
FILES = _ask(TREASURER, "Pastas e um armário para os recibos.", "Armário e pastas", "9800")
TAPS = _ask("Vânia Lopes", "Duas torneiras na sede, para lavar as mãos.", "Torneiras e cano", "6400")
CHAIRS = _ask(TREASURER, "Cadeiras para a mesa da assembleia.", "Seis cadeiras", "12000")
