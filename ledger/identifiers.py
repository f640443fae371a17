"""Identifiers: random, meaningless, and said in the type of what they name.

Everything that belongs to a local account has a stream named `<account>/<own id>`, so that whoever sees a stored
row knows its account without a second look-up.
"""

import re
from typing import NewType

AssociationId = NewType("AssociationId", str)
AccountId = NewType("AccountId", str)
MemberToken = NewType("MemberToken", str)
"""A person in one account: random, and linked to a name in the people store alone."""
RoundToken = NewType("RoundToken", str)
"""An elector in one round (V7); the link to the member stands in the people store alone."""
PartyToken = NewType("PartyToken", str)
"""A giver, payee or beneficiary; who that is stands in the people store alone."""
ContributionId = NewType("ContributionId", str)
ProposalId = NewType("ProposalId", str)
RoundId = NewType("RoundId", str)
DisbursementId = NewType("DisbursementId", str)
PurposeId = NewType("PurposeId", str)
KeyId = NewType("KeyId", str)
Seal = NewType("Seal", str)
"""A hiding hash (salted SHA-256, hexadecimal) of a text, a list or a field."""
Mark = NewType("Mark", str)
Stream = NewType("Stream", str)

UNRESTRICTED = PurposeId("unrestricted")
AWAITING = PurposeId("awaiting")
"""Where earmarked money lies until its earmark is accepted or the gift returned (C5); nothing is spent from it."""

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32, lower case: no letter that is mistaken for a digit when read aloud."""

_MEMBER = re.compile(f"member-[{ALPHABET}]{{16}}")
_PARTITION = re.compile("(?!sqlite)[a-z][a-z0-9_]{0,40}")


def is_member_token(token: str) -> bool:
    """Whether this can be a token that the ledger drew, and is no name that somebody gave in its place."""
    return _MEMBER.fullmatch(token) is not None


def is_partition_name(name: str) -> bool:
    """Whether this can begin the names of a partition's tables, in any database; SQLite keeps `sqlite…` to itself."""
    return _PARTITION.fullmatch(name) is not None


def stream_of(account: AccountId, part: str = "") -> Stream:
    """The stream of an account, or of one of its proposals, rounds and disbursements."""
    return Stream(f"{account}/{part}" if part else account)


def account_of(stream: str) -> AccountId:
    """The account whose stream, or part's stream, this is."""
    return AccountId(stream.partition("/")[0])


def part_of(stream: str) -> str:
    """The id of the proposal, round or disbursement; empty for the account's own stream."""
    return stream.partition("/")[2]
