"""A proposal to spend, as it is given, and what must hold of it (P1)."""

import re

from msgspec import UNSET

from ledger.accounts.state import Account, Destination
from ledger.calls.refusals import CallNotAnswered, CallNotOpen
from ledger.calls.state import OpenCall, open_call_mark
from ledger.command import Seen
from ledger.identifiers import ALPHABET, AccountId, CallId
from ledger.money import to_decimal
from ledger.proposals.given import CallOnFundGiven, SpendGiven, lines_of, per_unit, sum_of, sums_of
from ledger.proposals.measure import CallOnFund, Spend
from ledger.proposals.refusals import (
    BeneficiariesOutOfRange,
    CostsDoNotAddUp,
    CostsMissing,
    CriterionNotAdopted,
    DestinationMissing,
    NothingRequested,
    ObjectOfAnotherDestination,
    ReceivingAccountIsOwn,
    ReceivingAccountMissing,
    TwinningMissing,
)
from ledger.twinnings.look import active_twinning

MOST_BENEFICIARIES = 9_999_999_999
"""More people than live on earth."""

_ACCOUNT_ID = re.compile(f"account-[{ALPHABET}]{{16}}")
"""Whether it exists cannot be asked here: it may lie in another installation. That it is an id, and no name, can."""


def spend_of(given: SpendGiven, account_id: AccountId, account: Account, seen: Seen) -> Spend:
    """The measure of a proposal to spend."""
    _require_object(given, account_id, account, seen)
    require_stated(given)
    if not given.requested:
        raise NothingRequested
    spend = Spend(
        destination=given.destination,
        twinning=given.twinning,
        receiving_account=given.receiving_account,
        criterion=given.criterion,
        beneficiaries=given.beneficiaries,
        costs=tuple(map(sum_of, given.costs)),
        own=sums_of(given.own),
        other=sums_of(given.other),
        requested=lines_of(given.requested, account),
        call=given.call,
        children_benefit=given.children_benefit or UNSET,
        waives_promise=UNSET if given.waives_promise is None else given.waives_promise,
    )
    require_covered(spend)
    if given.call is not None:
        _require_call_met(given, given.call, account_id, seen)
    return spend


def _require_call_met(given: SpendGiven, call: CallId, account_id: AccountId, seen: Seen) -> None:
    """A call that waits here, and money for the account that asks. Raises CallNotOpen or CallNotAnswered (P5)."""
    waiting = seen.mark(open_call_mark(account_id, call), OpenCall)
    if waiting is None or waiting.on_ballot:
        raise CallNotOpen
    receives = given.receiving_account
    if given.twinning is not None:
        receives = active_twinning(seen, account_id, given.twinning).other
    if receives != waiting.asking:
        raise CallNotAnswered


def _require_object(given: SpendGiven, account_id: AccountId, account: Account, seen: Seen) -> None:
    """The destination names its object, and no other (P1)."""
    match given.destination:
        case Destination.TWINNED_AREA:
            if given.receiving_account is not None or given.criterion is not None:
                raise ObjectOfAnotherDestination
            if given.twinning is None:
                raise TwinningMissing
            active_twinning(seen, account_id, given.twinning)
        case Destination.UNASSIGNED:
            raise DestinationMissing
        case Destination.UNIVERSAL_SOLIDARITY:
            if given.twinning is not None or given.criterion is not None:
                raise ObjectOfAnotherDestination
            if not _ACCOUNT_ID.fullmatch(given.receiving_account or ""):
                raise ReceivingAccountMissing
            if given.receiving_account == account_id:
                raise ReceivingAccountIsOwn
        case Destination.DISADVANTAGED_AT_HOME:
            if given.twinning is not None or given.receiving_account is not None:
                raise ObjectOfAnotherDestination
            adopted = account.rules.criteria if account.rules else ()
            if given.criterion not in {criterion.code for criterion in adopted}:
                raise CriterionNotAdopted


def require_stated(given: SpendGiven | CallOnFundGiven) -> None:
    """How many benefit, and what it costs (P1). Raises BeneficiariesOutOfRange or CostsMissing."""
    if not 1 <= given.beneficiaries <= MOST_BENEFICIARIES:
        raise BeneficiariesOutOfRange(highest=MOST_BENEFICIARIES)
    if not given.costs:
        raise CostsMissing


def require_covered(spend: Spend | CallOnFund) -> None:
    """Own + other + requested = the sum of the costs, in each unit (P1)."""
    costs, covered = per_unit(spend.costs), per_unit((*spend.own, *spend.other, *spend.requested))
    for unit in sorted(costs.keys() | covered.keys()):
        if costs[unit] != covered[unit]:
            raise CostsDoNotAddUp(
                unit=unit, costs=to_decimal(costs[unit], unit), covered=to_decimal(covered[unit], unit)
            )
