"""The founding of the twinning committee, and who joined it."""

from api.demonstration import purse
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.accounts.events import PurposeKind
from ledger.associations.commands import Founder
from ledger.associations.given import CriterionGiven, RulesGiven, StandingCeilingGiven
from ledger.associations.rules import AssociationKind, Office
from ledger.bookings.state import BookingKind

CRITERION = "isolement"

TREASURER, SECOND, AUDITOR = "Solange Perrot", "Mathieu Lacombe", "Yasmina Haddad"
FOUNDERS = (
    Founder(name=TREASURER, contact="mairie, bureau des associations", office=Office.TREASURER),
    Founder(name=SECOND, contact="rue du Lavoir", office=Office.SECOND_SIGNATORY),
    Founder(name=AUDITOR, contact="place de la Halle", office=Office.AUDITOR),
    Founder(name="Gérard Vasseur", attests=True),
    Founder(name="Lucette Morin", attests=True),
    Founder(name="Nadège Fournier"),
    Founder(name="Karim Ouali"),
)

STATUTES = (
    "Le comité de jumelage de Valbrune réunit les habitants qui font vivre le jumelage. Il gère en commun ce qui lui "
    "est confié, décide en assemblée, une personne une voix, et rend compte à tous chaque année."
)
RULES = RulesGiven(
    quorum_percent=30,
    objection_days=5,
    minimum_age=16,
    criteria=(
        CriterionGiven(
            CRITERION, "Les personnes âgées qui vivent seules et ne peuvent plus se déplacer sans aide."
        ),
    ),
    standing_ceilings=(
        StandingCeilingGiven(BookingKind.OPENING_BALANCE, "EUR", "2000"),
        StandingCeilingGiven(BookingKind.BANK_FEE, "EUR", "15"),
        StandingCeilingGiven(BookingKind.INTEREST, "EUR", "50"),
    ),
)


def chapter(town: Village) -> Chapter:
    """An old committee, whose account begins with the season."""
    yield 1
    town.register("Comité de jumelage de Valbrune", AssociationKind.TWINNED_BODY, "FR")
    town.open_account()
    town.found(STATUTES, RULES, FOUNDERS)
    yield 3
    town.enrol("Benoît Carlier", "Hélène Dubreuil", "Sandrine Collet", "Thierry Maillard", "Élodie Garnier")
    purse.declare(
        town, "purpose", PurposeKind.THEME, "Transport scolaire collectif des enfants de Ribeirão Galinha"
    )
    purse.declare(
        town, "purpose_other", PurposeKind.PROJECT, "Cave commune des vigneronnes d'Águas das Caldeiras"
    )


def members(town: Village) -> Chapter:
    """Who joined later; young people have a voice from sixteen on."""
    yield 48
    town.enrol("Philippe Rousselot", "Ludivine Pasquier", "Anselmo Brito")
    town.enrol("Maëlle Garnier", of_age=False)
    yield 133
    town.enrol("Ghislaine Teyssier", "Driss Belkacem")
    town.ids["member"] = town.people["Nadège Fournier"]
