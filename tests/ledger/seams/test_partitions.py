"""Accounts lie in partitions; between two partitions pass messages alone, each delivered at least once."""

from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from ledger.accounts.state import Account
from ledger.associations.commands import RegisterAccount
from ledger.associations.events import LocalAccountOpened
from ledger.associations.refusals import AccountAlreadyActive
from ledger.context import ScriptedClock
from ledger.identifiers import AccountId, Stream
from ledger.ledger import COMMONS, Ledger, Request, one_each
from ledger.messages import Postman
from ledger.replay import Replay
from ledger.storage import StoreUnavailable
from ledger.writer import Answer
from tests.season import SPRING, Season


class PowerCut(Exception):
    """The process ends here."""


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "usf.db")


def ledger_at(path: str) -> Ledger:
    return Ledger.open(path, clock=ScriptedClock(SPRING), placement=one_each)


def openings(ledger: Ledger, account: AccountId) -> int:
    return sum(isinstance(r.event, LocalAccountOpened) for r in ledger.events_of(Stream(account)))


def test_every_command_of_a_season_works_with_every_account_in_a_partition_of_its_own(path: str) -> None:
    ledger = ledger_at(path)
    seasons = [Season(ledger, ledger._clock) for _ in range(3)]  # type: ignore[arg-type]
    for season in seasons:
        season.found().receive("100.00")
    for season in seasons:
        season.evidenced(season.authorised(season.accepted_proposal("60.00"), "25.00"))
    partitions = {ledger.partition_of(season.account) for season in seasons}
    assert len(partitions) == 3
    assert set(ledger.store.partitions()) == {COMMONS, *partitions}
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
        assert source.group("contribution:") == {}
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
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A1"""
    ledger = ledger_at(path)

    def cut(self: Postman) -> None:
        raise PowerCut

    with monkeypatch.context() as patched:
        patched.setattr(Postman, "deliver", cut)
        season = Season(ledger)
        with pytest.raises(PowerCut):
            season.registered()
        ledger.close()
    reopened = ledger_at(path)
    (account,) = {
        recorded.event.account  # type: ignore[attr-defined]
        for recorded in reopened.store.find(COMMONS, "account-registered", 0)
    }
    assert openings(reopened, account) == 1
    season.ledger, season.account = reopened, account
    season.found().receive("1.00")
    reopened.close()


def test_a_message_that_comes_twice_changes_nothing(path: str) -> None:
    """A1"""
    ledger = ledger_at(path)
    season = Season(ledger).found()
    head = ledger.store.head(ledger.partition_of(season.account))
    connection = ledger.store.connect()  # type: ignore[attr-defined]
    connection.execute("DELETE FROM installation WHERE name = 'delivered'")
    connection.close()
    ledger.close()
    reopened = ledger_at(path)
    assert reopened.store.head(reopened.partition_of(season.account)) == head
    assert openings(reopened, season.account) == 1
    reopened.close()


def test_a_registration_that_is_sent_again_gets_the_same_answer(path: str) -> None:
    ledger = ledger_at(path)
    season = Season(ledger).registered()
    again = RegisterAccount(association=season.association, partition=ledger.place())
    with pytest.raises(AccountAlreadyActive):
        ledger.handle(again, by="registrar")
    other = Season(ledger)
    other.association = season.association
    asked = Request(caller="registrar", key="open", content="open it")
    fresh = Season(ledger).registered("Ribeirão Galinha")
    assert fresh.account != season.account
    third = Season(ledger)
    third.registered()
    register = RegisterAccount(association=fresh.association, partition=ledger.place())
    with pytest.raises(AccountAlreadyActive):
        ledger.handle(register, by="registrar", request=asked)
    ledger.close()


def test_a_repeated_registration_names_the_same_account_and_position(path: str) -> None:
    """A1"""
    from ledger.associations.commands import RegisterAssociation  # noqa: PLC0415
    from ledger.associations.rules import AssociationKind, Tier  # noqa: PLC0415

    ledger = ledger_at(path)
    association = ledger.handle(
        RegisterAssociation(
            kind=AssociationKind.RESIDENTS, tier=Tier.MICRO_LOCAL, name="Águas", country="CV"
        ),
        by="registrar",
    ).created
    asked = Request(caller="registrar", key="open", content="open it")
    register = RegisterAccount(association=association, partition=ledger.place())  # type: ignore[arg-type]
    first = ledger.handle(register, by="registrar", request=asked)
    season = Season(ledger)
    season.account = AccountId(first.created)
    season.found()
    again = ledger.handle(register, by="registrar", request=asked)
    assert (again.position, again.created, again.replayed) == (first.position, first.created, True)
    assert first.position.split(".")[0] == ledger.partition_of(season.account)
    ledger.close()


def test_many_registrations_at_once_are_each_answered_with_their_own_position(path: str) -> None:
    ledger = ledger_at(path)
    seasons = [Season(ledger) for _ in range(8)]
    answers: list[tuple[Season, Future[Answer]]] = []
    for season in seasons:
        season.registered()
    fresh: list[Any] = []
    for _ in range(8):
        season = Season(ledger)
        season.association = season.association
        fresh.append(season)
    assert not answers
    assert len({ledger.partition_of(season.account) for season in seasons}) == 8
    ledger.close()


def test_closing_while_an_account_is_being_opened_answers_its_registrar(path: str) -> None:
    ledger = ledger_at(path)
    season = Season(ledger).registered()
    del season
    from ledger.associations.commands import RegisterAssociation  # noqa: PLC0415
    from ledger.associations.rules import AssociationKind, Tier  # noqa: PLC0415

    association = ledger.handle(
        RegisterAssociation(
            kind=AssociationKind.RESIDENTS, tier=Tier.MICRO_LOCAL, name="Águas", country="CV"
        ),
        by="registrar",
    ).created
    future = ledger.submit(
        RegisterAccount(association=association, partition=ledger.place()),  # type: ignore[arg-type]
        by="registrar",
    )
    assert not future.cancel(), "who registers an account cannot leave its opening half done"
    ledger.close()
    answer = future.result(timeout=10)
    reopened = ledger_at(path)
    assert openings(reopened, AccountId(answer.created)) == 1
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
