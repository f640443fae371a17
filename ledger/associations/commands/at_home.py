"""Where an association is at home and to which wider one it belongs, entered after it was registered."""

from ledger.accounts.look import opened
from ledger.associations.events import AccountTerritoryNamed, AssociationJoined, AssociationTerritoryNamed
from ledger.associations.refusals import UnknownAssociation, UpperTierNotWider
from ledger.associations.rules import Tier
from ledger.associations.state import Association
from ledger.command import AccountCommand, Command, Context, Decision, Fact, Reads, Seen
from ledger.identifiers import AssociationId, TerritoryId
from ledger.territories.look import territory_in
from ledger.territories.refusals import TerritoryNamedAlready

WIDTHS = (Tier.MICRO_LOCAL, Tier.FEDERATION, Tier.GLOBAL)
"""The tiers from the narrowest to the widest."""


class NameTerritory(Command, frozen=True, kw_only=True):
    """Enter the territory of an association that was registered without one; its account is told."""

    association: AssociationId
    territory: TerritoryId

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.association, self.territory))

    def decide(self, seen: Seen, context: Context) -> Decision:
        association = seen.find(self.association, Association)
        if association is None:
            raise UnknownAssociation
        territory_in(seen, self.territory)
        if association.territory is not None:
            raise TerritoryNamedAlready
        yield Fact(
            self.association,
            AssociationTerritoryNamed(territory=self.territory, account=association.account),
        )
        return self.association


class TakeTerritory(AccountCommand, frozen=True, kw_only=True):
    """The register's message: this is the territory of the account's association. A second time changes nothing."""

    territory: TerritoryId

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,))

    def decide(self, seen: Seen, context: Context) -> Decision:
        if opened(seen, self.account).territory is None:
            yield Fact(self.account, AccountTerritoryNamed(territory=self.territory))
        return self.account


class JoinAssociation(Command, frozen=True, kw_only=True):
    """Enter to which association of a wider tier this one belongs, so that the tiers lead up to the global one (A2)."""

    association: AssociationId
    upper: AssociationId

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.association, self.upper))

    def decide(self, seen: Seen, context: Context) -> Decision:
        association = seen.find(self.association, Association)
        upper = seen.find(self.upper, Association)
        if association is None or upper is None:
            raise UnknownAssociation
        # Wider at every step, so that the way up has no circle.
        if WIDTHS.index(Tier(upper.tier)) <= WIDTHS.index(Tier(association.tier)):
            raise UpperTierNotWider
        if association.upper != self.upper:
            yield Fact(self.association, AssociationJoined(upper=self.upper))
        return self.association
