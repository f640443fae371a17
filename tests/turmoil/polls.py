"""How far a round has come, by its events alone, and which of its items stand (R1, R8, R10)."""

from collections import Counter
from collections.abc import Collection

from ledger.accounts.state import Line
from ledger.rounds.terms import Terms

DAY_US = 86_400_000_000
MINUTE_US = 60_000_000

Money = Counter[tuple[str, str]]
"""Minor units by unit and purpose."""


class Poll:
    """A round that was opened, and how far it has come."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.costs = {option.label: money_of(option.costs) for option in terms.options}
        self.proposals = {option.label: option.proposal for option in terms.options}
        self.step = "open"
        self.closes_us = terms.closes_us
        self.counted_us = 0
        self.accepted: Collection[str] = ()
        self.objections: dict[int, tuple[str, int]] = {}
        """By number, to which item and since when; those that were decided are not among them."""
        self.upheld: set[str] = set()
        """Labels of the items that are annulled."""
        self.standing: set[str] = set()
        """Labels of the items of which the decision holds."""

    def extend(self, closes_us: int, now_us: int) -> None:
        """R1: once, as declared."""
        extension = self.terms.extension
        assert self.step == "open", f"a round that is {self.step} is extended"
        assert extension is not None, "a round is extended that declared no such thing"
        assert self.closes_us == self.terms.closes_us, "a round is extended twice"
        assert self.closes_us - extension.within_minutes * MINUTE_US <= now_us < self.closes_us, (
            "it is not late"
        )
        assert closes_us == now_us + extension.by_minutes * MINUTE_US, "it is extended otherwise"
        self.closes_us = closes_us

    def close(self, now_us: int) -> None:
        """R2: at its deadline, never earlier."""
        assert self.step == "open", f"a round that is {self.step} is closed"
        assert now_us >= self.closes_us, "a round is closed before its deadline"
        self.step = "closed"

    def count(self, accepted: Collection[str], now_us: int) -> None:
        """R6: what it accepts fits its budget."""
        assert self.step == "closed", f"a round that is {self.step} is counted"
        spent = sum((self.costs[label] for label in accepted), Money())
        assert not spent - money_of(self.terms.budget), "a round accepts more than its budget"
        self.step, self.accepted, self.counted_us = "counted", accepted, now_us

    def object(self, number: int, label: str, now_us: int) -> None:
        """R8: within the window, to an item that is on the ballot."""
        assert self.step == "counted", f"something is objected to a round that is {self.step}"
        assert now_us < self._window_ends_us, "something is objected after the window"
        assert label in self.costs, "something is objected to what is no item"
        self.objections[number] = label, now_us

    def answer(self, number: int, upheld: bool, now_us: int) -> None:
        """R8: in time, and while the item does not stand; one that is upheld annuls it for good."""
        label, raised_us = self.objections.pop(number)
        assert now_us < raised_us + self.terms.objection_decision_days * DAY_US, (
            "an objection that lapsed is decided"
        )
        assert label not in self.standing, "an item that stands is objected to"
        if upheld:
            self.upheld.add(label)

    def suspends(self, label: str, now_us: int) -> bool:
        """Whether an objection to this item waits for its decision (R8)."""
        days_us = self.terms.objection_decision_days * DAY_US
        return any(about == label and now_us < since + days_us for about, since in self.objections.values())

    def end(self, now_us: int) -> list[str]:
        """R10: after its window; the labels of all items that stand from then on."""
        assert self.step == "counted", f"a round that is {self.step} is made final"
        assert now_us >= self._window_ends_us, "a round is final within its objection window"
        self.step = "final"
        standing = [label for label in self.costs if not self.suspends(label, now_us)]
        return [label for label in standing if self.stands(label)]

    def end_item(self, label: str, now_us: int) -> None:
        """R8: an item that was suspended, once nothing that was objected to it waits, unless it is annulled."""
        assert self.step == "final", f"an item of a round that is {self.step} is made final"
        assert label not in self.standing, "an item is made final twice"
        assert not self.suspends(label, now_us), "an item is final while something is objected to it"
        assert self.stands(label), "an item that is annulled is made final"

    def stands(self, label: str) -> bool:
        """Let an item stand, unless it is annulled."""
        if label in self.upheld:
            return False
        self.standing.add(label)
        return True

    def annul(self) -> None:
        """R8, R10: what is final is annulled by nobody."""
        assert self.step not in {"final", "annulled"}, f"a round that is {self.step} is annulled"
        self.step = "annulled"

    @property
    def _window_ends_us(self) -> int:
        return self.counted_us + self.terms.objection_days * DAY_US


def money_of(lines: Collection[Line]) -> Money:
    """What these lines come to."""
    money = Money()
    for line in lines:
        money[line.unit, line.purpose] += line.amount_minor
    return money
