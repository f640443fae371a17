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
TerritoryId = NewType("TerritoryId", str)
TwinningId = NewType("TwinningId", str)
"""An agreement of two associations; both sides hold it under the same id (W2)."""
LinkId = NewType("LinkId", str)
CallId = NewType("CallId", str)
TransferId = NewType("TransferId", str)
CurrencyExchangeId = NewType("CurrencyExchangeId", str)
"""Of one currency into another; what two territories learn from each other is an exchange of another kind."""
ExperienceId = NewType("ExperienceId", str)
LearningExchangeId = NewType("LearningExchangeId", str)
"""An exchange between two territories; both sides hold it under the same id."""
AdoptionId = NewType("AdoptionId", str)
"""A practice that was taken over; adopter and origin hold it under the same id."""
SheetId = NewType("SheetId", str)
"""An attendance sheet of a work day (C4)."""
LoanId = NewType("LoanId", str)
StockChangeId = NewType("StockChangeId", str)
PlaceId = NewType("PlaceId", str)
"""Where money lies: a bank account, a cash box, a wallet, a person with an advance (L12)."""
MoveId = NewType("MoveId", str)
"""Of money from one place to another."""
MinutesId = NewType("MinutesId", str)
"""The minutes of one assembly (R9)."""
BookingId = NewType("BookingId", str)
"""Of money that came or went without a gift or a payment (L2, L13)."""
CountId = NewType("CountId", str)
"""Of what two members found at a place (L12)."""
PaperId = NewType("PaperId", str)
"""An evidence file in the papers store: a photograph, an invoice, a scan, a bank file."""
PaymentFileId = NewType("PaymentFileId", str)
"""Orders to a bank, and the name under which the bank knows them."""
BankDetailsId = NewType("BankDetailsId", str)
"""Under which the people store keeps the number of somebody's bank account; a change has an id of its own."""
StatementId = NewType("StatementId", str)
"""Of a bank or a wallet's operator, on what lies at a place (L12)."""
MatchId = NewType("MatchId", str)
"""Of lines of statements with entries of the books."""
ValuationId = NewType("ValuationId", str)
FlowStatementId = NewType("FlowStatementId", str)
"""What one side of a twinning told the other of their transfers; both hold it under the same id."""
InstallationId = NewType("InstallationId", str)
"""A ledger that runs by itself: the fingerprint of the key with which it signs its messages."""
Seal = NewType("Seal", str)
"""A hiding hash (salted SHA-256, hexadecimal) of a text, a list or a field."""
Mark = NewType("Mark", str)
Stream = NewType("Stream", str)
KeyedHash = NewType("KeyedHash", str)
"""A hash under the installation's secret: equal for equal texts, where uniqueness matters."""

UNRESTRICTED = PurposeId("unrestricted")
AWAITING = PurposeId("awaiting")
"""Where earmarked money lies until its earmark is accepted or the gift returned (C5); nothing is spent from it."""

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32, lower case: no letter that is mistaken for a digit when read aloud."""

_OWN = re.compile(f"[{ALPHABET}]{{16}}")
_SEAL = re.compile("[0-9a-f]{64}")
_PARTITION = re.compile("(?!sqlite)[a-z][a-z0-9_]{0,40}")
_PAIRS = tuple(high + low for high in ALPHABET for low in ALPHABET)
"""All pairs of letters: what each ten bits are written as."""
_AS_DIGITS = str.maketrans(ALPHABET + "ilou", "0123456789abcdefghijklmnopqrstuv!!!!")
"""From these letters to those in which Python reads numbers of base 32."""
OWN_LENGTH = 16
"""Letters of an id after its prefix: 80 bits."""
_NUMBERED = ("contribution-",)
"""How the ids begin that hold a number: of what there is most of."""
_NUMBER_LENGTH = 8
"""Letters of a number at the beginning of an id: 40 bits, a million million events."""
_FORTY_BITS = 2**40 - 1


def random_id(prefix: str, bits: int) -> str:
    """An id that says nothing, of 80 random bits."""
    return f"{prefix}-{_in_letters(bits >> 40)}{_in_letters(bits & _FORTY_BITS)}"


def numbered_id(prefix: str, version: int, bits: int) -> str:
    """An id that begins with the version that its event has in the account's stream: no index is needed to find that.

    The ids of an account stand in the order of its log; 40 random bits keep them apart from other accounts'.
    """
    return f"{prefix}-{_in_letters(version)}{_in_letters(bits)}"


def is_numbered(numbered: str, version: int) -> bool:
    """Whether an id that the ledger drew begins with this version: as `number_in`, but sooner told."""
    return numbered[-OWN_LENGTH : _NUMBER_LENGTH - OWN_LENGTH] == _in_letters(version)


def number_in(numbered: str) -> int | None:
    """The version that an id, or the id that ends a name, begins with; None where it is of no such kind.

    What stands there is for the reader to check: anybody can write such an id.
    """
    if not numbered[:-OWN_LENGTH].endswith(_NUMBERED):
        return None
    letters = numbered[-OWN_LENGTH : _NUMBER_LENGTH - OWN_LENGTH]
    if not (letters.isascii() and letters.isalnum()):
        return None
    try:
        return int(letters.translate(_AS_DIGITS), 32)
    except ValueError:
        return None


def _in_letters(number: int) -> str:
    """A number of 40 bits in eight letters."""
    return (
        _PAIRS[number >> 30]
        + _PAIRS[number >> 20 & 1023]
        + _PAIRS[number >> 10 & 1023]
        + _PAIRS[number & 1023]
    )


def in_letters(digest: bytes) -> str:
    """Bytes in the letters of ids, of which none is mistaken for another when read aloud."""
    number, length = int.from_bytes(digest), -(-8 * len(digest) // 5)
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))


def is_member_token(token: str) -> bool:
    """Whether this can be a token that the ledger drew, and is no name that somebody gave in its place."""
    return is_id("member", token)


def is_id(prefix: str, text: str) -> bool:
    """Whether this can be an id of that kind that a ledger drew, and is nothing that somebody wrote in its place."""
    return text.startswith(f"{prefix}-") and _OWN.fullmatch(text, len(prefix) + 1) is not None


def is_seal(text: str) -> bool:
    """Whether this can be a seal, and is nothing that somebody wrote in its place."""
    return _SEAL.fullmatch(text) is not None


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
