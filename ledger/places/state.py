"""What is remembered of a place of money (L12)."""

import re
from datetime import date
from enum import StrEnum

import msgspec

from ledger.identifiers import AccountId, KeyedHash, Mark, MemberToken, MoveId, PlaceId

LABEL = re.compile(r"(?=.{1,40}\Z)(?!held\Z)[a-z0-9]+(-[a-z0-9]+)*")
"""A short public code, by which people, sheets and exports name the place; `held` is what lies at no named place."""


class PlaceKind(StrEnum):
    """What money lies in."""

    BANK_ACCOUNT = "bank-account"
    CASH_BOX = "cash-box"
    MOBILE_WALLET = "mobile-wallet"
    ADVANCE = "advance"
    """A person who was given money beforehand; it comes back as evidence and change."""

    @property
    def may_be_overdrawn(self) -> bool:
        """Only a bank lets more be paid than lies there."""
        return self is PlaceKind.BANK_ACCOUNT


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """A named place."""

    kind: PlaceKind
    label: str
    holder: MemberToken | None = None
    """Who has the advance."""
    closed: bool = False


class MoveRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """The value of a move's mark: all that its reversal puts back (L6)."""

    unit: str
    amount_minor: int
    origin: PlaceId | None
    target: PlaceId
    effective: date
    reference: KeyedHash | None = None
    """Of its bank line, freed by a reversal (C2, L6)."""
    reversed: bool = False


def move_mark(account: AccountId, move: MoveId) -> Mark:
    """Where a move is kept, so that an account's state does not grow with them."""
    return Mark(f"moved:{account}:{move}")
