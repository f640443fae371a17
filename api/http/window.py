"""How many lines of streams may wait for the ledger at once, so that single acts always find room in its queue."""

import asyncio

MOST_OF_ALL = 4_096
"""Lines of all streams; the ledger's queue takes more than twice as many commands (ledger.writer.MOST_WAITING)."""


class Window:
    """Room for lines, given to whichever stream asks, a few at a time."""

    def __init__(self, size: int = MOST_OF_ALL) -> None:
        self._free = size
        self._some = asyncio.Event()

    async def take(self, most: int) -> int:
        """Room for at least one line and at most so many, as soon as there is any."""
        while not self._free:
            self._some.clear()
            await self._some.wait()
        taken = min(most, self._free)
        self._free -= taken
        return taken

    def give_back(self, lines: int) -> None:
        """So many lines were answered."""
        self._free += lines
        self._some.set()
