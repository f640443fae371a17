"""Refusals: why a command was not carried out. The tree of kinds is drawn here, once.

    Refused
    ├── Malformed      what was said cannot be read, whoever says it and whenever
    ├── NotFound       what it speaks of is not there
    ├── Forbidden      it is there, but not this person's to do
    ├── Conflict       it could be done, but not in the present state
    └── Unprocessable  it is understood, and breaks a rule of the fund

A refusal is a class: its docstring is its sentence for people, its fields say what it is about (never a name, a free
text or a reference), its slug is stable. Each subject keeps its own refusals beside its commands. The table from a
kind to an HTTP status stands in `api/`.
"""

import re
from typing import Any, ClassVar


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a failure
    """The ledger refused this."""

    slug: ClassVar[str] = "refused"

    def __init_subclass__(cls) -> None:
        # Before each capital; the second part tells the words of `NotASignatory` apart.
        cls.slug = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", cls.__name__).lower()

    def __init__(self, **about: Any) -> None:
        self.about = about
        super().__init__(self.sentence())

    @classmethod
    def title(cls) -> str:
        """The docstring on one line, without the rules that it names."""
        text = " ".join((cls.__doc__ or "").split())
        return re.sub(r"\s*\([A-Z]\d+(?:, [A-Z]\d+)*\)", "", text)

    def sentence(self, template: str | None = None) -> str:
        """The sentence, with what it is about filled in; a field that nobody gave is named in square brackets.

        A template in another language may be given instead of the docstring.
        """
        return (template or self.title()).format_map(_Plain(self.about))


class _Plain(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return f"[{key.replace('_', ' ')}]"


class Malformed(Refused):
    """This cannot be read."""


class NotFound(Refused):
    """What this speaks of is not in the ledger."""


class Forbidden(Refused):
    """This is not yours to do."""


class Conflict(Refused):
    """This cannot be done in the present state."""


class Unprocessable(Refused):
    """This breaks a rule of the fund."""


class UnknownUnit(Malformed):
    """This unit is not known: use a currency of ISO 4217 (EUR), goods by measure (goat:piece, cement:kg) or
    work:minute (L3).
    """


class AmountMalformed(Malformed):
    """An amount is a decimal string such as "12.50": digits, at most one point, no exponent and no spaces (L4)."""


class AmountNotPositive(Malformed):
    """An amount is greater than zero (L4)."""


class TooManyDigits(Malformed):
    """{unit} has {digits} digits after the point; nothing is rounded, so give no more than these (L4)."""


class AmountTooLarge(Malformed):
    """This amount, or a sum that it would make, is larger than the ledger can hold: 9223372036854775807 (L4)."""


class DateInFuture(Unprocessable):
    """An effective date lies in the future: enter what has happened, on the day on which it did (L10)."""


class DateBeforeAccount(Unprocessable):
    """An effective date lies before the account was opened, on {opened} (L10)."""


class TextTooLong(Malformed):
    """A text is longer than {longest} characters: shorten it."""


class TextEmpty(Malformed):
    """A text that a rule asks for is empty: write a sentence."""


class TextUnreadable(Malformed):
    """A text holds U+0000 or half of a character: send it as plain UTF-8."""


class StaleVersion(Conflict):
    """Somebody changed this meanwhile (it is at version {version}): read it again, then decide again."""


class KeyReused(Unprocessable):
    """This Idempotency-Key was used for another request: take a new key for a new request."""


class PositionBeyondEnd(Unprocessable):
    """This position lies beyond the end of the log."""
