"""Who may do what: every route declares it. How a caller is admitted stands in `api.http.keys`.

What the domain calls public needs no key. All else needs one that names its holder's role in the account of the path.
"""

from dataclasses import dataclass

from api.http.refusals import KeyOfNoMember
from ledger.identifiers import AccountId, KeyId, MemberToken
from ledger.keys.state import Grant, Role


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


TWINS = Permission(frozenset({Role.TWIN, *OFFICERS.roles, Role.AUDITOR}))
"""The other side of a twinning, and those here who answer to it."""


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
        """Whoever has a role in the account sees its members' names, but for the twin, who is not of it."""
        return bool(self.roles - {Role.TWIN})

    @property
    def audits(self) -> bool:
        """Givers who are anonymous to the public, and references, are shown to the auditor alone (C6)."""
        return Role.AUDITOR in self.roles

    @property
    def own_accounts(self) -> frozenset[AccountId]:
        """Accounts in which the key has a role other than the twin's."""
        return self.accounts(*(role for role in Role if role is not Role.TWIN))

    def may(self, permission: Permission) -> bool:
        """Whether a role that the permission names is held in the account, or everywhere."""
        asked = permission.roles
        return not asked or not asked.isdisjoint(self.roles) or (self.registrar and Role.REGISTRAR in asked)

    def accounts(self, *roles: Role) -> frozenset[AccountId]:
        """Accounts where the key has one of these roles, or any role."""
        return frozenset(
            grant.account for grant in self.grants if not roles or not set(roles).isdisjoint(grant.roles)
        )


NOBODY = Caller()
