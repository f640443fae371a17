"""What the account that received a contribution tells the account that holds the promise which it honours."""

from datetime import date

from ledger.identifiers import AccountId, DisbursementId, Stream, account_of
from ledger.message import Message, Sending
from ledger.promises.state import Honours


class PassedOn(Message, frozen=True, kw_only=True, tag="passed-on"):
    """A contribution honours so much of your disbursement's promise; told again as less of it is left.

    What was taken back only ever grows, so that of several such messages the one that says most of it is the newest.
    """

    disbursement: DisbursementId
    contribution: str
    unit: str
    amount_minor: int
    taken_back_minor: int = 0
    giver: AccountId | None = None
    """The local account that passes on, where it is one; who else gives is known to the account that received alone."""
    effective: date


def passed_on(
    stream: Stream, contribution: str, honours: Honours | None, giver: AccountId | None = None
) -> tuple[Sending, ...]:
    """What an event sends of a contribution that honours a promise elsewhere; nothing for one of the own account."""
    if honours is None or honours.account == account_of(stream):
        return ()
    message = PassedOn(
        disbursement=honours.disbursement,
        contribution=contribution,
        unit=honours.unit,
        amount_minor=honours.amount_minor,
        taken_back_minor=honours.taken_back_minor,
        giver=giver,
        effective=honours.effective,
    )
    return (Sending(honours.account, message),)
