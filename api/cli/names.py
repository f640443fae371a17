"""What a token or id is called, and how an amount is read, for the people who look at a table."""

from api.cli.common import give_up
from ledger.identifiers import AWAITING, UNRESTRICTED, AccountId, PurposeId
from ledger.ledger import Ledger
from ledger.money import to_decimal
from ledger.units import WORK
from projections import accounts
from projections.base import Database
from projections.sentences.language import Language, words_of


def chosen(db: Database, account: str | None) -> list[accounts.LocalAccount]:
    """The account that was asked for, or all of them; ends the command where there is no such account."""
    if account is None:
        found: list[accounts.LocalAccount] = []
        while more := accounts.page(db, after=found[-1].account if found else "", limit=1000):
            found.extend(more)
        return found
    one = accounts.find(db, AccountId(account))
    if one is None:
        give_up("There is no such local account here: `usf balance` without --account shows them all.")
    return [one]


def association_name(ledger: Ledger, db: Database, account: accounts.LocalAccount) -> str:
    """The name of the association, or its id where the name was forgotten."""
    registered = accounts.association(db, account.association)
    text = ledger.papers.text(registered.name) if registered else None
    return text or account.association


def purpose_names(ledger: Ledger, db: Database, account: AccountId) -> dict[PurposeId, str]:
    """What each purpose of an account is called."""
    names = {UNRESTRICTED: "unrestricted", AWAITING: "awaiting acceptance"}
    for purpose in accounts.purposes(db, account):
        names[purpose.purpose] = ledger.papers.text(purpose.description) or purpose.purpose
    return names


def figure(amount_minor: int, unit: str) -> str:
    """An amount for people, beside its unit: work in hours and minutes, all else as a decimal."""
    return words_of(Language.EN).duration(amount_minor) if unit == WORK else to_decimal(amount_minor, unit)


DESTINATIONS = {
    "a": "(a) twinned area",
    "b": "(b) universal solidarity",
    "c": "(c) most disadvantaged here",
    "unassigned": "unassigned",
}
