"""What happens to callers' keys: in the commons partition, and in the account whose member has lost one."""

import msgspec

from ledger.accounts.state import Account
from ledger.event import Event, Marks, Sealed
from ledger.identifiers import KeyId, Mark, MemberToken, MinutesId, Stream, account_of
from ledger.keys.messages import KeyReplacing
from ledger.keys.state import (
    Grant,
    Key,
    KeyRecord,
    Role,
    holder_mark,
    issued_mark,
    replaced_mark,
    replacement_mark,
)
from ledger.message import REGISTER, Sending


class KeyIssued(Event, frozen=True, kw_only=True, tag="key-issued"):
    """A caller may act; the secret itself is shown once and stored nowhere."""

    secret: Mark
    """Mark made of the SHA-256 of the secret."""
    registrar: bool = False
    grants: tuple[Grant, ...] = ()
    in_place_of: tuple[KeyId, ...] = ()
    """Keys that were lost: they no longer open the account of this one's grant (A5)."""

    def apply(self, state: Key) -> None:
        state.mark = self.secret

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        for lost in self.in_place_of:
            for grant in self.grants:
                _narrow(marks, lost, grant)
        marks.put(self.secret, KeyRecord(KeyId(stream), self.registrar, self.grants))
        marks.put(issued_mark(self.secret), True)
        for grant in self.grants:
            if grant.member is not None:
                marks.put(holder_mark(grant.account, grant.member, KeyId(stream)), self.secret)


class KeyRevoked(Event, frozen=True, kw_only=True, tag="key-revoked"):
    """The key opens nothing any more."""

    secret: Mark

    def apply(self, state: Key) -> None:
        state.revoked = True

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        record = marks.get(self.secret, KeyRecord)
        for grant in record.grants if record is not None else ():
            if grant.member is not None:
                marks.put(holder_mark(grant.account, grant.member, KeyId(stream)), None)
        marks.put(self.secret, None)


def _narrow(marks: Marks, lost: KeyId, grant: Grant) -> None:
    """A lost key opens this account no more; one that opens nothing else is forgotten."""
    assert grant.member is not None, "a lost key was a member's"
    holder = holder_mark(grant.account, grant.member, lost)
    secret = marks.get(holder, str)
    record = None if secret is None else marks.get(Mark(secret), KeyRecord)
    if secret is None or record is None:
        return
    left = tuple(other for other in record.grants if other.account != grant.account)
    marks.put(holder, None)
    still = msgspec.structs.replace(record, grants=left) if left or record.registrar else None
    marks.put(Mark(secret), still)


class KeyReplacementAsked(Event, frozen=True, kw_only=True, tag="key-replacement-asked"):
    """In the account: an officer says that a member has lost their key; another officer is to confirm it (A5)."""

    member: MemberToken
    asked_by: MemberToken

    def apply(self, state: Account) -> None:
        pass

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        marks.put(replacement_mark(account_of(stream), self.member), self.asked_by)


class KeyReplaced(Event, frozen=True, kw_only=True, tag="key-replaced"):
    """In the account: two officers, or an assembly, replace a member's lost key; the register is told (A5)."""

    member: MemberToken
    secret: Mark
    """Mark made of the SHA-256 of the new secret."""
    roles: tuple[Role, ...]
    confirmed_by: tuple[MemberToken, ...] = ()
    """The two officers; none where minutes say it."""
    minutes: MinutesId | None = None

    def apply(self, state: Account) -> None:
        pass

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        account = account_of(stream)
        marks.put(replacement_mark(account, self.member), None)
        if self.minutes is not None:
            marks.put(replaced_mark(account, self.member, self.minutes), True)

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        return (Sending(REGISTER, KeyReplacing(member=self.member, secret=self.secret, roles=self.roles)),)
