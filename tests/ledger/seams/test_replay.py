"""Replay folds the whole history by the write side alone, and finds what was changed behind the ledger's back."""

import re
from collections import Counter

import pytest

from ledger.replay import HistoryFault, Replay, first_difference
from tests.season import Season
from tests.stores import Door


@pytest.fixture
def lived(season: Season) -> Season:
    """A season from the first gift to the last piece of evidence, with a correction and a refund."""
    season.found()
    bus = season.purpose()
    season.receive("30.00", purpose=bus)
    season.do(season.reverse(season.receive("1.00")))
    gift = season.receive("100.00", reference="CV-1")
    season.evidenced(season.authorised(season.accepted_proposal("60.00"), "25.00"))
    season.do(season.refund(gift, "10.00"), by=season.treasurer)
    return season


def change(season: Season, statement: str, *values: object) -> None:
    """Somebody edits the file."""
    partition = season.ledger.partition_of(season.account)
    with Door(season.ledger.store.address) as door:
        names = {name: door.table(partition, name) for name in ("events", "marks", "listings")}
        assert door.execute(statement.format(**names, position=door.position), *values).rowcount > 0


def rewrite(season: Season, kind: str, old: bytes, new: bytes) -> None:
    """Somebody edits what stands in the events of one kind."""
    with Door(season.ledger.store.address) as door:
        events = door.table(season.ledger.partition_of(season.account), "events")
        found = door.execute(f"SELECT {door.position}, state FROM {events} WHERE topic = ?", kind).fetchall()
        changed = {position: re.sub(old, new, state) for position, state in found}
        assert changed != dict(found)
        for position, state in changed.items():
            door.execute(f"UPDATE {events} SET state = ? WHERE {door.position} = ?", state, position)


def test_the_whole_history_comes_to_what_the_account_holds(lived: Season) -> None:
    """L8, L11"""
    figures = Replay(lived.ledger.store).run()
    balances = f"balances/{lived.account}/EUR"
    assert figures[f"{balances}/unrestricted/unassigned/received"] == 10_000 - 6_000 - 1_000
    assert figures[f"{balances}/unrestricted/c/received"] == 6_000
    assert figures[f"{balances}/unrestricted/c/reserved"] == 3_500
    assert figures[f"{balances}/unrestricted/c/paid"] == 2_500
    for (unit, purpose, destination), totals in lived.state().totals.items():
        name = f"balances/{lived.account}/{unit}/{purpose}/{destination}"
        assert figures[f"{name}/available"] == totals.available
        for what in ("received", "reserved", "paid"):
            entries = sum(
                value
                for entry, value in figures.items()
                if entry.startswith("entries/") and entry.endswith(f"/{unit}/{purpose}/{destination}/{what}")
            )
            assert entries == getattr(totals, what), "every balance is the sum of its entries"


def test_every_posting_balances(lived: Season) -> None:
    """L1"""
    postings: Counter[tuple[str, str]] = Counter()
    for name, amount in Replay(lived.ledger.store).run().items():
        if name.startswith("journal/"):
            _, partition, position, unit, *_, side = name.split("/")
            postings[f"{partition}.{position}", unit] += amount if side == "debit" else -amount
    assert postings
    assert set(postings.values()) == {0}


def test_two_replays_agree_and_progress_is_told(lived: Season) -> None:
    """L8"""
    told: list[int] = []
    first = Replay(lived.ledger.store, told.append)
    assert first.run() == Replay(lived.reopened().ledger.store).run()
    store = lived.ledger.store
    assert told[-1] == first.events == sum(len(store.read(p, 0, 10_000)) for p in store.partitions())


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (
            ("contribution-received", b'"amount_minor":10000', b'"amount_minor":10001'),
            "a mark of kind contribution differs",
        ),
        ("DELETE FROM {events} WHERE topic = 'contribution-reversed'", r"where \d+ was due"),
        ("DELETE FROM {marks} WHERE mark LIKE 'tranche:%'", "a mark of kind tranche differs"),
        (
            "UPDATE {marks} SET position = 1 WHERE mark LIKE 'giver:%'",
            "a mark of kind giver differs",
        ),
        ("INSERT INTO {marks} VALUES ('member:x', 1, '{{}}')", "a mark of kind member differs"),
        (
            ("ballot-cast", b'"choices":\\["yes"\\]', b'"choices":["no"]'),
            "holds another result than its ballots come to",
        ),
        (
            ("round-closed", rb'"recorded_us":\d+', b'"recorded_us":5'),
            "was recorded before the event in front of it",
        ),
    ],
)
def test_a_history_changed_behind_the_ledgers_back_is_found(
    lived: Season, edit: str | tuple[str, bytes, bytes], found: str
) -> None:
    """L6, L8, R4"""
    if isinstance(edit, str):
        change(lived, edit)
    else:
        rewrite(lived, *edit)
    with pytest.raises(HistoryFault, match=found):
        Replay(lived.ledger.store).run()


def test_marks_are_not_compared_while_somebody_goes_on_writing(
    lived: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = lived.ledger.store
    source = store.source

    def written_meanwhile(partition: str) -> object:
        monkeypatch.undo()
        lived.enrol()
        return source(partition)

    monkeypatch.setattr(store, "source", written_meanwhile)
    assert Replay(store).run()


def test_the_first_difference_is_named_and_a_missing_figure_is_zero() -> None:
    history = {"b": 2, "a": 1, "z": 0}
    assert first_difference(history, iter([("a", 1), ("b", 1), ("b", 1)])) is None
    assert first_difference(history, iter([("a", 1), ("b", 3), ("c", 4)])) == (
        "b: the history says 2, the view shows 3"
    )
    assert first_difference(history, iter([("a", 1), ("b", 2), ("c", 4)])) == (
        "c: the history says 0, the view shows 4"
    )
