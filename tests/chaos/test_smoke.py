"""The campaign in small, so that it cannot rot: each fault really happens a few times, and nothing comes of it."""

import sys
from collections.abc import Iterator

import pytest

from tests.chaos.__main__ import SWITCH_S
from tests.chaos.campaign import FAULTS, Fault, inject

A_FEW = {
    "server-killed": 6,
    "first-start-killed": 2,
    "power-cut": 2,
    "disk-errors": 4,
    "disk-full": 1,
    "answers-cut": 20,
    "follower-killed": 2,
    "tailing-reader": 2,
}


@pytest.fixture(autouse=True)
def quick_switches() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_S)
    yield
    sys.setswitchinterval(before)


@pytest.mark.parametrize("fault", [f for f in FAULTS if "sqlite" in f.on], ids=lambda fault: fault.name)
def test_an_embedded_ledger_outlives(fault: Fault) -> None:
    """L9"""
    row = inject(fault, "sqlite", seed=1, times=A_FEW[fault.name])
    assert row.findings == ()
    assert row.holds
