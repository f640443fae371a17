"""Chains: the reaction."""

from collections.abc import Iterator, Sequence

from ledger.contributions.events import ContributionReceived
from ledger.event import Recorded
from ledger.identifiers import UNRESTRICTED, is_numbered
from projections.base import Database, View
from projections.chains.axes import Axes
from projections.chains.figures import figures
from projections.chains.moving import move
from projections.chains.promising import KINDS, promise
from projections.chains.tables import (
    ARRIVALS,
    EVERY,
    FUNDS,
    HONOURINGS,
    MARKS,
    PROMISES,
    TOTALS,
    USES,
)
from projections.movements import MOVING


class Chains(View):
    """What went out of each fund, and which of what came in that took; and the promises that were passed on.

    It changes no balance (K5). A row stands for everything that goes out, and for what comes in otherwise than as a
    contribution of money without an earmark; these cost nothing but their part of a mark.
    """

    name = "chains"
    tables = (FUNDS, MARKS, ARRIVALS, USES, PROMISES, HONOURINGS, TOTALS)
    reacts_to = MOVING | KINDS

    def react(self, recorded: Recorded, db: Database) -> None:
        self.bring((recorded,), db)

    def bring(self, events: Sequence[Recorded], db: Database) -> None:
        axes = Axes(db, events[0].partition)
        for recorded in events:
            event = recorded.event
            if type(event) is ContributionReceived and event.earmark == UNRESTRICTED:
                # Most of any log is this, so nothing more than what must be is done with it.
                version = recorded.version
                if is_numbered(event.contribution, version):
                    where = recorded.stream, event.unit
                    axes.given[where] = axes.given.get(where, 0) + event.amount_minor
                    if not version % EVERY:
                        axes.mark(recorded.stream, version)
                    continue
            if type(event) in KINDS:
                promise(recorded, db)
            elif type(event) in MOVING:
                move(recorded, axes, db)
        axes.write()

    def figures(self, db: Database) -> Iterator[tuple[str, int]]:
        return figures(db)
