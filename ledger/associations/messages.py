"""What the register tells an account."""

from datetime import date
from typing import ClassVar

from ledger.associations.rules import AssociationKind, Tier
from ledger.identifiers import TerritoryId
from ledger.message import Message


class AccountOpening(Message, frozen=True, kw_only=True, tag="account-opening"):
    """The register has given an association its account: open it."""

    stays_here: ClassVar[bool] = True

    association_kind: AssociationKind
    tier: Tier
    opened: date
    territory: TerritoryId | None = None


class TerritoryNaming(Message, frozen=True, kw_only=True, tag="territory-naming"):
    """The register knows now where your association is at home."""

    stays_here: ClassVar[bool] = True

    territory: TerritoryId
