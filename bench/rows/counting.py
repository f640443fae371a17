"""How long a recount of a city's ballots takes, from the log: greedy, and Equal Shares exactly with growing shares."""

import time
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from random import Random

from api.elections.pabulib import Election, PbBallot, Project, Stated
from api.elections.rules import counting_of
from api.elections.season import run_season
from bench.cores import apart
from bench.report import Figures, Row
from bench.run import Run
from bench.workload import SEED
from ledger.context import ScriptedClock
from ledger.identifiers import AccountId, RoundId, stream_of
from ledger.ledger import Ledger
from ledger.rounds.recounting import recounted

BALLOTS, OPTIONS, LONGEST = 10_105, 121, 15
"""As in a district of Warsaw in 2020, which let everybody choose up to fifteen projects."""
BUDGET = Decimal("4986682.00")
NOW = datetime(2020, 7, 1, tzinfo=UTC)


def measure(run: Run, rule: str) -> Figures:
    """Seconds of processor time of a whole recount, log and seals included, in a process of its own."""
    database = str(run.path(f"city-{rule.replace('/', '-')}.db"))
    account, round_id = apart(held, database, rule)
    return Figures([apart(recount, database, account, round_id) for _ in range(run.sizes.samples)])


def held(database: str, rule: str) -> tuple[AccountId, RoundId]:
    """Hold the city's season in a ledger, through the commands that everybody uses."""
    clock, election = ScriptedClock(NOW), city(rule)
    with Ledger.open(database, clock=clock) as ledger:
        outcome = run_season(ledger, clock, election, counting_of(election), lambda *_: None)
    assert outcome.ballots_counted == BALLOTS
    return outcome.account, outcome.round


def recount(database: str, account: AccountId, round_id: RoundId) -> float:
    """Recount it once, as `usf recount` does."""
    with Ledger.open(database, create=False, delivers=False) as ledger:
        began = time.process_time()
        again = recounted(ledger.log_of(account), stream_of(account, round_id))
        took = time.process_time() - began
    assert again.identical
    return took


def city(rule: str) -> Election:
    """Projects of which few are popular, and ballots from one choice to fifteen; the same ones every time."""
    random = Random(SEED)
    labels = [str(number) for number in range(1, OPTIONS + 1)]
    popular = [1 / (rank + 8) for rank in range(OPTIONS)]
    costs = [Decimal(round(random.lognormvariate(11, 1))) for _ in labels]
    ballots = []
    for number in range(1, BALLOTS + 1):
        length = random.choice((random.randint(1, LONGEST), LONGEST))
        chosen = {random.choices(labels, popular)[0] for _ in range(length)}
        ballots.append(PbBallot(str(number), tuple(sorted(chosen)), number))
    return Election(
        description="A season of a city",
        country="Poland",
        unit="",
        subunit="",
        instance="2020",
        currency="PLN",
        budget=BUDGET,
        vote_type="approval",
        rule=rule,
        opens=date(2020, 6, 15),
        closes=date(2020, 6, 30),
        stated=Stated(min_length=1, max_length=LONGEST),
        projects=tuple(
            Project(label, label, cost, None, None) for label, cost in zip(labels, costs, strict=True)
        ),
        ballots=tuple(ballots),
        num_projects=OPTIONS,
        num_votes=BALLOTS,
    )


ROWS = (
    Row("recount-greedy", "s", "none", 0.2, partial(measure, rule="greedy"), "lower"),
    Row("recount-equal-shares", "s", "none", 3, partial(measure, rule="equalshares/add1"), "lower"),
)
