"""How a command names who is paid and who benefits. The name goes to the people store, a token into the event."""

from collections.abc import Generator

import msgspec

from ledger.accounts.look import person
from ledger.accounts.state import MemberRecord, member_mark
from ledger.associations.refusals import UnknownMember
from ledger.command import Context, Person, Seen
from ledger.disbursements.refusals import MemberIsAPerson, PartyUnclear, PartyUnknown
from ledger.disbursements.state import Party, PartyKind, party_mark
from ledger.identifiers import AccountId, Mark, MemberToken, PartyToken

ORGANISATIONS = frozenset({PartyKind.ASSOCIATION, PartyKind.COMPANY, PartyKind.PUBLIC_BODY})
"""Whose names may be public; a person or household never is."""


class PartyGiven(msgspec.Struct, frozen=True, kw_only=True):
    """A payee or beneficiary as a command names it: by member, by token, by name, or as a local account."""

    kind: PartyKind
    member: MemberToken | None = None
    token: PartyToken | None = None
    """The token of a payee or beneficiary of an earlier disbursement of this account."""
    account: AccountId | None = None
    """Another local account, by its id; paying it is a transfer."""
    name: str | None = None
    contact: str | None = None
    """Only beside a name."""
    public: bool = True
    """An organisation's name is public unless it asks otherwise."""

    def marks(self, account: AccountId) -> tuple[Mark, ...]:
        """What must be read to know this party."""
        by_member = (member_mark(account, self.member),) if self.member is not None else ()
        by_token = (party_mark(account, self.token),) if self.token is not None else ()
        return by_member + by_token


def named(
    given: PartyGiven, prefix: str, account: AccountId, seen: Seen, context: Context
) -> Generator[Person, None, Party]:
    """The party, and a person for the people store where it is new.

    Raises PartyUnclear, MemberIsAPerson, UnknownMember, PartyUnknown, TextEmpty, TextTooLong or
    TextUnreadable.
    """
    by_name = given.name is not None and bool(given.name.strip())
    by_account = given.account is not None
    ways = (given.member is not None) + (given.token is not None) + by_name + by_account
    if ways != 1 or (given.contact is not None and not by_name):
        raise PartyUnclear
    if by_account is not (given.kind is PartyKind.LOCAL_ACCOUNT):
        raise PartyUnclear
    if given.account is not None:
        # A local account is public, and no token stands for it.
        return Party(given.kind, given.account)
    if given.member is not None:
        if given.kind in ORGANISATIONS:
            raise MemberIsAPerson
        if seen.mark(member_mark(account, given.member), MemberRecord) is None:
            raise UnknownMember
        return Party(given.kind, given.member)
    if given.token is not None:
        if seen.mark(party_mark(account, given.token), PartyKind) is not given.kind:
            raise PartyUnknown
        return Party(given.kind, given.token)
    token = PartyToken(context.fresh(prefix))
    public = given.public and given.kind in ORGANISATIONS
    yield person(token, given.name, given.contact, public=public)
    return Party(given.kind, token)
