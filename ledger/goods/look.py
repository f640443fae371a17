"""How commands look at goods, and at the members who inspect and confirm."""

from collections.abc import Iterable
from datetime import date

from ledger.accounts.state import MemberRecord, member_mark
from ledger.command import Context, Seen
from ledger.goods.refusals import ConfirmerNotMember, ConfirmersNotTwo, NotGoods
from ledger.identifiers import AccountId, Mark, MemberToken
from ledger.units import UnitKind, kind_of

Confirmers = tuple[MemberToken, MemberToken]


def require_goods(unit: str) -> None:
    """Raises UnknownUnit or NotGoods."""
    if kind_of(unit) is not UnitKind.GOODS:
        raise NotGoods(unit=unit)


def member_marks(account: AccountId, members: Iterable[MemberToken]) -> tuple[Mark, ...]:
    """What is read to know whether these are members."""
    return tuple(member_mark(account, member) for member in members)


def is_member_on(seen: Seen, account: AccountId, member: MemberToken, day: date) -> bool:
    """Whether this is a member on that day (M1)."""
    record = seen.mark(member_mark(account, member), MemberRecord)
    return record is not None and record.on(day)


def require_confirmed(
    seen: Seen, account: AccountId, confirmers: tuple[MemberToken, ...], day: date, context: Context
) -> Confirmers:
    """The two who confirm. Raises ConfirmersNotTwo or ConfirmerNotMember (B8)."""
    if len(confirmers) != 2 or len({*confirmers, context.actor}) != 3:
        raise ConfirmersNotTwo
    for member in confirmers:
        if not is_member_on(seen, account, member, day):
            raise ConfirmerNotMember
    return confirmers[0], confirmers[1]
