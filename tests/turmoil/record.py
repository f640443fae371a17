"""What the events alone say of decisions and of what rests on them, kept without the ledger's states and marks.

Each event that would let a payment rest on anything but a final item of a final round fails here as it is recorded.
"""

from collections import Counter
from collections.abc import Collection, Mapping

from ledger.accounts.events import BudgetFreed, PaymentBooked, PaymentRestored
from ledger.accounts.state import Line
from ledger.disbursements.events import (
    DisbursementAuthorised,
    DisbursementCancelled,
    DisbursementFailed,
    DisbursementReturned,
)
from ledger.event import Event
from ledger.proposals.events import ProposalClosed, ProposalReported
from ledger.rounds.events import (
    ItemMadeFinal,
    ObjectionDecided,
    ObjectionRaised,
    RoundAnnulled,
    RoundClosed,
    RoundCounted,
    RoundExtended,
    RoundMadeFinal,
    RoundOpened,
)
from ledger.rounds.terms import Terms

DAY_US = 86_400_000_000
MINUTE_US = 60_000_000

Money = Counter[tuple[str, str]]
"""Minor units by unit and purpose."""


class Poll:
    """A round that was opened, and how far it has come."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.costs = {option.label: _money(option.costs) for option in terms.options}
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
        assert not spent - _money(self.terms.budget), "a round accepts more than its budget"
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


class Decision:
    """An accepted item that stands, and what of it may still be authorised."""

    def __init__(self, costs: Money) -> None:
        self.awarded = costs
        self.left = costs.copy()
        self.over = False
        self.tranches: set[int] = set()


class Record:
    """What rests on what, in all accounts of one ledger."""

    def __init__(self) -> None:
        self.polls: dict[str, Poll] = {}
        """By stream."""
        self.decisions: dict[str, Decision] = {}
        """By the stream of the proposal that was accepted."""
        self.authorised: dict[str, DisbursementAuthorised] = {}
        """By stream; those that failed, came back or were cancelled are not among them."""
        self.paid: dict[str, Money] = {}
        """By the stream of the proposal."""
        self.authorisations = 0

    def take(self, stream: str, event: Event, now_us: int) -> None:
        """The next event of all."""
        account = stream.partition("/")[0]
        match event:
            case RoundOpened():
                assert stream not in self.polls, "a round opens once"
                self.polls[stream] = Poll(event.terms)
            case RoundExtended():
                self.polls[stream].extend(event.closes_us, now_us)
            case RoundClosed():
                self.polls[stream].close(now_us)
            case RoundCounted():
                self.polls[stream].count(event.result.accepted, now_us)
            case RoundMadeFinal():
                self._stand(account, self.polls[stream], self.polls[stream].end(now_us))
            case ItemMadeFinal():
                self.polls[stream].end_item(event.label, now_us)
                self._stand(account, self.polls[stream], [event.label])
            case ObjectionRaised():
                self.polls[stream].object(event.number, event.label, now_us)
            case ObjectionDecided():
                self.polls[stream].answer(event.number, event.upheld, now_us)
            case RoundAnnulled():
                # One that was only drafted was never opened.
                if stream in self.polls:
                    self.polls[stream].annul()
            case ProposalReported() | ProposalClosed():
                if stream in self.decisions:
                    self.decisions[stream].over = True
            case BudgetFreed():
                decision = self.decisions[f"{account}/{event.proposal}"]
                decision.left.subtract(_money(event.lines))
                assert min(decision.left.values()) >= 0, "more is freed than was left"
            case DisbursementAuthorised():
                self._authorise(account, stream, event)
            case DisbursementCancelled() | DisbursementFailed() | DisbursementReturned():
                undone = self.authorised.pop(stream)
                assert undone.line == event.line, "another amount comes back than was authorised"
                decision = self.decisions[f"{account}/{undone.proposal}"]
                decision.left.update(_money((undone.line,)))
                decision.tranches.remove(undone.tranche)
            case PaymentBooked():
                authorised = self.authorised[f"{account}/{event.disbursement}"]
                assert authorised.line == event.line, "another amount is paid than was authorised"
                assert authorised.proposal == event.proposal, "it is paid under another decision"
                self._pay(account, event.proposal, _money((event.line,)), 1)
            case PaymentRestored():
                self._pay(account, event.proposal, _money((event.line,)), -1)
            case _:
                pass

    def _stand(self, account: str, poll: Poll, labels: Collection[str]) -> None:
        """What was decided on these items of a final round holds."""
        for label in labels:
            proposal = f"{account}/{poll.proposals[label]}"
            if label in poll.accepted:
                assert proposal not in self.decisions, "a proposal is accepted twice"
                self.decisions[proposal] = Decision(poll.costs[label])

    def _authorise(self, account: str, stream: str, event: DisbursementAuthorised) -> None:
        """B1, B2, B4: under a decision that stands and is not over, within what is left of it, each tranche once."""
        decision = self.decisions.get(f"{account}/{event.proposal}")
        assert decision is not None, "authorised under what is no final item of a final round"
        assert not decision.over, "authorised under a decision that was reported"
        assert event.tranche not in decision.tranches, "a tranche is authorised twice"
        assert event.line.amount_minor > 0, "nothing is authorised"
        decision.tranches.add(event.tranche)
        decision.left.subtract(_money((event.line,)))
        assert min(decision.left.values()) >= 0, "more is authorised than is left of the decision"
        assert stream not in self.authorised, "a payment is authorised twice"
        self.authorised[stream] = event
        self.authorisations += 1

    def _pay(self, account: str, proposal: str, money: Money, sign: int) -> None:
        paid = self.paid.setdefault(f"{account}/{proposal}", Money())
        paid.update({where: sign * amount for where, amount in money.items()})

    def require_rest(self) -> None:
        """In the end nothing is authorised, and nothing was paid, but within what a final item was awarded."""
        resting: dict[str, Money] = {}
        for stream, event in self.authorised.items():
            proposal = f"{stream.partition('/')[0]}/{event.proposal}"
            resting.setdefault(proposal, Money()).update(_money((event.line,)))
        for sums in (resting, self.paid):
            for proposal, money in sums.items():
                assert not money - self.decisions[proposal].awarded, f"{proposal}: more than it was awarded"

    @property
    def steps(self) -> Mapping[str, int]:
        """How many rounds have come how far."""
        return Counter(poll.step for poll in self.polls.values())


def _money(lines: Collection[Line]) -> Money:
    money = Money()
    for line in lines:
        money[line.unit, line.purpose] += line.amount_minor
    return money
