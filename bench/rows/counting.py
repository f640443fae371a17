"""How long a city's ballots take to count: greedy, and Equal Shares exactly with growing shares."""

import time
from collections.abc import Sequence
from functools import partial
from random import Random

from bench.cores import apart
from bench.report import Figures, Row
from bench.run import Run
from bench.workload import SEED
from ledger.accounts.state import Destination, Line
from ledger.associations.rules import Body, TieRule
from ledger.identifiers import UNRESTRICTED, ProposalId, Seal
from ledger.rounds.ballots import Choices, choices_of
from ledger.rounds.counting import count
from ledger.rounds.terms import (
    BallotType,
    Completion,
    Confidentiality,
    CountingRule,
    Option,
    RuleKind,
    Terms,
)

BALLOTS, OPTIONS, LONGEST = 10_105, 121, 15
"""As in a district of Warsaw in 2020, which let everybody choose up to fifteen projects."""
BUDGET_MINOR = 498_668_200

GREEDY = CountingRule(kind=RuleKind.GREEDY)
EQUAL_SHARES = CountingRule(kind=RuleKind.EQUAL_SHARES, completion=Completion.ADD1)


def measure(run: Run, rule: CountingRule) -> Figures:
    """Seconds of processor time, in a process of its own."""
    return Figures([apart(counted, rule) for _ in range(run.sizes.samples)])


def counted(rule: CountingRule) -> float:
    """Count one season's ballots once."""
    terms, ballots = season(rule)
    began = time.process_time()
    count(terms, ballots)
    return time.process_time() - began


def season(rule: CountingRule) -> tuple[Terms, Sequence[Choices]]:
    """Options of which few are popular, and ballots from one choice to fifteen; the same ones every time."""
    random = Random(SEED)
    labels = [str(number) for number in range(1, OPTIONS + 1)]
    popular = [1 / (place + 8) for place in range(OPTIONS)]
    options = tuple(
        Option(
            label=label,
            proposal=ProposalId(f"proposal-{label}"),
            version=1,
            seal=Seal("5ea1"),
            destination=Destination.DISADVANTAGED_AT_HOME,
            costs=(Line("PLN", UNRESTRICTED, round(random.lognormvariate(11, 1)) * 100),),
        )
        for label in labels
    )
    terms = Terms(
        ballot_type=BallotType.APPROVAL,
        body=Body.GENERAL_ASSEMBLY,
        options=options,
        budget=(Line("PLN", UNRESTRICTED, BUDGET_MINOR),),
        electorate=BALLOTS,
        recused=0,
        members_list=Seal("a"),
        tokens_list=Seal("b"),
        rules_version=1,
        quorum_percent=0,
        second_call_quorum_percent=None,
        threshold_percent=50,
        tie_rule=TieRule.LOWER_COST_THEN_LABEL,
        objection_days=0,
        closes_us=0,
        confidentiality=Confidentiality.OPEN,
        rule=rule,
    )
    ballots = []
    for _ in range(BALLOTS):
        length = random.choice((random.randint(1, LONGEST), LONGEST))
        chosen = {random.choices(labels, popular)[0] for _ in range(length)}
        ballots.append(choices_of(BallotType.APPROVAL, chosen))
    return terms, ballots


ROWS = (
    Row("recount-greedy", "s", "none", 0.2, partial(measure, rule=GREEDY), "lower"),
    Row("recount-equal-shares", "s", "none", 3, partial(measure, rule=EQUAL_SHARES), "lower"),
)
