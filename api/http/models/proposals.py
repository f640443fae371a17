"""Bodies about proposals."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from api.http.models.associations import CriterionCode, NewRules
from api.http.models.base import Account, Amount, Body, Call, Member, Purpose, Seal, Text, Twinning, Unit
from ledger.accounts.state import Destination
from ledger.associations.rules import Office
from ledger.proposals.events import Tie


class NewAmount(Body):
    """An amount of one unit."""

    unit: Unit
    amount: Amount


class NewCost(NewAmount):
    """A line of the costs."""

    what: Text


class NewLine(NewAmount):
    """An amount of one unit under one purpose."""

    purpose: Purpose


Lines = Field(max_length=200)


class ToSpend(Body):
    """Spend money: own + other + requested make the costs, per unit."""

    type: Literal["spend"]
    destination: Destination
    twinning: Twinning | None = Field(None, description="An active twinning, for destination (a).")
    receiving_account: Account | None = None
    criterion: CriterionCode | None = None
    beneficiaries: int
    costs: Annotated[tuple[NewCost, ...], Lines]
    own: Annotated[tuple[NewAmount, ...], Lines] = ()
    other: Annotated[tuple[NewAmount, ...], Lines] = ()
    requested: Annotated[tuple[NewLine, ...], Lines]
    call: Call | None = Field(None, description="The call on the fund that it meets.")
    children_benefit: bool = False
    waives_promise: bool | None = Field(
        None, description="Whether beneficiaries promise nothing; if left out, where children benefit."
    )


class ToAppoint(Body):
    """Appoint a member to an office, or somebody lent, by the token under which they are known here."""

    type: Literal["appoint"]
    office: Office
    member: Member


class ToLendOfficer(Body):
    """Lend a member to another account as its auditor or second signatory: to the twin, or as a federation."""

    type: Literal["lend-officer"]
    to: Account
    office: Office
    member: Member
    twinning: Twinning | None = Field(None, description="Left out where a federation lends.")


class ToChangeRules(Body):
    """Adopt new rules, given in whole."""

    type: Literal["change-rules"]
    rules: NewRules


class ToLiftEarmark(Body):
    """Make money of an earmarked purpose unrestricted."""

    type: Literal["lift-earmark"]
    purpose: Purpose
    amount: NewAmount


class ToCall(Body):
    """Call on another account in the name of a twinning: own + other + requested make the costs, per unit."""

    type: Literal["call"]
    twinning: Twinning
    addressee: Account
    beneficiaries: int
    costs: Annotated[tuple[NewCost, ...], Lines]
    own: Annotated[tuple[NewAmount, ...], Lines] = ()
    other: Annotated[tuple[NewAmount, ...], Lines] = ()
    requested: Annotated[tuple[NewAmount, ...], Lines]


class ToClosePeriod(Body):
    """Close the books up to a day that is over, by the report of the period that ends with it."""

    type: Literal["close-period"]
    until: date
    report: Seal = Field(description="Seal of the report that was read.")


Measure = Annotated[
    ToSpend | ToAppoint | ToLendOfficer | ToChangeRules | ToLiftEarmark | ToCall | ToClosePeriod,
    Field(discriminator="type"),
]


class NewVersion(Body):
    """A proposal, or a new version of it."""

    need: Text
    measure: Measure
    pass_on_plan: Annotated[
        str,
        Field(
            max_length=20_000, description='Asked for with spending and with calls; may be "not able yet".'
        ),
    ] = ""


class Interest(Body):
    """An interest or close tie."""

    tie: Tie
    member: Member | None = Field(None, description="Whose; the key's own member if left out.")


class Admission(Body):
    """Which version is admitted."""

    version: int = Field(ge=1)


class Report(Body):
    """What came of it."""

    report: Text
