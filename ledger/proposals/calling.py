"""A proposal to call on the fund, as it is given, and what must hold of it (P5)."""

from ledger.calls.refusals import AddresseeIsOwn, AddresseeMissing
from ledger.command import Seen
from ledger.identifiers import AccountId, is_id
from ledger.proposals.given import CallOnFundGiven, sum_of, sums_of
from ledger.proposals.measure import CallOnFund
from ledger.proposals.refusals import NothingRequested
from ledger.proposals.spending import require_covered, require_stated
from ledger.twinnings.look import active_twinning


def call_of(given: CallOnFundGiven, account_id: AccountId, seen: Seen) -> CallOnFund:
    """The measure of a proposal to call on the fund, in the name of an active twinning."""
    active_twinning(seen, account_id, given.twinning)
    # Whether it exists cannot be asked here: it may lie in another installation. That it is an id, and no name, can.
    if not is_id("account", given.addressee):
        raise AddresseeMissing
    if given.addressee == account_id:
        raise AddresseeIsOwn
    require_stated(given)
    if not given.requested:
        raise NothingRequested
    call = CallOnFund(
        twinning=given.twinning,
        addressee=given.addressee,
        beneficiaries=given.beneficiaries,
        costs=tuple(map(sum_of, given.costs)),
        own=sums_of(given.own),
        other=sums_of(given.other),
        requested=sums_of(given.requested),
    )
    require_covered(call)
    return call
