"""What is remembered of a place of money (L12)."""

import re
from enum import StrEnum

import msgspec

from ledger.identifiers import MemberToken

LABEL = re.compile(r"(?=.{1,40}\Z)[a-z0-9]+(-[a-z0-9]+)*")
"""A short public code, by which people, sheets and exports name the place."""


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
