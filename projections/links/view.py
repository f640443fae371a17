"""Links: the tables and the reaction.

Of a sponsorship's group they hold how many children it has only from five on; of fewer they hold that there are fewer.
How many is for the auditor, who reads it in the event (W4).
"""

from ledger.event import Recorded
from ledger.identifiers import account_of, part_of
from ledger.links.events import (
    LinkBegun,
    LinkEnded,
    LinkPersonAdded,
    NameConsentGiven,
    NameConsentWithdrawn,
)
from ledger.links.state import is_small
from projections.base import Database, Table, View

LINKS = Table(
    "links",
    "account TEXT NOT NULL, link TEXT NOT NULL, twinning TEXT NOT NULL, kind TEXT, direction TEXT, "
    "recorded_by TEXT, children INTEGER, fewer_than_five INTEGER NOT NULL, since TEXT, until TEXT, "
    "begun_position INTEGER, ended_position INTEGER, position INTEGER NOT NULL, PRIMARY KEY (account, link)",
    indexes={"links_by_position": "account, position"},
)
ACTORS = Table(
    "link_actors",
    "account TEXT NOT NULL, link TEXT NOT NULL, number INTEGER NOT NULL, side TEXT NOT NULL, kind TEXT NOT NULL, "
    "party TEXT, PRIMARY KEY (account, link, number)",
)
PEOPLE = Table(
    "link_people",
    "account TEXT NOT NULL, link TEXT NOT NULL, person TEXT NOT NULL, since TEXT NOT NULL, "
    "consents INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (account, link, person)",
)


class Links(View):
    """One row per link and side, one per actor, one per person."""

    name = "links"
    tables = (LINKS, ACTORS, PEOPLE)
    reacts_to = frozenset({LinkBegun, LinkEnded, LinkPersonAdded, NameConsentGiven, NameConsentWithdrawn})

    def react(self, recorded: Recorded, db: Database) -> None:
        event = recorded.event
        where = account_of(recorded.stream), part_of(recorded.stream)
        match event:
            case LinkBegun():
                small = is_small(event.group)
                begun = (
                    event.link_kind,
                    event.direction,
                    event.side,
                    None if event.group is None or small else event.group.size,
                    int(small),
                    event.effective.isoformat(),
                    recorded.position,
                )
                query = (
                    "INSERT INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, NULL, ?) "
                    # Its end may have been told before its beginning.
                    "ON CONFLICT (account, link) DO UPDATE SET kind = excluded.kind, "
                    "direction = excluded.direction, recorded_by = excluded.recorded_by, "
                    "children = excluded.children, fewer_than_five = excluded.fewer_than_five, "
                    "since = excluded.since, begun_position = excluded.begun_position"
                )
                db.execute(query, (*where, event.twinning, *begun, recorded.position))
                rows = [
                    (*where, number, actor.side, actor.kind, actor.party)
                    for number, actor in enumerate(event.actors, 1)
                ]
                db.put(ACTORS, rows)
            case LinkEnded():
                query = (
                    "INSERT INTO links VALUES (?, ?, ?, NULL, NULL, NULL, NULL, 0, NULL, ?, NULL, ?, ?) "
                    "ON CONFLICT (account, link) DO UPDATE SET until = excluded.until, "
                    "ended_position = excluded.ended_position"
                )
                ended = event.twinning, event.effective.isoformat(), recorded.position
                db.execute(query, (*where, *ended, recorded.position))
            case LinkPersonAdded():
                row = (*where, event.person, event.effective.isoformat(), 0, recorded.position)
                db.put(PEOPLE, [row])
            case NameConsentGiven() | NameConsentWithdrawn():
                query = "UPDATE link_people SET consents = ? WHERE account = ? AND link = ? AND person = ?"
                consents = int(isinstance(event, NameConsentGiven))
                db.execute(query, (consents, *where, event.person))
            case _:
                pass
