"""The operating system's randomness, drawn in blocks."""

import os
import threading
from random import SystemRandom

BLOCK_BYTES = 4096


class PooledRandom(SystemRandom):
    """Ids, salts and orders as nobody can guess them: all of it comes from the operating system.

    Asking that for each id would cost more than deciding what the id is for. A process that was forked draws a block
    of its own, so that no two processes ever give the same.
    """

    def __init__(self) -> None:
        super().__init__()
        self._block = b""
        self._used = 0
        self._owner = 0
        """The process that drew the block."""
        self._guard = threading.Lock()

    def getrandbits(self, k: int, /) -> int:
        wanted = (k + 7) // 8
        with self._guard:
            if self._used + wanted > len(self._block) or self._owner != os.getpid():
                self._block, self._used, self._owner = os.urandom(max(BLOCK_BYTES, wanted)), 0, os.getpid()
            drawn = self._block[self._used : self._used + wanted]
            self._used += wanted
        return int.from_bytes(drawn) >> 8 * wanted - k
