"""The founding of the residents' association, and who came and went."""

from api.demonstration import purse
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.accounts.events import PurposeKind
from ledger.associations.commands import DeclareOfAge, Founder, ReinstateMember, SuspendMember
from ledger.associations.given import CriterionGiven, RulesGiven
from ledger.associations.rules import Office, TieRule

CRITERION = "acesso-a-escola"

TREASURER, SECOND, AUDITOR = "Adelino Vaz", "Berta Semedo", "Carla Moreno"
FOUNDERS = (
    Founder(name=TREASURER, contact="loja da encosta", office=Office.TREASURER),
    Founder(name=SECOND, contact="sede", office=Office.SECOND_SIGNATORY),
    Founder(name=AUDITOR, contact="casa junto ao chafariz", office=Office.AUDITOR),
    Founder(name="Dulce Tavares", attests=True),
    Founder(name="Emanuel Borges", attests=True),
    Founder(name="Fernanda Gonçalves"),
    Founder(name="Gabriel Correia"),
    Founder(name="Isaura Mendes"),
)

STATUTES = (
    "A Associação dos Moradores de Ribeirão Galinha reúne as famílias da ribeira e das zonas altas. O que lhe é "
    "confiado para as crianças serve todas elas em conjunto: não há padrinhos de uma só criança, nem nomes escritos."
)
RULES = RulesGiven(
    quorum_percent=50,
    second_call_quorum_percent=30,
    objection_days=7,
    minimum_age=18,
    tie_rule=TieRule.LABEL,
    criteria=(
        CriterionGiven(
            CRITERION, "Crianças que vivem a mais de uma hora a pé da escola, primeiro as mais novas."
        ),
    ),
)


def chapter(village: Village) -> Chapter:
    """The families of the valley meet, then those from higher up."""
    yield 6
    village.register("Associação dos Moradores de Ribeirão Galinha")
    village.open_account()
    village.found(STATUTES, RULES, FOUNDERS)
    yield 7
    village.enrol(
        "Jorge Furtado", "Kátia Barros", "Lígia Varela", "Mário Sanches", "Nilda Cabral", "Orlando Veiga"
    )
    village.enrol("Paula Andrade", "Rui Moniz", "Sónia Pina", "Telma Ribeiro", "Vânia Lopes")
    purse.declare(village, "purpose", PurposeKind.THEME, "Transporte escolar das crianças das zonas altas")
    purse.declare(
        village, "purpose_other", PurposeKind.PROJECT, "Abrigo coberto para quem espera o transporte."
    )
    yield 12
    village.enrol("Xavier Duarte", "Zita Freire", "Abel Rosário", "Benvinda Costa", "Custódio Melo")


def members(village: Village) -> Chapter:
    """Who joined, came of age, was suspended, or left."""
    yield 58
    village.enrol("Deolinda Reis", "Elsa Baptista")
    village.enrol("Fábio Mendes", "Graça Vaz", of_age=False)
    yield 82
    account, people = village.account, village.people
    reason = "Usou o nome da associação para pedir dinheiro para si."
    village.do(SuspendMember(account=account, member=people["Mário Sanches"], reason=reason))
    yield 116
    village.do(ReinstateMember(account=account, member=people["Mário Sanches"]))
    yield 160
    village.enrol("Hélder Pina", "Inácia Furtado")
    village.do(DeclareOfAge(account=account, member=people["Graça Vaz"]))
    yield 252
    reason = "Insultou a mesa da assembleia e não quis pedir desculpa."
    village.do(SuspendMember(account=account, member=people["Orlando Veiga"], reason=reason))
    village.ids |= {
        "member": people["Lígia Varela"],
        "member_to_leave": people["Hélder Pina"],
        "member_to_suspend": people["Inácia Furtado"],
        "member_suspended": people["Orlando Veiga"],
        "member_under_age": people["Fábio Mendes"],
        "member_departed": people[AUDITOR],
    }
