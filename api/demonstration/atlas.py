"""The territories: entered in the register before their associations, and what is stated of them."""

from api.demonstration.network import Network
from api.demonstration.season import Chapter
from api.demonstration.village import REGISTER
from ledger.associations.commands import JoinAssociation, NameTerritory
from ledger.command import Command
from ledger.identifiers import AssociationId, TerritoryId
from ledger.territories.commands import (
    MoveTerritory,
    NameGiven,
    RegisterTerritory,
    StateResources,
    StateTogetherMembership,
)
from ledger.territories.state import Standing, TerritoryKind


def chapters(network: Network) -> tuple[Chapter, ...]:
    """What the register writes."""
    return (entered(network), stated(network), joined(network))


def entered(network: Network) -> Chapter:
    """Countries, an island, two villages and two towns."""
    yield 0
    cape_verde = _enter(network, TerritoryKind.COUNTRY, "CV", pt="Cabo Verde", fr="Cap-Vert", en="Cape Verde")
    france = _enter(network, TerritoryKind.COUNTRY, "FR", pt="França", fr="France", en="France")
    island = _enter(network, TerritoryKind.ISLAND, "CV", cape_verde, pt="Santo Antão")
    network.caldeiras.territory = _enter(
        network, TerritoryKind.VILLAGE, "CV", island, pt="Águas das Caldeiras"
    )
    network.galinha.territory = _enter(
        network, TerritoryKind.VILLAGE, "CV", cape_verde, pt="Ribeirão Galinha"
    )
    network.valbrune.territory = _enter(network, TerritoryKind.TOWN, "FR", france, fr="Valbrune")
    network.register |= {"territory": island, "country": cape_verde}
    yield 150
    # Entered in a hurry, under the country instead of the island: somebody should move it.
    lost = _enter(network, TerritoryKind.VILLAGE, "CV", cape_verde, pt="Lombo Alto")
    network.register["territory_to_move"] = lost
    yield 198
    town = _enter(network, TerritoryKind.TOWN, "FR", fr="Rochesaure")
    network.rochesaure.territory = town
    yield 201
    _write(network, MoveTerritory(territory=town, parent=france))
    yield 212
    spring = _enter(network, TerritoryKind.TOWN, "FR", france, fr="Fontvielle")
    association = AssociationId(network.register["association_unfounded"])
    _write(network, NameTerritory(association=association, territory=spring))


def stated(network: Network) -> Chapter:
    """Who is a member of TOGETHER, and who says what of resources; never an attribute of the place (T2)."""
    yield 20
    valbrune, caldeiras = network.valbrune.territory, network.caldeiras.territory
    assert valbrune is not None
    assert caldeiras is not None
    _write(network, StateTogetherMembership(territory=valbrune, member=True))
    _write(
        network,
        StateResources(
            territory=valbrune,
            standing=Standing.ADVANTAGED,
            author="Mairie de Valbrune",
            grounds="Le revenu par habitant dépasse la moyenne du département et tous les foyers ont l'eau courante.",
        ),
    )
    yield 33
    _write(
        network,
        StateResources(
            territory=caldeiras,
            standing=Standing.DISADVANTAGED,
            author="Câmara Municipal, desenvolvimento local",
            grounds="Dois terços das casas sem água canalizada; metade dos agregados abaixo do salário mínimo.",
        ),
    )


def joined(network: Network) -> Chapter:
    """The village belongs to the federation of its island, and the federation to the fund."""
    yield 5
    for village, upper in ((network.caldeiras, network.federation), (network.federation, network.fund)):
        association, wider = (AssociationId(one.ids["association"]) for one in (village, upper))
        _write(network, JoinAssociation(association=association, upper=wider))


def _enter(
    network: Network, kind: TerritoryKind, country: str, parent: TerritoryId | None = None, **names: str
) -> TerritoryId:
    given = tuple(NameGiven(language, name) for language, name in names.items())
    return TerritoryId(
        _write(network, RegisterTerritory(kind=kind, country=country, names=given, parent=parent))
    )


def _write(network: Network, command: Command) -> str:
    return network.fund.do(command, by=REGISTER)
