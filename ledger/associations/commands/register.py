"""The register of associations and accounts in the commons, and the message that opens an account where it lies."""

from datetime import date
from typing import ClassVar

from ledger.accounts.state import Account
from ledger.associations.events import AccountRegistered, AssociationRegistered, LocalAccountOpened
from ledger.associations.given import country_of
from ledger.associations.refusals import (
    AccountAlreadyActive,
    PartitionMalformed,
    UnknownAssociation,
)
from ledger.associations.rules import AssociationKind, Tier
from ledger.associations.state import Association
from ledger.command import AccountCommand, Command, Context, Decision, Fact, Reads, Seen, effective_date
from ledger.identifiers import AccountId, AssociationId, TerritoryId, is_partition_name
from ledger.territories.look import territory_in


class RegisterAssociation(Command, frozen=True, kw_only=True):
    """Enter an association into the register; its name is a paper."""

    kind: AssociationKind
    tier: Tier
    name: str
    country: str
    """ISO 3166-1 alpha-2."""
    territory: TerritoryId | None = None
    """Where it is at home; it can be entered later too."""

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.territory,) if self.territory else ())

    def decide(self, seen: Seen, context: Context) -> Decision:
        country = country_of(self.country)
        if self.territory is not None:
            territory_in(seen, self.territory)
        name = context.paper(self.name)
        association = AssociationId(context.fresh("association"))
        yield name
        yield Fact(
            association,
            AssociationRegistered(
                association_kind=self.kind,
                tier=self.tier,
                name=name.seal,
                country=country,
                territory=self.territory,
            ),
        )
        return association


class RegisterAccount(Command, frozen=True, kw_only=True):
    """Give an association its one local account, and a partition to lie in (A1)."""

    sends_messages: ClassVar[bool] = True

    association: AssociationId
    partition: str
    opened: date | None = None
    """First day of the account; today unless given, and never in the future."""
    imported: bool = False
    """For a season that keeps a scripted time in a partition of its own."""

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.association,))

    def decide(self, seen: Seen, context: Context) -> Decision:
        # The message that opens the account would fail for ever, here and at every start.
        if not is_partition_name(self.partition):
            raise PartitionMalformed
        association = seen.find(self.association, Association)
        if association is None:
            raise UnknownAssociation
        if association.account is not None:
            raise AccountAlreadyActive
        account = AccountId(context.fresh("account"))
        yield Fact(
            self.association,
            AccountRegistered(
                account=account,
                partition=self.partition,
                opened=effective_date(self.opened, context),
                association_kind=AssociationKind(association.kind),
                tier=Tier(association.tier),
                imported=self.imported,
                territory=association.territory,
            ),
        )
        return account


class OpenLocalAccount(AccountCommand, frozen=True, kw_only=True):
    """The register's message to the partition: open this account. A message that comes twice changes nothing."""

    association: AssociationId
    association_kind: AssociationKind
    tier: Tier
    opened: date
    territory: TerritoryId | None = None

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,))

    def decide(self, seen: Seen, context: Context) -> Decision:
        if seen.find(self.account, Account) is None:
            yield Fact(
                self.account,
                LocalAccountOpened(
                    association=self.association,
                    association_kind=self.association_kind,
                    tier=self.tier,
                    opened=self.opened,
                    territory=self.territory,
                ),
            )
        return self.account
