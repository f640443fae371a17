"""The federation of the island's associations: it has little money, and passes on what it cannot meet."""

from api.demonstration import purse
from api.demonstration.purse import Donor
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.associations.commands import Founder
from ledger.associations.given import CriterionGiven, RulesGiven
from ledger.associations.rules import AssociationKind, Office, Tier
from ledger.contributions.state import GiverKind, Motive

FOUNDERS = (
    Founder(name="Eduína Spencer", office=Office.TREASURER, attests=True),
    Founder(name="Lourenço Ferreira", office=Office.SECOND_SIGNATORY, attests=True),
    Founder(name="Ondina Gomes", office=Office.AUDITOR),
    Founder(name="Albertino Duarte"),
    Founder(name="Zenaida Chantre"),
)

STATUTES = (
    "A Federação das Associações de Santo Antão junta os delegados das associações da ilha. Ajuda com o que tem, e "
    "leva mais longe os pedidos que não pode atender."
)
RULES = RulesGiven(
    quorum_percent=50,
    objection_days=3,
    criteria=(CriterionGiven("falta-de-agua", "Localidades sem água há mais de uma semana."),),
)

ASSOCIATIONS = Donor("Associações federadas", GiverKind.ASSOCIATION, Motive.MEMBERSHIP_FEE)


def chapters(federation: Village) -> tuple[Chapter, ...]:
    """Its founding, and the fees of its associations."""
    return (founding(federation), fees(federation))


def founding(federation: Village) -> Chapter:
    """Five delegates."""
    yield 3
    federation.register(
        "Federação das Associações de Santo Antão", AssociationKind.FEDERATION, tier=Tier.FEDERATION
    )
    federation.open_account()
    federation.found(STATUTES, RULES, FOUNDERS)


def fees(federation: Village) -> Chapter:
    """Twice a year."""
    yield 26
    purse.receive(federation, ASSOCIATIONS, "24000", reference="Extracto 1, linha 2")
    yield 207
    purse.receive(federation, ASSOCIATIONS, "27000", reference="Extracto 7, linha 2")
