"""Minutes of assemblies, and which of them may tell how a round stands that is not counted yet."""

from collections.abc import Iterator
from datetime import date

import msgspec

from ledger.event import Recorded
from ledger.identifiers import AccountId, MemberToken, MinutesId, PaperId, Seal, account_of, part_of
from ledger.minutes.events import MinutesRecorded
from ledger.rounds.events import RoundAnnulled, RoundCounted, RoundOpened
from projections.base import Database, Table, View, fetch


class MinutesKept(View):
    """One row per minutes. Texts and lists stand in stores of their own.

    What was said in an assembly may tell how a round stands in which others still vote: so rounds are followed here
    too, from when to when an assembly could vote in them, until they are counted (V8) or annulled: in these nobody
    votes any more, and minutes say why.
    """

    name = "minutes"
    tables = (
        Table(
            "minutes",
            "account TEXT NOT NULL, id TEXT NOT NULL, began_us INTEGER NOT NULL, ended_us INTEGER NOT NULL, "
            "convened TEXT NOT NULL, convocation TEXT NOT NULL, attendance INTEGER NOT NULL, attending TEXT, "
            "one TEXT NOT NULL, other TEXT NOT NULL, text TEXT NOT NULL, scan TEXT, entry_until TEXT, "
            "recorded_us INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (account, id)",
            indexes={"minutes_by_position": "account, position"},
        ),
        Table(
            "voting_times",
            "account TEXT NOT NULL, round TEXT NOT NULL, opened_us INTEGER NOT NULL, closes_us INTEGER NOT NULL, "
            "counted INTEGER NOT NULL, PRIMARY KEY (account, round)",
        ),
    )
    reacts_to = frozenset({MinutesRecorded, RoundOpened, RoundCounted, RoundAnnulled})

    def react(self, recorded: Recorded, db: Database) -> None:
        event, where = recorded.event, (account_of(recorded.stream), part_of(recorded.stream))
        match event:
            case MinutesRecorded():
                row = (
                    *where,
                    event.began_us,
                    event.ended_us,
                    event.convened.isoformat(),
                    event.convocation,
                    event.attendance,
                    event.attending,
                    *event.attesting,
                    event.text,
                    event.scan,
                    event.entry_until and event.entry_until.isoformat(),
                    recorded.envelope.recorded_us,
                    recorded.position,
                )
                db.insert("minutes", [row])
            case RoundOpened():
                opened_us = event.terms.opened_us or recorded.envelope.recorded_us
                db.insert("voting_times", [(*where, opened_us, event.terms.closes_us, 0)])
            case RoundCounted() | RoundAnnulled():
                db.execute("UPDATE voting_times SET counted = 1 WHERE account = ? AND round = ?", where)
            case _:
                pass

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        """By account and minutes."""
        query = "SELECT account, id, attendance FROM minutes ORDER BY account, id"
        for account, own, attendance in db.execute(query):
            yield f"minutes/{account}/{own}/attendance", attendance


class Minutes(msgspec.Struct, frozen=True):
    """A row."""

    id: MinutesId
    began_us: int
    ended_us: int
    convened: date
    """The day on which the members were called together."""
    convocation: Seal
    attendance: int
    """Members present."""
    attending: Seal | None
    one: MemberToken
    other: MemberToken
    """Who attests."""
    text: Seal
    scan: PaperId | None
    """The signed page."""
    entry_until: date | None
    """The last day on which votes of this assembly are entered, as it declared (R9)."""
    recorded_us: int
    position: int


def find(db: Database, account: AccountId, minutes: MinutesId) -> Minutes | None:
    """One assembly's minutes; None where the account has no such."""
    found = fetch(db, Minutes, "FROM minutes WHERE account = ? AND id = ?", (account, minutes))
    return found[0] if found else None


def page(db: Database, account: AccountId, *, after: int = 0, limit: int = 100) -> list[Minutes]:
    """An account's minutes in the order of recording, after the position of the page before."""
    rest = "FROM minutes WHERE account = ? AND position > ? ORDER BY position LIMIT ?"
    return fetch(db, Minutes, rest, (account, after, limit))


def may_tell_of_votes(db: Database, account: AccountId, row: Minutes) -> bool:
    """Whether a round is neither counted nor annulled that was open while this assembly met (V8)."""
    query = (
        "SELECT COUNT(*) FROM voting_times "
        "WHERE account = ? AND opened_us <= ? AND closes_us >= ? AND counted = 0"
    )
    return bool(db.execute(query, (account, row.ended_us, row.began_us)).fetchone()[0])


def scan_may_tell_of_votes(db: Database, account: AccountId, paper: PaperId) -> bool:
    """Whether a paper is the signed page of minutes that may tell how a round stands (V8)."""
    named = fetch(db, Minutes, "FROM minutes WHERE account = ? AND scan = ?", (account, paper))
    return any(may_tell_of_votes(db, account, row) for row in named)
