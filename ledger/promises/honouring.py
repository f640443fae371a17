"""How a contribution names the promise that it honours, and what must hold of the two."""

from datetime import date

import msgspec

from ledger.accounts.refusals import UnknownAccount
from ledger.command import Fact, Seen
from ledger.disbursements.refusals import UnknownDisbursement
from ledger.disbursements.state import Disbursement, Party
from ledger.identifiers import AccountId, DisbursementId, Stream, is_id, stream_of
from ledger.money import to_decimal, to_minor
from ledger.promises.events import HonouringTakenBack, PromiseHonoured
from ledger.promises.refusals import (
    HonouredAmountMissing,
    MoreThanPromised,
    NothingPromised,
    PassedOnBefore,
    PromiseInOtherUnit,
    PromiseNotOpen,
)
from ledger.promises.state import Honours


class HonoursGiven(msgspec.Struct, frozen=True, kw_only=True):
    """The promise that a contribution honours, as a command names it (C7)."""

    disbursement: DisbursementId
    account: AccountId | None = None
    """The account that made the disbursement; None is the one that receives."""
    unit: str | None = None
    """The promise's own; needed where that lies in another account and is not what is given."""
    amount: str | None = None
    """How much of the promise is honoured; None: as much as is given, and open."""

    def lies_in(self, account: AccountId) -> bool:
        """Whether this account holds the promise."""
        return self.account is None or self.account == account

    def streams(self, account: AccountId) -> tuple[Stream, ...]:
        """What is read to know a promise of the own account; of another's only that account knows."""
        if self.lies_in(account) and is_id("disbursement", self.disbursement):
            return (stream_of(account, self.disbursement),)
        return ()


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What is passed on."""

    unit: str
    amount_minor: int
    effective: date


def require_open(disbursement: Disbursement) -> None:
    """Something is still to be passed on. Raises NothingPromised or PromiseNotOpen."""
    if not disbursement.promised_minor:
        raise NothingPromised
    if not disbursement.promise_open_minor:
        raise PromiseNotOpen


def honoured(seen: Seen, account: AccountId, named: HonoursGiven, by: Given) -> tuple[Honours, Party | None]:
    """What is honoured of which promise, and who benefited of that; None where another account alone knows.

    Raises UnknownAccount, UnknownDisbursement, NothingPromised, PromiseNotOpen, PassedOnBefore, PromiseInOtherUnit,
    HonouredAmountMissing, MoreThanPromised, and what `to_minor` raises.
    """
    if not named.lies_in(account):
        return _elsewhere(named, by), None
    streams = named.streams(account)
    disbursement = seen.find(streams[0], Disbursement) if streams else None
    if disbursement is None:
        raise UnknownDisbursement
    return _here(disbursement, account, named, by), disbursement.beneficiary


def honoured_fact(account: AccountId, contribution: str, honours: Honours | None) -> tuple[Fact, ...]:
    """What stands in the promise's own stream, in the same commit; nothing where another account holds it."""
    if honours is None or honours.account != account:
        return ()
    honoured = PromiseHonoured(
        account=account,
        contribution=contribution,
        unit=honours.unit,
        amount_minor=honours.amount_minor,
        effective=honours.effective,
    )
    return (Fact(stream_of(account, honours.disbursement), honoured),)


def taken_back_fact(
    account: AccountId, contribution: str, before: Honours | None, after: Honours | None
) -> tuple[Fact, ...]:
    """The same, where less is left of the contribution."""
    if before is None or after is None or before.account != account:
        return ()
    amount_minor = after.taken_back_minor - before.taken_back_minor
    if not amount_minor:
        return ()
    taken_back = HonouringTakenBack(
        account=account, contribution=contribution, unit=before.unit, amount_minor=amount_minor
    )
    return (Fact(stream_of(account, before.disbursement), taken_back),)


def _here(disbursement: Disbursement, account: AccountId, named: HonoursGiven, by: Given) -> Honours:
    """What is honoured of a promise of the own account, which must be open."""
    require_open(disbursement)
    unit, open_minor = disbursement.line.unit, disbursement.promise_open_minor
    if by.effective < disbursement.settled:
        raise PassedOnBefore(since=disbursement.settled.isoformat())
    if named.unit is not None and named.unit != unit:
        raise PromiseInOtherUnit(unit=unit)
    if named.amount is not None:
        amount_minor = to_minor(named.amount, unit)
        if amount_minor > open_minor:
            raise MoreThanPromised(left=to_decimal(open_minor, unit), unit=unit)
    elif by.unit == unit:
        amount_minor = min(by.amount_minor, open_minor)
    else:
        raise HonouredAmountMissing
    return Honours(account, named.disbursement, unit, amount_minor, by.effective)


def _elsewhere(named: HonoursGiven, by: Given) -> Honours:
    """What is said to be honoured of a promise that another account holds, which will look at it."""
    account, unit = named.account, named.unit or by.unit
    if account is None or not is_id("account", account):
        raise UnknownAccount
    if not is_id("disbursement", named.disbursement):
        raise UnknownDisbursement
    if named.amount is not None:
        amount_minor = to_minor(named.amount, unit)
    elif unit == by.unit:
        amount_minor = by.amount_minor
    else:
        raise HonouredAmountMissing
    return Honours(account, named.disbursement, unit, amount_minor, by.effective)
