"""What is remembered of a contribution: a mark, so that an account's state does not grow with its gifts."""

import unicodedata
from datetime import date
from enum import StrEnum

import msgspec

from ledger.command import Context
from ledger.context import keyed_hash
from ledger.identifiers import (
    AccountId,
    ContributionId,
    KeyedHash,
    Mark,
    MemberToken,
    PartyToken,
    PlaceId,
    PurposeId,
)
from ledger.promises.state import Honours

HASHED_AS = "reference"
"""What an outside reference is hashed for."""


class Motive(StrEnum):
    """Why something is given."""

    GIFT = "gift"
    MEMBERSHIP_FEE = "membership-fee"
    EVENT = "event"
    LEGACY = "legacy"
    GRANT = "grant"
    REMITTANCE = "remittance"
    PASS_ON = "pass-on"  # noqa: S105 - a motive, and no password
    """It honours a promise (C7)."""
    CARBON_OFFSET = "carbon-offset"
    """With the kg of CO2e that it offsets, stated as it comes in."""


class GiverKind(StrEnum):
    """Who gives."""

    PERSON = "person"
    ASSOCIATION = "association"
    COMPANY = "company"
    PUBLIC_BODY = "public-body"


class ContributionStatus(StrEnum):
    """Where a contribution stands."""

    PLEDGED = "pledged"
    AWAITING = "awaiting"
    """Received with an earmark that is not accepted yet (C5)."""
    DELIVERED = "delivered"
    """Goods that wait for inspection (C3)."""
    WORKED = "worked"
    """Hours on an attendance sheet that waits for confirmation (C4)."""
    RECEIVED = "received"
    REFUNDED = "refunded"
    """Given back in whole."""
    REVERSED = "reversed"
    """Was booked by mistake (L6)."""
    BOUNCED = "bounced"
    """The bank took it back: a cheque or order that was not honoured (L2)."""
    REFUSED = "refused"
    """Goods that did not pass inspection, or hours that were not confirmed: they never came in."""
    WITHDRAWN = "withdrawn"
    """A pledge that will not come."""


class PledgeTerms(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a pledge or delivery said of itself: the receiving or acceptance takes it over unless it says otherwise."""

    giver: PartyToken | MemberToken
    giver_kind: GiverKind
    anonymous: bool = False
    motive: Motive = Motive.GIFT


class ContributionRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """The value of a contribution's mark."""

    status: ContributionStatus
    unit: str
    left_minor: int
    """Pledged, or received and neither refunded nor reversed (C9)."""
    purpose: PurposeId
    """Where it lies; while it awaits acceptance, what it is earmarked for."""
    effective: date
    reference: KeyedHash | None = None
    """Keyed hash of its outside reference, freed by a reversal (C2, L6)."""
    honours: Honours | None = None
    """The promise that it honours, if it does, and how much of that is left (C7)."""
    pledge: PledgeTerms | None = None
    """Kept while it is pledged, or delivered and not inspected yet."""
    worker: PartyToken | MemberToken | None = None
    """Who gave it as time: the hours are that person's of that day (C4)."""
    place: PlaceId | None = None
    """Where its money was booked to lie (L12)."""
    collected: bool = False
    """It came from many whom nobody wrote down (C6)."""


def contribution_mark(account: AccountId, contribution: ContributionId) -> Mark:
    """Where what is left of a contribution is kept."""
    return Mark(f"contribution:{account}:{contribution}")


def carbon_mark(account: AccountId, about: str) -> Mark:
    """Where it is kept how much CO2e a contribution or an attendance sheet offsets."""
    return Mark(f"carbon:{account}:{about}:grams")


def minutes_mark(account: AccountId, worker: PartyToken | MemberToken, day: date) -> Mark:
    """Where it is kept how many minutes all sheets give a person on a day (C4)."""
    return Mark(f"minutes:{account}:{worker}:{day.isoformat()}")


def giver_mark(account: AccountId, giver: PartyToken) -> Mark:
    """Where it is kept that a token is a known giver of this account, and of which kind (C6)."""
    return Mark(f"giver:{account}:{giver}")


def reference_mark(keyed: KeyedHash) -> Mark:
    """Where it is kept that an outside reference is booked, so that one bank line is never booked twice (C2)."""
    return Mark(f"ref:{keyed}")


def hash_of_reference(account: AccountId, reference: str, context: Context) -> KeyedHash:
    """The hash of an outside reference of an account, for receivings and settlements alike (C2).

    It never fails, as commands declare its mark before they decide: what cannot be read is refused when it is booked.
    """
    return context.keyed(HASHED_AS, f"{account}|{reference}", _one_spelling)


def reference_is(text: str, keyed: KeyedHash, account: AccountId, secret: bytes) -> bool:
    """Whether a text is the reference that an event of this account holds the hash of."""
    return keyed_hash(secret, HASHED_AS, _one_spelling(f"{account}|{text}")) == keyed


def _one_spelling(reference: str) -> str:
    """Compatible characters, one case, no white space; the account before it has none to lose.

    A bank prints the same reference with and without blanks, and people copy it in either case. Two lines taken for
    one are refused with a sentence and can be told apart by hand; one line booked twice is money that never came (C2).
    """
    if reference.isascii():
        return "".join(reference.lower().split())
    readable = reference.encode(errors="replace").decode()
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", readable).casefold())
    return "".join(folded.split())
