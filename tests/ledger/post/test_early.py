"""A message that comes before what it speaks of waits, and is taken in once that is there."""

from pathlib import Path

from ledger.accounts.refusals import UnknownAccount
from ledger.message import MessageId, Posted
from ledger.post.early import early_again
from ledger.twinnings.commands import AcceptTwinning, SuspendTwinning
from ledger.twinnings.refusals import NotTheTwins, TwinningNotAtThisStep
from tests.ledger.post.test_office import opened, two_accounts
from tests.ledger.post.two import carried, founded, proposed, recognise, register, status, two, waiting
from tests.season import Season
from tests.stores import copy_database, database_at


def test_what_came_too_early_is_tried_again_when_its_account_takes_something_in(tmp_path: Path) -> None:
    """W1, X3"""
    ledger = opened(database_at(tmp_path / "usf.db"))
    one, other = two_accounts(ledger)
    twinning = proposed(one, other)
    other.do(AcceptTwinning(account=other.account, twinning=twinning))
    assert ledger.settled()
    sent = next(ledger.events_of(f"{one.account}/{twinning}"))  # type: ignore[arg-type]
    message = MessageId(ledger.partition_of(one.account), sent.position, 0)
    # It came too early once, and stays so while nothing happens there.
    ledger.store.outbox.put([Posted(*message, other.account, None, UnknownAccount.slug)])
    assert ledger.settled()
    assert [row.refusal for row in waiting(one)] == ["unknown-account"]
    one.do(SuspendTwinning(account=one.account, twinning=twinning))
    assert ledger.settled()
    assert waiting(one) == [], "the account took something in, so what came too early was tried again"
    ledger.close()


def test_what_waits_for_an_account_that_nobody_entered_goes_out_by_itself_once_it_is(tmp_path: Path) -> None:
    """X3: registered late on either side, nobody needs to remember what was refused."""
    south, north = founded(tmp_path / "s.db", "Caldeiras", "CV"), founded(tmp_path / "n.db", "Valbrune", "FR")
    recognise(south, north)
    recognise(north, south)
    twinning = proposed(south, north)
    (row,) = waiting(south)
    assert row.refusal == "unknown-account"
    register(south, north)
    south.ledger.post_office._early_due = 0.0
    assert south.ledger.settled()
    came = carried(south, north)
    assert came.receipted == 0
    (row,) = waiting(south)
    assert row.refusal == "sender-not-registered"
    register(north, south)
    south.ledger.post_office._early_due = 0.0
    assert south.ledger.settled()
    assert carried(south, north).receipted == 1
    assert status(north, twinning) == "offered"
    assert waiting(south) == []
    south.close()
    north.close()


def test_what_is_hostile_is_never_tried_again(tmp_path: Path) -> None:
    """X3"""
    ledger = opened(database_at(tmp_path / "usf.db"))
    one, other = two_accounts(ledger)
    twinning = proposed(one, other)
    sent = next(ledger.events_of(f"{one.account}/{twinning}"))  # type: ignore[arg-type]
    partition = ledger.partition_of(one.account)
    ledger.store.outbox.put([Posted(partition, sent.position, 0, other.account, None, NotTheTwins.slug)])
    assert early_again(ledger.store.outbox) == 0
    assert [row.refusal for row in waiting(one)] == [NotTheTwins.slug]
    ledger.close()


def test_what_is_told_of_an_acceptance_that_a_restore_has_lost_waits_until_it_is_given_again(
    tmp_path: Path,
) -> None:
    """W1, X3"""
    south, north = two(tmp_path)
    twinning = proposed(south, north)
    carried(south, north)
    north.ledger.close()
    copy_database(tmp_path / "north.db", tmp_path / "copy.db")
    north.reopened()
    accept = AcceptTwinning(account=north.account, twinning=twinning)
    north.do(accept)
    carried(north, south)
    north.close()
    # The north's disk fails, and its copy of yesterday takes the place.
    restored = Season.open(database_at(tmp_path / "copy.db"))
    restored.association, restored.account = north.association, north.account
    south.do(SuspendTwinning(account=south.account, twinning=twinning))
    carried(south, restored)
    assert [row.refusal for row in waiting(south)] == [TwinningNotAtThisStep.slug]
    assert status(restored, twinning) == "offered"
    restored.do(accept)
    carried(restored, south)
    south.ledger.post_office._early_due = 0.0
    carried(south, restored)
    assert status(south, twinning) == status(restored, twinning) == "suspended"
    assert waiting(south) == waiting(restored) == []
    restored.close()
    south.close()
