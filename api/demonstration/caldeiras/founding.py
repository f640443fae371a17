"""The founding of the residents' association, and who came and went."""

from api.demonstration import purse
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.accounts.events import PurposeKind
from ledger.associations.commands import DeclareOfAge, Founder, ReinstateMember, SuspendMember
from ledger.associations.given import (
    CollectionCeilingGiven,
    CriterionGiven,
    RulesGiven,
    StandingCeilingGiven,
)
from ledger.associations.rules import Office
from ledger.bookings.state import BookingKind

CRITERION = "rendimento-minimo"

TREASURER, SECOND, AUDITOR = "Joana Évora", "Nelson Fortes", "Arlinda Rocha"
FOUNDERS = (
    Founder(name=TREASURER, contact="casa ao lado da cisterna", office=Office.TREASURER),
    Founder(name=SECOND, contact="oficina da entrada", office=Office.SECOND_SIGNATORY),
    Founder(name=AUDITOR, contact="posto sanitário", office=Office.AUDITOR),
    Founder(name="Filomena Lima", attests=True),
    Founder(name="Teodoro Cruz", attests=True),
    Founder(name="Maria Antónia Delgado"),
    Founder(name="Zuleica Santos"),
)

STATUTES = (
    "A Associação dos Moradores de Águas das Caldeiras reúne quem vive na localidade. Gere em comum o que lhe é "
    "confiado, decide em assembleia, uma pessoa um voto, e presta contas a todos no fim de cada campanha."
)
RULES = RulesGiven(
    quorum_percent=40,
    second_call_quorum_percent=25,
    objection_days=7,
    seniority_days=30,
    minimum_age=18,
    criteria=(
        CriterionGiven(
            CRITERION,
            "Agregados que vivem com menos do que o salário mínimo, primeiro os que têm uma mulher à frente.",
        ),
    ),
    standing_ceilings=(
        StandingCeilingGiven(BookingKind.OPENING_BALANCE, "CVE", "10000"),
        StandingCeilingGiven(BookingKind.BANK_FEE, "CVE", "1000"),
        StandingCeilingGiven(BookingKind.BANK_FEE, "EUR", "10"),
        StandingCeilingGiven(BookingKind.COUNTED_LESS, "CVE", "200"),
        StandingCeilingGiven(BookingKind.COUNTED_MORE, "CVE", "200"),
    ),
    collection_ceilings=(CollectionCeilingGiven("CVE", "15000"),),
)


def chapter(village: Village) -> Chapter:
    """Two members attest the minutes; a neighbourhood joins within the week."""
    yield 0
    village.register("Associação dos Moradores de Águas das Caldeiras")
    village.open_account()
    village.found(STATUTES, RULES, FOUNDERS)
    yield 1
    village.enrol("Beatriz Monteiro", "Celestina Neves", "Domingas Pires", "Eunice Brito", "Fátima Morais")
    yield 4
    purse.declare(
        village, "purpose", PurposeKind.PROJECT, "Prensa para a adega comunitária das mulheres vinhateiras"
    )
    purse.declare(village, "purpose_other", PurposeKind.THEME, "Formação em vinificação e em contas")
    village.enrol("Germano Dias", "Hirondina Lopes", "Ivone Ramos", "Jacinto Medina", "Leonilde Cruz")
    village.enrol("Noémia Fonseca", "Odete Tavares", "Quintina Andrade")


def members(village: Village) -> Chapter:
    """Who joined, came of age, was suspended, or left."""
    yield 38
    village.enrol("Rosa Lima", "Tomás Delgado", of_age=False)
    yield 75
    account, people = village.account, village.people
    reason = "Ficou com a chave da adega durante um mês, apesar de dois pedidos por escrito."
    village.do(SuspendMember(account=account, member=people["Germano Dias"], reason=reason))
    yield 104
    village.do(ReinstateMember(account=account, member=people["Germano Dias"]))
    yield 130
    village.enrol("Sandra Neves", "Valdemar Rocha")
    yield 182
    village.do(DeclareOfAge(account=account, member=people["Tomás Delgado"]))
    village.enrol("Ulisses Ramos")
    yield 244
    reason = "Deve três campanhas de água de rega e recusa qualquer acordo de pagamento."
    village.do(SuspendMember(account=account, member=people["Jacinto Medina"], reason=reason))
    village.ids |= {
        "member": people["Celestina Neves"],
        "member_to_leave": people["Ulisses Ramos"],
        "member_to_suspend": people["Valdemar Rocha"],
        "member_suspended": people["Jacinto Medina"],
        "member_under_age": people["Rosa Lima"],
        "member_departed": people[SECOND],
    }
