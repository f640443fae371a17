"""The outbox: a message is written down with what sends it, and taken away with what takes it in."""

import pytest

from ledger.context import ScriptedClock
from ledger.ledger import Ledger, one_each
from ledger.post import office
from ledger.replay import HistoryFault, Replay
from ledger.storage.store import FIRST
from ledger.twinnings.commands import AcceptTwinning, EndTwinning, ProposeTwinning
from tests.ledger.post.two import head, proposed, status, waiting
from tests.season import SPRING, Season
from tests.stores import Door, database_at
from tests.tours.twinnings import at_home


@pytest.fixture
def path(tmp_path) -> str:  # type: ignore[no-untyped-def]
    return database_at(tmp_path / "usf.db")


def opened(path: str, *, delivers: bool = True) -> Ledger:
    """A ledger with every account in a partition of its own."""
    return Ledger.open(path, clock=ScriptedClock(SPRING), placement=one_each, delivers=delivers)


def two_accounts(ledger: Ledger) -> tuple[Season, Season]:
    """Two founded associations, each at home somewhere."""
    one, other = Season(ledger).found(), Season(ledger).found()
    at_home(one, "Águas das Caldeiras", "CV")
    at_home(other, "Valbrune", "FR")
    assert ledger.settled()
    return one, other


def test_what_one_account_tells_another_passes_between_their_partitions(path: str) -> None:
    """W1, X3"""
    ledger = opened(path)
    one, other = two_accounts(ledger)
    twinning = proposed(one, other)
    assert status(other, twinning) == "offered"
    (offer,) = list(ledger.events_of(f"{other.account}/{twinning}"))  # type: ignore[arg-type]
    assert offer.envelope.actor == one.account
    other.do(AcceptTwinning(account=other.account, twinning=twinning))
    assert ledger.settled()
    assert status(one, twinning) == "active"
    assert waiting(one) == []
    ledger.close()


def test_a_crash_between_sending_and_delivery_is_made_good_by_the_next_start(path: str) -> None:
    """X3"""
    ledger = opened(path)
    one, other = two_accounts(ledger)
    ledger.close()
    crashing = opened(path, delivers=False)
    one.ledger = other.ledger = crashing
    propose = ProposeTwinning(account=one.account, other=other.account, agreement="We stand together.")
    twinning = crashing.handle(propose, by=one.treasurer).created
    assert [row.to for row in waiting(one)] == [other.account]
    crashing.close()
    one.ledger = other.ledger = opened(path)
    assert one.ledger.settled()
    assert status(other, twinning) == "offered"  # type: ignore[arg-type]
    assert waiting(one) == []
    one.ledger.close()


def test_a_message_that_is_delivered_twice_changes_nothing(path: str) -> None:
    """X3"""
    ledger = opened(path)
    one, other = two_accounts(ledger)
    twinning = proposed(one, other)
    position = next(ledger.events_of(f"{one.account}/{twinning}")).position  # type: ignore[arg-type]
    before = head(ledger)
    with Door(path) as door:
        door.execute(
            f"INSERT INTO {door.common('outbox')} VALUES (?, ?, 0, ?, NULL, NULL)",
            *(ledger.partition_of(one.account), position, other.account),
        )
    assert ledger.settled()
    assert waiting(one) == []
    assert head(ledger) == before
    ledger.close()


def test_what_another_process_left_is_found_by_looking_now_and_then(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X3"""
    monkeypatch.setattr(office, "LOOK_SECONDS", 0.05)
    ledger = opened(path)
    one, other = two_accounts(ledger)
    beside = opened(path, delivers=False)
    propose = ProposeTwinning(account=one.account, other=other.account, agreement="We stand together.")
    beside.handle(propose, by=one.treasurer)
    beside.close()
    assert ledger.settled()
    assert waiting(one) == []
    ledger.close()


def test_a_message_that_is_refused_is_parked_with_the_reason(path: str) -> None:
    """W1, X3"""
    ledger = opened(path)
    one, other = two_accounts(ledger)
    twinning = proposed(one, other)
    other.do(AcceptTwinning(account=other.account, twinning=twinning))
    assert ledger.settled()
    stranger = ProposeTwinning(
        account=one.account,
        other="account-0000000000000000",  # type: ignore[arg-type]
        agreement="Hello?",
    )
    one.do(stranger)
    assert ledger.settled()
    (parked,) = waiting(one)
    assert parked.refusal == "unknown-account"
    one.do(EndTwinning(account=one.account, twinning=twinning))
    assert ledger.settled()
    assert status(other, twinning) == "ended", "what is parked holds up nothing behind it"
    assert ledger.store.outbox.try_again(parked.id)
    assert not ledger.store.outbox.try_again(parked.id)
    assert ledger.settled()
    assert [row.refusal for row in waiting(one)] == ["unknown-account"]
    ledger.close()


def test_the_replay_names_a_message_that_no_event_sends(path: str) -> None:
    """X3"""
    ledger = opened(path)
    one, _ = two_accounts(ledger)
    Replay(ledger.store).run()
    with Door(path) as door:
        door.execute(
            f"INSERT INTO {door.common('outbox')} VALUES (?, 1, 7, ?, NULL, 'parked')",
            *(ledger.partition_of(one.account), one.account),
        )
    assert len(ledger.store.outbox.everything(FIRST, 10)) == 1
    with pytest.raises(HistoryFault, match="but no event sends it"):
        Replay(ledger.store).run()
    ledger.close()
