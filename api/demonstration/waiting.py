"""What a village leaves to do: something at every step of proposals and rounds, so that each can be tried."""

from collections.abc import Callable, Mapping

import msgspec

from api.demonstration import proposals, rounds
from api.demonstration.proposals import cost, line, spend
from api.demonstration.rounds import Choices
from api.demonstration.season import TODAY, Chapter
from api.demonstration.village import Village
from ledger.identifiers import ProposalId, RoundId
from ledger.proposals.given import MeasureGiven
from ledger.rounds.commands import CloseRound

Ballots = tuple[Choices, ...]

NOT_YET = "Ainda não é possível dizer."


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """A small question of money."""

    by: str
    need: str
    what: str
    amount: str
    criterion: str
    people: int
    children: bool = False
    title: str = ""
    label: str = ""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question that asks for no money."""

    name: str
    by: str
    need: str
    measure: Callable[[Village], MeasureGiven]
    title: str
    label: str
    ballots: Ballots


def decision_to_carry_out(
    village: Village, question: Question, opens: int, closes: int, final: int
) -> Chapter:
    """Accepted and final; nobody has carried it out yet."""
    yield opens - 3
    measure = question.measure(village)
    proposal = proposals.admitted(village, question.by, question.need, measure, name=question.name)
    round_id = rounds.draft_vote(village, question.title, question.label, proposal, closes)
    yield from rounds.hold(village, round_id, opens, closes, question.ballots)
    yield final
    rounds.make_final(village, round_id)


def round_counted(
    village: Village, ask: Ask, opens: int, closes: int, ballots: Ballots, name: str = "round_counted"
) -> Chapter:
    """Counted; it waits for somebody to make it final, once the window for objections has passed."""
    yield opens - 1
    round_id = _asked(village, ask, closes, name)
    yield from rounds.hold(village, round_id, opens, closes, ballots)


def round_to_count(village: Village, ask: Ask, opens: int, closes: int, ballots: Ballots) -> Chapter:
    """Closed; nobody has counted yet."""
    yield opens - 1
    round_id = _asked(village, ask, closes, "round_closed")
    yield opens
    rounds.open_round(village, round_id)
    yield opens + 1
    rounds.cast(village, round_id, ballots)
    yield closes + 1
    village.do(CloseRound(account=village.account, round=round_id))


def round_to_close(village: Village, ask: Ask, opens: int, closes: int, ballots: Ballots) -> Chapter:
    """Its deadline has passed, and it is still open."""
    yield opens - 1
    round_id = _asked(village, ask, closes, "round_overdue")
    yield opens
    rounds.open_round(village, round_id)
    yield opens + 1
    rounds.cast(village, round_id, ballots)


def round_to_vote_in(
    village: Village, title: str, asks: tuple[Ask, ...], budget: str, opens: int, votes: Mapping[str, int]
) -> Chapter:
    """Open for weeks to come: some have voted, the treasurer has not."""
    yield opens - 5
    options = {ask.label: admitted(village, ask) for ask in asks}
    village.ids["proposal_on_ballot"] = options[asks[0].label]
    round_id = rounds.draft_budget_round(village, title, options, (line(budget),), closes=TODAY + 45)
    village.ids["round_open"] = round_id
    yield opens
    rounds.open_round(village, round_id)
    yield opens + 3
    rounds.cast(village, round_id, rounds.approvals(max(votes.values()) + 1, votes))


def rounds_to_open(village: Village, ready: Ask, drafted: Ask, day: int) -> Chapter:
    """Drafted: one waits to be opened, one for somebody to recuse themselves."""
    yield day
    _asked(village, ready, TODAY + 60, "round_ready")
    _asked(village, drafted, TODAY + 60, "round_drafted")


def proposals_to_bring_forward(
    village: Village, day: int, *, draft: Ask, stated: Ask, submitted: Ask, ready: Ask
) -> Chapter:
    """A draft, one with its interests stated, one handed in, one admitted."""
    yield day
    _written(village, draft, "proposal_draft")
    proposals.state_interests(village, _written(village, stated, "proposal_stated"), stated.by)
    proposals.submit(village, _written(village, submitted, "proposal_submitted"), submitted.by)
    proposal = _written(village, ready, "proposal_admitted")
    proposals.submit(village, proposal, ready.by)
    proposals.admit(village, proposal)


def admitted(village: Village, ask: Ask) -> ProposalId:
    """The ask as a proposal that is ready for a ballot."""
    return proposals.admitted(village, ask.by, ask.need, _measure(ask), plan=NOT_YET)


def _written(village: Village, ask: Ask, name: str) -> ProposalId:
    return proposals.draft(village, ask.by, ask.need, _measure(ask), plan=NOT_YET, name=name)


def _asked(village: Village, ask: Ask, closes: int, name: str) -> RoundId:
    village.ids[name] = rounds.draft_vote(village, ask.title, ask.label, admitted(village, ask), closes)
    return village.round(name)


def _measure(ask: Ask) -> MeasureGiven:
    costs, asked = (cost(ask.what, ask.amount),), line(ask.amount)
    return spend(ask.criterion, ask.people, costs, asked, children=ask.children)
