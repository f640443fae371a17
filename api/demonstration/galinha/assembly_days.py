"""What the assembly decided beside its budgets: an auditor, the rules, an earmark; and a vote that too few came to."""

import msgspec

from api.demonstration import proposals, rounds
from api.demonstration.galinha.founding import AUDITOR, CRITERION, RULES
from api.demonstration.proposals import cost, line, spend
from api.demonstration.rounds import yes_no
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.accounts.commands import LiftEarmarkByDecision
from ledger.associations.commands import AppointByDecision, ChangeRulesByDecision
from ledger.associations.rules import Office
from ledger.proposals.commands import WithdrawProposal
from ledger.proposals.given import AmountGiven, AppointGiven, ChangeRulesGiven, LiftEarmarkGiven

SUCCESSOR = "Nilda Cabral"
NEW_RULES = msgspec.structs.replace(RULES, quorum_percent=40, objection_days=5)


def chapters(village: Village) -> tuple[Chapter, ...]:
    """In the order in which they came up."""
    return (
        paint(village),
        new_auditor(village),
        newsletter(village),
        new_rules(village),
        lifted_earmark(village),
    )


def paint(village: Village) -> Chapter:
    """Nine came, and thirteen would have been needed."""
    yield 88
    proposal = proposals.admitted(
        village,
        "Jorge Furtado",
        "A sede está por pintar há quatro anos.",
        spend(CRITERION, 60, (cost("Tinta e rolos", "26000"),), line("26000")),
        plan="A sede é de todos.",
        name="proposal_rejected",
    )
    round_id = rounds.draft_vote(village, "Pintura da sede", "pintura", proposal, closes=98)
    yield from rounds.hold(village, round_id, 91, 98, yes_no(7, 2))
    yield 107
    rounds.make_final(village, round_id)


def new_auditor(village: Village) -> Chapter:
    """The auditor moves away; until the assembly names another, no money leaves."""
    yield 120
    village.leave(AUDITOR)
    yield 123
    proposal = proposals.admitted(
        village,
        "Lígia Varela",
        "A auditora foi estudar para fora. Quem se propõe sabe de contas e não assina pagamentos.",
        AppointGiven(office=Office.AUDITOR, member=village.people[SUCCESSOR]),
    )
    round_id = rounds.draft_vote(village, "Nova auditora", "auditoria", proposal, closes=134)
    rounds.recuse(village, round_id, SUCCESSOR, "Sou eu a pessoa proposta.")
    yield from rounds.hold(village, round_id, 126, 134, yes_no(18, 0, 3), undecided=2)
    yield 143
    rounds.make_final(village, round_id)
    village.do(AppointByDecision(account=village.account, proposal=proposal))
    village.officers[Office.AUDITOR] = village.people[SUCCESSOR]
    village.ids["auditor"] = village.people[SUCCESSOR]


def newsletter(village: Village) -> Chapter:
    """A proposal that its proposer took back."""
    yield 152
    proposal = proposals.draft(
        village,
        "Telma Ribeiro",
        "Um boletim impresso para os emigrantes, quatro números.",
        spend(CRITERION, 60, (cost("Impressão e correio", "36000"),), line("36000")),
        plan="O boletim dá a volta a quem nos ajuda.",
        name="proposal_withdrawn",
    )
    yield 157
    proposer = village.people["Telma Ribeiro"]
    village.do(WithdrawProposal(account=village.account, proposal=proposal, proposer=proposer), by=proposer)


def new_rules(village: Village) -> Chapter:
    """A lower quorum, since the families of the higher parts come down in turns; and a shorter window."""
    yield 175
    proposal = proposals.admitted(
        village,
        "Fernanda Gonçalves",
        "As famílias das zonas altas descem por turnos: metade presente é demais, e cinco dias de espera bastam.",
        ChangeRulesGiven(rules=NEW_RULES),
        name="proposal_carried_out",
    )
    round_id = rounds.draft_vote(village, "Segunda versão das regras", "regras-2", proposal, closes=186)
    yield from rounds.hold(village, round_id, 178, 186, yes_no(16, 4, 1))
    yield 195
    rounds.make_final(village, round_id)
    village.do(ChangeRulesByDecision(account=village.account, proposal=proposal))


def lifted_earmark(village: Village) -> Chapter:
    """Money came for the shelter after it was paid: the assembly frees it, and the builders agree."""
    yield 196
    proposal = proposals.admitted(
        village,
        "Gabriel Correia",
        "O abrigo está pago e a Construtora deu 30.000 para ele: que sirvam o que fizer falta.",
        LiftEarmarkGiven(purpose=village.purpose("purpose_other"), amount=AmountGiven("CVE", "22000")),
    )
    round_id = rounds.draft_vote(village, "Resto do abrigo", "resto-abrigo", proposal, closes=206)
    yield from rounds.hold(village, round_id, 200, 206, yes_no(15, 2, 2))
    yield 213
    rounds.make_final(village, round_id)
    village.do(LiftEarmarkByDecision(account=village.account, proposal=proposal))
