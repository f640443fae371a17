"""What is remembered of a key."""

from enum import StrEnum
from typing import ClassVar

import msgspec

from ledger.identifiers import AccountId, KeyId, Mark, MemberToken
from ledger.state import State


class Role(StrEnum):
    """What a key's holder may do; in an account, or (registrar) in the whole installation."""

    REGISTRAR = "registrar"
    """Registers associations and accounts, issues and revokes keys."""
    MEMBER = "member"
    TREASURER = "treasurer"
    SECOND_SIGNATORY = "second-signatory"
    AUDITOR = "auditor"
    TELLER = "teller"
    """Enters ballots that electors handed in on paper or by word of mouth."""
    TWIN = "twin"
    """Reads, for the other side of a twinning, what passes between the two; no names, and nothing to do."""


class Grant(msgspec.Struct, frozen=True):
    """Who a key's holder is in one account, and as what it acts there."""

    account: AccountId
    member: MemberToken | None
    """None for an auditor or registrar from outside the association."""
    roles: tuple[Role, ...]


class KeyRecord(msgspec.Struct, frozen=True):
    """The value of a key's mark, found by the hash of the secret."""

    key: KeyId
    registrar: bool
    grants: tuple[Grant, ...]


class Key(State, kw_only=True):
    """A caller's key."""

    prefix: ClassVar[str] = "key"

    mark: Mark = Mark("")
    revoked: bool = False


def key_mark(secret_hash: str) -> Mark:
    """Commons: where a key is kept, by the hash of its secret."""
    return Mark(f"key:{secret_hash}")
