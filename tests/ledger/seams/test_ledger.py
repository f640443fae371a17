"""Commands in, answers out: batches, neighbours, versions, dry runs, failures and the end of a process."""

import threading
from concurrent.futures import Future
from datetime import date

import pytest

from ledger import writer as writer_module
from ledger.accounts.commands import DeclarePurpose
from ledger.accounts.events import PurposeKind
from ledger.accounts.refusals import UnknownAccount
from ledger.answers import Answer, Request
from ledger.associations.commands import EnrolMember, LeaveMember
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen
from ledger.contributions.commands import Giver, ReceiveContribution
from ledger.event import Event, Marks, Sealed
from ledger.identifiers import AccountId, ContributionId, MemberToken, Stream
from ledger.ledger import Ledger
from ledger.proposals.commands import StateInterests, SubmitProposal
from ledger.refusals import AmountNotPositive, Refused, StaleVersion, TextUnreadable
from ledger.replay import Replay
from ledger.storage import StoreUnavailable
from ledger.storage.store import OutcomeUnknown
from tests.season import Season
from tests.stores import STORE_BATCH, Door, StoreBatch, about_files


class Mistake(Exception):  # noqa: N818 - it is one
    """A programming error, planted on purpose."""


class Mistaken(AccountCommand, frozen=True, kw_only=True):
    """A command with a mistake in one of its steps."""

    where: str

    def reads(self, context: Context) -> Reads:
        if self.where == "reads":
            raise Mistake
        return Reads(streams=(self.account,))

    def decide(self, seen: Seen, context: Context) -> Decision:
        if self.where == "looking":
            seen.version("account-undeclared")
        if self.where == "deciding":
            raise Mistake
        yield Fact(
            self.account,
            HalfApplied() if self.where == "applying" else Unwritable(text=self.where),
        )
        return self.account


class HalfApplied(Event, frozen=True, kw_only=True, tag="half-applied"):
    """An event that breaks off while it changes the state."""

    def apply(self, state: object) -> None:
        state.members += 1000  # type: ignore[attr-defined]
        raise Mistake


class Unwritable(Event, frozen=True, kw_only=True, tag="unwritable"):
    """An event that JSON cannot hold."""

    text: object

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        raise AssertionError("what cannot be written down is never applied")


class Held:
    """A ledger whose writer waits at the door, so that commands queue up and make one batch."""

    def __init__(self, season: Season) -> None:
        self.season = season
        self.ledger = season.ledger
        self.partition = season.ledger.partition_of(season.account)
        self._door = Door(season.ledger.store.address)

    def __enter__(self) -> "Held":
        self._door.hold(self.partition)
        # This one waits for the lock by itself; what comes after it queues up behind.
        self.first = self.submit("first")
        writer = self.ledger._writers.of(self.partition)
        while writer._queue:
            threading.Event().wait(0.001)
        return self

    def submit(self, name: str) -> "Future[Answer]":
        return self.ledger.submit(EnrolMember(account=self.season.account, name=name), by="test")

    def __exit__(self, *_: object) -> None:
        with self._door as door:
            door.let_go()
        self.first.result()


@pytest.fixture
def founded(season: Season) -> Season:
    return season.found()


def enrol(season: Season, name: str = "Eva Monte") -> EnrolMember:
    return EnrolMember(account=season.account, name=name)


def head(season: Season) -> int:
    return season.ledger.store.head(season.ledger.partition_of(season.account))


def test_an_answer_names_what_was_made_and_where_it_stands(founded: Season) -> None:
    before = head(founded)
    answer = founded.answer(enrol(founded))
    assert answer.created in founded.members
    assert answer.position == f"{founded.ledger.partition_of(founded.account)}.{before + 1}"
    assert answer.kinds == ("member-enrolled",)
    assert not answer.replayed


def test_what_was_answered_is_stored(founded: Season) -> None:
    answer = founded.answer(enrol(founded))
    partition, _, position = answer.position.partition(".")
    with Door(founded.ledger.store.address) as door:
        query = f"SELECT topic FROM {door.table(partition, 'events')} WHERE {door.position} = ?"
        (kind,) = door.execute(query, int(position)).fetchone()
    assert kind == "member-enrolled"


def test_an_account_that_nobody_knows_is_refused(founded: Season) -> None:
    for unknown in ("account-0000000000000000", "", "account-x/round-y", "'; DROP TABLE main_events; --"):
        with pytest.raises(UnknownAccount):
            founded.ledger.submit(EnrolMember(account=AccountId(unknown)), by="test")


def test_ids_that_no_database_can_hold_are_refused_and_harm_nobody(founded: Season) -> None:
    ledger, account = founded.ledger, founded.account
    half, nothing = "\ud800", "\0"
    for member in (half, nothing, half * 5 + "x"):
        leave = LeaveMember(account=account, member=MemberToken(member))
        with Held(founded) as held:
            neighbour, malformed = held.submit("neighbour"), ledger.submit(leave, by="test")
        assert neighbour.result().kinds
        with pytest.raises(TextUnreadable):
            malformed.result()
    with pytest.raises(TextUnreadable):
        ledger.handle(enrol(founded), by=half)
    with pytest.raises(TextUnreadable):
        ledger.handle(EnrolMember(account=AccountId("account-" + half)), by="test")
    with pytest.raises(TextUnreadable):
        ledger.handle(founded.sign_off(half), by="test")  # type: ignore[arg-type]
    with pytest.raises(StaleVersion):
        ledger.handle(enrol(founded), by="test", expected={"account-elsewhere": 3})
    with pytest.raises(TextUnreadable):
        ledger.handle(enrol(founded), by="test", expected={half: 3})
    odd = Request(caller=half, key=half, content=half)
    first = ledger.handle(enrol(founded), by="test", request=odd)
    assert ledger.handle(enrol(founded), by="test", request=odd).created == first.created


def test_one_commands_refusal_never_harms_its_neighbours(founded: Season) -> None:
    receive = ReceiveContribution(account=founded.account, unit="EUR", amount="0", giver=Giver(name="E"))
    with Held(founded) as held:
        before = held.submit("before")
        refused = founded.ledger.submit(receive, by="test")
        after = held.submit("after")
    assert before.result().kinds == after.result().kinds == ("member-enrolled",)
    with pytest.raises(AmountNotPositive):
        refused.result()


@pytest.mark.parametrize("where", ["reads", "looking", "deciding", "\ud800"])
def test_a_mistake_in_one_command_is_its_callers_alone(founded: Season, where: str) -> None:
    before = founded.state().members
    with Held(founded) as held:
        earlier = held.submit("before")
        mistaken = founded.ledger.submit(Mistaken(account=founded.account, where=where), by="test")
        later = held.submit("after")
    assert earlier.result().kinds == later.result().kinds == ("member-enrolled",)
    with pytest.raises((Mistake, AssertionError, UnicodeEncodeError)):
        mistaken.result()
    assert founded.state().members == before + 3
    Replay(founded.ledger.store).run()


def test_a_mistake_while_facts_are_applied_loses_the_batch_and_nothing_else(founded: Season) -> None:
    before = founded.state().members
    with Held(founded) as held:
        neighbours = [held.submit("before")]
        mistaken = founded.ledger.submit(Mistaken(account=founded.account, where="applying"), by="test")
        neighbours.append(held.submit("after"))
    for lost in (mistaken, *neighbours):
        with pytest.raises(Mistake):
            lost.result()
    assert founded.state().members == before + 1
    founded.answer(enrol(founded))
    assert founded.state().members == before + 2
    Replay(founded.ledger.store).run()


def test_what_a_mistake_says_stays_out_of_the_log(founded: Season, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(UnicodeEncodeError):
        founded.ledger.handle(Mistaken(account=founded.account, where="Ana Lima \ud800"), by="test")
    assert "UnicodeEncodeError" in caplog.text
    assert "Ana" not in caplog.text


def fail_to_commit(self: StoreBatch) -> None:
    raise StoreUnavailable("The disk is full.")


def test_a_commit_that_fails_leaves_nothing_of_its_batch(
    founded: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = "CV-2026-001"
    receive = ReceiveContribution(
        account=founded.account,
        unit="EUR",
        amount="5.00",
        giver=Giver(name="Emma Grant"),
        reference=reference,
    )
    position, members = head(founded), founded.members
    with monkeypatch.context() as patched:
        patched.setattr(STORE_BATCH, "commit", fail_to_commit)
        for command in (receive, enrol(founded), founded.sign_off("disbursement-none")):  # type: ignore[arg-type]
            with pytest.raises(StoreUnavailable, match="disk is full"):
                founded.answer(command)
    assert head(founded) == position
    assert founded.members == members
    # The reference was not booked, the versions are whole, and the next position is the next one.
    answer = founded.answer(receive)
    assert answer.position.endswith(f".{position + 1}")
    assert founded.available() == 500
    Replay(founded.ledger.store).run()


def test_a_refusal_that_rests_on_what_was_not_stored_is_not_given(
    founded: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C2: the second booking of a reference may not be refused for the first one's sake when that one is lost."""
    receive = ReceiveContribution(
        account=founded.account, unit="EUR", amount="5.00", giver=Giver(name="E"), reference="CV-1"
    )
    commit, commits = STORE_BATCH.commit, []

    def fail_the_second_time(self: StoreBatch) -> None:
        commits.append(self)
        fail_to_commit(self) if len(commits) == 2 else commit(self)

    monkeypatch.setattr(STORE_BATCH, "commit", fail_the_second_time)
    with Held(founded):
        twice = [founded.ledger.submit(receive, by="test") for _ in range(2)]
    for lost in twice:
        with pytest.raises(StoreUnavailable):
            lost.result()
    founded.answer(receive)


def test_another_process_that_writes_where_a_failed_commit_would_have_is_seen(
    founded: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, proposer = also(founded), founded.proposer
    proposal = founded.drafted_proposal(founded.spending("1.00"))
    with monkeypatch.context() as patched:
        patched.setattr(STORE_BATCH, "commit", fail_to_commit)
        with pytest.raises(StoreUnavailable):
            founded.enrol()
    # At the very position that the lost event would have had, and in a stream that this process knows already.
    other.do(StateInterests(account=founded.account, proposal=proposal, proposer=proposer))
    founded.do(SubmitProposal(account=founded.account, proposal=proposal, proposer=proposer))
    Replay(founded.ledger.store).run()
    other.close()


def test_an_unexpected_error_of_the_commit_is_told_and_survived(
    founded: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(self: StoreBatch) -> None:
        raise Mistake

    with monkeypatch.context() as patched:
        patched.setattr(STORE_BATCH, "commit", stumble)
        with pytest.raises(Mistake):
            founded.answer(enrol(founded))
    founded.answer(enrol(founded))
    Replay(founded.ledger.store).run()


def test_when_the_answer_to_a_commit_is_lost_the_same_key_finds_what_was_recorded(
    founded: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Request(caller="key-1", key="k", content="enrol Eva")
    commit = STORE_BATCH.commit

    def lose_the_answer(self: StoreBatch) -> None:
        commit(self)
        raise OutcomeUnknown("The connection was lost.")

    before = founded.state().members
    with monkeypatch.context() as patched:
        patched.setattr(STORE_BATCH, "commit", lose_the_answer)
        with pytest.raises(OutcomeUnknown):
            founded.ledger.handle(enrol(founded), by="test", request=asked)
    answer = founded.ledger.handle(enrol(founded), by="test", request=asked)
    assert answer.replayed
    assert answer.created in founded.members
    assert founded.state().members == before + 1
    founded.enrol()
    Replay(founded.ledger.store).run()


def test_when_an_unknown_commit_was_not_stored_the_same_key_records_it(
    founded: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Request(caller="key-1", key="k", content="enrol Eva")

    def lose_everything(self: StoreBatch) -> None:
        raise OutcomeUnknown("The connection was lost.")

    with monkeypatch.context() as patched:
        patched.setattr(STORE_BATCH, "commit", lose_everything)
        with pytest.raises(OutcomeUnknown):
            founded.ledger.handle(enrol(founded), by="test", request=asked)
    before = founded.state().members
    assert not founded.ledger.handle(enrol(founded), by="test", request=asked).replayed
    assert founded.state().members == before + 1
    Replay(founded.ledger.store).run()


def test_a_dry_run_decides_and_leaves_nothing(founded: Season) -> None:
    position, people = head(founded), founded.members
    asked = Request(caller="key-1", key="k", content="enrol Eva")
    answer = founded.ledger.handle(enrol(founded), by="test", dry_run=True, request=asked)
    assert answer.kinds == ("member-enrolled",)
    assert answer.position.endswith(f".{position}")
    assert founded.members == people
    assert head(founded) == position
    assert founded.ledger.people.person(answer.created) is None
    writer = founded.ledger._writers.of(founded.ledger.partition_of(founded.account))
    assert writer._workspace.keep(Stream(founded.account)).state.members == len(people)  # type: ignore[attr-defined]
    assert not founded.ledger.handle(enrol(founded), by="test", request=asked).replayed


def test_a_dry_run_refuses_what_would_be_refused(founded: Season) -> None:
    receive = ReceiveContribution(account=founded.account, unit="EUR", amount="0", giver=Giver(name="E"))
    with pytest.raises(AmountNotPositive):
        founded.ledger.handle(receive, by="test", dry_run=True)


def test_a_dry_run_sees_its_neighbours_and_hides_from_them(founded: Season) -> None:
    """C2"""
    receive = ReceiveContribution(
        account=founded.account, unit="EUR", amount="5.00", giver=Giver(name="E"), reference="CV-1"
    )
    with Held(founded):
        rehearsed = founded.ledger.submit(receive, by="test", dry_run=True)
        booked = founded.ledger.submit(receive, by="test")
        rehearsed_again = founded.ledger.submit(receive, by="test", dry_run=True)
    assert rehearsed.result().kinds == booked.result().kinds == ("contribution-received",)
    with pytest.raises(Refused):
        rehearsed_again.result()


def test_who_saw_an_older_version_decides_nothing(founded: Season) -> None:
    ledger, account = founded.ledger, founded.account
    found = ledger.state(Stream(account))
    assert found is not None
    version = found[1]
    ledger.handle(enrol(founded), by="test", expected={account: version})
    with pytest.raises(StaleVersion) as stale:
        ledger.handle(enrol(founded), by="test", expected={account: version})
    assert stale.value.about == {"version": version + 1}


def test_of_two_who_saw_the_same_version_one_decides(founded: Season) -> None:
    found = founded.ledger.state(Stream(founded.account))
    assert found is not None
    with Held(founded):
        expected: dict[str, int] = {founded.account: found[1] + 1}
        both = [founded.ledger.submit(enrol(founded), by="test", expected=expected) for _ in range(2)]
    assert [future.exception() is None for future in both] == [True, False]


def test_a_caller_who_gave_up_waiting_is_left_out(founded: Season) -> None:
    before = founded.state().members
    receive = ReceiveContribution(account=founded.account, unit="EUR", amount="0", giver=Giver(name="E"))
    with Held(founded) as held:
        given_up = [held.submit("Eva"), founded.ledger.submit(receive, by="test")]
        mistaken = founded.ledger.submit(Mistaken(account=founded.account, where="reads"), by="test")
        waiting = held.submit("Rui")
        assert all(future.cancel() for future in (*given_up, mistaken))
    assert waiting.result().kinds
    assert founded.state().members == before + 2


def test_a_batch_of_which_everybody_gave_up_is_no_batch(founded: Season) -> None:
    position = head(founded)
    with Held(founded) as held:
        assert all(future.cancel() for future in [held.submit("Eva"), held.submit("Rui")])
    founded.enrol()
    assert head(founded) == position + 2


def test_too_many_who_wait_are_turned_away_at_the_door(
    founded: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_module, "MOST_WAITING", 3)
    with Held(founded) as held:
        waiting = [held.submit("Eva") for _ in range(3)]
        with pytest.raises(StoreUnavailable, match="Too many"):
            held.submit("Rui")
    assert all(future.result().kinds for future in waiting)


def test_more_commands_than_one_batch_holds_are_all_answered(
    founded: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_module, "LARGEST_BATCH", 7)
    before = founded.state().members
    assert len(set(founded.enrol(50))) == 50
    assert founded.state().members == before + 50
    Replay(founded.ledger.store).run()


def test_closing_answers_all_that_wait(founded: Season) -> None:
    with Held(founded) as held:
        waiting = [held.submit("Eva") for _ in range(20)]
        closer = threading.Thread(target=founded.ledger.close)
        closer.start()
    closer.join()
    tokens = {future.result(timeout=1).created for future in waiting}
    founded.ledger = Ledger.open(founded.ledger.store.address)
    assert tokens <= set(founded.members)


def test_listeners_hear_of_every_commit_and_harm_none(
    founded: Season, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[tuple[str, int]] = []

    def stumble(partition: str, position: int) -> None:
        raise Mistake

    founded.ledger.on_commit(stumble)
    founded.ledger.on_commit(lambda partition, position: heard.append((partition, position)))
    answer = founded.answer(enrol(founded))
    founded.ledger.handle(enrol(founded), by="test", dry_run=True)
    again = founded.answer(enrol(founded))
    founded.ledger.close()
    assert [f"{partition}.{position}" for partition, position in heard] == [answer.position, again.position]
    assert "which is recorded" in caplog.text


def also(season: Season) -> Season:
    """The same account in a second ledger on the same file, as another process has it."""
    other = Season.open(season.ledger.store.address)
    other.association, other.account = season.association, season.account
    return other


def test_two_ledgers_on_one_file_write_in_turn_to_the_same_account(founded: Season) -> None:
    other = also(founded)
    for season in (founded, other) * 5:
        season.receive("1.00")
        season.enrol()
    assert founded.available() == other.available() == 1000
    assert founded.state() == other.state()
    Replay(founded.ledger.store).run()
    other.close()


def test_two_ledgers_on_one_file_see_each_others_marks(founded: Season) -> None:
    """C2, C9"""
    other = also(founded)
    gift = founded.receive("5.00", reference="CV-1")
    other.receive("1.00")
    with pytest.raises(Refused):
        other.receive("5.00", reference="CV 1".replace(" ", "-"))
    other.do(other.refund(gift, "5.00"), by=other.treasurer)
    with pytest.raises(Refused):
        founded.do(founded.refund(gift, "0.01"), by=founded.treasurer)
    assert founded.available() == other.available() == 100
    other.close()


def test_two_ledgers_on_one_file_write_to_different_streams(founded: Season) -> None:
    other = also(founded)
    founded.receive("100.00")
    proposals = [season.admitted_proposal(season.spending("10.00")) for season in (founded, other) * 3]
    for season, proposal in zip((other, founded) * 3, proposals, strict=True):
        season.decide_round(season.open_round((proposal,)))
        founded.clock.set(season.now())
        other.clock.set(season.now())
    assert founded.available() == other.available() == 4000
    Replay(founded.ledger.store).run()
    other.close()


def test_two_ledgers_write_at_the_same_time_and_lose_nothing(founded: Season) -> None:
    other = also(founded)
    before = founded.state().members
    threads = [threading.Thread(target=season.enrol, args=(40,)) for season in (founded, other) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert founded.state().members == before + 160
    assert founded.state() == other.state()
    Replay(founded.ledger.store).run()
    other.close()


@about_files
def test_threads_that_came_and_went_leave_no_connection_behind(founded: Season) -> None:
    for _ in range(30):
        thread = threading.Thread(target=founded.state)
        thread.start()
        thread.join()
    founded.enrol()
    alive = [close for close in founded.ledger.store._lent if close.alive]  # type: ignore[attr-defined]
    assert len(alive) < 8


def test_a_state_can_be_asked_for_as_it_was_at_any_position(founded: Season) -> None:
    """L8"""
    founded.receive("1.00")
    position = head(founded)
    founded.receive("2.00")
    stream = Stream(founded.account)
    then, now = founded.ledger.state_at(stream, position), founded.ledger.state_at(stream, position + 9)
    assert then is not None
    assert now is not None
    assert then[0].available("EUR", "unrestricted") == 100  # type: ignore[attr-defined]
    assert now == founded.ledger.state(stream)
    assert founded.ledger.state_at(stream, 0) is None


def test_nothing_is_known_of_a_stream_without_events(founded: Season) -> None:
    assert founded.ledger.state(Stream(f"{founded.account}/round-none")) is None
    assert founded.ledger.state(Stream("association-none")) is None
    assert list(founded.ledger.events_of(Stream("association-none"))) == []


def test_a_back_dated_entry_changes_nothing_that_was_recorded_before(founded: Season) -> None:
    """L10"""
    founded.receive("1.00")
    position = head(founded)
    partition = founded.ledger.partition_of(founded.account)
    rows = founded.ledger.store.read(partition, 0, position)
    then = founded.ledger.state_at(Stream(founded.account), position)
    late = ReceiveContribution(
        account=founded.account,
        unit="EUR",
        amount="9.00",
        giver=Giver(name="E"),
        effective=date(2026, 3, 1),
    )
    gift = founded.wait_days(20).do(late)
    assert ContributionId(gift)
    assert founded.ledger.store.read(partition, 0, position) == rows
    assert founded.ledger.state_at(Stream(founded.account), position) == then


def test_a_purpose_declared_in_one_batch_is_there_for_the_next_command_of_it(founded: Season) -> None:
    with Held(founded):
        declared = [
            founded.ledger.submit(
                DeclarePurpose(account=founded.account, kind=PurposeKind.THEME, description="Water"),
                by="test",
            )
            for _ in range(3)
        ]
    assert {future.result().created for future in declared} == set(founded.state().purposes)
