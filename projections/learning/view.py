"""Learning: its tables and the reaction that fills them. No table has a unit or an amount (E2)."""

from collections.abc import Iterable, Iterator

from ledger.event import Recorded
from ledger.identifiers import account_of, part_of
from ledger.learning.events import (
    ExperienceAmended,
    ExperienceShared,
    ExperienceWithdrawn,
    LearningExchangeConfirmed,
    LearningExchangeDeclined,
    LearningExchangeHeld,
    LearningExchangeTold,
    PracticeAdopted,
    PracticeAdoptionTold,
)
from ledger.learning.state import Theme
from ledger.twinnings.events import TwinningAccepted, TwinningOffered, TwinningProposed
from ledger.twinnings.state import Side
from projections.base import Database, Table, View

LEARNED = Table(
    "learned",
    "account TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, told INTEGER NOT NULL, status TEXT NOT NULL, "
    "version INTEGER NOT NULL, territory TEXT, other TEXT, twinning TEXT, direction TEXT, experience TEXT, "
    "text TEXT, participants INTEGER, minutes INTEGER, effective TEXT, recorded_us INTEGER NOT NULL, "
    "partition TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (account, id)",
    indexes={
        "learned_by_time": "recorded_us, id",
        "learned_by_position": "account, position",
        "learned_by_twinning": "account, twinning",
        "learned_by_territory": "territory",
        "learned_by_experience": "other, experience",
    },
)
THEMES = Table(
    "learned_themes",
    "account TEXT NOT NULL, id TEXT NOT NULL, place INTEGER NOT NULL, theme TEXT NOT NULL, "
    "PRIMARY KEY (account, id, place)",
    indexes={"learned_themes_by_theme": "theme"},
)
VERSIONS = Table(
    "experience_versions",
    "account TEXT NOT NULL, experience TEXT NOT NULL, version INTEGER NOT NULL, theme TEXT NOT NULL, "
    "text TEXT NOT NULL, recorded_us INTEGER NOT NULL, PRIMARY KEY (account, experience, version)",
)
PLACES = Table(
    "learning_places",
    "account TEXT NOT NULL, twinning TEXT NOT NULL, territory TEXT, other_territory TEXT, "
    "PRIMARY KEY (account, twinning)",
    indexes={
        "learning_places_by_territory": "territory",
        "learning_places_by_other_territory": "other_territory",
    },
)
"""Which territories a twinning joins, as the exchanges under it are told by territory."""


class Learning(View):
    """One row per sheet, exchange and adoption as each account holds it; what another account told is marked so."""

    name = "learning"
    tables = (LEARNED, THEMES, VERSIONS, PLACES)
    reacts_to = frozenset(
        {
            ExperienceShared,
            ExperienceAmended,
            ExperienceWithdrawn,
            LearningExchangeHeld,
            LearningExchangeTold,
            LearningExchangeConfirmed,
            LearningExchangeDeclined,
            PracticeAdopted,
            PracticeAdoptionTold,
            TwinningProposed,
            TwinningOffered,
            TwinningAccepted,
        }
    )

    def react(self, recorded: Recorded, db: Database) -> None:
        event = recorded.event
        match event:
            case ExperienceShared():
                _learned(recorded, db, "experience", "shared", territory=event.territory, text=event.text)
                _version(recorded, db, 1, event.theme, event.text)
            case ExperienceAmended():
                _set(recorded, db, "version", event.version)
                _set(recorded, db, "text", event.text)
                _version(recorded, db, event.version, event.theme, event.text)
            case ExperienceWithdrawn():
                _set(recorded, db, "status", "withdrawn")
            case LearningExchangeHeld() | LearningExchangeTold():
                _learned(
                    recorded,
                    db,
                    "exchange",
                    "held",
                    told=isinstance(event, LearningExchangeTold),
                    other=event.twin,
                    twinning=event.twinning,
                    direction=event.direction,
                    participants=event.participants,
                    minutes=event.minutes,
                    effective=event.effective.isoformat(),
                )
                _themes(recorded, db, event.themes)
            case LearningExchangeConfirmed():
                _set(recorded, db, "status", "confirmed")
            case LearningExchangeDeclined():
                _set(recorded, db, "status", "declined")
            case PracticeAdopted() | PracticeAdoptionTold():
                _learned(
                    recorded,
                    db,
                    "adoption",
                    "adopted",
                    told=isinstance(event, PracticeAdoptionTold),
                    territory=event.territory,
                    other=event.origin if isinstance(event, PracticeAdopted) else event.adopter,
                    twinning=event.twinning,
                    experience=event.experience,
                    text=event.text,
                    effective=event.effective.isoformat(),
                )
                _themes(recorded, db, (event.theme,))
            case TwinningProposed():
                _place(recorded, db, "territory", event.territory)
            case TwinningOffered():
                _place(recorded, db, "other_territory", event.other_territory)
            case TwinningAccepted():
                column = "territory" if event.side is Side.OWN else "other_territory"
                _place(recorded, db, column, event.territory)
            case _:
                pass

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """By account and id: how many took part in an exchange, and for how long; of a sheet how many versions."""
        query = (
            "SELECT account, id, kind, version, participants, minutes FROM learned "
            "WHERE kind <> 'adoption' ORDER BY account, id"
        )
        for account, own, kind, version, participants, minutes in db.execute(query):
            name = f"learning/{account}/{own}"
            if kind == "experience":
                yield f"{name}/versions", version
            else:
                yield f"{name}/participants", participants
                yield f"{name}/minutes", minutes


def _learned(
    recorded: Recorded, db: Database, kind: str, status: str, *, told: bool = False, **said: str | int | None
) -> None:
    first = {"kind": kind, "told": int(told), "status": status, "version": 1}
    place = {
        "recorded_us": recorded.envelope.recorded_us,
        "partition": recorded.partition,
        "position": recorded.position,
    }
    row = {"account": account_of(recorded.stream), "id": part_of(recorded.stream), **first, **said, **place}
    values = ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT INTO learned ({', '.join(row)}) VALUES ({values})", row)


def _set(recorded: Recorded, db: Database, column: str, value: str | int) -> None:
    where = account_of(recorded.stream), part_of(recorded.stream)
    db.execute(f"UPDATE learned SET {column} = ? WHERE account = ? AND id = ?", (value, *where))


def _themes(recorded: Recorded, db: Database, themes: Iterable[Theme]) -> None:
    where = account_of(recorded.stream), part_of(recorded.stream)
    db.execute("DELETE FROM learned_themes WHERE account = ? AND id = ?", where)
    db.insert(THEMES.name, [(*where, place, theme) for place, theme in enumerate(themes, 1)])


def _version(recorded: Recorded, db: Database, version: int, theme: Theme, text: str) -> None:
    where = account_of(recorded.stream), part_of(recorded.stream)
    db.insert(VERSIONS.name, [(*where, version, theme, text, recorded.envelope.recorded_us)])
    _themes(recorded, db, (theme,))


def _place(recorded: Recorded, db: Database, column: str, territory: str) -> None:
    query = (
        f"INSERT INTO learning_places (account, twinning, {column}) VALUES (?, ?, ?) "
        f"ON CONFLICT (account, twinning) DO UPDATE SET {column} = excluded.{column}"
    )
    db.execute(query, (account_of(recorded.stream), part_of(recorded.stream), territory))
