"""X2, X3 and X6 hold whatever people, machines and the post do; and a ledger that broke them would be found out.

The second half plays the same schedules on ledgers of which one `if` is taken away, and requires that they fail: so it
is known of each rule that the schedules reach where it matters.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ledger.command import Context, Decision, Fact, Reads, Seen
from ledger.identifiers import Seal
from ledger.refusals import Refused
from ledger.transfers import receiving
from ledger.transfers.events import TransferVoided
from ledger.transfers.state import Transfer, TransferStatus, TransferTerms
from ledger.transfers.taking import TakeReception, TakeReturn, TakeVoidRequest
from ledger.transfers.voiding import AskToVoidTransfer
from tests.transfers.schedule import Played
from tests.transfers.world import World

SCHEDULES = int(os.environ.get("USF_SCHEDULES", "2000"))

SOON = 200
"""Schedules in which a broken rule is found at the latest."""


@contextmanager
def a_world() -> Iterator[Played]:
    """A world in memory, where there is such a folder: a schedule asks for some sixty commits."""
    fast = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    with tempfile.TemporaryDirectory(dir=fast if fast.is_dir() else None) as folder:
        world = World(Path(folder))
        try:
            yield Played(world)
        finally:
            world.close()


def test_what_left_is_in_transit_or_arrived_whatever_happens() -> None:
    """X2, X3, X6"""
    with a_world() as played:
        played.play_all(SCHEDULES)
    assert min(played.endings.values()) >= SCHEDULES // 20, "every way to end is played often enough"


def _answers_count_again(patch: pytest.MonkeyPatch) -> None:
    def answered(self: TakeReturn, seen: Seen, answer: TransferStatus) -> TransferTerms | None:
        return self.found(seen).terms

    patch.setattr(TakeReturn, "answered", answered)


def _receptions_count_again(patch: pytest.MonkeyPatch) -> None:
    def answered(self: TakeReception, seen: Seen, answer: TransferStatus) -> TransferTerms | None:
        return self.found(seen).terms

    patch.setattr(TakeReception, "answered", answered)


def _what_is_over_is_received_after_all(patch: pytest.MonkeyPatch) -> None:
    def allowed(transfer: Transfer) -> None:
        """Whatever became of it."""

    patch.setattr(receiving, "require_in_transit", allowed)


def _what_was_received_is_voided_too(patch: pytest.MonkeyPatch) -> None:
    def decide(self: TakeVoidRequest, seen: Seen, context: Context) -> Decision:
        transfer = self.known(seen)
        if transfer is None or transfer.status is not TransferStatus.VOIDED:
            yield Fact(self.stream, TransferVoided(sender=self.sender, reason=self.reason))
        return self.transfer

    patch.setattr(TakeVoidRequest, "decide", decide)


def _whoever_asks_has_it_back_at_once(patch: pytest.MonkeyPatch) -> None:
    asks = AskToVoidTransfer.decide

    def decide(self: AskToVoidTransfer, seen: Seen, context: Context) -> Decision:
        outcomes = list(asks(self, seen, context))
        yield from outcomes
        reason = next(o.event.reason for o in outcomes if isinstance(o, Fact))  # type: ignore[attr-defined]
        back = TakeReturn(
            account=self.account,
            transfer=self.transfer,
            sender=self.found(seen).other,
            answer=TransferStatus.VOIDED,
            reason=reason,
        )
        yield from back.decide(seen, context)
        return self.transfer

    def reads(self: AskToVoidTransfer, context: Context) -> Reads:
        return TakeReturn(
            account=self.account,
            transfer=self.transfer,
            sender=self.account,
            answer=TransferStatus.VOIDED,
            reason=Seal(""),
        ).reads(context)

    patch.setattr(AskToVoidTransfer, "decide", decide)
    patch.setattr(AskToVoidTransfer, "reads", reads)


@pytest.mark.parametrize(
    "broken",
    [
        _answers_count_again,
        _receptions_count_again,
        _what_is_over_is_received_after_all,
        _what_was_received_is_voided_too,
        _whoever_asks_has_it_back_at_once,
    ],
)
def test_a_ledger_that_breaks_a_rule_is_found_out(
    broken: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """X2, X3, X6"""
    broken(monkeypatch)
    with a_world() as played, pytest.raises((AssertionError, Refused)):
        played.play_all(SOON)
