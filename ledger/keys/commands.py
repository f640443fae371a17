"""Issuing and revoking callers' keys, in the commons partition.

Whether a member named by a grant exists is the registrar's word: memberships lie in the accounts' partitions, where
every command that needs an office looks it up anew.
"""

from ledger.accounts.refusals import UnknownAccount
from ledger.associations.events import place_mark
from ledger.command import Command, Context, Decision, Fact, Reads, Seen
from ledger.identifiers import KeyId, is_member_token
from ledger.keys.events import KeyIssued, KeyRevoked
from ledger.keys.refusals import GrantNamesNoToken, KeyExists, KeyIsRevoked, KeyOpensNothing, UnknownKey
from ledger.keys.state import Grant, Key, KeyRecord, key_mark


class IssueKey(Command, frozen=True, kw_only=True):
    """Let a caller act. The ledger is told the secret's hash alone (see `ledger.keys.secret`)."""

    secret_hash: str
    registrar: bool = False
    grants: tuple[Grant, ...] = ()

    def reads(self, context: Context) -> Reads:
        places = (place_mark(grant.account) for grant in self.grants)
        return Reads(marks=(key_mark(self.secret_hash), *places))

    def decide(self, seen: Seen, context: Context) -> Decision:
        if not self.registrar and not any(grant.roles for grant in self.grants):
            raise KeyOpensNothing
        # A key's grants stand in its event for ever, where nobody's name may stand.
        for grant in self.grants:
            if seen.mark(place_mark(grant.account), str) is None:
                raise UnknownAccount
            if grant.member is not None and not is_member_token(grant.member):
                raise GrantNamesNoToken
        if seen.mark(key_mark(self.secret_hash), KeyRecord) is not None:
            raise KeyExists
        key = KeyId(context.fresh("key"))
        yield Fact(
            key,
            KeyIssued(secret=key_mark(self.secret_hash), registrar=self.registrar, grants=self.grants),
        )
        return key


class RevokeKey(Command, frozen=True, kw_only=True):
    """Let a key open nothing any more."""

    key: KeyId

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.key,))

    def decide(self, seen: Seen, context: Context) -> Decision:
        # What is no key's id names a stream with another state, or none at all: it is not looked up.
        is_id = self.key.startswith("key-") and "/" not in self.key
        key = seen.find(self.key, Key) if is_id else None
        if key is None:
            raise UnknownKey
        if key.revoked:
            raise KeyIsRevoked
        yield Fact(self.key, KeyRevoked(secret=key.mark))
        return self.key
