"""Territories, and what happens between two that are twinned."""

from ledger.associations.commands import JoinAssociation, NameTerritory, RegisterAssociation
from ledger.associations.rules import AssociationKind, Tier
from ledger.identifiers import AccountId, AssociationId, LinkId, PartyToken, TerritoryId, TwinningId
from ledger.links.commands import (
    ActorGiven,
    AddPersonToLink,
    BeginLink,
    EndLink,
    GiveNameConsent,
    WithdrawNameConsent,
)
from ledger.links.state import ActorKind, Direction, LinkKind
from ledger.territories.commands import (
    MoveTerritory,
    NameGiven,
    RegisterTerritory,
    StateResources,
    StateTogetherMembership,
)
from ledger.territories.state import Standing, TerritoryKind
from ledger.twinnings.commands import (
    AcceptTwinning,
    DeclineTwinning,
    EndTwinning,
    ProposeTwinning,
    ResumeTwinning,
    SuspendTwinning,
    WithdrawTwinning,
)
from ledger.twinnings.state import Side
from tests.season import Season
from tests.tours.post import carried


def tour(season: Season) -> None:
    """Everything happens to a twinning, except that it is still active in the end."""
    twin = Season(season.ledger, season.clock).found()
    at_home(season, "Águas das Caldeiras", "CV")
    at_home(twin, "Plouha", "FR")
    federation = RegisterAssociation(
        kind=AssociationKind.FEDERATION, tier=Tier.FEDERATION, name="Ribeiras de Santo Antão", country="CV"
    )
    upper = AssociationId(season.ledger.handle(federation, by="registrar").created)
    join = JoinAssociation(association=season.association, upper=upper)
    season.ledger.handle(join, by="registrar")
    twinning = twinned(season, twin)
    links(season, twinning)
    for command in (SuspendTwinning, ResumeTwinning):
        season.do(command(account=season.account, twinning=twinning))
    carried(season.ledger, season.account, twinning)
    ended = twinned(season, twin)
    season.do(EndTwinning(account=season.account, twinning=ended))
    declined, withdrawn = (offered(season, twin.account) for _ in range(2))
    twin.do(DeclineTwinning(account=twin.account, twinning=declined))
    season.do(WithdrawTwinning(account=season.account, twinning=withdrawn))


def links(season: Season, twinning: TwinningId) -> None:
    """A sponsorship of few children, and an ambassador who agrees to be named and then no longer."""
    account, link = season.account, LinkId("")
    for kind, name, size in (
        (LinkKind.SPONSORSHIP, None, 3),
        (LinkKind.AMBASSADOR, "Adega da Ribeira", None),
    ):
        begin = BeginLink(
            account=account,
            twinning=twinning,
            kind=kind,
            direction=Direction.MUTUAL,
            actors=(
                ActorGiven(side=Side.OWN, kind=ActorKind.CIVIL_SOCIETY, name=name),
                ActorGiven(side=Side.TWIN, kind=ActorKind.COMPANY),
            ),
            group_size=size,
        )
        link = LinkId(season.do(begin))
    rosa = PartyToken(season.do(AddPersonToLink(account=account, link=link, name="Rosa Lima")))
    season.do(
        GiveNameConsent(account=account, link=link, person=rosa, consent="She said so in the assembly.")
    )
    season.do(WithdrawNameConsent(account=account, link=link, person=rosa))
    season.do(EndLink(account=account, link=link))
    carried(season.ledger, account, link)


def at_home(season: Season, name: str, country: str) -> TerritoryId:
    """The association's territory, entered in the register after the association."""
    ledger = season.ledger
    island, village = (
        TerritoryId(
            ledger.handle(
                RegisterTerritory(kind=kind, country=country, names=(NameGiven("pt", said),)), by="registrar"
            ).created
        )
        for kind, said in ((TerritoryKind.ISLAND, f"{name} and around"), (TerritoryKind.VILLAGE, name))
    )
    for command in (
        MoveTerritory(territory=village, parent=island),
        StateTogetherMembership(territory=village, member=True),
        StateResources(
            territory=village,
            standing=Standing.DISADVANTAGED,
            author="Les Amis",
            grounds="Water is far.",
        ),
        NameTerritory(association=season.association, territory=village),
    ):
        ledger.handle(command, by="registrar")
    carried(ledger, AccountId(season.association))
    return village


def offered(season: Season, other: AccountId) -> TwinningId:
    """A twinning that the other account is asked for."""
    propose = ProposeTwinning(account=season.account, other=other, agreement="We stand by each other.")
    twinning = TwinningId(season.do(propose))
    carried(season.ledger, season.account, twinning)
    return twinning


def twinned(season: Season, twin: Season) -> TwinningId:
    """An active twinning of two seasons in one ledger, each with a territory."""
    twinning = offered(season, twin.account)
    twin.do(AcceptTwinning(account=twin.account, twinning=twinning))
    carried(season.ledger, twin.account, twinning)
    return twinning
