"""The page as HTML: one template, the words of each language in a file of its own, nothing fetched from anywhere."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
import msgspec

from api.exports.gathering import Book
from api.reports.figures import Figures, Line, Lying, Reason, figures
from ledger.accounts.state import Destination
from ledger.associations.rules import Office
from ledger.identifiers import AWAITING, UNRESTRICTED
from ledger.money import to_decimal
from ledger.periods.natures import Nature
from ledger.units import WORK, is_money
from projections.sentences.language import Language, Words, words_of

ROOMY, DENSE = 16, 28
"""Rows, side by side counted once, that fit on the page in large and in smaller letters."""

WIDE = 10
"""Signs of a sum in large letters that fit into its box."""


def page(book: Book, language: Language) -> str:
    """The report of a period that was gathered."""
    said = _said(figures(book), language)
    return _template().render(said | {"letters": _letters(said)})


def _letters(said: dict[str, Any]) -> str:
    """How small letters must be for all of it to stand on one page; the sums above all stay large."""
    rows = sum(len(unit["lines"]) + 1 for unit in said["units"])
    for left, right in (("came", "went"), ("decided", "paid"), ("kind", "lying")):
        rows += max(len(said[left]), len(said[right]))
    letters = "" if rows <= ROOMY else "dense" if rows <= DENSE else "dense tight"
    longest = max((len(text) for total in said["totals"] for text in total.values()), default=0)
    return f"{letters} long" if longest > WIDE else letters


@cache
def _template() -> jinja2.Template:
    source = files(__package__).joinpath("page.html").read_text(encoding="utf-8")
    made = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return made.from_string(source)


@cache
def phrases_of(language: Language) -> dict[str, Any]:
    """What the page says in a language, beside figures and the vocabulary's own words."""
    text = files(__package__).joinpath(f"{language}.toml").read_bytes()
    found: dict[str, Any] = msgspec.toml.decode(text)
    return found


def _said(told: Figures, language: Language) -> dict[str, Any]:
    """What stands on the page, in words."""
    words, say, book = words_of(language), phrases_of(language), told.book
    between = {"since": words.date(book.since), "until": words.date(book.until)}
    money = [line for line in told.totals if is_money(line.unit)]
    reasons = [(one, _reason(one, words, say)) for one in told.reasons]
    return {
        "language": language,
        "say": say,
        "name": book.name,
        "between": words.elided(say["between"].format(**between)),
        "closed": book.closed,
        "totals": [_line(line, words, line.unit) for line in money],
        "units": [
            {
                "unit": total.unit,
                "lines": [
                    _line(line, words, _purpose(line, book, words, say))
                    for line in told.lines
                    if line.unit == total.unit
                ],
                "total": _line(total, words, say["together"]),
            }
            for total in money
        ],
        "kind": [
            _line(line, words, _thing(line.unit, say), whole=True)
            for line in told.totals
            if not is_money(line.unit)
        ],
        "came": _together(
            (said, words.amount(one.amount, one.unit)) for one, said in reasons if one.amount > 0
        ),
        "went": _together(
            (said, words.amount(-one.amount, one.unit)) for one, said in reasons if one.amount < 0
        ),
        "decided": _together(
            (say["destinations"][destination], words.amount(amount, unit))
            for destination, unit, amount in told.decided
        ),
        "paid": _together(
            (
                f"{words.word('party-kind', one.beneficiary)} → {say['destinations'][one.destination]}",
                words.amount(one.amount, one.unit),
            )
            for one in told.paid
        ),
        "lying": [
            (_place(one, words, say), words.amount(one.amount, one.unit), _agrees(one, words, say))
            for one in told.lying
        ],
        "late": say["late-none"] if not told.late else say["late"].format(count=told.late),
        "promises": _promises(told, words, say),
        "offices": [
            (words.word("office", office), say["held" if office in told.offices else "vacant"])
            for office in Office
        ],
        "entries": ", ".join(f"{journal.code}1–{journal.code}{last}" for journal, last in told.journals),
        "seal": [told.seal[at : at + 8] for at in range(0, len(told.seal), 8)],
        "position": told.position,
        "account": book.account,
        "until": book.until.isoformat(),
    }


def _together(rows: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Rows of the same name as one, with their amounts side by side: units are never added (L3)."""
    found: dict[str, list[str]] = {}
    for name, amount in rows:
        found.setdefault(name, []).append(amount)
    return list(found.items())


def _line(line: Line, words: Words, label: str, *, whole: bool = False) -> dict[str, str]:
    """A row of figures; `whole` amounts say what they are of, others stand under their unit."""

    def amount(minor: int, *, quiet: bool = False) -> str:
        if quiet and not minor:
            return "–"
        if whole and line.unit == WORK:
            return words.duration(minor)
        return words.number(to_decimal(minor, line.unit))

    return {
        "label": label,
        "opening": amount(line.opening),
        "came": amount(line.came, quiet=True),
        "went": amount(line.went, quiet=True),
        "within": amount(line.within, quiet=True),
        "closing": amount(line.closing),
    }


def _purpose(line: Line, book: Book, words: Words, say: dict[str, Any]) -> str:
    own = line.purpose in {UNRESTRICTED, AWAITING}
    purpose = words.word("purpose", line.purpose) if own else book.purposes.get(line.purpose, line.purpose)
    assert line.destination is not None, "only sums have none"
    if line.destination == Destination.UNASSIGNED:
        return purpose
    return f"{purpose} → {say['destinations'][line.destination]}"


def _thing(unit: str, say: dict[str, Any]) -> str:
    thing, _, measure = unit.partition(":")
    if unit == WORK:
        return str(say["work"])
    return f"{thing.replace('-', ' ')} ({say['measures'][measure]})"


def _promises(told: Figures, words: Words, say: dict[str, Any]) -> str:
    """Only totals are public (K4)."""
    still_open = [words.amount(one.open_minor, one.unit) for one in told.promises if one.open_minor]
    if not still_open:
        return str(say["no-promises"])
    return str(say["promised"]).format(open=words.listed(still_open))


def _reason(one: Reason, words: Words, say: dict[str, Any]) -> str:
    """A motive, the kind of a booking, or what its nature is called."""
    if one.detail is not None and one.nature is Nature.RECEIVED:
        return words.word("motive", one.detail)
    said = str(say["natures"][one.nature])
    if one.detail is None:
        return said
    kind = words.word("booking-kind", one.detail)
    return f"{said} ({kind})" if one.nature is Nature.CORRECTED else kind


def _place(one: Lying, words: Words, say: dict[str, Any]) -> str:
    if one.kind is None:
        return str(say["nowhere"])
    if one.label is None:
        return str(say["advances"])
    return f"{one.label} ({words.word('place-kind', one.kind)})"


def _agrees(one: Lying, words: Words, say: dict[str, Any]) -> str:
    day = one.statement or one.count
    what = "statement" if one.statement else "count"
    if one.kind is None or one.label is None:
        return "–"
    if one.agrees is None or day is None:
        return str(say["not-compared"])
    verdict = "agrees" if one.agrees else "differs"
    return words.elided(str(say[f"{verdict}-{what}"]).format(day=words.date(day)))
