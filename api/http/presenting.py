"""How rows of views look outside: money as decimal strings, moments in RFC 3339, positions that name their log.

A row's fields keep their names but for the ending that says the unit inside: `paid_minor` becomes `paid`, a decimal
string; `recorded_us` becomes `recorded`, a moment.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec
from pydantic import BaseModel, Field, WithJsonSchema, create_model

from api.http.positions import written
from ledger.context import moment_of
from ledger.money import to_decimal

Decimal = Annotated[
    str, WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$", "examples": ["12.50"]})
]


def moment(recorded_us: int) -> str:
    """A moment in UTC as RFC 3339 writes it."""
    return moment_of(recorded_us).isoformat().replace("+00:00", "Z")


def present(row: msgspec.Struct, partition: str, /, **more: Any) -> dict[str, Any]:
    """One row as it looks outside."""
    shown: dict[str, Any] = {}
    unit = getattr(row, "unit", None)
    for field in row.__struct_fields__:
        value = getattr(row, field)
        name, ending = _outside(field)
        if value is msgspec.UNSET:
            # What nobody said is not written down, and shown as nothing.
            value = None
        elif value is not None and ending == "_minor":
            assert unit is not None, "an amount stands beside its unit"
            value = to_decimal(value, unit)
        elif value is not None and ending == "_us":
            value = moment(value)
        elif name == "position":
            value = written(partition, value)
        elif isinstance(value, msgspec.Struct):
            value = present(value, partition)
        elif isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct):
            value = presented(value, partition)
        shown[name] = value
    return {**shown, **more}


def presented(rows: Iterable[msgspec.Struct], partition: str) -> list[dict[str, Any]]:
    """Rows as they look outside."""
    return [present(row, partition) for row in rows]


def _outside(field: str) -> tuple[str, str]:
    for ending in ("_minor", "_us"):
        if field.endswith(ending):
            return field.removesuffix(ending), ending
    return field, ""


@cache
def shape_of(kind: type[msgspec.Struct]) -> type[BaseModel]:
    """The model by which OpenAPI describes such rows."""
    fields: dict[str, Any] = {}
    for field, hint in get_type_hints(kind, include_extras=True).items():
        if field not in kind.__struct_fields__:
            continue
        name, ending = _outside(field)
        fields[name] = (_hint(hint, name, ending), Field())
    return create_model(kind.__name__, __doc__=kind.__doc__, __module__=kind.__module__, **fields)


def _hint(hint: Any, name: str, ending: str) -> Any:
    if get_origin(hint) in {Union, UnionType}:
        members = tuple(_hint(member, name, ending) for member in get_args(hint))
        return Union[members]  # noqa: UP007 - the members are only known here
    if hint in {type(None), msgspec.UnsetType}:
        return type(None)
    if ending:
        return Decimal if ending == "_minor" else datetime
    if name == "position":
        return str
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return shape_of(hint)
    if get_origin(hint) is tuple:
        return list[_hint(get_args(hint)[0], "", "")]  # type: ignore[misc]
    return getattr(hint, "__supertype__", hint)


def with_fields(title: str, /, *kinds: type[BaseModel], **more: Any) -> type[BaseModel]:
    """A model that joins the fields of others and adds some; each given as a type, or as (type, default)."""
    fields: dict[str, Any] = {
        name: given if isinstance(given, tuple) else (given, ...) for name, given in more.items()
    }
    model: type[BaseModel] = create_model(title, __base__=kinds or (BaseModel,), **fields)
    return model


def page_of(model: type[BaseModel]) -> Any:
    """A list of these."""
    return list[model]  # type: ignore[valid-type]


def listing_of(title: str, model: type[BaseModel]) -> type[BaseModel]:
    """A list of these with the position that it reflects."""
    return with_fields(title, items=page_of(model), reflects=str)
