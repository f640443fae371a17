"""What is remembered of bank details: where the people store keeps them, and a seal that tells whether they changed.

The number of a bank account is personal data: it stands in no event. The people store keeps it as the contact of an id
of its own, so that a change leaves what was signed off before as it was, and either can be forgotten.
"""

from typing import TypeAlias

import msgspec

from ledger.context import canonical, seal_of
from ledger.identifiers import (
    AccountId,
    BankDetailsId,
    Mark,
    MemberToken,
    PartyToken,
    PlaceId,
    Seal,
)

Holder: TypeAlias = PartyToken | MemberToken | AccountId | PlaceId
"""Whose bank account it is: a payee's, or our own, by its place of money."""


class BankDetails(msgspec.Struct, frozen=True, omit_defaults=True):
    """A bank account as banks know it."""

    iban: str
    bic: str | None = None
    name: str | None = None
    """In whose name it stands, where that is not the name that the people store has for its holder."""

    def kept(self, salt: str) -> str:
        """As the people store keeps it, as a contact."""
        return canonical({"iban": self.iban, "bic": self.bic, "name": self.name, "salt": salt})

    def seal(self, salt: str) -> Seal:
        """What the event holds of it."""
        return seal_of(salt, canonical({"iban": self.iban, "bic": self.bic, "name": self.name}))


class BankDetailsRecord(msgspec.Struct, frozen=True):
    """The value of a holder's mark."""

    details: BankDetailsId
    seal: Seal


class _Kept(msgspec.Struct, frozen=True):
    iban: str
    bic: str | None
    name: str | None
    salt: str


_kept = msgspec.json.Decoder(_Kept)


def read_details(contact: str | None, seal: Seal) -> BankDetails | None:
    """Bank details as they were noted; None where they were forgotten, or are no longer what was noted."""
    if contact is None:
        return None
    try:
        kept = _kept.decode(contact)
    except msgspec.DecodeError:
        return None
    details = BankDetails(kept.iban, kept.bic, kept.name)
    return details if details.seal(kept.salt) == seal else None


def bank_details_mark(account: AccountId, holder: Holder) -> Mark:
    """Where it is kept which bank details of a holder are in force."""
    return Mark(f"bank-details:{account}:{holder}")
