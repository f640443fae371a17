"""What pydantic could not understand, said as sentences that point at the place and never repeat what stood there."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from api.http.refusals import BodyNotUnderstood, ParameterNotUnderstood

MOST_ERRORS = 20
"""Errors that one answer names."""

_SENTENCES = {
    "missing": "This is needed.",
    "extra_forbidden": "A field here is not known: see the documentation for the fields that are.",
    "string_type": "A text in quotes is expected.",
    "string_too_short": "Not shorter than {min_length} characters.",
    "string_too_long": "Not longer than {max_length} characters.",
    "string_pattern_mismatch": "This is not written as it should be: see the pattern in the documentation.",
    "int_type": "A whole number is expected.",
    "int_parsing": "A whole number is expected.",
    "int_from_float": "A whole number is expected.",
    "bool_type": "true or false is expected.",
    "bool_parsing": "true or false is expected.",
    "date_type": "A date such as 2026-03-01 is expected.",
    "date_from_datetime_parsing": "A date such as 2026-03-01 is expected.",
    "date_parsing": "A date such as 2026-03-01 is expected.",
    "datetime_type": "A moment such as 2026-03-01T12:00:00Z is expected.",
    "datetime_parsing": "A moment such as 2026-03-01T12:00:00Z is expected.",
    "datetime_from_date_parsing": "A moment such as 2026-03-01T12:00:00Z is expected.",
    "timezone_aware": "A moment needs its offset from UTC, such as 2026-03-01T12:00:00Z.",
    "enum": "One of {expected} is expected.",
    "literal_error": "One of {expected} is expected.",
    "greater_than_equal": "Not less than {ge}.",
    "greater_than": "More than {gt}.",
    "less_than_equal": "Not more than {le}.",
    "tuple_type": "A list is expected.",
    "list_type": "A list is expected.",
    "too_short": "Not fewer than {min_length}.",
    "too_long": "Not more than {max_length}.",
    "model_type": "An object is expected.",
    "model_attributes_type": "An object is expected.",
    "dict_type": "An object is expected.",
    "union_tag_not_found": "The field {discriminator} is needed.",
    "union_tag_invalid": "The field {discriminator} is one of {expected_tags}.",
}

_OTHER_FORM = frozenset({"string_type", "model_type", "model_attributes_type", "string_pattern_mismatch"})

OF_AMOUNTS = "amount_not_text"
"""Our own type of error: its message is a sentence already."""


def body_not_understood(error: ValidationError, body: Any) -> BodyNotUnderstood:
    """The refusal of a body: each error with a JSON pointer."""
    found = [(_pointer(one, body), one) for one in error.errors(include_url=False, include_input=False)]
    inner = {pointer.rpartition("/")[0] for pointer, _ in found}
    errors = [
        {"pointer": _said(pointer, one), "sentence": _sentence(one)}
        for pointer, one in found
        # Where one of several forms is expected, only what is wrong with the form that was chosen helps.
        if not (one["type"] in _OTHER_FORM and pointer in inner)
    ]
    return BodyNotUnderstood(errors=errors[:MOST_ERRORS])


def parameter_not_understood(errors: Sequence[Mapping[str, Any]]) -> ParameterNotUnderstood:
    """The refusal of a path, query or header: each error with the place and name of the parameter."""
    return ParameterNotUnderstood(
        errors=[
            {"in": str(one["loc"][0]), "name": str(one["loc"][-1]), "sentence": _sentence(one)}
            for one in errors[:MOST_ERRORS]
        ]
    )


def _pointer(error: Mapping[str, Any], body: Any) -> str:
    """The place in the body. Steps that only name one of several forms are not in it."""
    pointer, value = "", body
    way, missing = error["loc"], error["type"] == "missing"
    for place, step in enumerate(way):
        inside = (
            isinstance(step, int) if isinstance(value, list) else isinstance(value, dict) and step in value
        )
        if inside:
            value = value[step]
        elif not (missing and place == len(way) - 1):
            continue
        pointer += "/" + str(step).replace("~", "~0").replace("/", "~1")
    return pointer


def _said(pointer: str, error: Mapping[str, Any]) -> str:
    """The pointer as it is told: a field that is not known is somebody's own words, so its object is pointed at."""
    return pointer.rpartition("/")[0] if error["type"] == "extra_forbidden" else pointer


def _sentence(error: Mapping[str, Any]) -> str:
    if error["type"] == OF_AMOUNTS:
        return str(error["msg"])
    template = _SENTENCES.get(error["type"], "This is not what is expected here: see the documentation.")
    return template.format_map({"min_length": "", "max_length": "", "expected": "", **error.get("ctx", {})})
