"""Offices that fall vacant, and are filled by the minutes of whoever stays: no key of who left is needed (A3)."""

from api.demonstration import assemblies
from api.demonstration.season import TODAY, Chapter
from api.demonstration.village import Village
from ledger.associations.rules import Office

CALLED = "Par un mot dans chaque boîte aux lettres."
AUDITOR, SECOND, NEWCOMER, OTHER = "Édith Calvet", "Rachid Mebarki", "Léonie Barrau", "Marcel Fontan"


def filled(town: Village) -> Chapter:
    """The auditor moves to the coast; the others appoint the next one on the same evening."""
    yield 240
    town.leave(AUDITOR)
    yield 252
    held = assemblies.minutes(
        town,
        251,
        CALLED,
        "La vérificatrice est partie vivre sur la côte. Une autre est nommée, à mains levées et à l'unanimité.",
        (SECOND, NEWCOMER, "Fabienne Castaing", OTHER),
        entry_until=252,
    )
    assemblies.fill(town, held, Office.AUDITOR, NEWCOMER)


def vacant(town: Village) -> Chapter:
    """The second signatory has left as well; whom the assembly named is in the minutes, and not entered yet."""
    yield 286
    town.leave(SECOND)
    yield 298
    town.ids["minutes"] = assemblies.minutes(
        town,
        297,
        CALLED,
        "Qui signait en second a changé de travail. L'assemblée nomme qui le remplace, à mains levées.",
        (NEWCOMER, OTHER, "Fabienne Castaing"),
        entry_until=TODAY,
    )
    town.ids["member"] = town.people[OTHER]
