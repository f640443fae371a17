"""Planted texts over HTTP: where OpenAPI says that somebody may write, and where nobody should.

The fields are read off the OpenAPI document, so that a new field is tried as soon as it is there.
"""

from collections.abc import Iterator
from typing import Any

NEEDLES = (
    "Maria da Luz",
    "+238 991 12 34",
    "luz@exemplo.cv",
    "Escola da Ribeira Funda",
    "carrinha das 6h40",
    "refugiada",
    "PT50000201231234567890154",
    "maria-da-luz",
)
"""A name, a telephone number, an address, a child's school and way to it, why somebody left home, and a bank reference;
and a name as it may stand in an id (W4, W7)."""

SLUG = NEEDLES[-1]

Json = dict[str, Any]
Way = tuple[str | int, ...]


class Planter:
    """Writes the planted words, each time a little differently, and counts how often."""

    def __init__(self, document: Json) -> None:
        self._document = document
        self.planted = 0

    def words(self) -> str:
        """All needles but the last in one text."""
        self.planted += 1
        return f"{'; '.join(NEEDLES[:-1])} ({self.planted})"

    def filled(self, schema: Json, example: Any) -> Any:
        """The example with planted words in every free text, those that it leaves out too."""
        shape = self._chosen(schema, example)
        if is_free_text(shape):
            return self.words()
        if "properties" in shape:
            given = example if isinstance(example, dict) else {}
            return {
                name: self.filled(field, given.get(name))
                for name, field in shape["properties"].items()
                if name in given or self._asks_for_words(field)
            }
        if shape.get("type") == "array" and isinstance(example, list):
            return [self.filled(shape["items"], item) for item in example]
        return example

    def others(self, schema: Json, value: Any, way: Way = ()) -> Iterator[Way]:
        """The ways to all that is no free text, and to objects and lists as wholes."""
        shape = self._chosen(schema, value)
        if is_free_text(shape):
            return
        yield way
        if "properties" in shape and isinstance(value, dict):
            for name, item in value.items():
                yield from self.others(shape["properties"][name], item, (*way, name))
        elif shape.get("type") == "array" and isinstance(value, list):
            for place, item in enumerate(value):
                yield from self.others(shape["items"], item, (*way, place))

    def resolved(self, schema: Json) -> Json:
        """The schema that a reference names."""
        while "$ref" in schema:
            schema = self._document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return schema

    def _forms(self, schema: Json) -> list[Json]:
        """The forms among which a schema lets one choose."""
        forms: list[Json] = schema.get("anyOf") or schema.get("oneOf") or []
        return [self.resolved(form) for form in forms]

    def _chosen(self, schema: Json, value: Any) -> Json:
        """Of several forms the one that this value has; of an object and its id the object, which asks for words."""
        schema = self.resolved(schema)
        forms = self._forms(schema)
        if not forms:
            return schema
        objects = [form for form in forms if "properties" in form]
        if isinstance(value, dict) and "type" in value:
            objects = [form for form in objects if form["properties"]["type"].get("const") == value["type"]]
        whole = [form for form in objects if isinstance(value, dict) or not form.get("required")]
        return next(iter(whole or [form for form in forms if form.get("type") != "null"]))

    def _asks_for_words(self, schema: Json) -> bool:
        """Whether a field that the example leaves out can be given words without anything else."""
        schema = self.resolved(schema)
        forms = self._forms(schema) or [schema]
        return any(
            is_free_text(form)
            or (
                "properties" in form
                and not form.get("required")
                and any(map(self._asks_for_words, form["properties"].values()))
            )
            for form in forms
        )


def is_free_text(schema: Json) -> bool:
    """Whether anything may be written there: no id, date, amount, code, or one of several words."""
    return schema.get("type") == "string" and not {"enum", "const", "pattern", "format"} & schema.keys()


def replaced(body: Any, way: Way, value: Any) -> Any:
    """A copy of a body with something else at the end of a way."""
    if not way:
        return value
    first, rest = way[0], way[1:]
    if isinstance(body, list):
        return [replaced(item, rest, value) if place == first else item for place, item in enumerate(body)]
    return {**body, first: replaced(body[first], rest, value)}


def at(body: Any, way: Way) -> Any:
    """What stands at the end of a way."""
    for step in way:
        body = body[step]
    return body
