"""Who may do what: every route declares it, and a caller is admitted before anything of the request is read.

What the domain calls public needs no key. All else needs one that names its holder's role in the account of the path.
"""

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.http.refusals import KeyNeeded, KeyOfNoMember, KeyUnknown, RoleNeeded
from ledger.identifiers import AccountId, KeyId, MemberToken
from ledger.keys.state import Grant, KeyRecord, Role
from ledger.ledger import Ledger


@dataclass(frozen=True)
class Permission:
    """What a route asks of its caller's key."""

    roles: frozenset[Role] = frozenset()
    """Any one of these suffices, in the account of the path; registrar counts everywhere."""
    key: bool = True
    """Whether a key is needed at all."""

    def says(self) -> str:
        """For the documentation."""
        if not self.key:
            return "Public: no key is needed."
        if not self.roles:
            return "Needs a key."
        return "Needs a key with one of the roles: " + ", ".join(sorted(self.roles)) + "."


PUBLIC = Permission(key=False)
ANY_KEY = Permission()
REGISTRAR = Permission(frozenset({Role.REGISTRAR}))
OFFICERS = Permission(frozenset({Role.TREASURER, Role.SECOND_SIGNATORY}))
"""Who keeps the account's books and its register of members."""
TREASURER = Permission(frozenset({Role.TREASURER}))
AUDITOR = Permission(frozenset({Role.AUDITOR}))
MEMBERS = Permission(frozenset({Role.MEMBER, Role.TREASURER, Role.SECOND_SIGNATORY, Role.AUDITOR}))
"""Whoever acts as a member; officers are members, unless an auditor is lent."""


def needs(*roles: Role) -> Permission:
    """A key with one of these roles in the account of the path."""
    assert roles, "a permission without roles is ANY_KEY or PUBLIC, and says so"
    return Permission(frozenset(roles))


@dataclass(frozen=True)
class Caller:
    """Who asks, and as what, in the account of the path."""

    key: KeyId | None = None
    registrar: bool = False
    member: MemberToken | None = None
    roles: frozenset[Role] = frozenset()
    grants: tuple[Grant, ...] = ()

    @property
    def actor(self) -> str:
        """Who the ledger writes down as having acted: a person where the key names one."""
        assert self.key is not None, "only admitted callers act"
        return self.member or self.key

    @property
    def own_token(self) -> MemberToken:
        """The member whom the key names. Raises KeyOfNoMember."""
        if self.member is None:
            raise KeyOfNoMember
        return self.member

    @property
    def sees_names(self) -> bool:
        """Whoever has a role in the account sees its members' names."""
        return bool(self.roles)

    @property
    def audits(self) -> bool:
        """Givers who are anonymous to the public, and references, are shown to the auditor alone (C6)."""
        return Role.AUDITOR in self.roles

    def accounts(self, *roles: Role) -> frozenset[AccountId]:
        """Accounts where the key has one of these roles, or any role."""
        return frozenset(
            grant.account for grant in self.grants if not roles or not set(roles).isdisjoint(grant.roles)
        )


NOBODY = Caller()


async def admit(request: Request, permission: Permission) -> Caller:
    """The caller of a request. Raises KeyNeeded, KeyUnknown or RoleNeeded."""
    header = request.headers.get("authorization")
    if header is None:
        if permission.key:
            raise KeyNeeded
        return NOBODY
    scheme, _, secret = header.partition(" ")
    secret = secret.strip()
    if scheme.lower() != "bearer" or not secret or not secret.isascii() or len(secret) > 200:
        raise KeyUnknown
    ledger: Ledger = request.app.state.ledger
    record = await run_in_threadpool(ledger.find_key, secret)
    if record is None:
        raise KeyUnknown
    caller = _caller(record, request.path_params.get("account"))
    if permission.roles and permission.roles.isdisjoint(caller.roles | _everywhere(caller)):
        raise RoleNeeded(roles=", ".join(sorted(permission.roles)))
    return caller


def _caller(record: KeyRecord, account: str | None) -> Caller:
    grants = [grant for grant in record.grants if grant.account == account]
    return Caller(
        key=record.key,
        registrar=record.registrar,
        member=next((grant.member for grant in grants if grant.member is not None), None),
        roles=frozenset(role for grant in grants for role in grant.roles),
        grants=record.grants,
    )


def _everywhere(caller: Caller) -> frozenset[Role]:
    return frozenset({Role.REGISTRAR}) if caller.registrar else frozenset()
