"""The META section of a Pabulib file: keys and values, each with its line."""

from collections.abc import Iterable
from decimal import Decimal

from api.elections.cells import amount_of, count_of, is_plain_slug
from api.elections.text import ElectionFileProblem, Row


class Meta:
    """The keys of META with their values and lines; an empty value counts as a missing key."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[str, Row] = {}
        for row in rows:
            key = row.cells["key"].casefold()
            first = self._rows.setdefault(key, row)
            if first.cells["value"] != row.cells["value"]:
                named = f"META key {key}" if is_plain_slug(key) else "same META key"
                sentence = f"The {named} has another value on line {first.line}; keep one of them."
                raise ElectionFileProblem(sentence, row.line)

    def text(self, key: str) -> str:
        return self._rows[key].cells["value"] if key in self._rows else ""

    def line(self, key: str) -> int:
        return self._rows[key].line if key in self._rows else 0

    def needed(self, key: str) -> str:
        if not self.text(key):
            sentence = f"META has no {key}; give the key {key} its value."
            raise ElectionFileProblem(sentence, self.line(key) or None)
        return self.text(key)

    def count(self, key: str) -> int | None:
        return count_of(self.text(key), f"META key {key}", self.line(key))

    def amount(self, key: str, currency: str) -> Decimal | None:
        """An amount, or None where there is none or zero, which bounds nothing."""
        text = self.text(key)
        return amount_of(text, currency, f"META key {key}", self.line(key)) if text.strip("0.") else None
