"""The operating system's randomness, drawn in blocks."""

import os
import threading
from random import SystemRandom

BLOCK_BYTES = 4096

_forks = [0]
"""How often this process was forked off another."""


def _forked() -> None:
    _forks[0] += 1


os.register_at_fork(after_in_child=_forked)


class PooledRandom(SystemRandom):
    """Ids, salts and orders as nobody can guess them: all of it comes from the operating system.

    Asking that for each id would cost more than deciding what the id is for. A process that was forked draws a block
    of its own, so that no two processes ever give the same.
    """

    def __init__(self) -> None:
        super().__init__()
        self._block = b""
        self._used = 0
        self._drawn_after = 0
        """How many forks the block was drawn after."""
        self._guard = threading.Lock()

    def getrandbits(self, k: int, /) -> int:
        wanted = (k + 7) // 8
        with self._guard:
            end = self._used + wanted
            if end > len(self._block) or self._drawn_after != _forks[0]:
                self._block, self._drawn_after = os.urandom(max(BLOCK_BYTES, wanted)), _forks[0]
                end = wanted
            drawn = self._block[end - wanted : end]
            self._used = end
        return int.from_bytes(drawn) >> 8 * wanted - k
