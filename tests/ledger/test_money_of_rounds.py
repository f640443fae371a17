"""Whatever becomes of a round, its money is awarded or freed once, in every unit and purpose; none stays held."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from itertools import chain

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.accounts.events import BudgetAwarded, BudgetReserved
from ledger.accounts.state import Line
from ledger.associations.rules import Rules
from ledger.context import moment_of
from ledger.contributions.events import EarmarkAccepted
from ledger.event import Event
from ledger.identifiers import (
    UNRESTRICTED,
    ContributionId,
    MemberToken,
    MinutesId,
    ProposalId,
    RoundId,
)
from ledger.proposals.commands import CostGiven, LineGiven
from ledger.proposals.state import ProposalStatus
from ledger.rounds.commands import (
    AnnulRound,
    CloseRound,
    CountRound,
    DecideObjection,
    DraftRound,
    MakeItemFinal,
    MakeRoundFinal,
    OpenRound,
    RaiseObjection,
)
from ledger.rounds.state import RoundStatus
from tests.ledger.assembling import minutes
from tests.ledger.deciding import (
    ACCOUNT,
    ANA,
    BIA,
    FOUNDED,
    MEMBERS,
    RULES,
    SCHOOL,
    account_of,
    admitted,
    ballot,
    euros,
    gift,
    in_account,
    round_of,
    shares_out,
    spend,
    status_of,
    village,
)

TWICE: Rules = msgspec.structs.replace(
    RULES, quorum_percent=60, second_call_quorum_percent=20, objection_days=3, objection_decision_days=10
)
ESCUDOS = "CVE"
HAD = Counter({("EUR", UNRESTRICTED): 1000_00, ("EUR", SCHOOL): 500_00, (ESCUDOS, UNRESTRICTED): 9000_00})
COSTS: dict[str, tuple[LineGiven, ...]] = {
    "bus": (euros("200.00"), euros("50.00", SCHOOL)),
    "van": (euros("100.00"), LineGiven(ESCUDOS, UNRESTRICTED, "3000.00")),
    "well": (euros("300.00"), euros("250.00", SCHOOL), LineGiven(ESCUDOS, UNRESTRICTED, "1000.00")),
}
BUDGET = (euros("450.00"), euros("300.00", SCHOOL), LineGiven(ESCUDOS, UNRESTRICTED, "4000.50"))


def sums(lines: Iterable[Line]) -> Counter[tuple[str, str]]:
    """Minor units by unit and purpose."""
    found: Counter[tuple[str, str]] = Counter()
    for line in lines:
        found[line.unit, line.purpose] += line.amount_minor
    return +found


class Story:
    """A round over three items in two units and two purposes, and its second call; nothing else is decided."""

    def __init__(self) -> None:
        self.scenario = village(TWICE)
        school, escudos = ContributionId("contribution-school"), ContributionId("contribution-escudos")
        self.scenario.given(
            *in_account(
                msgspec.structs.replace(gift(500_00, contribution=school), earmark=SCHOOL),
                EarmarkAccepted(
                    contribution=school, purpose=SCHOOL, unit="EUR", amount_minor=500_00, effective=FOUNDED
                ),
                gift(9000_00, ESCUDOS, escudos),
            )
        )
        self.proposals = {label: self._admitted(costs) for label, costs in COSTS.items()}
        self.moved: list[Event] = []
        """All that reserved, awarded or freed money."""
        self.rounds = [self._opened(None)]

    def _admitted(self, requested: tuple[LineGiven, ...]) -> ProposalId:
        costs = tuple(CostGiven(f"Part {n}", line.unit, line.amount) for n, line in enumerate(requested))
        return admitted(self.scenario, msgspec.structs.replace(spend(), costs=costs, requested=requested))

    def _draft(self, first: RoundId | None) -> DraftRound:
        draft = shares_out("1.00", **self.proposals)
        closes = moment_of(self.scenario.clock.now_us()) + timedelta(days=2)
        return msgspec.structs.replace(draft, budget=BUDGET, closes=closes, second_call_of=first)

    def _opened(self, first: RoundId | None) -> RoundId:
        round_id = RoundId(self.scenario.done(self._draft(first)))
        self.tries(OpenRound(account=ACCOUNT, round=round_id))
        assert self.scenario.refusal is None
        return round_id

    def tries(self, command: object, by: str = "test") -> None:
        """Carried out, or refused, and never with more money than there is."""
        self.scenario.when(command, by)  # type: ignore[arg-type]
        self.moved += [
            fact.event
            for fact in self.scenario.recorded
            if isinstance(fact.event, BudgetReserved | BudgetAwarded)
        ]

    def goes_on(self, step: str, member: MemberToken, label: str, days: int) -> None:
        """Something happens, or is refused, in the newest round."""
        number, round_id = MEMBERS.index(member) + 1, self.rounds[-1]
        self.scenario.at(moment_of(self.scenario.clock.now_us()) + timedelta(days=days))
        match step:
            case "vote":
                self.tries(ballot(self.scenario, round_id, member, label, *({"bus"} - {label})))
            case "close":
                self.tries(CloseRound(account=ACCOUNT, round=round_id))
                self.tries(CountRound(account=ACCOUNT, round=round_id))
            case "object":
                elector = self.scenario.links[round_id][member]
                why = "Nobody saw the costs."
                self.tries(
                    RaiseObjection(account=ACCOUNT, round=round_id, elector=elector, label=label, reason=why)
                )
            case "uphold" | "dismiss":
                self.tries(
                    DecideObjection(
                        account=ACCOUNT,
                        round=round_id,
                        number=number,
                        upheld=step == "uphold",
                        reason="We looked.",
                        minutes=self.met(),
                    )
                )
            case "final":
                self.tries(MakeRoundFinal(account=ACCOUNT, round=round_id))
            case "item":
                self.tries(MakeItemFinal(account=ACCOUNT, round=round_id, label=label))
            case "annul":
                why = "Nobody was called."
                self.tries(
                    AnnulRound(account=ACCOUNT, round=round_id, reason=why, minutes=self.met()), by=BIA
                )
            case _:
                self._calls_again(round_id)

    def met(self) -> MinutesId:
        """Minutes of an assembly that met just now."""
        began = moment_of(self.scenario.clock.now_us())
        self.scenario.at(began + timedelta(hours=3))
        return minutes(self.scenario, attendance=5, met=began, by=ANA, entry_until=None)

    def _calls_again(self, first: RoundId) -> None:
        self.scenario.when(self._draft(first))
        if self.scenario.refusal is None:
            round_id = RoundId(str(self.scenario.created))
            self.tries(OpenRound(account=ACCOUNT, round=round_id))
            if self.scenario.refusal is None:
                self.rounds.append(round_id)

    def ends(self) -> None:
        """Whoever keeps the books does all that is left to do; what nobody has decided on lapses."""
        for _ in range(3):
            for step in ("close", "final"):
                self.goes_on(step, ANA, "bus", TWICE.objection_days)
        for label in COSTS:
            self.goes_on("item", ANA, label, TWICE.objections_decided_within_days)

    def check(self) -> None:
        """Every unit and purpose has what was given, less what items keep and what rounds still hold."""
        budget = sums(
            line for event in self.moved if isinstance(event, BudgetReserved) for line in event.lines
        )
        awards = [event for event in self.moved if isinstance(event, BudgetAwarded)]
        freed = sums(line for event in awards for line in event.freed)
        kept = sums(line for event in awards for award in event.awards for line in award.lines)
        account = account_of(self.scenario)
        held = Counter[tuple[str, str]]()
        for round_id in self.rounds:
            held += sums(Line(h.unit, h.purpose, h.amount_minor) for h in account.holdings.get(round_id, ()))
        assert budget == freed + kept + held
        names = [award.proposal for event in awards for award in event.awards]
        accepted = {
            p for p in self.proposals.values() if status_of(self.scenario, p) is ProposalStatus.ACCEPTED
        }
        assert sorted(names) == sorted(accepted), "each accepted item is awarded once, and no other"
        for (unit, purpose), had in HAD.items():
            where = unit, purpose
            assert account.available(unit, purpose) == had - kept[where] - held[where] >= 0


Step = tuple[str, MemberToken, str, int]


def steps(*kinds: str, days: tuple[int, ...] = (0,), most: int = 5) -> st.SearchStrategy[list[Step]]:
    """Some steps of these kinds."""
    step = st.tuples(
        st.sampled_from(kinds),
        st.sampled_from(MEMBERS),
        st.sampled_from(sorted(COSTS)),
        st.sampled_from(days),
    )
    return st.lists(step, max_size=most)


CLOSED: list[Step] = [("close", ANA, "bus", 2)]
CALL = st.tuples(
    steps("vote", most=9),
    st.just(CLOSED) | steps("annul", "close", "vote", days=(0, 2), most=2),
    steps("object"),
    steps("uphold", "dismiss", "annul", "object", most=2),
    steps("final", "final", "annul", "close", days=(1, 3), most=3),
    steps("uphold", "dismiss", "item", "final", "again", days=(0, 0, 3, 10), most=6),
)
"""A round as it mostly goes, with something out of order in each part of it."""
WINDS_UP: list[Step] = [
    ("final", ANA, "bus", 3),
    *(("item", ANA, label, 10) for label in COSTS),
    ("again", ANA, "bus", 0),
]


@settings(max_examples=150)
@given(CALL, CALL)
def test_whatever_becomes_of_a_round_and_its_second_call_nothing_is_held_twice_nor_for_ever(
    first: tuple[list[Step], ...], second: tuple[list[Step], ...]
) -> None:
    """L2, B1, B2, R6, R8, R10, R1"""
    story = Story()
    for step in chain(*first, WINDS_UP, *second):
        story.goes_on(*step)
        story.check()
    story.ends()
    story.check()
    for round_id in story.rounds:
        found = round_of(story.scenario, round_id)
        assert found.status in (RoundStatus.FINAL, RoundStatus.ANNULLED)
        assert (found.suspended, found.pending_objections(story.scenario.clock.now_us())) == ((), {})
        assert round_id not in account_of(story.scenario).holdings
    assert not {status_of(story.scenario, p) for p in story.proposals.values()} & {ProposalStatus.ON_BALLOT}
