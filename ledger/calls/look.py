"""How commands look at a call, at who accepts calls, and at what a message says a call is."""

from ledger.accounts.state import Account
from ledger.associations.rules import Tier
from ledger.calls.refusals import CallNotAtThisStep, CallNotOurs, CallUnreadable, UnknownCall
from ledger.calls.state import Call, CallStatus, CallTerms, Opinion
from ledger.command import AccountCommand, Context, Reads, Seen
from ledger.identifiers import CallId, Stream, is_id, is_seal, stream_of
from ledger.money import LARGEST_MINOR
from ledger.proposals.given import per_unit
from ledger.proposals.measure import CallOnFund, Sum
from ledger.refusals import Refused
from ledger.units import digits_of

MOST_LINES = 1_000
"""Lines of costs that a call from elsewhere may have: more than any budget that people read."""


class CallCommand(AccountCommand, frozen=True, kw_only=True):
    """A command about one call."""

    call: CallId

    @property
    def stream(self) -> Stream:
        """Where this account's events of the call stand."""
        return stream_of(self.account, self.call)

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account, self.stream))

    def found(self, seen: Seen) -> Call:
        """The call. Raises UnknownCall."""
        # What is no call's id names a stream with another state, or none at all: it is not looked up.
        known = self.call.startswith("call-") and "/" not in self.call
        call = seen.find(self.stream, Call) if known else None
        if call is None:
            raise UnknownCall
        return call

    def own(self, seen: Seen) -> Call:
        """A call that this account made. Raises UnknownCall or CallNotOurs."""
        call = self.found(seen)
        if call.asking != self.account:
            raise CallNotOurs
        return call


def require_step(call: Call, *wanted: CallStatus) -> None:
    """Raises CallNotAtThisStep."""
    if call.status not in wanted:
        raise CallNotAtThisStep(status=call.status.value, wanted=" or ".join(wanted))


def accepts_calls(account: Account) -> bool:
    """Whether an account takes calls: as its rules say, or else from the federation upwards (A4, P5)."""
    if account.rules is None:
        return False
    said = account.rules.accepts_calls
    return said if isinstance(said, bool) else account.tier in {Tier.FEDERATION, Tier.GLOBAL}


def require_readable(terms: CallTerms) -> None:
    """What came from elsewhere holds what a call holds, and nothing else. Raises CallUnreadable."""
    measure = terms.measure
    ids = (
        ("account", terms.asking),
        ("account", terms.twin),
        ("twinning", measure.twinning),
        ("account", measure.addressee),
        ("proposal", terms.proposal),
    )
    if not (all(is_id(prefix, text) for prefix, text in ids) and is_seal(terms.paper) and _adds_up(measure)):
        raise CallUnreadable


def require_opinion(opinion: Opinion) -> None:
    """Raises CallUnreadable."""
    if not is_seal(opinion.text):
        raise CallUnreadable


def _adds_up(measure: CallOnFund) -> bool:
    """Sound amounts, and own + other + requested = costs in each unit."""
    covered = (*measure.own, *measure.other, *measure.requested)
    amounts = (*measure.costs, *covered)
    if not (measure.requested and 0 < measure.beneficiaries <= LARGEST_MINOR and len(amounts) <= MOST_LINES):
        return False
    try:
        return all(map(_is_sound, amounts)) and per_unit(measure.costs) == per_unit(covered)
    except Refused:
        return False


def _is_sound(amount: Sum) -> bool:
    digits_of(amount.unit)
    return 0 < amount.amount_minor <= LARGEST_MINOR
