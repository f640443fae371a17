"""Accounts lie in partitions; between two partitions pass messages alone, each delivered at least once."""

from itertools import count
from pathlib import Path

import pytest

from ledger.accounts.state import Account
from ledger.associations.commands import RegisterAccount
from ledger.associations.events import LocalAccountOpened
from ledger.associations.refusals import AccountAlreadyActive
from ledger.context import ScriptedClock, microseconds
from ledger.identifiers import AccountId, Stream
from ledger.ledger import COMMONS, Ledger, Request, one_each
from ledger.post import office
from ledger.post.letters import Letter
from ledger.post.office import PostOffice
from ledger.replay import Replay
from ledger.storage import StoreUnavailable
from ledger.storage.store import FIRST, OutcomeUnknown
from tests.season import SPRING, Season
from tests.stores import Door, database_at


@pytest.fixture
def path(tmp_path: Path) -> str:
    return database_at(tmp_path / "usf.db")


def ledger_at(path: str) -> Ledger:
    return Ledger.open(path, clock=ScriptedClock(SPRING), placement=one_each)


def openings(ledger: Ledger, account: AccountId) -> int:
    return sum(isinstance(r.event, LocalAccountOpened) for r in ledger.events_of(Stream(account)))


def test_every_command_of_a_season_works_with_every_account_in_a_partition_of_its_own(path: str) -> None:
    clock = ScriptedClock(SPRING)
    ledger = Ledger.open(path, clock=clock, placement=one_each)
    seasons = [Season(ledger, clock) for _ in range(3)]
    for season in seasons:
        season.found().receive("100.00")
    for season in seasons:
        season.evidenced(season.authorised(season.accepted_proposal("60.00"), "25.00"))
    partitions = {ledger.partition_of(season.account) for season in seasons}
    assert len(partitions) == 3
    assert set(ledger.store.partitions()) >= {COMMONS, *partitions}
    assert COMMONS not in partitions
    for season in seasons:
        held = ledger.store.read(ledger.partition_of(season.account), 0, 1000)
        assert held
        assert all(recorded.stream.startswith(season.account) for recorded in held)
    assert all(r.stream.startswith("association-") for r in ledger.store.read(COMMONS, 0, 1000))
    assert Replay(ledger.store).run()[f"balances/{seasons[0].account}/EUR/unrestricted/c/paid"] == 2500
    ledger.close()


def test_one_accounts_partition_knows_nothing_of_anothers(path: str) -> None:
    ledger = ledger_at(path)
    one, other = Season(ledger).found(), Season(ledger).found()
    gift = one.receive("10.00")
    with ledger.store.source(ledger.partition_of(other.account)) as source:
        assert source.group("giver:") == {}
        assert list(source.events(Stream(one.account), 0)) == []
    assert gift
    ledger.close()


def test_an_account_is_open_when_its_registration_is_answered(path: str) -> None:
    """A1"""
    ledger = ledger_at(path)
    season = Season(ledger).registered()
    found = ledger.state(Stream(season.account))
    assert found is not None
    assert isinstance(found[0], Account)
    ledger.close()


def test_a_crash_between_registration_and_opening_is_made_good_by_the_next_start(
    path: str,
) -> None:
    """A1"""
    ledger = Ledger.open(path, clock=ScriptedClock(SPRING), placement=one_each, delivers=False)
    season = Season(ledger)
    with pytest.raises(OutcomeUnknown, match="is registered"):
        season.registered()
    ledger.close()
    reopened = ledger_at(path)
    assert reopened.settled()
    (account,) = {
        recorded.event.account  # type: ignore[attr-defined]
        for recorded in reopened.store.find(COMMONS, "account-registered", "association-", 0)
    }
    assert openings(reopened, account) == 1
    season.ledger, season.account = reopened, account
    season.found().receive("1.00")
    reopened.close()


def test_an_account_whose_log_does_not_answer_is_opened_as_soon_as_it_does(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A1"""
    monkeypatch.setattr(office, "AGAIN_SECONDS", 0.01)
    ledger = ledger_at(path)
    tries = count(1)

    def failing(self: PostOffice, letter: Letter) -> object:
        if next(tries) < 4:
            return StoreUnavailable("The disk is full.")
        return sending(self, letter)

    sending = PostOffice._send
    monkeypatch.setattr(PostOffice, "_send", failing)
    register, asked = Season(ledger).registration(), Request("registrar", "open", "open it")
    # What is recorded must not be said to be not recorded.
    with pytest.raises(OutcomeUnknown, match="is registered"):
        ledger.handle(register, by="registrar", request=asked)
    assert ledger.settled()
    answer = ledger.handle(register, by="registrar", request=asked)
    assert (answer.position, answer.replayed) == (f"{register.partition}.1", True)
    assert next(tries) == 5
    ledger.close()


def test_an_account_that_could_not_be_opened_before_the_end_is_opened_by_the_next_start(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A1"""
    ledger = ledger_at(path)

    def fail(*_: object) -> Exception:
        return StoreUnavailable("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(PostOffice, "_send", fail)
        with pytest.raises(OutcomeUnknown):
            Season(ledger).registered()
        ledger.close()
    reopened = ledger_at(path)
    assert reopened.settled()
    registered = reopened.store.find(COMMONS, "account-registered", "association-", 0)
    assert [openings(reopened, r.event.account) for r in registered] == [1]  # type: ignore[attr-defined]
    reopened.close()


def test_an_imported_season_is_opened_at_its_own_time_by_whoever_imports_it(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A1"""
    importing = ledger_at(path)
    beside: list[Ledger] = []

    def meanwhile(self: PostOffice, letter: Letter) -> object:
        # Another process starts between the registration and the opening, with the time of today.
        if not beside:
            beside.append(Ledger.open(path))
            assert beside[0].settled()
        return sending(self, letter)

    sending = PostOffice._send
    with monkeypatch.context() as patched:
        patched.setattr(PostOffice, "_send", meanwhile)
        season = Season(importing).registered(imported=True)
    (opened,) = importing.events_of(Stream(season.account))
    assert opened.envelope.recorded_us == microseconds(SPRING)
    beside[0].close()
    importing.close()


def test_a_message_that_comes_twice_changes_nothing(path: str) -> None:
    """A1"""
    ledger = ledger_at(path)
    season = Season(ledger).found()
    head = ledger.store.head(ledger.partition_of(season.account))
    (registered,) = ledger.store.find(COMMONS, "account-registered", "association-", 0)
    with Door(path) as door:
        door.execute(
            f"INSERT INTO {door.common('outbox')} VALUES (?, ?, 0, ?, NULL, NULL)",
            *(COMMONS, registered.position, season.account),
        )
    ledger.close()
    reopened = ledger_at(path)
    assert reopened.settled()
    assert reopened.store.outbox.everything(FIRST, 10) == []
    assert reopened.store.head(reopened.partition_of(season.account)) == head
    assert openings(reopened, season.account) == 1
    reopened.close()


def test_an_association_has_one_account_however_often_it_is_registered(path: str) -> None:
    """A1"""
    ledger = ledger_at(path)
    season = Season(ledger).registered()
    with pytest.raises(AccountAlreadyActive):
        ledger.handle(
            RegisterAccount(association=season.association, partition=ledger.place()), by="registrar"
        )
    ledger.close()


def test_a_repeated_registration_names_the_same_account_and_position(path: str) -> None:
    """A1"""
    ledger = ledger_at(path)
    season = Season(ledger)
    register = season.registration()
    asked = Request(caller="registrar", key="open", content="open it")
    first = ledger.handle(register, by="registrar", request=asked)
    season.account = AccountId(first.created)
    season.found()
    again = ledger.handle(register, by="registrar", request=asked)
    assert (again.position, again.created, again.replayed) == (first.position, first.created, True)
    assert first.position.partition(".")[0] == ledger.partition_of(season.account)
    ledger.close()


def test_registrations_of_one_batch_are_each_answered_with_where_their_account_lies(path: str) -> None:
    ledger = ledger_at(path)
    commands = [Season(ledger).registration() for _ in range(8)]
    answers = [future.result() for future in [ledger.submit(c, by="registrar") for c in commands]]
    for command, answer in zip(commands, answers, strict=True):
        assert answer.position == f"{command.partition}.1"
        assert ledger.partition_of(AccountId(answer.created)) == command.partition
    ledger.close()


def test_closing_while_an_account_is_being_opened_answers_its_registrar(path: str) -> None:
    ledger = ledger_at(path)
    futures = [ledger.submit(Season(ledger).registration(), by="registrar") for _ in range(4)]
    assert not any(future.cancel() for future in futures), "an opening is never left half done"
    ledger.close()
    accounts = [AccountId(future.result(timeout=10).created) for future in futures]
    reopened = ledger_at(path)
    assert [openings(reopened, account) for account in accounts] == [1, 1, 1, 1]
    reopened.close()


def test_a_closed_ledger_takes_nothing_and_says_so(path: str) -> None:
    ledger = ledger_at(path)
    season = Season(ledger).found()
    ledger.close()
    ledger.close()
    with pytest.raises(StoreUnavailable, match=r"shutting down|closed"):
        season.receive("1.00")
    with pytest.raises(StoreUnavailable, match="closed"):
        ledger.store.head(COMMONS)
