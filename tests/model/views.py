"""Whether replay and views come to the model's figures, those of now and those that were known before."""

from collections import Counter
from contextlib import closing
from typing import NamedTuple

from ledger.event import Recorded
from ledger.identifiers import AccountId
from ledger.ledger import Ledger
from ledger.replay import Figures, Replay, first_difference
from projections import balances, contributions, entries
from projections.as_of import AsOf
from projections.base import Database, Source
from projections.follower import Follower
from projections.rebuild import differences, prepare
from projections.shelf import Shelf, open_shelf
from projections.views import VIEWS
from tests.model.model import Fund
from tests.model.remembered import LocalAccount
from tests.replayed import balances_in, cold_figures

Balances = dict[tuple[str, str, str], tuple[int, int, int]]
"""Unit, purpose, destination → received, reserved, paid."""


class Known(NamedTuple):
    """What was known of an account after one of its commands."""

    account: str
    position: int
    recorded_us: int
    balances: Balances


class Views:
    """The views of one ledger, brought up whenever they are looked at."""

    def __init__(self) -> None:
        self._known: list[Known] = []

    def remember(self, name: str, account: LocalAccount, newest: Recorded) -> None:
        """Keep what is known now, to ask for it later (L8, L10)."""
        known = Known(name, newest.position, newest.envelope.recorded_us, account.balances())
        self._known.append(known)

    def agree(self, ledger: Ledger, fund: Fund) -> None:
        """Replay, the live views and views made anew all show what the model says."""
        with closing(open_shelf(ledger.store)) as shelf:
            self._agree(ledger, shelf, fund)

    def _agree(self, ledger: Ledger, shelf: Shelf, fund: Fund) -> None:
        prepare(VIEWS, shelf)
        assert Follower(shelf, VIEWS).catch_up(), "a view was parked"
        figures = Replay(ledger.store).run()
        assert cold_figures(ledger.store) == balances_in(figures)
        for name, account in fund.accounts.items():
            _replayed(figures, name, account)
        with shelf.reading() as db:
            for name, account in fund.accounts.items():
                _table(db, name, account)
                _gifts(db, ledger, name, account)
            shown = ((name, value) for view in VIEWS for name, value in view.figures(db))
            difference = first_difference(figures, shown)
            assert difference is None, difference
            self._past(db, ledger.store)
        row = next(differences(VIEWS, shelf), None)
        assert row is None, str(row)

    def _past(self, db: Database, source: Source) -> None:
        """What was known at a position, or at a time, is answered as it was known then, whatever came later."""
        newest_at = {(known.account, known.recorded_us): known.position for known in self._known}
        for known in self._known[:: max(1, len(self._known) // 8)]:
            _then(db, source, known, AsOf(position=known.position))
            if newest_at[known.account, known.recorded_us] == known.position:
                _then(db, source, known, AsOf(recorded_us=known.recorded_us))


def _then(db: Database, source: Source, known: Known, as_of: AsOf) -> None:
    found = {
        (then.unit, str(then.purpose), str(then.destination)): (
            then.received_minor,
            then.reserved_minor,
            then.paid_minor,
        )
        for then in entries.balances(db, source, AccountId(known.account), as_of)
    }
    found = {where: sums for where, sums in found.items() if any(map(bool, sums))}
    assert found == known.balances, f"as of {as_of}: the view shows {found}, known was {known.balances}"


def _gifts(db: Database, ledger: Ledger, name: str, account: LocalAccount) -> None:
    """Every gift and pledge, listed and found."""
    own = AccountId(name)
    where = db, ledger.store, ledger.partition_of(own), own
    found = {}
    for gift in contributions.page(*where, limit=10_000):
        assert contributions.find(*where, gift.id) == gift
        assert gift in contributions.page(*where, status=gift.status, limit=10_000)
        found[str(gift.id)] = gift.unit, gift.left_minor, str(gift.purpose), str(gift.status)
    expected = {id_: (gift.unit, gift.left, gift.purpose, gift.status) for id_, gift in account.gifts.items()}
    assert found == expected, f"the view shows {found}, the model {expected}"


def _replayed(figures: Figures, name: str, account: LocalAccount) -> None:
    """Balances and decisions in the replay's figures."""
    expected: Counter[str] = Counter()
    for where, (received, reserved, paid) in account.balances().items():
        at = f"balances/{name}/{'/'.join(where)}"
        expected.update({f"{at}/received": received, f"{at}/reserved": reserved, f"{at}/paid": paid})
        expected[f"{at}/available"] = received - reserved - paid
    for round_, counted in account.rounds.items():
        for label, votes, score in counted.result.tallies if counted.result else ():
            expected[f"rounds/{name}/{round_}/tally/{label}"] = votes
            if score is not None:
                expected[f"rounds/{name}/{round_}/score/{label}"] = score
    for proposal, decided in account.proposals.items():
        for (unit, purpose), amount in decided.awarded.items():
            expected[f"proposals/{name}/{proposal}/{unit}/{purpose}/awarded"] = amount
    wanted = tuple(f"{subject}/{name}/" for subject in ("balances", "rounds", "proposals"))
    endings = ("/received", "/reserved", "/paid", "/available", "/awarded")
    found = {
        figure: value
        for figure, value in figures.items()
        if figure.startswith(wanted)
        and (figure.endswith(endings) or "/tally/" in figure or "/score/" in figure)
        # What was paid for a proposal is no balance.
        and not (figure.startswith("proposals/") and figure.endswith("/paid"))
    }
    difference = first_difference(expected, iter(found.items()))
    assert difference is None, f"the model's history and the replay: {difference}"


def _table(db: Database, name: str, account: LocalAccount) -> None:
    """The ordinary table `balances`, as anyone may read it."""
    query = (
        "SELECT unit, purpose, destination, received_minor, reserved_minor, paid_minor, available_minor "
        "FROM balances WHERE account = ?"
    )
    rows = {tuple(row[:3]): tuple(row[3:]) for row in db.execute(query, (name,)) if any(row[3:])}
    expected = {where: (*sums, sums[0] - sums[1] - sums[2]) for where, sums in account.balances().items()}
    assert rows == expected, f"the table has {rows}, the model {expected}"
    short = {(unit, purpose): -amount for unit, purpose, amount in balances.in_shortfall(db, AccountId(name))}
    available = {(unit, purpose): account.available(unit, purpose) for unit, purpose, _ in expected}
    assert short == {where: amount for where, amount in available.items() if amount < 0}
