"""Three people in the back room of a library, and two who joined them."""

from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.associations.commands import Founder
from ledger.associations.given import RulesGiven
from ledger.associations.rules import AssociationKind, Office

FOUNDERS = (
    Founder(name="Fabienne Castaing", office=Office.TREASURER, attests=True),
    Founder(name="Rachid Mebarki", office=Office.SECOND_SIGNATORY, attests=True),
    Founder(name="Édith Calvet", office=Office.AUDITOR),
)


def chapter(town: Village) -> Chapter:
    """Whoever opened the library had the key to the room."""
    yield 202
    town.register("Comité de jumelage de Rochesaure", AssociationKind.TWINNED_BODY, "FR")
    town.open_account()
    statutes = "Le comité de jumelage de Rochesaure cherche un territoire ami et gère ce qui lui est confié."
    town.found(statutes, RulesGiven(quorum_percent=50, objection_days=5), FOUNDERS)
    yield 214
    town.enrol("Léonie Barrau", "Marcel Fontan")
