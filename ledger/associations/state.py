"""What the register of associations remembers. It lies in the commons partition and holds names only."""

from typing import ClassVar

from ledger.identifiers import AccountId, AssociationId, TerritoryId
from ledger.state import State


class Association(State, kw_only=True):
    """An association, as the register knows it."""

    prefix: ClassVar[str] = "association"

    kind: str = ""
    tier: str = ""
    territory: TerritoryId | None = None
    """Where it is at home."""
    upper: AssociationId | None = None
    """The association of a wider tier to which it belongs."""
    account: AccountId | None = None
    """Its one active local account (A1)."""
