"""What lives between the territories, and who carries it on each side; of children, no more than how many (W4)."""

from api.demonstration.network import Network
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.identifiers import LinkId, PartyToken, TwinningId
from ledger.links.commands import (
    ActorGiven,
    AddPersonToLink,
    BeginLink,
    EndLink,
    GiveNameConsent,
    WithdrawNameConsent,
)
from ledger.links.state import ActorKind, Direction, LinkKind
from ledger.twinnings.state import Side

OURS, THEIRS = (ActorGiven(side=side, kind=ActorKind.CIVIL_SOCIETY) for side in (Side.OWN, Side.TWIN))


def chapters(network: Network) -> tuple[Chapter, ...]:
    """Of both villages."""
    return (
        town_halls(network.valbrune),
        wine(network),
        children(network.valbrune),
        travellers(network.galinha),
        ambassadors(network),
    )


def town_halls(town: Village) -> Chapter:
    """It began with the two mayors, and did not stay with them."""
    yield 24
    ours = _named(Side.OWN, ActorKind.PUBLIC_BODY, "Mairie de Valbrune")
    theirs = ActorGiven(side=Side.TWIN, kind=ActorKind.PUBLIC_BODY)
    link = _begin(town, "twinning", LinkKind.FINANCIAL, Direction.FROM_US, ours, theirs)
    yield 203
    town.do(EndLink(account=town.account, link=link))


def wine(network: Network) -> Chapter:
    """A winery's know-how, its presses, and what the women teach in return."""
    valbrune, caldeiras = network.valbrune, network.caldeiras
    winery = _named(Side.OWN, ActorKind.COMPANY, "Cave coopérative de Valbrune")
    yield 31
    link = _begin(valbrune, "twinning", LinkKind.KNOW_HOW, Direction.FROM_US, winery, THEIRS)
    valbrune.ids["link"] = link
    yield 37
    _begin(valbrune, "twinning", LinkKind.MATERIALS, Direction.FROM_US, winery, THEIRS)
    yield 146
    women = _named(Side.OWN, ActorKind.CIVIL_SOCIETY, "Grupo de mulheres vinhateiras")
    caldeiras.ids["link"] = _begin(caldeiras, "twinning", LinkKind.LEARNING, Direction.MUTUAL, women, THEIRS)


def children(town: Village) -> Chapter:
    """The transport of thirty-one children; and a group so small that its number is shown to nobody."""
    yield 58
    link = _begin(
        town, "twinning_school", LinkKind.SPONSORSHIP, Direction.FROM_US, OURS, THEIRS, group_size=31
    )
    town.ids["link_sponsorship"] = link
    yield 124
    small = _begin(
        town, "twinning_school", LinkKind.SPONSORSHIP, Direction.FROM_US, OURS, THEIRS, group_size=3
    )
    yield 187
    town.do(EndLink(account=town.account, link=small))


def travellers(village: Village) -> Chapter:
    """A guest house receives those who come to see, and to lend a hand."""
    yield 134
    guests = _named(Side.OWN, ActorKind.COMPANY, "Casa de hóspedes da Ribeira, Lda.")
    link = _begin(village, "twinning", LinkKind.TOURISM, Direction.FROM_THEM, guests, THEIRS)
    village.ids["link"] = link


def ambassadors(network: Network) -> Chapter:
    """Some want to be named, one no longer does, and one was not asked yet (W7)."""
    caldeiras, galinha = network.caldeiras, network.galinha
    yield 71
    link = _begin(galinha, "twinning", LinkKind.AMBASSADOR, Direction.MUTUAL, OURS, THEIRS)
    galinha.ids["link_ambassadors"] = link
    yield 73
    _consenting(galinha, link, "Marcelina Tolentino", "Disse na assembleia que sim, que o nome se pode ler.")
    yield 162
    link = _begin(caldeiras, "twinning", LinkKind.AMBASSADOR, Direction.MUTUAL, OURS, THEIRS)
    caldeiras.ids["link_ambassadors"] = link
    written = "Escreveu do Luxemburgo: ponham lá o meu nome."
    caldeiras.ids["person_named"] = _consenting(caldeiras, link, "Vitorino Salomão", written)
    once = _consenting(caldeiras, link, "Gertrudes Fontes", "Consentiu ao telefone, diante de dois membros.")
    asked = caldeiras.do(AddPersonToLink(account=caldeiras.account, link=link, name="Bonifácio Sequeira"))
    caldeiras.ids["person_to_name"] = asked
    yield 227
    caldeiras.do(WithdrawNameConsent(account=caldeiras.account, link=link, person=once))
    yield 262
    # Nobody came of it: somebody should end it.
    caldeiras.ids["link_to_end"] = _begin(
        caldeiras, "twinning", LinkKind.TOURISM, Direction.FROM_THEM, OURS, THEIRS
    )


def _begin(
    village: Village,
    twinning: str,
    kind: LinkKind,
    direction: Direction,
    *actors: ActorGiven,
    group_size: int | None = None,
) -> LinkId:
    command = BeginLink(
        account=village.account,
        twinning=TwinningId(village.ids[twinning]),
        kind=kind,
        direction=direction,
        actors=actors,
        group_size=group_size,
    )
    return LinkId(village.do(command))


def _consenting(village: Village, link: LinkId, name: str, consent: str) -> PartyToken:
    person = PartyToken(village.do(AddPersonToLink(account=village.account, link=link, name=name)))
    village.do(GiveNameConsent(account=village.account, link=link, person=person, consent=consent))
    return person


def _named(side: Side, kind: ActorKind, name: str) -> ActorGiven:
    return ActorGiven(side=side, kind=kind, name=name)
