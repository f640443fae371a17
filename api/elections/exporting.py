"""A counted round, read from the log, as a Pabulib file."""

from api.elections.calendar import country_called
from api.elections.refusals import (
    HandsAreNoBallots,
    QuestionIsNoElection,
    SeveralBudgetLines,
    TotalsAloneAreTold,
)
from api.elections.writing import Counted, Place, written
from ledger.identifiers import AccountId, RoundId, Stream, stream_of
from ledger.ledger import Ledger
from ledger.rounds.confidential import FEWEST_LISTED, shows_totals_alone
from ledger.rounds.events import RoundDrafted
from ledger.rounds.gathering import Gathered, counting_ballots, gathered
from ledger.rounds.refusals import RoundNotAtThisStep, UnknownRound
from ledger.rounds.state import Round, RoundStatus
from projections import accounts, territories
from projections.base import Database


def election_file(ledger: Ledger, db: Database, account: AccountId, round_id: RoundId) -> str:
    """The file. Raises UnknownAccount, UnknownRound, RoundNotAtThisStep, and why this round has none."""
    log, stream = ledger.log_of(account), stream_of(account, round_id)
    drafted = log.event(stream, 1)
    if not isinstance(drafted, RoundDrafted):
        raise UnknownRound
    found = gathered(log, stream)
    state = _round(ledger, stream)
    _require_told(state, found)
    assert found.terms is not None, "a counted round was opened"
    assert found.result is not None, "a counted round has a result"
    counted = Counted(
        round=round_id,
        title=ledger.papers.text(drafted.title),
        terms=found.terms,
        result=found.result,
        ballots=counting_ballots(log, found),
        annulled=found.result.accepted if state.status is RoundStatus.ANNULLED else state.annulled,
    )
    return written(counted, place_of(ledger, db, account))


def _round(ledger: Ledger, stream: Stream) -> Round:
    state = ledger.state(stream)
    assert state is not None, "the round was drafted"
    assert isinstance(state[0], Round), "rounds' streams hold rounds"
    return state[0]


def _require_told(state: Round, found: Gathered) -> None:
    """Before counting nobody is told anything (V8); a file that would give another result is none."""
    if found.terms is None or found.result is None:
        raise RoundNotAtThisStep(status=state.status.value, wanted=RoundStatus.COUNTED.value)
    if not found.terms.ballot_type.shares_budget:
        raise QuestionIsNoElection
    if found.result.by_hand:
        raise HandsAreNoBallots
    if len(found.terms.budget) != 1:
        raise SeveralBudgetLines
    if shows_totals_alone(found.terms):
        raise TotalsAloneAreTold(fewest=FEWEST_LISTED)


def place_of(ledger: Ledger, db: Database, account: AccountId) -> Place:
    """Country and unit: the association's territory by its name, else the association by its own."""
    own = accounts.find(db, account)
    registered = None if own is None else accounts.association(db, own.association)
    if registered is None:
        return Place(country="Worldwide", unit=account)
    unit = ledger.papers.text(registered.name) or account
    if registered.territory is not None:
        names = territories.names(db, (registered.territory,))[registered.territory]
        # In English where it has such a name: the format's files are read everywhere.
        seals = [names[language] for language in sorted(names, key=lambda code: (code != "en", code))]
        unit = next(filter(None, map(ledger.papers.text, seals)), unit)
    return Place(country=country_called(registered.country), unit=unit)
