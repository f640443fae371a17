"""How commands look at offices that are lent, on either side."""

from datetime import date

from ledger.accounts.state import Account
from ledger.associations.rules import Office
from ledger.command import Seen
from ledger.identifiers import AccountId, MemberToken, TwinningId, is_id
from ledger.lent_offices.refusals import (
    BorrowerMalformed,
    BorrowerNotTwin,
    LenderNotWider,
    LendingOver,
    LentAfterAssembly,
    LentForAnotherOffice,
    PurseNotLent,
)
from ledger.lent_offices.state import LENDABLE, WIDER, Offer, offer_mark
from ledger.twinnings.look import active_twinning


def offer_of(seen: Seen, account: AccountId, member: MemberToken) -> Offer | None:
    """What somebody who is lent to this account may be here; None for everybody else."""
    return seen.mark(offer_mark(account, member), Offer)


def require_lent_as(offer: Offer, office: Office) -> None:
    """Somebody is lent for this office, and still is. Raises LentForAnotherOffice or LendingOver."""
    if offer.office is not office:
        raise LentForAnotherOffice(office=offer.office.value)
    if offer.over:
        raise LendingOver


def require_accepted(
    seen: Seen, account: AccountId, offer: Offer, office: Office, met: date | None = None
) -> None:
    """Somebody lent may take this office now, as an assembly accepted that met on a day.

    Raises LentForAnotherOffice, LendingOver, LentAfterAssembly, UnknownTwinning or TwinningNotActive.
    """
    require_lent_as(offer, office)
    if met is not None and met < offer.since:
        raise LentAfterAssembly(since=offer.since.isoformat())
    if offer.twinning is not None:
        active_twinning(seen, account, offer.twinning)


def require_lendable(
    seen: Seen,
    account_id: AccountId,
    account: Account,
    to: AccountId,
    office: Office,
    twinning: TwinningId | None,
) -> None:
    """An auditor or signatory is lent to the twin, or by a federation.

    Raises PurseNotLent, BorrowerMalformed, LenderNotWider, BorrowerNotTwin, UnknownTwinning or TwinningNotActive.
    """
    if office not in LENDABLE:
        raise PurseNotLent
    # Whether it exists cannot be asked here: it may lie in another installation.
    if not is_id("account", to) or to == account_id:
        raise BorrowerMalformed
    if twinning is not None:
        if active_twinning(seen, account_id, twinning).other != to:
            raise BorrowerNotTwin
    elif account.tier not in WIDER:
        raise LenderNotWider
