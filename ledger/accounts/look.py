"""How commands of every subject look at a local account, and the checks that all spending shares."""

from datetime import date

from ledger.accounts.refusals import (
    NotEnoughAvailable,
    NotFounded,
    OfficesIncomplete,
    PurposeInShortfall,
    UnknownAccount,
    UnknownPurpose,
)
from ledger.accounts.state import Account
from ledger.command import Context, Person, Seen, effective_date
from ledger.context import readable
from ledger.identifiers import AccountId, PurposeId
from ledger.money import to_decimal
from ledger.refusals import DateBeforeAccount, TextEmpty


def opened(seen: Seen, account_id: AccountId) -> Account:
    """The account. Raises UnknownAccount."""
    account = seen.find(account_id, Account)
    if account is None:
        raise UnknownAccount
    return account


def founded(seen: Seen, account_id: AccountId) -> Account:
    """The account of a founded association. Raises UnknownAccount or NotFounded."""
    account = opened(seen, account_id)
    if account.rules is None:
        raise NotFounded
    return account


def effective_in(account: Account, given: date | None, context: Context) -> date:
    """The effective date given, or today's. Raises DateInFuture or DateBeforeAccount (L10)."""
    day = effective_date(given, context)
    if day < account.opened:
        raise DateBeforeAccount(opened=account.opened.isoformat())
    return day


def known_purpose(account: Account, purpose: PurposeId) -> PurposeId:
    """The same purpose. Raises UnknownPurpose; `awaiting` is no purpose that anything can be spent from (C5)."""
    if not account.has_purpose(purpose):
        raise UnknownPurpose
    return purpose


def require_available(account: Account, unit: str, purpose: PurposeId, amount_minor: int) -> None:
    """Nothing that is decided or paid makes what is available negative. Raises NotEnoughAvailable (L2)."""
    available = account.available(unit, purpose)
    if amount_minor > available:
        raise NotEnoughAvailable(available=to_decimal(max(available, 0), unit), unit=unit)


def require_no_shortfall(account: Account, unit: str, purpose: PurposeId) -> None:
    """A shortfall blocks spending from its purpose, reserved money too. Raises PurposeInShortfall (L2)."""
    available = account.available(unit, purpose)
    if available < 0:
        raise PurposeInShortfall(shortfall=to_decimal(-available, unit), unit=unit)


def require_three_officers(account: Account) -> None:
    """Raises OfficesIncomplete (A3)."""
    if not account.may_let_money_leave():
        raise OfficesIncomplete


def person(token: str, name: str | None, contact: str | None = None, *, public: bool = False) -> Person:
    """Who a token is, for the people store. Raises TextEmpty, TextTooLong or TextUnreadable for what is given."""
    for text in (name, contact):
        if text is not None and not readable(text).strip():
            raise TextEmpty
    return Person(token, name, contact, public)
