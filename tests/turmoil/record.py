"""What the events alone say of decisions and of what rests on them, kept without the ledger's states and marks.

Each event that would let a payment rest on anything but a final item of a final round fails here as it is recorded.
"""

from collections import Counter
from collections.abc import Collection, Mapping

from ledger.accounts.events import BudgetAwarded, BudgetFreed, PaymentBooked, PaymentRestored
from ledger.disbursements.events import (
    DisbursementAuthorised,
    DisbursementCancelled,
    DisbursementFailed,
    DisbursementReturned,
)
from ledger.event import Event
from ledger.proposals.events import ProposalAccepted, ProposalClosed, ProposalReported
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
from tests.turmoil.polls import Money, Poll, money_of


class Decision:
    """An accepted item that stands, and what of it may still be authorised."""

    def __init__(self, costs: Money) -> None:
        self.awarded = costs
        self.left = costs.copy()
        self.has_money = False
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
            case BudgetAwarded():
                for award in event.awards:
                    self._award(f"{account}/{award.proposal}", money_of(award.lines))
            case ProposalAccepted():
                assert stream in self.decisions, "accepted is what is no final item of a final round"
            case ProposalReported() | ProposalClosed():
                if stream in self.decisions:
                    self.decisions[stream].over = True
            case BudgetFreed():
                decision = self.decisions[f"{account}/{event.proposal}"]
                decision.left.subtract(money_of(event.lines))
                assert min(decision.left.values()) >= 0, "more is freed than was left"
            case DisbursementAuthorised():
                self._authorise(account, stream, event)
            case DisbursementCancelled() | DisbursementFailed() | DisbursementReturned():
                undone = self.authorised.pop(stream)
                assert undone.line == event.line, "another amount comes back than was authorised"
                decision = self.decisions[f"{account}/{undone.proposal}"]
                decision.left.update(money_of((undone.line,)))
                decision.tranches.remove(undone.tranche)
            case PaymentBooked():
                authorised = self.authorised[f"{account}/{event.disbursement}"]
                assert authorised.line == event.line, "another amount is paid than was authorised"
                assert authorised.proposal == event.proposal, "it is paid under another decision"
                self._pay(account, event.proposal, money_of((event.line,)), 1)
            case PaymentRestored():
                self._pay(account, event.proposal, money_of((event.line,)), -1)
            case _:
                pass

    def _stand(self, account: str, poll: Poll, labels: Collection[str]) -> None:
        """What was decided on these items of a final round holds."""
        for label in labels:
            proposal = f"{account}/{poll.proposals[label]}"
            if label in poll.accepted:
                assert proposal not in self.decisions, "a proposal is accepted twice"
                self.decisions[proposal] = Decision(poll.costs[label])

    def _award(self, proposal: str, money: Money) -> None:
        """B2: to a final item, and what it costs, once."""
        decision = self.decisions.get(proposal)
        assert decision is not None, "money is awarded to what is no final item of a final round"
        assert not decision.has_money, "money is awarded twice"
        assert money == decision.awarded, "another sum is awarded than the item costs"
        decision.has_money = True

    def _authorise(self, account: str, stream: str, event: DisbursementAuthorised) -> None:
        """B1, B2, B4: under a decision that stands and is not over, within what is left of it, each tranche once."""
        decision = self.decisions.get(f"{account}/{event.proposal}")
        assert decision is not None, "authorised under what is no final item of a final round"
        assert not decision.over, "authorised under a decision that was reported"
        assert event.tranche not in decision.tranches, "a tranche is authorised twice"
        assert event.line.amount_minor > 0, "nothing is authorised"
        decision.tranches.add(event.tranche)
        decision.left.subtract(money_of((event.line,)))
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
            resting.setdefault(proposal, Money()).update(money_of((event.line,)))
        for sums in (resting, self.paid):
            for proposal, money in sums.items():
                assert not money - self.decisions[proposal].awarded, f"{proposal}: more than it was awarded"

    @property
    def steps(self) -> Mapping[str, int]:
        """How many rounds have come how far."""
        return Counter(poll.step for poll in self.polls.values())
