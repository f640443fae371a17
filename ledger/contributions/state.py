"""What is remembered of a contribution: a mark, so that an account's state does not grow with its gifts."""

import unicodedata
from datetime import date
from enum import StrEnum

import msgspec

from ledger.command import Context
from ledger.identifiers import AccountId, ContributionId, Mark, PartyToken, PurposeId


class Motive(StrEnum):
    """Why something is given. A pass-on waits for promises, a carbon offset for its weight."""

    GIFT = "gift"
    MEMBERSHIP_FEE = "membership-fee"
    EVENT = "event"
    LEGACY = "legacy"
    GRANT = "grant"
    REMITTANCE = "remittance"


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
    RECEIVED = "received"
    REFUNDED = "refunded"
    """Given back in whole."""
    REVERSED = "reversed"
    """Was booked by mistake (L6)."""
    WITHDRAWN = "withdrawn"
    """A pledge that will not come."""


class PledgeTerms(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a pledge said of itself: the receiving takes it over unless it says otherwise."""

    giver: PartyToken
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
    reference: Mark | None = None
    """The mark of its outside reference, freed by a reversal (C2, L6)."""
    pledge: PledgeTerms | None = None
    """Kept while it is pledged alone."""


def contribution_mark(account: AccountId, contribution: ContributionId) -> Mark:
    """Where what is left of a contribution is kept."""
    return Mark(f"contribution:{account}:{contribution}")


def giver_mark(account: AccountId, giver: PartyToken) -> Mark:
    """Where it is kept that a token is a known giver of this account, and of which kind (C6)."""
    return Mark(f"giver:{account}:{giver}")


def reference_mark(account: AccountId, keyed: str) -> Mark:
    """Where an outside reference is kept, as a keyed hash, so that one bank line is never booked twice (C2)."""
    return Mark(f"reference:{account}:{keyed}")


def mark_of_reference(account: AccountId, reference: str, context: Context) -> Mark:
    """The mark of an outside reference as people write it, for receivings and settlements alike (C2).

    It never fails, as commands declare it before they decide: a text that cannot be read is refused by its paper.
    """
    return reference_mark(account, context.keyed(_one_spelling(reference)))


def _one_spelling(reference: str) -> str:
    """Compatible characters, one case, no white space.

    A bank prints the same reference with and without blanks, and people copy it in either case. Two lines taken for
    one are refused with a sentence and can be told apart by hand; one line booked twice is money that never came (C2).
    """
    readable = reference.encode(errors="replace").decode()
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", readable).casefold())
    return "".join(folded.split())
