"""A request that is sent again has one effect and one answer, whoever asks when."""

import threading
from concurrent.futures import Future

import pytest

from ledger.accounts.state import Account
from ledger.answers import Answer, Request
from ledger.associations.commands import EnrolMember, OpenLocalAccount
from ledger.contributions.commands import Giver, ReceiveContribution
from ledger.contributions.refusals import NothingLeftToReverse
from ledger.identifiers import Stream
from ledger.ledger import COMMONS
from ledger.refusals import AmountNotPositive, KeyReused, StaleVersion
from ledger.replay import Replay
from ledger.rounds.commands import OpenRound
from tests.season import Season
from tests.stores import Door


@pytest.fixture
def founded(season: Season) -> Season:
    return season.found()


def gift(season: Season, amount: str = "5.00") -> ReceiveContribution:
    return ReceiveContribution(
        account=season.account, unit="EUR", amount=amount, giver=Giver(name="Emma Grant")
    )


def asked(key: str = "one", content: str = "5 euro from Emma", caller: str = "key-treasurer") -> Request:
    return Request(caller=caller, key=key, content=content)


def book(season: Season, request: Request, amount: str = "5.00") -> Answer:
    return season.ledger.handle(gift(season, amount), by=season.treasurer, request=request)


def everything(season: Season) -> bytes:
    """All that the account's partition holds, byte for byte, log and marks."""
    store, partition = season.ledger.store, season.ledger.partition_of(season.account)
    tables = ("events", "marks", "snapshots", "listings")
    with Door(store.address) as door:
        rows = [door.execute(f"SELECT * FROM {door.table(partition, name)}").fetchall() for name in tables]
    return repr(rows).encode()


def test_a_repeat_gets_the_same_answer_and_changes_not_one_byte(founded: Season) -> None:
    first = book(founded, asked())
    before = everything(founded)
    again = book(founded, asked())
    assert (again.position, again.created, again.replayed) == (first.position, first.created, True)
    assert everything(founded) == before
    assert founded.available() == 500


def test_a_repeat_after_a_restart_gets_the_same_answer(founded: Season) -> None:
    first = book(founded, asked())
    founded.receive("1.00")
    before = everything(founded)
    again = book(founded.reopened(), asked())
    assert (again.position, again.created, again.replayed) == (first.position, first.created, True)
    assert everything(founded) == before


def test_a_repeat_of_what_made_several_events_names_the_last_of_them(founded: Season) -> None:
    founded.receive("10.00")
    proposal = founded.admitted_proposal(founded.spending("10.00"))
    drafted = founded.drafted_round((proposal,))
    open_round = OpenRound(account=founded.account, round=drafted)
    first = founded.ledger.handle(open_round, by="chair", request=asked())
    assert first.kinds == ("round-opened", "budget-reserved", "proposal-put-on-ballot")
    again = founded.ledger.handle(open_round, by="chair", request=asked())
    assert (again.position, again.replayed) == (first.position, True)
    assert founded.ledger.store.head(first.position.partition(".")[0]) == int(
        first.position.partition(".")[2]
    )
    Replay(founded.ledger.store).run()


def test_the_same_key_for_another_request_is_refused(founded: Season) -> None:
    book(founded, asked())
    with pytest.raises(KeyReused):
        book(founded, asked(content="6 euro from Emma"), "6.00")
    assert founded.available() == 500


def test_another_callers_same_key_is_another_key(founded: Season) -> None:
    book(founded, asked())
    assert not book(founded, asked(caller="key-other")).replayed
    assert founded.available() == 1000


def test_a_refusal_is_not_remembered(founded: Season) -> None:
    with pytest.raises(AmountNotPositive):
        book(founded, asked(), "0")
    assert not book(founded, asked()).replayed


def test_a_repeat_is_recognised_before_versions_are_compared(founded: Season) -> None:
    """Who repeats a request after a lost answer sends the version that they saw then."""
    found = founded.ledger.state(Stream(founded.account))
    assert found is not None
    expected: dict[str, int] = {founded.account: found[1]}
    sent = [
        founded.ledger.handle(gift(founded), by="t", request=asked(), expected=expected) for _ in range(2)
    ]
    assert sent[1].replayed
    with pytest.raises(StaleVersion):
        founded.ledger.handle(gift(founded), by="t", request=asked("two"), expected=expected)


def test_a_repeat_of_what_could_not_be_done_twice_is_answered_and_not_refused(founded: Season) -> None:
    """L6"""
    reverse = founded.reverse(founded.receive("5.00"))
    first = founded.ledger.handle(reverse, by="t", request=asked())
    assert founded.ledger.handle(reverse, by="t", request=asked()).created == first.created
    with pytest.raises(NothingLeftToReverse):
        founded.ledger.handle(reverse, by="t", request=asked("two"))


def test_the_same_key_many_times_within_one_batch_has_one_effect(founded: Season) -> None:
    with Door(founded.ledger.store.address) as door:
        door.hold(founded.ledger.partition_of(founded.account))
        futures: list[Future[Answer]] = [
            founded.ledger.submit(gift(founded), by="t", request=asked()) for _ in range(20)
        ]
        other = founded.ledger.submit(gift(founded), by="t", request=asked(content="other"))
        door.let_go()
    answers = [future.result() for future in futures]
    assert len({(answer.position, answer.created) for answer in answers}) == 1
    assert [answer.replayed for answer in answers].count(False) == 1
    with pytest.raises(KeyReused):
        other.result()
    assert founded.available() == 500
    Replay(founded.ledger.store).run()


def test_fifty_threads_with_one_key_have_one_effect_and_one_answer(founded: Season) -> None:
    answers: list[Answer] = []
    threads = [threading.Thread(target=lambda: answers.append(book(founded, asked()))) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({(answer.position, answer.created) for answer in answers}) == 1
    assert [answer.replayed for answer in answers].count(False) == 1
    assert founded.available() == 500


def test_a_command_that_changes_nothing_answers_the_same_with_a_key_and_without(season: Season) -> None:
    """Without an event there is no mark, and none is needed: it changes nothing the second time either."""
    season.registered()
    account = season.state()
    again = OpenLocalAccount(
        account=season.account,
        association=season.association,
        association_kind="residents-association",  # type: ignore[arg-type]
        tier=account.tier,  # type: ignore[arg-type]
        opened=account.opened,
    )
    position = season.ledger.store.head(season.ledger.partition_of(season.account))
    answers = [season.ledger.handle(again, by="t", request=asked()) for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0].created == season.account
    assert answers[0].kinds == ()
    assert answers[0].position.endswith(f".{position}")


def test_neither_key_nor_body_nor_caller_is_stored(founded: Season) -> None:
    book(founded, Request(caller="caller-in-clear", key="key-in-clear", content="body-in-clear"))
    with Door(founded.ledger.store.address) as door:
        stored = door.everything()
    assert founded.treasurer.encode() in stored
    assert b"in-clear" not in stored


def test_a_key_is_known_in_the_partition_that_it_was_used_in(founded: Season) -> None:
    """One caller may send one key to two accounts; where both lie in one partition, the body tells them apart."""
    other = Season(founded.ledger, founded.clock).found()
    book(founded, asked(content="for the first"))
    if founded.ledger.partition_of(founded.account) == COMMONS:
        with pytest.raises(KeyReused):
            book(other, asked(content="for the second"))
    else:
        assert not book(other, asked(content="for the second")).replayed


def test_an_account_is_the_same_after_any_number_of_repeats(founded: Season) -> None:
    enrol = EnrolMember(account=founded.account, name="Eva")
    for _ in range(10):
        founded.ledger.handle(enrol, by="t", request=asked("eva"))
        book(founded, asked("gift"))
    assert isinstance(founded.state(), Account)
    assert founded.state().members == 5
    assert founded.available() == 500
