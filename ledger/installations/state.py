"""What is remembered of other installations. It lies in the commons partition."""

from typing import ClassVar

import msgspec

from ledger.associations.rules import AssociationKind, Tier
from ledger.identifiers import AccountId, InstallationId, Mark, Seal
from ledger.state import State


class Installation(State, kw_only=True):
    """Another installation."""

    prefix: ClassVar[str] = "installation"

    key: str = ""
    recognised: bool = False


class PeerRecord(msgspec.Struct, frozen=True):
    """The value of an installation's mark."""

    key: str
    """Its public key, hexadecimal."""
    name: Seal
    address: Seal | None
    """The paper that says where its messages are posted; none where they are carried by hand."""
    recognised: bool = True


class ForeignAccount(msgspec.Struct, frozen=True):
    """The value of the mark of an account that lies in another installation."""

    installation: InstallationId
    name: Seal
    association_kind: AssociationKind
    tier: Tier
    country: str


def installation_mark(installation: InstallationId) -> Mark:
    """Commons: what is known of an installation."""
    return Mark(f"installation:{installation}")


def foreign_mark(account: AccountId) -> Mark:
    """Commons: the installation where an account lies that does not lie here."""
    return Mark(f"foreign:{account}")
