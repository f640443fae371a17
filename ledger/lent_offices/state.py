"""What lender and borrower remember of an office that is lent; both name a lending by the lender's decision on it."""

from datetime import date

import msgspec

from ledger.associations.rules import Office, Tier
from ledger.identifiers import AccountId, Mark, MemberToken, ProposalId, TwinningId

LENDABLE = frozenset({Office.AUDITOR, Office.SECOND_SIGNATORY})
"""The auditor, and one signatory; the purse is kept by a member (A3)."""
WIDER = frozenset({Tier.FEDERATION, Tier.GLOBAL})
"""Who lends without a twinning."""


class Lending(msgspec.Struct, frozen=True, omit_defaults=True):
    """At the lender: who is lent, where and as what."""

    to: AccountId
    office: Office
    member: MemberToken


class Offer(msgspec.Struct, frozen=True, omit_defaults=True):
    """At the borrower: what somebody whom the lender alone knows may be here."""

    lender: AccountId
    lending: ProposalId
    office: Office
    since: date
    twinning: TwinningId | None = None
    over: bool = False


class Told(msgspec.Struct, frozen=True, omit_defaults=True):
    """At the borrower: what was heard of a lending, whose end may come before its beginning."""

    member: MemberToken | None = None
    """The token drawn here; none where only the end was told."""
    over: bool = False


def lending_mark(account: AccountId, lending: ProposalId) -> Mark:
    """Lender: where a lending is kept."""
    return Mark(f"lending:{account}:{lending}")


def recalled_mark(account: AccountId, lending: ProposalId) -> Mark:
    """Lender: that a lending is over."""
    return Mark(f"recalled:{account}:{lending}")


def lent_mark(account: AccountId, to: AccountId, member: MemberToken) -> Mark:
    """Lender: as what a member was ever lent to an account, since nobody is two officers there (A3, M4)."""
    return Mark(f"lent:{account}:{to}:{member}")


def offer_mark(account: AccountId, member: MemberToken) -> Mark:
    """Borrower: who lends the person of this token, and as what."""
    return Mark(f"offer:{account}:{member}")


def told_mark(account: AccountId, lender: AccountId, lending: ProposalId) -> Mark:
    """Borrower: what was heard of a lending."""
    return Mark(f"lending-told:{account}:{lender}:{lending}")
