"""Measures as people give them, amounts as decimal strings, and the way from there to what an event can hold."""

from collections import Counter
from collections.abc import Generator, Iterable
from datetime import date

import msgspec

from ledger.accounts.look import known_purpose
from ledger.accounts.state import Account, Destination, Line, member_mark
from ledger.associations.given import RulesGiven, rules_of
from ledger.associations.membership import current_member
from ledger.associations.rules import Office
from ledger.calls.state import open_call_mark
from ledger.command import Context, Outcome, Seen
from ledger.identifiers import (
    UNRESTRICTED,
    AccountId,
    CallId,
    Mark,
    MemberToken,
    PurposeId,
    Seal,
    Stream,
    TwinningId,
    stream_of,
)
from ledger.lent_offices.look import offer_of, require_lendable, require_lent_as
from ledger.lent_offices.state import offer_mark
from ledger.money import checked, to_minor
from ledger.periods.look import require_over
from ledger.proposals.measure import (
    Appoint,
    ChangeRules,
    ClosePeriod,
    LendOfficer,
    LiftEarmark,
    Measure,
    Sum,
)
from ledger.proposals.refusals import AlreadyUnrestricted


class AmountGiven(msgspec.Struct, frozen=True):
    """An amount of one unit."""

    unit: str
    amount: str
    """Decimal string."""


class CostGiven(msgspec.Struct, frozen=True):
    """A line of the costs: what it is for, in words, and how much."""

    what: str
    unit: str
    amount: str


class LineGiven(msgspec.Struct, frozen=True):
    """An amount of one unit under one purpose."""

    unit: str
    purpose: PurposeId
    amount: str


class SpendGiven(msgspec.Struct, frozen=True, kw_only=True, tag="spend"):
    """Spend money; own + other + requested = the sum of the costs, per unit."""

    destination: Destination
    twinning: TwinningId | None = None
    """An active twinning of this account, for destination (a) alone (P1)."""
    receiving_account: AccountId | None = None
    """For destination (b) alone (P1)."""
    criterion: str | None = None
    """Code of a criterion of need in the present rules, for destination (c) alone (P1)."""
    beneficiaries: int
    """How many people benefit."""
    costs: tuple[CostGiven, ...]
    own: tuple[AmountGiven, ...] = ()
    other: tuple[AmountGiven, ...] = ()
    requested: tuple[LineGiven, ...]
    children_benefit: bool = False
    waives_promise: bool | None = None
    """Whether beneficiaries are to promise nothing; None: waived where children benefit (B7)."""
    call: CallId | None = None
    """The call on the fund that it meets: the receiving account, or the twin, is the account that asks (P5)."""


class AppointGiven(msgspec.Struct, frozen=True, kw_only=True, tag="appoint"):
    """Appoint a member to an office, or somebody lent, by the token of this account."""

    office: Office
    member: MemberToken


class LendOfficerGiven(msgspec.Struct, frozen=True, kw_only=True, tag="lend-officer"):
    """Lend a member as an officer to another account: to the twin, or as a federation (A3)."""

    to: AccountId
    office: Office
    member: MemberToken
    twinning: TwinningId | None = None


class ChangeRulesGiven(msgspec.Struct, frozen=True, kw_only=True, tag="change-rules"):
    """Adopt new rules, given in whole."""

    rules: RulesGiven


class LiftEarmarkGiven(msgspec.Struct, frozen=True, kw_only=True, tag="lift-earmark"):
    """Make money of an earmarked purpose unrestricted (L5)."""

    purpose: PurposeId
    amount: AmountGiven


class CallOnFundGiven(msgspec.Struct, frozen=True, kw_only=True, tag="call"):
    """Ask another account for what is missing, in the name of a twinning (P5)."""

    twinning: TwinningId
    addressee: AccountId
    beneficiaries: int
    """How many people benefit."""
    costs: tuple[CostGiven, ...]
    own: tuple[AmountGiven, ...] = ()
    other: tuple[AmountGiven, ...] = ()
    requested: tuple[AmountGiven, ...]


class ClosePeriodGiven(msgspec.Struct, frozen=True, kw_only=True, tag="close-period"):
    """Close the books up to a day, by the report that was read (L7)."""

    until: date
    report: Seal
    """Of that report: it must be the one that the books come to."""


OtherMeasureGiven = AppointGiven | ChangeRulesGiven | LiftEarmarkGiven | ClosePeriodGiven | LendOfficerGiven
MeasureGiven = SpendGiven | CallOnFundGiven | OtherMeasureGiven


def marks_of(given: MeasureGiven, account: AccountId) -> tuple[Mark, ...]:
    """The marks that reading this measure looks at."""
    if isinstance(given, SpendGiven) and given.call is not None:
        return (open_call_mark(account, given.call),)
    if isinstance(given, AppointGiven):
        return (member_mark(account, given.member), offer_mark(account, given.member))
    return (member_mark(account, given.member),) if isinstance(given, LendOfficerGiven) else ()


def streams_of(given: MeasureGiven, account: AccountId) -> tuple[Stream, ...]:
    """The streams that reading this measure looks at."""
    if isinstance(given, SpendGiven | CallOnFundGiven | LendOfficerGiven) and given.twinning is not None:
        return (stream_of(account, given.twinning),)
    return ()


def other_measure(
    given: OtherMeasureGiven, account_id: AccountId, account: Account, seen: Seen, context: Context
) -> Generator[Outcome, None, Measure]:
    """The measure of a proposal that asks for no money; yields the papers of its texts."""
    match given:
        case AppointGiven():
            offer = offer_of(seen, account_id, given.member)
            if offer is None:
                current_member(seen, account_id, given.member)
                return Appoint(office=given.office, member=given.member)
            require_lent_as(offer, given.office)
            return Appoint(office=given.office, member=given.member, lender=offer.lender)
        case LendOfficerGiven():
            current_member(seen, account_id, given.member)
            require_lendable(seen, account_id, account, given.to, given.office, given.twinning)
            return LendOfficer(to=given.to, office=given.office, member=given.member, twinning=given.twinning)
        case ChangeRulesGiven():
            rules = yield from rules_of(given.rules, context)
            return ChangeRules(rules=rules)
        case LiftEarmarkGiven():
            if known_purpose(account, given.purpose) == UNRESTRICTED:
                raise AlreadyUnrestricted
            return LiftEarmark(purpose=given.purpose, amount=sum_of(given.amount))
        case ClosePeriodGiven():
            require_over(account, given.until, context)
            return ClosePeriod(until=given.until, report=given.report)


def sum_of(given: AmountGiven | CostGiven) -> Sum:
    """Read one amount. Raises what `to_minor` raises."""
    return Sum(given.unit, to_minor(given.amount, given.unit))


def sums_of(given: Iterable[AmountGiven]) -> tuple[Sum, ...]:
    """Amounts, one for each unit, in the order of the codes."""
    return tuple(Sum(unit, amount) for unit, amount in sorted(per_unit(map(sum_of, given)).items()))


def per_unit(amounts: Iterable[Sum | Line]) -> Counter[str]:
    """The sum for each unit; units are never added (L3). Raises AmountTooLarge."""
    totals: Counter[str] = Counter()
    for amount in amounts:
        totals[amount.unit] = checked(totals[amount.unit] + amount.amount_minor)
    return totals


def lines_of(given: Iterable[LineGiven], account: Account) -> tuple[Line, ...]:
    """Budget or cost lines, one for each unit and purpose, sorted. Raises UnknownPurpose, and what `to_minor` does."""
    totals: Counter[tuple[str, PurposeId]] = Counter()
    for line in given:
        amount_minor = to_minor(line.amount, line.unit)
        where = line.unit, known_purpose(account, line.purpose)
        totals[where] = checked(totals[where] + amount_minor)
    return tuple(Line(unit, purpose, amount) for (unit, purpose), amount in sorted(totals.items()))
