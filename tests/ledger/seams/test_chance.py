"""Chance comes from the operating system in blocks, and nothing of it is given twice."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from ledger import chance
from ledger.chance import PooledRandom


def test_numbers_have_the_bits_that_were_asked_for() -> None:
    random = PooledRandom()
    for bits in (0, 1, 5, 8, 40, 80, 128, 10_000):
        drawn = [random.getrandbits(bits) for _ in range(200)]
        assert max(drawn).bit_length() <= bits
        together = 0
        for number in drawn:
            together |= number
        assert together == (1 << bits) - 1, "every bit is one at some time"


def test_what_was_drawn_is_what_the_system_gave_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chance, "BLOCK_BYTES", 8)
    given = [bytes(range(8)), bytes(range(8, 16)), bytes(range(16, 36))]
    monkeypatch.setattr(os, "urandom", lambda size: given.pop(0)[:size])
    random = PooledRandom()
    assert [random.getrandbits(24) for _ in range(3)] == [0x000102, 0x030405, 0x08090A]
    assert random.getrandbits(160) == int.from_bytes(range(16, 36))


def test_threads_never_draw_the_same() -> None:
    random = PooledRandom()
    with ThreadPoolExecutor(4) as pool:
        drawn = [
            n
            for part in pool.map(lambda _: [random.getrandbits(80) for _ in range(500)], range(8))
            for n in part
        ]
    assert set(Counter(drawn).values()) == {1}


def test_a_process_that_was_forked_draws_anew() -> None:
    random = PooledRandom()
    random.getrandbits(80)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        os.write(writing, random.getrandbits(80).to_bytes(10))
        os._exit(0)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as told, os.fdopen(writing, "wb"):
        theirs = int.from_bytes(told.read(10))
    assert theirs != random.getrandbits(80)


def test_an_order_is_drawn_from_it_too() -> None:
    shuffled = list(range(100))
    PooledRandom().shuffle(shuffled)
    assert sorted(shuffled) == list(range(100)) != shuffled
