"""One real participatory-budgeting season, run through the same commands that everyone uses.

The association is founded, voters are enrolled, the budget is received, every project becomes a proposal, a round
opens, every ballot is cast, the result is counted and made final, and the winners' costs are disbursed. The season
has a partition of its own, where a scripted clock walks through the dates of the file.
"""

import time
from collections.abc import Callable, Sequence

from api.elections.association import found, receive
from api.elections.calendar import days_of
from api.elections.outcome import Outcome
from api.elections.pabulib import Election
from api.elections.paying import disburse
from api.elections.proposing import propose
from api.elections.recorder import Recorder
from api.elections.rules import Counting
from api.elections.voting import Vote
from api.elections.withdrawn import without_withdrawn
from ledger.accounts.state import Account
from ledger.context import ScriptedClock
from ledger.ledger import Ledger


def run_season(
    ledger: Ledger,
    clock: ScriptedClock,
    election: Election,
    counting: Counting,
    progress: Callable[[str, int, int], None],
) -> Outcome:
    """The whole season. Raises StoreUnavailable, and Refused where the file asks for what the rules forbid."""
    election, withdrawn = without_withdrawn(election)
    recorder = Recorder(ledger, clock, progress)
    began, before = time.monotonic(), recorder.recorded()
    opens, closes = days_of(election, clock)
    association = found(recorder, election, opens)
    receive(recorder, association, election, opens)
    proposals = propose(recorder, association, election, opens)
    vote = Vote(recorder, association, election, opens, closes)
    round_id = vote.open(counting, proposals)
    refused = vote.cast(round_id)
    state = vote.decide(round_id)
    result = state.result
    assert result is not None, "a final round has a result"
    accepted = {label: proposals[label] for label in result.accepted}
    disburse(recorder, association, election, closes, accepted)
    totals = recorder.state(association.account, Account).totals.values()
    return Outcome(
        account=association.account,
        round=round_id,
        ballots_counted=result.ballots_counted,
        ballots_refused=dict(sorted(refused.items())),
        ballots_replaced=state.ballots_cast - result.ballots_counted,
        withdrawn=list(withdrawn),
        selected=list(result.accepted),
        agrees_with_file=agrees(election, result.accepted),
        tie_decided=result.tie_decided,
        unit=election.currency,
        budget_minor=sum(t.received for t in totals),
        disbursed_minor=sum(t.paid for t in totals),
        remaining_minor=sum(t.available + t.reserved for t in totals),
        events=recorder.recorded() - before,
        seconds=round(time.monotonic() - began, 3),
    )


def agrees(election: Election, accepted: Sequence[str]) -> bool | None:
    """Whether these are the file's own winners; None where it does not say of every project."""
    if any(project.selected is None for project in election.projects):
        return None
    return {project.project_id for project in election.projects if project.selected} == set(accepted)
