"""What all bodies share: nothing beyond the fields named, no value taken for another kind, every text bounded.

Amounts stand as two fields side by side, `"unit": "EUR", "amount": "12.50"`, as commands take them.
"""

from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from api.http.misunderstandings import OF_AMOUNTS
from ledger.command import Command
from ledger.context import LONGEST_TEXT
from ledger.decoders import convert
from ledger.units import PATTERN

C = TypeVar("C", bound=Command)


class Body(BaseModel):
    """A JSON object that a route reads."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Line(Body):
    """A line of a batch."""

    idempotency_key: Annotated[
        str | None,
        Field(
            pattern=r"^[\x21-\x7e]{1,255}$",
            description="This line's own; else the header's and the line's number.",
        ),
    ] = None


def _text(value: Any) -> Any:
    if not isinstance(value, str):
        raise PydanticCustomError(
            OF_AMOUNTS, 'An amount is a text such as "12.50", in quotes: never a number.'
        )
    return value


def id_of(prefix: str) -> Any:
    """The form of an id in a body."""
    return Field(pattern=pattern_of(prefix))


def pattern_of(prefix: str) -> str:
    """How ids are written: lower-case letters, digits and hyphens after what they are ids of."""
    return f"^{prefix}-[0-9a-z-]{{1,60}}$"


Amount = Annotated[
    str,
    BeforeValidator(_text),
    Field(
        max_length=60,
        description="Decimal string, at most the unit's digits after the point. Never a number.",
        json_schema_extra={"pattern": r"^(0|[1-9][0-9]*)(\.[0-9]+)?$", "examples": ["12.50"]},
    ),
]
Unit = Annotated[
    str,
    Field(
        max_length=60,
        description="ISO 4217 code, or `<thing>:<measure>` such as `goat:piece`, `cement:kg` or `work:minute`.",
        json_schema_extra={"pattern": PATTERN, "examples": ["EUR"]},
    ),
]
Text = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Contact = Annotated[str, Field(min_length=1, max_length=200)]
Reference = Annotated[str, Field(min_length=1, max_length=200)]
Effective = Annotated[
    date | None,
    Field(description="The day on which it took effect; today (UTC) if left out, and never in the future."),
]
Purpose = Annotated[str, Field(pattern=r"^(unrestricted|purpose-[0-9a-z-]{1,60})$")]
Association = Annotated[str, id_of("association")]
Account = Annotated[str, id_of("account")]
Member = Annotated[str, id_of("member")]
Party = Annotated[str, Field(pattern="^[a-z]{1,20}-[0-9a-z-]{1,60}$")]
Contribution = Annotated[str, id_of("contribution")]
Proposal = Annotated[str, id_of("proposal")]
Disbursement = Annotated[str, id_of("disbursement")]
Call = Annotated[str, id_of("call")]
Place = Annotated[str, id_of("place")]
Paper = Annotated[str, id_of("paper")]
Round = Annotated[str, id_of("round")]
Twinning = Annotated[str, id_of("twinning")]
Territory = Annotated[str, id_of("territory")]

Seal = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


def command(kind: type[C], body: Body | None = None, **fields: Any) -> C:
    """The command that a body and the path say."""
    said = {} if body is None else body.__dict__.copy()
    said.pop("idempotency_key", None)
    said.update(fields)
    return convert(said, kind, from_attributes=True)
