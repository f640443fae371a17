"""The words of sheets in three languages: any of them is understood, whatever the signs and capitals."""

import unicodedata
from enum import StrEnum
from functools import cache
from importlib.resources import files

import msgspec

from projections.sentences.language import Language


class Column(StrEnum):
    """What a column says, in the order of the template."""

    NUMBER = "number"
    KIND = "kind"
    DAY = "day"
    WHO = "who"
    AMOUNT = "amount"
    UNIT = "unit"
    PLACE = "place"
    TO = "to"
    PURPOSE = "purpose"
    BY = "by"
    WHAT = "what"
    REFERENCE = "reference"
    ABOUT = "about"
    TEXT = "text"
    TIME = "time"
    CONVENED = "convened"
    UNTIL = "until"


class Kind(StrEnum):
    """What an entry is."""

    MEMBER = "member"
    LEAVING = "leaving"
    GIFT = "gift"
    FEE = "fee"
    EVENT = "event"
    LEGACY = "legacy"
    GRANT = "grant"
    REMITTANCE = "remittance"
    COLLECTION = "collection"
    GOODS = "goods"
    HOURS = "hours"
    PAYMENT = "payment"
    MOVE = "move"
    COUNT = "count"
    OPENING_BALANCE = "opening-balance"
    INTEREST = "interest"
    BANK_FEE = "bank-fee"
    THEFT = "theft"
    LOSS = "loss"
    MINUTES = "minutes"
    VOTES = "votes"


class Help(msgspec.Struct, frozen=True):
    """The page of explanations."""

    rules: tuple[str, ...]
    must: str
    may: str
    kinds: dict[Kind, str]


class Words(msgspec.Struct, frozen=True):
    """What sheets say in one language."""

    title: str
    explanations: str
    row: str
    """Where a correction belongs."""
    correction: str
    columns: dict[Column, str]
    kinds: dict[Kind, str]
    also: dict[Kind, tuple[str, ...]]
    """Other words and spellings for kinds, which are understood and not shown."""
    words: dict[str, str]
    """What else may stand in a cell."""
    example: dict[str, str]
    told: dict[str, str]
    """What became of an entry."""
    help: Help


@cache
def words_in(language: Language) -> Words:
    """The words of a language."""
    return msgspec.toml.decode(files(__package__).joinpath(f"{language}.toml").read_bytes(), type=Words)


def bare(text: str) -> str:
    """Letters and digits alone, small and without their signs: what else people write is a matter of taste."""
    # The sign of an ordinal number is a letter to Unicode, and none to whoever types `no` or `n.`.
    apart = unicodedata.normalize("NFD", text.replace("º", "").replace("°", "").casefold())
    return "".join(sign for sign in apart if sign.isalnum())


@cache
def columns_by_heading() -> dict[str, tuple[Column, frozenset[Language]]]:
    """Every heading, bare, with the languages that have it."""
    found: dict[str, tuple[Column, frozenset[Language]]] = {}
    for language in Language:
        for column, heading in words_in(language).columns.items():
            known = found.get(bare(heading), (column, frozenset()))
            assert known[0] is column, f"{heading} heads two columns"
            found[bare(heading)] = (column, known[1] | {language})
    return found


@cache
def kinds_by_word() -> dict[str, Kind]:
    """Every word for a kind of entry, bare."""
    found: dict[str, Kind] = {}
    for words in map(words_in, Language):
        written = [(word, kind) for kind, word in words.kinds.items()]
        written += [(word, kind) for kind, more in words.also.items() for word in more]
        for word, kind in written:
            assert found.setdefault(bare(word), kind) is kind, f"{word} says two kinds"
    return found


@cache
def slugs_by_word() -> dict[str, str]:
    """Every other word that may stand in a cell, bare."""
    return {bare(word): slug for language in Language for slug, word in words_in(language).words.items()}


@cache
def examples() -> frozenset[str]:
    """What stands instead of a number in the row that shows how rows are written, bare."""
    return frozenset(bare(words_in(language).example["number"]) for language in Language)
