"""Who acts in a round: a token drawn for that round alone, never the member (V7)."""

from typing import NamedTuple

from ledger.identifiers import MemberToken, RoundId, RoundToken
from ledger.ledger import Ledger

NOBODYS = RoundToken("nobody")
"""No elector's token: whoever holds none is told by the ledger why the act is refused, in its own order."""


class Elector(NamedTuple):
    """A member as an elector of one round."""

    token: RoundToken
    pepper: str
    """With what a repeated request is recognised in a confidential round; empty in an open one."""


def elector_of(ledger: Ledger, round_id: str, member: str) -> Elector:
    """The elector whom a member is in a round; nobody where they are none, or where the links are destroyed."""
    token = ledger.people.round_token(RoundId(round_id), MemberToken(member))
    return Elector(token or NOBODYS, pepper_of(ledger, round_id))


def pepper_of(ledger: Ledger, round_id: str) -> str:
    """With what repeated requests are recognised in a confidential round; empty in an open one."""
    return ledger.store.sealed_ballots.pepper(RoundId(round_id))
