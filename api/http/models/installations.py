"""Bodies about other installations, and what is shown of them and of messages."""

from typing import Annotated

from pydantic import BaseModel, Field

from api.http.models.base import Account, Body, Name
from ledger.associations.rules import AssociationKind, Tier


class NewInstallation(Body):
    """Another installation, known by its public key."""

    key: Annotated[
        str, Field(pattern="^[0-9a-f]{64}$", description="As it shows it: compare it face to face.")
    ]
    name: Name
    address: Annotated[str, Field(max_length=200, pattern="^https?://[!-~]+$")] | None = Field(
        None, description="Such as https://ledger.example; left out where messages are carried by hand."
    )


class NewForeignAccount(Body):
    """A local account that lies in another installation."""

    account: Account
    name: Name
    association_kind: AssociationKind
    tier: Tier
    country: Annotated[str, Field(pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2.", examples=["CV"])]


class OwnInstallationShown(BaseModel):
    """How other installations know this one."""

    installation: str
    key: str = Field(description="Public Ed25519 key, hexadecimal.")


class TriedAgain(BaseModel):
    """A message that is tried again."""

    id: str
