"""What a bank says of a place, for the views: two statements, a match that was undone and one that stands."""

from datetime import date

from ledger.identifiers import KeyedHash, MatchId, PlaceId, Seal, StatementId
from ledger.statements.events import LinesMatched, MatchUndone, StatementTaken
from ledger.statements.state import LineName, StatementLine, statements_of
from tests.projections.log import ACCOUNT, Log

BANK = PlaceId("place-0000000000000ba9")
FEBRUARY, MARCH = (StatementId(f"statement-000000000000000{n}") for n in (1, 2))
WRONG, RIGHT = (MatchId(f"match-000000000000000{n}") for n in (1, 2))
TEXT = Seal("5ea1" * 16)
FIRST, SECOND, LAST = date(2026, 2, 1), date(2026, 2, 2), date(2026, 2, 3)


def record_statements(log: Log) -> None:
    """The second begins with less than the first ended with, as one between them is missing."""
    gift = StatementLine(
        number=1,
        amount_minor=30_00,
        booked=FIRST,
        told=KeyedHash("told-1"),
        reference=KeyedHash("ref-1"),
        text=TEXT,
    )
    fee = StatementLine(number=2, amount_minor=-2_00, booked=SECOND, told=KeyedHash("told-2"))
    of = {"place": BANK, "unit": "EUR"}
    matched = {**of, "lines": (LineName(FEBRUARY, 1),), "entries": (3,), "amount_minor": 30_00}
    log.record(
        StatementTaken(
            statement=FEBRUARY,
            begins=FIRST,
            ends=SECOND,
            opening_minor=10_00,
            closing_minor=38_00,
            lines=(gift, fee),
            **of,  # type: ignore[arg-type]
        ),
        LinesMatched(match=WRONG, **matched),  # type: ignore[arg-type]
        MatchUndone(match=WRONG, reason=TEXT, **of),  # type: ignore[arg-type]
        LinesMatched(match=RIGHT, references=(KeyedHash("ref-1"),), **matched),  # type: ignore[arg-type]
        StatementTaken(
            statement=MARCH,
            begins=LAST,
            ends=LAST,
            opening_minor=35_00,
            closing_minor=35_00,
            derived=True,
            **of,  # type: ignore[arg-type]
        ),
        stream=statements_of(ACCOUNT, BANK),
    )
