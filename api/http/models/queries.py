"""What queries ask: days, moments, positions. A number is neither a day nor a moment."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Query
from pydantic import AwareDatetime, BeforeValidator
from pydantic_core import PydanticCustomError

from api.http.positions import PATTERN

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}.*", re.ASCII)


def _day(value: Any) -> Any:
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise PydanticCustomError("date_parsing", "a day")
    return value


def _moment(value: Any) -> Any:
    if isinstance(value, str) and not _MOMENT.fullmatch(value):
        raise PydanticCustomError("datetime_parsing", "a moment")
    return value


def _written(value: Any) -> Any:
    if not isinstance(value, str):
        raise PydanticCustomError("datetime_type", "a moment")
    try:
        return datetime.fromisoformat(_moment(value))
    except ValueError:
        raise PydanticCustomError("datetime_parsing", "a moment") from None


Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]
WrittenMoment = Annotated[AwareDatetime, BeforeValidator(_written)]
"""A moment in a body, where the number of seconds since 1970 is none, in quotes or without them."""

AsOfEffective = Annotated[Day | None, Query(description="What had taken effect by the end of this day.")]
AsOfRecorded = Annotated[Moment | None, Query(description="What was known at this moment.")]
AsOfPosition = Annotated[
    str | None,
    Query(
        max_length=100,
        description="What stands at or before this position; alone.",
        json_schema_extra={"pattern": PATTERN},
    ),
]
UNIT_PATTERN = "^([A-Z]{3}|[a-z0-9-]{1,40}:[a-z]{1,10})$"
UnitQuery = Annotated[
    str,
    Query(
        pattern=UNIT_PATTERN,
        description="ISO 4217 code, or such as `goat:piece`.",
    ),
]
PurposeQuery = Annotated[
    str | None,
    Query(pattern=r"^(unrestricted|awaiting|purpose-[0-9a-z-]{1,60})$", description="All if left out."),
]
