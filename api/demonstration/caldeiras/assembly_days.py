"""What the assembly decided beside its budgets: an officer, the rules, an earmark, and a refusal."""

import msgspec

from api.demonstration import proposals, rounds
from api.demonstration.caldeiras.founding import CRITERION, RULES, SECOND
from api.demonstration.proposals import cost, line, spend
from api.demonstration.rounds import yes_no
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.accounts.commands import LiftEarmarkByDecision
from ledger.associations.commands import AppointByDecision, ChangeRulesByDecision
from ledger.associations.given import CriterionGiven
from ledger.associations.rules import Office
from ledger.proposals.commands import WithdrawProposal
from ledger.proposals.given import AmountGiven, AppointGiven, ChangeRulesGiven, LiftEarmarkGiven

SUCCESSOR = "Zuleica Santos"

NEW_RULES = msgspec.structs.replace(
    RULES,
    quorum_percent=35,
    objection_days=3,
    criteria=(
        *RULES.criteria,
        CriterionGiven(
            "agua-de-rega", "Parcelas sem água de rega há mais de duas semanas, por ordem de chegada."
        ),
    ),
)


def chapters(village: Village) -> tuple[Chapter, ...]:
    """In the order in which they came up."""
    return (
        television(village),
        new_signatory(village),
        new_rules(village),
        pump(village),
        lifted_earmark(village),
    )


def television(village: Village) -> Chapter:
    """The assembly says no."""
    yield 96
    proposal = proposals.admitted(
        village,
        "Noémia Fonseca",
        "Uma televisão para a sede, para juntar as pessoas ao fim do dia.",
        spend(CRITERION, 30, (cost("Televisão e antena", "45000"),), line("45000")),
        plan="Fica aberta a todos.",
        name="proposal_rejected",
    )
    round_id = rounds.draft_vote(village, "Televisão para a sede", "televisão", proposal, closes=108)
    yield from rounds.hold(village, round_id, 100, 108, yes_no(5, 11, 2))
    yield 117
    rounds.make_final(village, round_id)


def new_signatory(village: Village) -> Chapter:
    """The second signatory moves to another island; until the assembly names another, no money leaves."""
    yield 118
    village.leave(SECOND)
    yield 122
    proposal = proposals.admitted(
        village,
        "Celestina Neves",
        "Quem assinava em segundo lugar foi trabalhar para outra ilha. Sem segunda assinatura nada se paga.",
        AppointGiven(office=Office.SECOND_SIGNATORY, member=village.people[SUCCESSOR]),
    )
    round_id = rounds.draft_vote(village, "Segunda assinatura", "segunda-assinatura", proposal, closes=132)
    rounds.recuse(village, round_id, SUCCESSOR, "Sou eu a pessoa proposta.")
    yield from rounds.hold(village, round_id, 125, 132, yes_no(15, 1, 1), undecided=1)
    yield 141
    rounds.make_final(village, round_id)
    village.do(AppointByDecision(account=village.account, proposal=proposal))
    village.officers[Office.SECOND_SIGNATORY] = village.people[SUCCESSOR]
    village.ids["second_signatory"] = village.people[SUCCESSOR]


def new_rules(village: Village) -> Chapter:
    """A shorter window for objections, a lower quorum, and a second criterion of need."""
    yield 150
    proposal = proposals.admitted(
        village,
        "Maria Antónia Delgado",
        "Sete dias de espera são muitos quando a uva está madura, e a água de rega também é uma necessidade.",
        ChangeRulesGiven(rules=NEW_RULES),
        name="proposal_carried_out",
    )
    round_id = rounds.draft_vote(village, "Segunda versão das regras", "regras-2", proposal, closes=165)
    yield from rounds.hold(village, round_id, 155, 165, yes_no(14, 3, 1))
    yield 174
    rounds.make_final(village, round_id)
    village.do(ChangeRulesByDecision(account=village.account, proposal=proposal))


def pump(village: Village) -> Chapter:
    """A proposal that its proposer took back."""
    yield 160
    proposal = proposals.draft(
        village,
        "Germano Dias",
        "Uma bomba solar para o furo de baixo.",
        spend(CRITERION, 22, (cost("Bomba e painéis", "210000"),), line("210000")),
        plan="A água que sobrar segue para os vizinhos de baixo.",
        name="proposal_withdrawn",
    )
    yield 163
    proposer = village.people["Germano Dias"]
    village.do(WithdrawProposal(account=village.account, proposal=proposal, proposer=proposer), by=proposer)


def lifted_earmark(village: Village) -> Chapter:
    """Ninety euros came for the press after it was paid: the assembly frees them."""
    yield 176
    amount = AmountGiven("EUR", "90")
    proposal = proposals.admitted(
        village,
        "Leonilde Cruz",
        "A prensa está paga e sobram 90 euros com esse destino: que sirvam para o que vier.",
        LiftEarmarkGiven(purpose=village.purpose("purpose"), amount=amount),
    )
    round_id = rounds.draft_vote(village, "Resto da prensa", "resto-prensa", proposal, closes=187)
    yield from rounds.hold(village, round_id, 180, 187, yes_no(13, 0, 3))
    yield 192
    rounds.make_final(village, round_id)
    village.do(LiftEarmarkByDecision(account=village.account, proposal=proposal))
