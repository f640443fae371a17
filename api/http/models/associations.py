"""Bodies about associations, their accounts, rules and members."""

from datetime import date
from typing import Annotated

from pydantic import Field

from api.http.models.base import (
    Amount,
    Association,
    Body,
    Contact,
    Effective,
    Name,
    Territory,
    Text,
    Twinning,
    Unit,
)
from ledger.accounts.events import PurposeKind
from ledger.associations.rules import AssociationKind, ObjectionBody, Office, Tier, TieRule
from ledger.bookings.state import BookingKind

CriterionCode = Annotated[
    str,
    Field(max_length=40, pattern="^[a-z0-9]+(-[a-z0-9]+)*$", description="Public for ever, like a label."),
]
Percent = Annotated[int, Field(ge=0, le=100)]


class NewAssociation(Body):
    """An association for the register."""

    kind: AssociationKind
    tier: Tier
    name: Name
    country: Annotated[str, Field(pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2.", examples=["CV"])]
    territory: Territory | None = Field(None, description="Where it is at home; it can be entered later.")


class AtHome(Body):
    """The territory of an association that was registered without one."""

    territory: Territory


class Belonging(Body):
    """The association of a wider tier to which one belongs."""

    upper: Association


class NewAccount(Body):
    """The one local account of an association."""

    association: Association
    opened: date | None = Field(None, description="First day of the account; today if left out.")


class NewCriterion(Body):
    """A criterion of need with its text."""

    code: CriterionCode
    text: Text


class NewStandingCeiling(Body):
    """Up to how much a single booking of a kind needs no decision of its own."""

    kind: BookingKind
    unit: Unit
    amount: Amount


class NewCollectionCeiling(Body):
    """Up to how much a collection may bring in."""

    unit: Unit
    amount: Amount


class NewRules(Body):
    """One version of the rules, in whole."""

    quorum_percent: Percent = 0
    second_call_quorum_percent: Percent | None = None
    threshold_percent: Annotated[int, Field(ge=50, le=100)] = 50
    objection_days: Annotated[int, Field(ge=0, le=30)] = 0
    seniority_days: Annotated[int, Field(ge=0, le=36_500)] = 0
    minimum_age: Annotated[int, Field(ge=0, le=120)] = 0
    tie_rule: TieRule = TieRule.LOWER_COST_THEN_LABEL
    criteria: Annotated[tuple[NewCriterion, ...], Field(max_length=100)] = ()
    accepts_calls: Annotated[
        bool | None,
        Field(
            description="Whether others may call on this account; from the federation upwards if left out."
        ),
    ] = None
    standing_ceilings: Annotated[
        tuple[NewStandingCeiling, ...],
        Field(
            max_length=100,
            description="What may be booked under a standing rule; nothing of a kind and unit that is left out.",
        ),
    ] = ()
    collection_ceilings: Annotated[
        tuple[NewCollectionCeiling, ...],
        Field(max_length=100, description="What collections may bring in; nothing of a unit left out."),
    ] = ()
    objection_body: Annotated[
        ObjectionBody | None,
        Field(description="Who decides on objections to a result; the deciding body if left out."),
    ] = None
    objection_decision_days: Annotated[
        int | None,
        Field(ge=1, le=30, description="Within how many days, or the objection lapses; 30 if left out."),
    ] = None
    proxies_per_holder: Annotated[
        int | None,
        Field(ge=0, le=100, description="For how many others an elector may vote; for two if left out."),
    ] = None


class NewFounder(Body):
    """One of the first members."""

    name: Name
    contact: Contact | None = None
    of_age: bool = True
    office: Office | None = None
    attests: bool = Field(False, description="Attests the minutes; exactly two founders do.")


class NewFounding(Body):
    """The founding minutes."""

    statutes: Text
    rules: NewRules = NewRules()
    founders: Annotated[tuple[NewFounder, ...], Field(min_length=1, max_length=1_000)]
    effective: Effective = None


class NewMember(Body):
    """Somebody who becomes a member."""

    name: Name | None = None
    contact: Contact | None = None
    of_age: bool = Field(
        True, description="Whether the rules' minimum age is reached; no birth date is kept."
    )
    effective: Effective = None


class FromDay(Body):
    """An act that only has a day."""

    effective: Effective = None


class Suspension(Body):
    """Why a member is suspended."""

    reason: Text
    effective: Effective = None


class NewPurpose(Body):
    """What the account may hold earmarked money for."""

    kind: PurposeKind
    description: Text
    twinning: Twinning | None = Field(None, description="For a purpose of the kind `twinning`, and no other.")
