"""From what two have signed off to a payment file: what is to be paid, to whom, and the text that the bank reads."""

from collections.abc import Iterable, Sequence
from datetime import date
from secrets import randbits
from typing import NamedTuple

from api.payments.orders import Order, Payment, written
from api.payments.refusals import PayeeNameMissing
from ledger.accounts.state import Account
from ledger.bank_details.numbers import country_reached
from ledger.bank_details.refusals import IbanNotReached
from ledger.bank_details.state import BankDetails, read_details
from ledger.context import moment_of
from ledger.disbursements.refusals import UnknownDisbursement
from ledger.disbursements.state import Disbursement, DisbursementStatus
from ledger.identifiers import (
    AccountId,
    BankDetailsId,
    DisbursementId,
    PaymentFileId,
    PlaceId,
    is_id,
    random_id,
    stream_of,
)
from ledger.ledger import Ledger
from ledger.payment_files.commands import MakePaymentFile, PaymentGiven
from ledger.payment_files.refusals import BankDetailsMissing, FileTooLarge
from ledger.payment_files.state import MOST_PAYMENTS, UNIT, end_to_end_id
from ledger.places.refusals import UnknownPlace
from projections import accounts, disbursements, payment_files
from projections.base import Database

LOOKED_THROUGH = 1_000
"""Disbursements that are read at a time, where all that may be ordered are looked for."""


class Known(NamedTuple):
    """Bank details as they stand."""

    id: BankDetailsId
    details: BankDetails


def due(db: Database, account: AccountId) -> list[DisbursementId]:
    """What two have signed off in euros, stands in no file yet, and goes to a bank account that is known."""
    found: list[DisbursementId] = []
    after = 0
    while rows := disbursements.page(db, account, after=after, limit=LOOKED_THROUGH):
        after = rows[-1].position
        found += [
            row.id
            for row in rows
            if row.status is DisbursementStatus.SIGNED_OFF
            and row.unit == UNIT
            and payment_files.bank_details(db, account, row.payee) is not None
            and payment_files.file_for(db, account, row.id) is None
        ]
    return found[:MOST_PAYMENTS]


def prepared(
    ledger: Ledger,
    db: Database,
    account: AccountId,
    place: PlaceId,
    *,
    named: Sequence[DisbursementId] = (),
    execution: date | None = None,
) -> MakePaymentFile:
    """The command that makes a file of the payments named, or of all that are due, with its text written.

    Raises UnknownPlace, UnknownDisbursement, BankDetailsMissing, PayeeNameMissing, IbanNotReached, FileTooLarge or
    OrderNotWritable; what else speaks against it is said by the command.
    """
    chosen = tuple(named) or tuple(due(db, account))
    if len(chosen) > MOST_PAYMENTS:
        raise FileTooLarge(most=MOST_PAYMENTS)
    file = PaymentFileId(random_id("payment-file", randbits(80)))
    now = moment_of(ledger.clock.now_us())
    if place not in _places(ledger, account):
        raise UnknownPlace
    debtor = known_details(ledger, db, account, place)
    day = execution or now.date()
    given: list[PaymentGiven] = []
    payments: list[Payment] = []
    for number, own in enumerate(chosen, 1):
        disbursement = _disbursement(ledger, account, own)
        payee = disbursement.payee.token
        known = known_details(ledger, db, account, payee)
        country, reached = country_reached(known.details.iban)
        if not reached:
            raise IbanNotReached(country=country)
        given.append(PaymentGiven(own, known.id))
        payments.append(
            Payment(
                end_to_end=end_to_end_id(file, number),
                amount_minor=disbursement.line.amount_minor,
                to=known.details,
                name=_name(ledger, db, payee, known.details),
                about=own,
            )
        )
    own_name = debtor.details.name or _association(ledger, db, account) or account
    order = Order(file, debtor.details, own_name, day, now, tuple(payments))
    return MakePaymentFile(
        account=account,
        file=file,
        place=place,
        debtor=debtor.id,
        execution=day,
        payments=tuple(given),
        text=written(order) if payments else "",
    )


def known_details(ledger: Ledger, db: Database, account: AccountId, holder: str) -> Known:
    """A holder's bank details in force. Raises BankDetailsMissing, also where they were forgotten or altered."""
    row = payment_files.bank_details(db, account, holder)
    person = None if row is None else ledger.people.person(row.details)
    details = None if row is None or person is None else read_details(person.contact, row.seal)
    if row is None or details is None:
        raise BankDetailsMissing(holder=holder)
    return Known(row.details, details)


def known_number(ledger: Ledger, db: Database, account: AccountId, holder: str) -> str | None:
    """The number of a holder's bank account, where it is known."""
    try:
        return known_details(ledger, db, account, holder).details.iban
    except BankDetailsMissing:
        return None


def known_numbers(
    ledger: Ledger, db: Database, local_accounts: Iterable[AccountId]
) -> dict[AccountId, dict[PlaceId, str]]:
    """The numbers of these accounts' bank accounts, as far as they are known, by place."""
    return {
        account: {
            place: number
            for place in _places(ledger, account)
            if (number := known_number(ledger, db, account, place)) is not None
        }
        for account in local_accounts
    }


def _places(ledger: Ledger, account: AccountId) -> tuple[PlaceId, ...]:
    found = ledger.state(stream_of(account))
    return tuple(found[0].places) if found is not None and isinstance(found[0], Account) else ()


def _disbursement(ledger: Ledger, account: AccountId, own: DisbursementId) -> Disbursement:
    found = ledger.state(stream_of(account, own)) if is_id("disbursement", own) else None
    if found is None:
        raise UnknownDisbursement
    state, _ = found
    assert isinstance(state, Disbursement), "an id says of which kind its stream is"
    return state


def _name(ledger: Ledger, db: Database, payee: str, details: BankDetails) -> str:
    """What the bank is told of who is paid. Raises PayeeNameMissing."""
    if details.name is not None:
        return details.name
    if payee.startswith("account-"):
        name = _association(ledger, db, AccountId(payee))
    else:
        person = ledger.people.person(payee)
        name = None if person is None else person.name
    if name is None:
        raise PayeeNameMissing(holder=payee)
    return name


def _association(ledger: Ledger, db: Database, account: AccountId) -> str | None:
    """The name of the association whose account this is."""
    found = accounts.find(db, account)
    registered = None if found is None else accounts.association(db, found.association)
    return None if registered is None else ledger.papers.text(registered.name)
