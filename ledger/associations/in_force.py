"""Which rules were in force when: a round is held under those of the moment at which it opened (A4, R9)."""

from datetime import UTC, date, datetime, time

import msgspec

from ledger.accounts.state import Account
from ledger.associations.rules import Rules
from ledger.command import Seen
from ledger.context import microseconds
from ledger.identifiers import AccountId, Mark


class RulesInForce(msgspec.Struct, frozen=True):
    """One version of the rules; it was in force until the next one was."""

    version: int
    rules: Rules
    since_us: int


def rules_group(account: AccountId) -> str:
    """How the marks of all versions of an association's rules begin."""
    return f"rules:{account}:"


def rules_mark(account: AccountId, version: int) -> Mark:
    """Where a version of the rules is kept, since an account's state holds the present one alone."""
    return Mark(f"{rules_group(account)}{version}")


def present_rules(account: Account) -> RulesInForce:
    """The rules in force now."""
    assert account.rules is not None, "an association is founded with its first rules"
    return RulesInForce(account.rules_version, account.rules, 0)


def rules_at(seen: Seen, account: AccountId, at_us: int) -> RulesInForce:
    """The rules that were in force at a moment; the command declares the group of rules.

    Members may have met before the day from which the founding counts: they decided by the first rules.
    """
    versions = sorted(
        seen.group(rules_group(account), RulesInForce).values(), key=lambda rules: rules.version
    )
    return next((rules for rules in reversed(versions) if rules.since_us <= at_us), versions[0])


def beginning_of(day: date) -> int:
    """The first microsecond of a day, in UTC."""
    return microseconds(datetime.combine(day, time(), UTC))
