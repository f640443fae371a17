"""Who carries commands out, and how their callers are told: a bounded crew, and one call for a whole batch."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from ledger import crew as crew_module
from ledger import writer as writer_module
from ledger import writers as writers_module
from ledger.answers import Answer
from ledger.associations.commands import EnrolMember
from ledger.contributions.commands import Giver, ReceiveContribution
from ledger.crew import Crew
from ledger.ledger import Ledger, one_each
from ledger.refusals import AmountNotPositive
from ledger.replay import Replay
from ledger.storage import StoreUnavailable
from ledger.storage.store import OutcomeUnknown
from tests.ledger.seams.test_ledger import Held, Mistake
from tests.season import Season
from tests.stores import STORE_BATCH, StoreBatch, database_at

MOMENT = 10.0
"""Seconds; longer than anything here takes, and only waited for by a test that fails."""


class Noted:
    """Replies that are written down, call by call (ledger.answers.Replies)."""

    def __init__(self, *gave_up: object) -> None:
        self.calls: list[list[tuple[object, Answer | Exception]]] = []
        self.told = threading.Event()
        self._gave_up = gave_up

    def begins(self, about: object) -> bool:
        return about not in self._gave_up

    def deliver(self, answered: Sequence[tuple[object, Answer | Exception]]) -> None:
        self.calls.append(list(answered))
        self.told.set()


@pytest.fixture
def founded(season: Season) -> Season:
    return season.found()


def enrol(season: Season) -> EnrolMember:
    return EnrolMember(account=season.account, name="Eva Monte")


def test_the_answers_of_a_batch_are_handed_over_together(founded: Season) -> None:
    noted, other = Noted("gave up"), Noted()
    refused = ReceiveContribution(account=founded.account, unit="EUR", amount="0", giver=Giver(name="E"))
    with Held(founded):
        founded.ledger.post(enrol(founded), by="test", replies=noted, about=1)
        founded.ledger.post(enrol(founded), by="test", replies=other, about="else")
        founded.ledger.post(refused, by="test", replies=noted, about=2)
        founded.ledger.post(enrol(founded), by="test", replies=noted, about="gave up")
        founded.ledger.post(enrol(founded), by="test", replies=noted, about=3, dry_run=True)
        rehearsed = founded.ledger.submit(enrol(founded), by="test")
    assert rehearsed.result().created in founded.members
    (told,) = noted.calls
    assert [about for about, _ in told] == [1, 2, 3]
    first, refusal, dry = (came for _, came in told)
    assert isinstance(first, Answer)
    assert first.created in founded.members
    assert isinstance(refusal, AmountNotPositive)
    assert isinstance(dry, Answer)
    assert dry.created not in founded.members
    assert [about for about, _ in other.calls[0]] == ["else"]


def test_a_registration_is_told_once_its_account_is_open(season: Season) -> None:
    noted = Noted()
    season.ledger.post(season.registration(), by="test", replies=noted, about="it")
    assert noted.told.wait(MOMENT)
    ((about, answer),) = noted.calls[0]
    assert about == "it"
    assert isinstance(answer, Answer)
    assert season.ledger.store.head(answer.position.partition(".")[0]) > 0


def test_who_stumbles_over_an_answer_harms_nobody_else(
    founded: Season, caplog: pytest.LogCaptureFixture
) -> None:
    class Stumbles(Noted):
        def deliver(self, answered: Sequence[tuple[object, Answer | Exception]]) -> None:
            raise Mistake

    noted = Noted()
    with Held(founded):
        founded.ledger.post(enrol(founded), by="test", replies=Stumbles(), about=1)
        founded.ledger.post(enrol(founded), by="test", replies=noted, about=2)
    assert noted.told.wait(MOMENT)
    assert "An answer's delivery failed" in caplog.text
    founded.enrol()
    Replay(founded.ledger.store).run()


@pytest.mark.parametrize(
    ("failing", "told"),
    [(StoreUnavailable("The disk is full."), "disk is full"), (OutcomeUnknown("Lost."), "nothing of this")],
)
def test_who_queued_up_behind_a_store_that_cannot_serve_is_told_at_once(
    founded: Season, monkeypatch: pytest.MonkeyPatch, failing: StoreUnavailable, told: str
) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def fail(self: StoreBatch) -> None:
        reached.set()
        go_on.wait(MOMENT)
        raise failing

    noted, commit = Noted("gave up"), STORE_BATCH.commit
    with monkeypatch.context() as patched:
        patched.setattr(STORE_BATCH, "commit", fail)
        first = founded.ledger.submit(enrol(founded), by="test")
        assert reached.wait(MOMENT)
        # From here on a batch would be committed: whoever fails does so without one.
        patched.setattr(STORE_BATCH, "commit", commit)
        founded.ledger.post(enrol(founded), by="test", replies=noted, about="queued")
        founded.ledger.post(enrol(founded), by="test", replies=noted, about="gave up")
        go_on.set()
        assert first.exception() is failing
    ((about, came),) = noted.calls[0]
    assert about == "queued"
    assert type(came) is StoreUnavailable
    assert told in str(came)
    founded.enrol()
    Replay(founded.ledger.store).run()


def test_a_crew_is_no_larger_than_the_store_can_use_and_goes_when_idle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(crew_module, "IDLE_SECONDS", 0.01)
    crew, done, together, most = Crew(2), threading.Semaphore(0), set[threading.Thread](), 0
    meet = threading.Barrier(2)

    def work() -> bool:
        nonlocal most
        meet.wait(MOMENT)
        together.update(crew._threads)
        most = max(most, len(crew._threads))
        done.release()
        return False

    def work_alone() -> bool:
        done.release()
        return False

    for _ in range(6):
        crew.serve(work)
    for _ in range(6):
        assert done.acquire(timeout=MOMENT)
    for thread in together:
        thread.join(MOMENT)
    assert most == 2
    assert not crew._threads
    crew.serve(work_alone)
    assert done.acquire(timeout=MOMENT)
    crew.close()


def test_partitions_take_turns() -> None:
    crew, turns, left = Crew(1), list[str](), {"a": 3, "b": 3}
    begun, go_on = threading.Event(), threading.Event()

    def first() -> bool:
        begun.set()
        return not go_on.wait(MOMENT)

    def work(name: str) -> bool:
        turns.append(name)
        left[name] -= 1
        return left[name] > 0

    crew.serve(first)
    assert begun.wait(MOMENT)
    crew.serve(lambda: work("a"))
    crew.serve(lambda: work("b"))
    go_on.set()
    crew.close()
    assert turns == ["a", "b"] * 3


def test_writers_without_work_are_let_go_and_lose_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers_module, "MOST_KEPT", 2)
    with Ledger.open(database_at(tmp_path / "usf.db"), placement=one_each) as ledger:
        seasons = [Season(ledger).found() for _ in range(4)]
        for season in seasons * 2:
            season.receive("10.00")
        assert len(ledger._writers._kept) == 2
        assert {season.available() for season in seasons} == {2000}
        Replay(ledger.store).run()


def test_callers_who_keep_asking_share_one_commit(founded: Season, monkeypatch: pytest.MonkeyPatch) -> None:
    with Held(founded):
        asked = [founded.ledger.submit(enrol(founded), by="test") for _ in range(2)]
    assert all(future.result().kinds for future in asked)
    # Two were answered together, so that two are awaited now, however long.
    monkeypatch.setattr(writer_module, "GATHERED_SECONDS", 10 * MOMENT)
    noted = Noted()
    for about in range(2):
        founded.ledger.post(enrol(founded), by="test", replies=noted, about=about)
    assert noted.told.wait(MOMENT)
    assert [about for about, _ in noted.calls[0]] == [0, 1]


def test_who_asks_alone_waits_for_nobody(founded: Season, monkeypatch: pytest.MonkeyPatch) -> None:
    founded.answer(enrol(founded))
    monkeypatch.setattr(writer_module, "GATHERED_SECONDS", 1e6)
    for _ in range(3):
        founded.answer(enrol(founded))


def test_a_ledger_that_closes_waits_for_nobody(founded: Season, monkeypatch: pytest.MonkeyPatch) -> None:
    with Held(founded):
        asked = [founded.ledger.submit(enrol(founded), by="test") for _ in range(5)]
    assert all(future.result().kinds for future in asked)
    monkeypatch.setattr(writer_module, "GATHERED_SECONDS", 1e6)
    last = founded.ledger.submit(enrol(founded), by="test")
    founded.ledger.close()
    assert last.result().kinds
