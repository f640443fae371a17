"""Bodies about callers' keys."""

from typing import Annotated

from pydantic import Field

from api.http.models.base import Account, Body, Member
from api.http.recording import Recorded
from ledger.keys.state import Role


class NewGrant(Body):
    """What a key's holder may do in one account, and who that is there."""

    account: Account
    member: Member | None = Field(None, description="Left out for who is no member, such as a lent auditor.")
    roles: Annotated[tuple[Role, ...], Field(max_length=10)]


class NewKey(Body):
    """A key for a caller."""

    registrar: bool = Field(
        False, description="Registers associations and accounts, issues and revokes keys."
    )
    grants: Annotated[tuple[NewGrant, ...], Field(max_length=100)] = ()


class IssuedKey(Recorded):
    """A key that was issued."""

    secret: str | None = Field(None, description="Shown this once; kept nowhere.")
