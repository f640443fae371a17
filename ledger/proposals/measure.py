"""What a proposal asks to be decided: to spend, appoint, lend, change rules, lift an earmark, call, close a period."""

from datetime import date

import msgspec

from ledger.accounts.state import Destination, Line
from ledger.associations.rules import Office, Rules
from ledger.context import canonical, seal_of
from ledger.identifiers import AccountId, CallId, MemberToken, PurposeId, Seal, TwinningId


class Sum(msgspec.Struct, frozen=True):
    """An amount of one unit."""

    unit: str
    amount_minor: int


class Spend(msgspec.Struct, frozen=True, kw_only=True, tag="spend", omit_defaults=True):
    """Costs by line; own + other + requested = total, per unit.

    What is left out is not written down, so that a field added later changes no seal.
    """

    destination: Destination
    twinning: TwinningId | None = None
    """The object of destination (a) (P1)."""
    receiving_account: AccountId | None = None
    """The object of destination (b) (P1)."""
    criterion: str | None = None
    """Code of the criterion of need, the object of destination (c) (P1)."""
    beneficiaries: int
    """How many people benefit."""
    costs: tuple[Sum, ...]
    """The lines of the budget; what each is for stands in the proposal's paper, in the same order."""
    own: tuple[Sum, ...] = ()
    other: tuple[Sum, ...] = ()
    requested: tuple[Line, ...]
    """What the account is asked for, by unit and purpose."""
    children_benefit: bool | msgspec.UnsetType = msgspec.UNSET
    """Said only where they do, so that what was sealed before it was asked has its seal still."""
    waives_promise: bool | msgspec.UnsetType = msgspec.UNSET
    """Whether beneficiaries promise nothing; where that is not said, it depends on whether children benefit (B7)."""

    call: CallId | None = None
    """The call on the fund that it meets (P5)."""

    @property
    def waives(self) -> bool:
        """Whether payments under this decision open no pass-on promise: by default where children benefit (B7)."""
        return bool(self.children_benefit if self.waives_promise is msgspec.UNSET else self.waives_promise)

    def names_criterion_of(self, rules: Rules) -> bool:
        """Whether these rules have its criterion of need, where its destination asks for one (P1)."""
        adopted = {criterion.code for criterion in rules.criteria}
        return self.destination is not Destination.DISADVANTAGED_AT_HOME or self.criterion in adopted


class Appoint(msgspec.Struct, frozen=True, kw_only=True, tag="appoint", omit_defaults=True):
    """A member takes an office, or somebody whom a federation or twin lends."""

    office: Office
    member: MemberToken
    lender: AccountId | None = None
    """Who lends the person, where the person is lent (A3)."""


class LendOfficer(msgspec.Struct, frozen=True, kw_only=True, tag="lend-officer", omit_defaults=True):
    """A member takes an office in another account, if that one's assembly accepts (A3)."""

    to: AccountId
    office: Office
    member: MemberToken
    twinning: TwinningId | None = None
    """Under which a twin lends; a federation names none."""


class ChangeRules(msgspec.Struct, frozen=True, kw_only=True, tag="change-rules"):
    """New rules, in whole."""

    rules: Rules


class LiftEarmark(msgspec.Struct, frozen=True, kw_only=True, tag="lift-earmark"):
    """Money of one purpose becomes unrestricted (L5)."""

    purpose: PurposeId
    amount: Sum


class CallOnFund(msgspec.Struct, frozen=True, kw_only=True, tag="call"):
    """Ask another account for what is missing, in the name of a twinning (P5); own + other + requested = costs."""

    twinning: TwinningId
    addressee: AccountId
    """Who is asked first; it may pass the call on."""
    beneficiaries: int
    costs: tuple[Sum, ...]
    """The lines of the budget; what each is for stands in the proposal's paper, in the same order."""
    own: tuple[Sum, ...] = ()
    other: tuple[Sum, ...] = ()
    requested: tuple[Sum, ...]
    """What the others are asked for; out of which purpose they give it is theirs to say."""


class ClosePeriod(msgspec.Struct, frozen=True, kw_only=True, tag="close-period"):
    """The report of the period up to a day is as it should be, and the books up to it no longer change (L7)."""

    until: date
    report: Seal
    """Of the report that was read."""


Measure = Spend | Appoint | ChangeRules | LiftEarmark | CallOnFund | ClosePeriod | LendOfficer


def requested_of(measure: Measure) -> tuple[Line, ...]:
    """What a measure costs the account, by unit and purpose; nothing for any but spending."""
    return measure.requested if isinstance(measure, Spend) else ()


def twinning_of(measure: Measure | None) -> TwinningId | None:
    """The twinning that a measure names: for the twinned area (P1), or in whose name it calls on the fund (P5)."""
    return measure.twinning if isinstance(measure, Spend | CallOnFund) else None


def call_met_by(measure: Measure | None) -> CallId | None:
    """The call on the fund that a measure meets, if it meets one (P5)."""
    return measure.call if isinstance(measure, Spend) else None


def version_seal(paper: Seal, measure: Measure) -> Seal:
    """The seal of a version, which anyone can compute again from its parts (P2).

    The paper's seal takes the place of the salt: it hides the text already, and the measure is public.
    """
    return seal_of(paper, canonical(msgspec.to_builtins(measure)))
