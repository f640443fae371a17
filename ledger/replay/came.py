"""What came into an account's funds, and what went out of them, each by itself: the figures of chains (K5)."""

from ledger.contributions.events import ContributionReceived
from ledger.event import Recorded
from ledger.identifiers import UNRESTRICTED, number_in
from ledger.replay.figures import Tell

EVERY = 128
"""Versions of an account's stream from one mark of chains to the next; what moves anything else leaves one too."""


class Came:
    """How much ever came into each fund of one account."""

    __slots__ = ("_came", "_marked")

    def __init__(self) -> None:
        self._came: dict[str, int] = {}
        self._marked: dict[str, int] = {}

    def tell(self, recorded: Recorded, moved: list[tuple[str, int]], tell: Tell) -> None:
        """Tell what an event brought and took, and the marks that it leaves."""
        event, version = recorded.event, recorded.version
        plain = (
            isinstance(event, ContributionReceived)
            and event.earmark == UNRESTRICTED
            and number_in(event.contribution) == version
        )
        at = f"{recorded.partition}.{recorded.position}"
        for fund, amount in moved:
            if amount < 0:
                tell(f"chains/{recorded.stream}/{fund}/{at}/gone", -amount)
                continue
            self._came[fund] = self._came.get(fund, 0) + amount
            if not plain:
                tell(f"chains/{recorded.stream}/{fund}/{at}/came", amount)
        if moved and not (plain and version % EVERY):
            for fund in self._came:
                self._mark(recorded, fund, tell)

    def sum_up(self, account: str, tell: Tell) -> None:
        """Tell what it came to in the end."""
        for fund, came in self._came.items():
            tell(f"chains/{account}/{fund}/came", came)

    def _mark(self, recorded: Recorded, fund: str, tell: Tell) -> None:
        came = self._came[fund]
        if self._marked.get(fund) != came:
            self._marked[fund] = came
            tell(f"chains/{recorded.stream}/{fund}/marks/{recorded.version}", came)
