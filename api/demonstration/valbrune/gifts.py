"""What came into the account of Valbrune."""

from api.demonstration import purse
from api.demonstration.purse import Donor
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.contributions.state import GiverKind, Motive

TOWN_HALL = Donor("Mairie de Valbrune", GiverKind.PUBLIC_BODY, Motive.GRANT)
SPONSORS = Donor("Cercle des parrains et marraines de Valbrune", GiverKind.ASSOCIATION)
WINERY = Donor("Cave coopérative de Valbrune", GiverKind.COMPANY)
SUPPER = Donor("Repas du jumelage", GiverKind.ASSOCIATION, Motive.EVENT)
COACHES = Donor("Autocars du Pays de Valbrune", GiverKind.COMPANY, Motive.CARBON_OFFSET)
BAKERY = Donor("Boulangerie du Pont Vieux", GiverKind.COMPANY)

MEMBERS_WHO_PAY = (
    "Solange Perrot",
    "Mathieu Lacombe",
    "Yasmina Haddad",
    "Gérard Vasseur",
    "Lucette Morin",
    "Nadège Fournier",
    "Karim Ouali",
    "Hélène Dubreuil",
    "Thierry Maillard",
    "Élodie Garnier",
)


def first_weeks(town: Village) -> Chapter:
    """Fees, the town's grant, and the first half-year of the sponsors."""
    yield 6
    purse.fees(town, "15", *MEMBERS_WHO_PAY, unit="EUR")
    yield 13
    purse.receive(
        town, TOWN_HALL, "4000", "EUR", reference="Relevé 1, ligne 3", effective=town.calendar.day(11)
    )
    yield 34
    sponsors = purse.receive(town, SPONSORS, "1080", "EUR", earmark="purpose", reference="Relevé 2, ligne 2")
    yield 37
    purse.accept(town, sponsors)
    town.ids["contribution_sponsors"] = sponsors
    yield 61
    purse.receive(town, SUPPER, "1262", "EUR", reference="Relevé 3, ligne 1")


def later_months(town: Village) -> Chapter:
    """The winery gives for the wine makers, the sponsors go on."""
    yield 78
    cellar = purse.receive(town, WINERY, "900", "EUR", earmark="purpose_other", reference="Relevé 3, ligne 8")
    yield 80
    purse.accept(town, cellar)
    town.ids["contribution_cellar"] = cellar
    yield 119
    purse.receive(town, BAKERY, "150", "EUR", reference="Relevé 5, ligne 4")
    yield 184
    sponsors = purse.receive(town, SPONSORS, "1080", "EUR", earmark="purpose", reference="Relevé 7, ligne 2")
    yield 186
    purse.accept(town, sponsors)
    yield 205
    coaches = purse.receive(town, COACHES, "180", "EUR", reference="Relevé 8, ligne 3", carbon_kg="7200")
    town.ids["contribution_carbon"] = coaches
    yield 242
    purse.receive(town, SUPPER, "1187", "EUR", reference="Relevé 9, ligne 5")
