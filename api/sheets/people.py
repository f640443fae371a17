"""Whom and what a sheet names: members and givers by their exact names, places by label, purposes by description."""

from collections import defaultdict
from unicodedata import normalize

from api.sheets.refusals import (
    NameAmbiguous,
    NameUnknown,
    PlaceUnknown,
    PurposeAmbiguous,
    PurposeUnknown,
)
from ledger.accounts.refusals import UnknownAccount
from ledger.accounts.state import Account
from ledger.contributions.state import giver_mark
from ledger.identifiers import (
    UNRESTRICTED,
    AccountId,
    MemberToken,
    PartyToken,
    PlaceId,
    PurposeId,
    is_member_token,
    stream_of,
)
from ledger.ledger import Ledger


class Named:
    """What an account has names for; rows add those whom they bring in."""

    def __init__(self, ledger: Ledger, account: AccountId) -> None:
        """Raises UnknownAccount."""
        found = ledger.state(stream_of(account))
        if found is None:
            # It stands in the register, and the message that opens it has not come yet.
            raise UnknownAccount
        assert isinstance(found[0], Account), "an account's stream adds up to one"
        self.state = found[0]
        self._texts = ledger.papers
        self._members: dict[str, set[MemberToken]] = defaultdict(set)
        self._givers: dict[str, set[PartyToken]] = defaultdict(set)
        records = ledger.members_of(account)
        self._gone = {token for token, record in records.items() if record.until is not None}
        for token, person in ledger.people.persons(list(records)).items():
            self.member(person.name, MemberToken(token))
        with ledger.store.source(ledger.partition_of(account)) as source:
            group = giver_mark(account, PartyToken(""))
            givers = [mark.removeprefix(group) for mark in source.group(group)]
        for token, person in ledger.people.persons(givers).items():
            self.giver(person.name, PartyToken(token))

    def member(self, name: str | None, token: MemberToken) -> None:
        """Somebody is a member under this name."""
        self._members[_spelled(name)].add(token)

    def gone(self, token: MemberToken) -> None:
        """Somebody is no longer a member; whoever joins again is one under a new token."""
        self._gone.add(token)

    def giver(self, name: str | None, token: PartyToken | MemberToken) -> None:
        """Somebody gives under this name."""
        if not is_member_token(token):
            self._givers[_spelled(name)].add(PartyToken(token))

    def member_named(self, name: str) -> MemberToken:
        """Raises NameUnknown or NameAmbiguous."""
        found = self._members.get(_spelled(name), set())
        found = found - self._gone or found
        if len(found) > 1:
            raise NameAmbiguous
        if not found:
            raise NameUnknown
        return next(iter(found))

    def giver_named(self, name: str) -> PartyToken | None:
        """Who gave money under this name before; None for somebody new. Raises NameAmbiguous."""
        found = self._givers.get(_spelled(name), set())
        if len(found) > 1:
            raise NameAmbiguous
        return next(iter(found), None)

    def worker_named(self, name: str) -> MemberToken | PartyToken | None:
        """A member before any other giver; None for somebody new. Raises NameAmbiguous."""
        if self._members.get(_spelled(name)):
            return self.member_named(name)
        return self.giver_named(name)

    def place(self, label: str) -> PlaceId:
        """Raises PlaceUnknown."""
        for place, known in self.state.places.items():
            if known.label == label and not known.closed:
                return place
        raise PlaceUnknown

    def purpose(self, said: str) -> PurposeId:
        """By its id or its description. Raises PurposeUnknown or PurposeAmbiguous."""
        if said == UNRESTRICTED or said in self.state.purposes:
            return PurposeId(said)
        found = [
            purpose
            for purpose, declared in self.state.declared.items()
            if _spelled(self._texts.text(declared.description)) == _spelled(said)
        ]
        if len(found) > 1:
            raise PurposeAmbiguous
        if not found:
            raise PurposeUnknown
        return found[0]


def _spelled(name: str | None) -> str:
    """A name with one space between its words, and each letter one sign with its accent: nobody sees more of them."""
    return normalize("NFC", " ".join((name or "").split()))
