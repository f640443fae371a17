"""Bodies about places of money."""

from typing import Annotated

from pydantic import Field

from api.http.models.base import Amount, Body, Effective, Member, Paper, Place, Reference, Text, Unit
from ledger.places.state import PlaceKind

LABEL_WRITTEN = "[a-z0-9]+(-[a-z0-9]+)*"
"""How labels are written; what else keeps one from being taken, its refusal says."""


class NewPlace(Body):
    """Where money may lie from now on."""

    kind: PlaceKind
    label: Annotated[
        str,
        Field(
            max_length=60,
            description="Short public code, one place's alone: people, sheets and exports name it so. No name.",
            json_schema_extra={"pattern": f"^{LABEL_WRITTEN}$", "examples": ["cash-box"]},
        ),
    ]
    description: Text | None = Field(
        None,
        description="For those with a role in the account: which bank it is, or where the box stands.",
    )
    holder: Member | None = Field(None, description="Who has the advance; for that kind, and for no other.")
    main_for: Annotated[
        list[Unit],
        Field(
            max_length=20,
            description="Currencies whose money comes and goes there unless another place is named.",
        ),
    ] = []
    effective: Effective = None


class MainUnit(Body):
    """Whose money comes and goes there unless another place is named."""

    unit: Unit


class NewMove(Body):
    """Money that was carried from one place to another."""

    unit: Unit
    amount: Amount
    origin: Place | None = Field(None, description="Where it lay; left out, it lay at no named place.")
    target: Place
    reference: Reference | None = Field(None, description="What names it outside, such as a bank line.")
    evidence: Text | None = Field(None, description="What shows it, in words.")
    scan: Paper | None = Field(None, description="The paper that shows it, filed before.")
    effective: Effective = None
