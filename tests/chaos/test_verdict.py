"""The verdict sees what it is there to see: databases that were tampered with do not pass."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ledger.contributions.commands import Giver, ReceiveContribution
from ledger.ledger import Request
from tests.chaos.deeds import Deed, Deeds
from tests.chaos.logs import SQLiteLog
from tests.chaos.verdict import Verdict
from tests.season import Season


class Witnessed:
    """Ten gifts whose givers were told that they are recorded."""

    def __init__(self, path: Path) -> None:
        self.season = Season.open(str(path)).found()
        self.partition = self.season.ledger.partition_of(self.season.account)
        self.verdict = Verdict(SQLiteLog(str(path)))
        self.deeds = Deeds()
        for number in range(1, 11):
            self.give(number)

    def give(self, number: int) -> None:
        gift = ReceiveContribution(
            account=self.season.account, unit="EUR", amount=f"{number}.00", giver=Giver(name="Emma Grant")
        )
        request = Request("caller", f"key {number}", "a gift")
        answer = self.season.ledger.handle(gift, by=self.season.treasurer, request=request)
        self.deeds.note(
            Deed(request.key, "contribution-received", self.season.account, answer.position, answer.created,
                 amount_minor=number * 100, reference=f"line {number}")
        )  # fmt: skip

    def tamper(self, statement: str) -> None:
        with closing(sqlite3.connect(self.season.ledger.store.path, isolation_level=None)) as db:  # type: ignore[attr-defined]
            db.execute(statement.format(events=f"{self.partition}_events"))


@pytest.fixture
def witnessed(tmp_path: Path) -> Witnessed:
    return Witnessed(tmp_path / "usf.db")


def test_what_is_as_it_was_told_passes(witnessed: Witnessed) -> None:
    witnessed.verdict.examine(witnessed.deeds)
    assert (witnessed.verdict.lost, witnessed.verdict.duplicated) == (set(), set())


NEWEST = "(SELECT max(rowid) FROM {events})"


@pytest.mark.parametrize(
    "tampering",
    [
        f"DELETE FROM {{events}} WHERE rowid = {NEWEST}",
        f"DELETE FROM {{events}} WHERE rowid = {NEWEST} - 3",
        f"UPDATE {{events}} SET state = CAST(state || ' ' AS BLOB) WHERE rowid = {NEWEST} - 3",
        f"UPDATE {{events}} SET originator_version = 99 WHERE rowid = {NEWEST}",
    ],
    ids=["newest-event-gone", "event-gone", "other-bytes", "hole-in-versions"],
)
def test_what_is_lost_is_seen(witnessed: Witnessed, tampering: str) -> None:
    witnessed.verdict.glance(witnessed.deeds)
    witnessed.tamper(tampering)
    witnessed.verdict.examine(witnessed.deeds)
    assert witnessed.verdict.lost


def test_what_was_never_written_is_seen_at_a_glance(witnessed: Witnessed) -> None:
    witnessed.tamper(f"DELETE FROM {{events}} WHERE rowid = {NEWEST}")
    witnessed.verdict.glance(witnessed.deeds)
    assert len(witnessed.verdict.lost) == 1


def test_what_comes_up_behind_the_end_is_seen(witnessed: Witnessed) -> None:
    witnessed.tamper(f"UPDATE {{events}} SET rowid = 1000 WHERE rowid = {NEWEST} - 3")
    witnessed.verdict.glance(Deeds())
    witnessed.tamper("UPDATE {events} SET rowid = 500 WHERE rowid = 1000")
    witnessed.verdict.examine(Deeds())
    assert any("came up behind" in lost for lost in witnessed.verdict.lost)


def test_an_event_that_stands_twice_is_seen(witnessed: Witnessed) -> None:
    witnessed.tamper(
        "INSERT INTO {events} SELECT NULL, originator_id, originator_version + 1, topic, state FROM {events}"
        f" WHERE rowid = {NEWEST}"
    )
    witnessed.verdict.examine(witnessed.deeds)
    assert witnessed.verdict.duplicated


def again(deed: Deed, **changes: str) -> Deed:
    return Deed(**{name: changes.get(name, getattr(deed, name)) for name in deed.__struct_fields__})


@pytest.mark.parametrize(
    "repeat",
    [
        lambda deed: again(deed, key="another key"),
        lambda deed: again(deed, position="main.1", created="contribution-other"),
        lambda deed: again(deed, key="another key", position="main.1", created="contribution-other"),
    ],
    ids=["two-keys-one-event", "one-key-two-events", "one-reference-twice"],
)
def test_two_answers_that_contradict_each_other_are_seen(
    witnessed: Witnessed, repeat: Callable[[Deed], Deed]
) -> None:
    witnessed.deeds.note(repeat(witnessed.deeds.since(0)[-1]))
    witnessed.verdict.examine(witnessed.deeds)
    assert witnessed.verdict.duplicated
