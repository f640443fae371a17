"""A lost key is replaced, by two other officers or by minutes, without the registrar and without the key (A5)."""

from ledger.accounts.look import founded
from ledger.accounts.state import Account, member_mark
from ledger.associations.membership import current_member
from ledger.command import AccountCommand, Command, Context, Decision, Fact, Reads, Seen
from ledger.identifiers import AccountId, KeyId, Mark, MemberToken, MinutesId
from ledger.keys.events import KeyIssued, KeyReplaced, KeyReplacementAsked
from ledger.keys.refusals import (
    KeyReplacedByMinutes,
    NotAnOtherOfficer,
    OfficerAskedBefore,
    ReplacementNotAsked,
)
from ledger.keys.state import (
    Grant,
    Role,
    holders_group,
    issued_mark,
    key_mark,
    replaced_mark,
    replacement_mark,
)
from ledger.lent_offices.look import offer_of
from ledger.lent_offices.state import offer_mark
from ledger.minutes.look import minutes_in, minutes_stream


class _OfOneMember(AccountCommand, frozen=True, kw_only=True):
    """What the commands about one member's lost key read."""

    member: MemberToken

    def reads(self, context: Context) -> Reads:
        return Reads(
            streams=(self.account,),
            marks=(
                member_mark(self.account, self.member),
                offer_mark(self.account, self.member),
                replacement_mark(self.account, self.member),
            ),
        )

    def roles(self, seen: Seen, account: Account) -> tuple[Role, ...]:
        """What the new key opens: a member's acts, and those of the offices held now; no more for who is lent.

        Raises UnknownMember or MemberHasLeft.
        """
        offices = tuple(Role(office.value) for office in account.offices_of(self.member))
        if offices and offer_of(seen, self.account, self.member) is not None:
            return offices
        current_member(seen, self.account, self.member)
        return (Role.MEMBER, *offices)

    def officer(self, account: Account, context: Context) -> MemberToken:
        """Who acts: an officer, and not the member whose key it is. Raises NotAnOtherOfficer."""
        actor = MemberToken(context.actor)
        if actor == self.member or not account.offices_of(actor):
            raise NotAnOtherOfficer
        return actor


class AskKeyReplacement(_OfOneMember, frozen=True, kw_only=True):
    """An officer says that a member has lost their key (A5)."""

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        self.roles(seen, account)
        actor = self.officer(account, context)
        yield Fact(self.account, KeyReplacementAsked(member=self.member, asked_by=actor))
        return self.member


class ConfirmKeyReplacement(_OfOneMember, frozen=True, kw_only=True):
    """Another officer confirms it: the lost keys open this account no more, and a new one does (A5)."""

    secret_hash: str

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        roles = self.roles(seen, account)
        actor = self.officer(account, context)
        asked_by = seen.mark(replacement_mark(self.account, self.member), MemberToken)
        if asked_by is None:
            raise ReplacementNotAsked
        if asked_by == actor:
            raise OfficerAskedBefore
        if not account.offices_of(asked_by):
            # Who asked is no officer any more: it takes two who are.
            raise ReplacementNotAsked
        yield Fact(
            self.account,
            KeyReplaced(
                member=self.member,
                secret=key_mark(self.secret_hash),
                roles=roles,
                confirmed_by=(asked_by, actor),
            ),
        )
        return self.member


class ReplaceKeyByMinutes(_OfOneMember, frozen=True, kw_only=True):
    """An assembly had a member's lost key replaced, as its minutes attest (A5)."""

    minutes: MinutesId
    secret_hash: str

    def reads(self, context: Context) -> Reads:
        return Reads(
            streams=(self.account, minutes_stream(self.account, self.minutes)),
            marks=(
                member_mark(self.account, self.member),
                offer_mark(self.account, self.member),
                replaced_mark(self.account, self.member, self.minutes),
            ),
        )

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        minutes_in(seen, self.account, self.minutes)
        roles = self.roles(seen, account)
        if seen.holds(replaced_mark(self.account, self.member, self.minutes)):
            raise KeyReplacedByMinutes
        yield Fact(
            self.account,
            KeyReplaced(
                member=self.member,
                secret=key_mark(self.secret_hash),
                roles=roles,
                minutes=self.minutes,
            ),
        )
        return self.member


class ReplaceKey(Command, frozen=True, kw_only=True):
    """The register takes in that an account has replaced a member's key: what it says holds for that account alone."""

    account: AccountId
    """Which says so."""
    member: MemberToken
    secret: Mark
    roles: tuple[Role, ...]

    def reads(self, context: Context) -> Reads:
        return Reads(marks=(issued_mark(self.secret),), groups=(holders_group(self.account, self.member),))

    def decide(self, seen: Seen, context: Context) -> Decision:
        if seen.holds(issued_mark(self.secret)):
            # It was told before, and may itself be lost since.
            return self.secret
        beginning = holders_group(self.account, self.member)
        lost = tuple(KeyId(mark.removeprefix(beginning)) for mark in seen.group(beginning, str))
        key = KeyId(context.fresh("key"))
        grant = Grant(self.account, self.member, self.roles)
        yield Fact(key, KeyIssued(secret=self.secret, grants=(grant,), in_place_of=lost))
        return key
