"""Processes that deliver the same outbox, and one that is killed: nothing is lost, nothing taken in twice (X2)."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from ledger.identifiers import AccountId
from ledger.ledger import Ledger
from ledger.twinnings.commands import ProposeTwinning
from tests.ledger.post.test_office import opened, two_accounts
from tests.ledger.post.two import waiting
from tests.season import Season
from tests.stores import database_at

PROPOSER = """
import sys
from ledger.ledger import Ledger, one_each
from ledger.twinnings.commands import ProposeTwinning
ledger = Ledger.open(sys.argv[1], placement=one_each)
while True:
    ledger.handle(ProposeTwinning(account=sys.argv[2], other=sys.argv[3], agreement="Together."), by="test")
    print("said", flush=True)
"""
"""Proposes twinnings for ever."""


def require_each_told_once(ledger: Ledger, one: Season, other: Season) -> int:
    """Every proposal of the one is an offer at the other, once; how many these are."""
    kinds: dict[str, list[tuple[AccountId, str]]] = {}
    for partition in ledger.store.partitions():
        for recorded in ledger.store.read(partition, 0, 1_000_000):
            account, _, part = recorded.stream.partition("/")
            if part.startswith("twinning-"):
                kinds.setdefault(part, []).append((AccountId(account), recorded.event.kind()))
    for happened in kinds.values():
        assert sorted(happened) == sorted(
            [(one.account, "twinning-proposed"), (other.account, "twinning-offered")]
        )
    assert waiting(one) == []
    return len(kinds)


def test_two_that_deliver_the_same_outbox_take_nothing_in_twice(tmp_path: Path) -> None:
    """X2, X3"""
    path = database_at(tmp_path / "usf.db")
    ledger = opened(path)
    one, other = two_accounts(ledger)
    beside = opened(path)

    def propose(through: Ledger) -> None:
        for _ in range(40):
            command = ProposeTwinning(account=one.account, other=other.account, agreement="Together.")
            through.handle(command, by=one.treasurer)

    together = [threading.Thread(target=propose, args=(through,)) for through in (ledger, beside)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    assert beside.settled()
    assert ledger.settled()
    beside.close()
    assert require_each_told_once(ledger, one, other) == 80
    ledger.close()


def test_who_is_killed_with_messages_under_way_loses_none_and_doubles_none(tmp_path: Path) -> None:
    """X2, X3"""
    path = database_at(tmp_path / "usf.db")
    ledger = opened(path)
    one, other = two_accounts(ledger)
    ledger.close()
    said = 0
    for turn in range(4):
        command = [sys.executable, "-c", PROPOSER, path, one.account, other.account]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": "."}
        ) as killed:
            assert killed.stdout is not None
            for _ in range(5 + 7 * turn):
                assert killed.stdout.readline() == b"said\n"
                said += 1
            killed.send_signal(signal.SIGKILL)
    one.ledger = other.ledger = again = opened(path)
    assert again.settled()
    assert require_each_told_once(again, one, other) >= said
    again.close()
