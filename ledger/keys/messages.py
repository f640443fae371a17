"""What an account tells the register about callers' keys."""

from typing import ClassVar

from ledger.identifiers import Mark, MemberToken
from ledger.keys.state import Role
from ledger.message import Message


class KeyReplacing(Message, frozen=True, kw_only=True, tag="key-replacing"):
    """Two officers, or an assembly, replace a member's lost key in their account: the old ones open it no more (A5)."""

    stays_here: ClassVar[bool] = True

    member: MemberToken
    secret: Mark
    """Mark made of the SHA-256 of the new secret."""
    roles: tuple[Role, ...]
    """Those of a member, and of the offices that the member holds."""
