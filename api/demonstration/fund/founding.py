"""The founding of the global account, and what came into it."""

from api.demonstration import purse
from api.demonstration.purse import Donor
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.associations.commands import Founder
from ledger.associations.given import CriterionGiven, RulesGiven
from ledger.associations.rules import AssociationKind, Office, Tier
from ledger.contributions.state import GiverKind, Motive

CRITERION = "least-income"

FOUNDERS = (
    Founder(name="Samuel Oyelaran", office=Office.TREASURER),
    Founder(name="Ingrid Thorsen", office=Office.SECOND_SIGNATORY),
    Founder(name="Paolo Ferri", office=Office.AUDITOR),
    Founder(name="Aminata Diallo", attests=True),
    Founder(name="Carlos Quispe", attests=True),
    Founder(name="Marijke de Boer"),
    Founder(name="Lakshmi Rao"),
)

STATUTES = (
    "The Universal Solidarity Fund keeps what territories, companies and people give beyond their own twinnings. Its "
    "steering committee decides, one person one vote, on the calls that twinned territories make."
)
RULES = RulesGiven(
    quorum_percent=50,
    objection_days=5,
    criteria=(
        CriterionGiven(CRITERION, "Households that live on less than their country's minimum income."),
    ),
)

FOUNDATION = Donor("Open Horizons Foundation", GiverKind.ASSOCIATION, Motive.GRANT)
REGION = Donor("Regional council, international solidarity", GiverKind.PUBLIC_BODY, Motive.GRANT)
PRINTERS = Donor("Blue Harbour Printers", GiverKind.COMPANY)


def chapter(fund: Village) -> Chapter:
    """Seven people from as many countries."""
    yield 2
    fund.register("Universal Solidarity Fund", AssociationKind.TOGETHER, "FR", Tier.GLOBAL)
    fund.open_account()
    fund.found(STATUTES, RULES, FOUNDERS)
    fund.ids["member"] = fund.people["Aminata Diallo"]


def gifts(fund: Village) -> Chapter:
    """Grants, and what companies give."""
    yield 15
    purse.receive(fund, FOUNDATION, "12000", "EUR", reference="Statement 1, line 2")
    yield 89
    purse.receive(fund, REGION, "8000", "EUR", reference="Statement 3, line 1")
    yield 161
    purse.receive(fund, PRINTERS, "640", "EUR", reference="Statement 6, line 4")
