"""What is remembered of a key."""

from enum import StrEnum
from typing import ClassVar

import msgspec

from ledger.identifiers import AccountId, KeyId, Mark, MemberToken, MinutesId
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


def holders_group(account: AccountId, member: MemberToken) -> str:
    """Commons: how the marks begin that tell a member's keys in one account."""
    return f"holder:{account}:{member}:"


def holder_mark(account: AccountId, member: MemberToken, key: KeyId) -> Mark:
    """Commons: that a key acts for this member in this account; its value is where the key is kept."""
    return Mark(holders_group(account, member) + key)


def issued_mark(secret: Mark) -> Mark:
    """Commons: that a secret was ever a key's, also when it opens nothing any more."""
    return Mark(f"issued:{secret}")


def replacement_mark(account: AccountId, member: MemberToken) -> Mark:
    """Which officer has asked that a member's lost key be replaced; another one confirms it (A5)."""
    return Mark(f"key-asked:{account}:{member}")


def replaced_mark(account: AccountId, member: MemberToken, minutes: MinutesId) -> Mark:
    """That minutes have replaced a member's key, which they do once (A5)."""
    return Mark(f"key-replaced:{account}:{member}:{minutes}")


def key_mark(secret_hash: str) -> Mark:
    """Commons: where a key is kept, by the hash of its secret."""
    return Mark(f"key:{secret_hash}")
