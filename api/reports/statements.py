"""Statements: to a giver of all that was given in a period, to a funder of what became of money for a purpose.

A giver's name stands on the paper alone, out of the people store; no person who was paid or helped is named.
"""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import jinja2

from api.exports.gathering import PAGE, Book
from api.reports.figures import figures
from api.reports.page import phrases_of
from ledger.accounts.events import PaymentBooked, PaymentRestored
from ledger.contributions.state import ContributionStatus
from ledger.disbursements.state import PartyKind
from ledger.identifiers import AWAITING, UNRESTRICTED
from ledger.periods.natures import Journal
from projections import contributions, disbursements
from projections.sentences.language import Language, Words, words_of

GIVEN = frozenset({ContributionStatus.RECEIVED, ContributionStatus.AWAITING, ContributionStatus.REFUNDED})
"""What really came, even if it was given back; a pledge is nothing yet (C1)."""


def giver_statement(book: Book, giver: str, language: Language) -> str | None:
    """All that a giver gave, by the days on which it was given, and what of it was not given back; None for nothing."""
    words, say = words_of(language), phrases_of(language)["statement"]
    partition = book.ledger.partition_of(book.account)
    rows: list[tuple[str, ...]] = []
    sums: list[tuple[str, int]] = []
    after = 0
    while found := contributions.page(
        book.db, book.ledger.store, partition, book.account, after=after, limit=PAGE
    ):
        after = found[-1].position
        for one in found:
            if one.giver == giver and one.status in GIVEN and book.since <= one.effective <= book.until:
                kept = words.amount(one.left_minor, one.unit)
                given = words.amount(one.amount_minor, one.unit)
                rows.append(
                    (words.date(one.effective), words.word("motive", one.motive), one.id, given, kept)
                )
                sums.append((one.unit, one.left_minor))
    if not rows:
        return None
    person = book.ledger.people.person(giver)
    name = (person.name if person is not None else None) or giver
    heads = ("day", "what", "number", "given", "kept")
    return _written(book, language, say["giver"], name, heads, rows, [(say["in-all"], words.amounts(sums))])


def funder_statement(book: Book, purpose: str, language: Language) -> str | None:
    """What there was for a purpose, what came, what was paid out of it, and what is left; None for an unknown one."""
    words, say = words_of(language), phrases_of(language)["statement"]
    if purpose not in book.purposes:
        return None
    lines = [line for line in figures(book).lines if line.purpose == purpose]
    totals = [
        (say[side], words.amounts(_some((line.unit, getattr(line, side)) for line in lines)))
        for side in ("opening", "came", "went", "within", "closing")
    ]
    heads = ("day", "for", "number", "paid")
    own = purpose in {UNRESTRICTED, AWAITING}
    name = words.word("purpose", purpose) if own else book.purposes[purpose]
    return _written(book, language, say["funder"], name, heads, _payments(book, purpose, words), totals)


def _some(amounts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Without amounts of nothing."""
    return [(unit, minor) for unit, minor in amounts if minor]


def _payments(book: Book, purpose: str, words: Words) -> list[tuple[str, ...]]:
    """The payments out of a purpose, and those that came back, by the numbers of their entries."""
    entries = {
        entry.position: entry
        for entry in book.numbered()
        if entry.journal in {Journal.PAYMENTS, Journal.KIND}
    }
    rows: list[tuple[str, ...]] = []
    positions, partition = sorted(entries), book.ledger.partition_of(book.account)
    pages = (positions[at : at + PAGE] for at in range(0, len(positions), PAGE))
    for recorded in (one for page in pages for one in book.ledger.store.events_at(partition, page)):
        event = recorded.event
        if not isinstance(event, PaymentBooked | PaymentRestored) or event.line.purpose != purpose:
            continue
        row = disbursements.find(book.db, book.account, event.disbursement)
        kind = PartyKind.LOCAL_ACCOUNT if row is None else row.beneficiary_kind
        minor = event.line.amount_minor if isinstance(event, PaymentBooked) else -event.line.amount_minor
        entry = entries[recorded.position]
        rows.append(
            (
                words.date(entry.effective),
                words.word("party-kind", kind),
                entry.code,
                words.amount(minor, event.line.unit),
            )
        )
    return rows


def _written(
    book: Book,
    language: Language,
    title: str,
    name: str,
    heads: tuple[str, ...],
    rows: list[tuple[str, ...]],
    totals: list[tuple[str, str]],
) -> str:
    words, say = words_of(language), phrases_of(language)
    between = say["between"].format(since=words.date(book.since), until=words.date(book.until))
    return _template().render(
        language=language,
        title=title,
        name=name,
        association=book.name,
        between=words.elided(between),
        status=say["closed" if book.closed else "open"],
        heads=[say["statement"][head] for head in heads],
        rows=rows,
        totals=totals,
        note=say["statement"]["note"],
    )


@cache
def _template() -> jinja2.Template:
    source = files(__package__).joinpath("statement.html").read_text(encoding="utf-8")
    return jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(source)
