"""How a village decides: proposals are written and admitted, and rounds are held on them."""

from collections.abc import Mapping, Sequence

from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.accounts.state import Destination
from ledger.associations.rules import Body, Office
from ledger.identifiers import UNRESTRICTED, ProposalId, PurposeId, RoundId, RoundToken
from ledger.proposals.commands import (
    AdmitProposal,
    AmendProposal,
    DeclareInterest,
    DraftProposal,
    StateInterests,
    SubmitProposal,
)
from ledger.proposals.events import Tie
from ledger.proposals.given import AmountGiven, CostGiven, LineGiven, MeasureGiven, SpendGiven
from ledger.rounds.commands import (
    CastBallot,
    CloseRound,
    CountRound,
    DeclareRecusal,
    DraftRound,
    MakeRoundFinal,
    OpenRound,
)
from ledger.rounds.terms import ABSTAIN, NO, YES, BallotType, Item

Choices = tuple[str, ...]

# Proposals


def cost(what: str, amount: str, unit: str = "CVE") -> CostGiven:
    """A line of the costs."""
    return CostGiven(what, unit, amount)


def line(amount: str, unit: str = "CVE", purpose: PurposeId = UNRESTRICTED) -> LineGiven:
    """An amount asked of the account."""
    return LineGiven(unit, purpose, amount)


def spend(
    criterion: str,
    beneficiaries: int,
    costs: tuple[CostGiven, ...],
    *requested: LineGiven,
    own: tuple[AmountGiven, ...] = (),
    other: tuple[AmountGiven, ...] = (),
) -> SpendGiven:
    """A measure for those who are most disadvantaged in the village itself."""
    return SpendGiven(
        destination=Destination.DISADVANTAGED_AT_HOME,
        criterion=criterion,
        beneficiaries=beneficiaries,
        costs=costs,
        own=own,
        other=other,
        requested=requested,
    )


def draft(
    village: Village, by: str, need: str, measure: MeasureGiven, *, pass_on: str = "", name: str | None = None
) -> ProposalId:
    """A member writes a proposal."""
    proposer = village.people[by]
    command = DraftProposal(
        account=village.account, proposer=proposer, need=need, measure=measure, pass_on_plan=pass_on
    )
    proposal = ProposalId(village.do(command, by=proposer))
    if name is not None:
        village.ids[name] = proposal
    return proposal


def amend(
    village: Village, proposal: ProposalId, need: str, measure: MeasureGiven, pass_on: str = ""
) -> None:
    """A new version, which is a draft again."""
    account = village.account
    village.do(
        AmendProposal(account=account, proposal=proposal, need=need, measure=measure, pass_on_plan=pass_on)
    )


def declare_interest(village: Village, proposal: ProposalId, member: str, tie: Tie) -> None:
    """A member says that they are not disinterested."""
    token = village.people[member]
    command = DeclareInterest(account=village.account, proposal=proposal, member=token, tie=tie)
    village.do(command, by=token)


def state_interests(village: Village, proposal: ProposalId, by: str) -> None:
    """The proposer says that all interests are declared."""
    proposer = village.people[by]
    village.do(StateInterests(account=village.account, proposal=proposal, proposer=proposer), by=proposer)


def submit(village: Village, proposal: ProposalId, by: str) -> None:
    """The proposer states the interests and hands the proposal in."""
    state_interests(village, proposal, by)
    proposer = village.people[by]
    village.do(SubmitProposal(account=village.account, proposal=proposal, proposer=proposer), by=proposer)


def admit(village: Village, proposal: ProposalId, version: int = 1) -> None:
    """The second signatory, or the treasurer while there is none, lets it go on a ballot."""
    officer = village.officers.get(Office.SECOND_SIGNATORY, village.treasurer)
    village.do(AdmitProposal(account=village.account, proposal=proposal, version=version), by=officer)


def admitted(
    village: Village, by: str, need: str, measure: MeasureGiven, *, pass_on: str = "", name: str | None = None
) -> ProposalId:
    """A proposal that is ready for a ballot."""
    proposal = draft(village, by, need, measure, pass_on=pass_on, name=name)
    submit(village, proposal, by)
    admit(village, proposal)
    return proposal


# Rounds


def draft_vote(village: Village, title: str, label: str, proposal: ProposalId, closes: int) -> RoundId:
    """A round that asks yes or no."""
    return _draft(village, title, BallotType.YES_NO_ABSTAIN, {label: proposal}, (), closes)


def draft_budget_round(
    village: Village,
    title: str,
    proposals: Mapping[str, ProposalId],
    budget: tuple[LineGiven, ...],
    closes: int,
) -> RoundId:
    """A round in which everyone names the proposals that they approve of."""
    return _draft(village, title, BallotType.APPROVAL, proposals, budget, closes)


def _draft(
    village: Village,
    title: str,
    ballot_type: BallotType,
    proposals: Mapping[str, ProposalId],
    budget: tuple[LineGiven, ...],
    closes: int,
) -> RoundId:
    command = DraftRound(
        account=village.account,
        title=title,
        ballot_type=ballot_type,
        body=Body.GENERAL_ASSEMBLY,
        items=tuple(Item(label, proposal) for label, proposal in proposals.items()),
        budget=budget,
        closes=village.calendar.evening(closes),
    )
    return RoundId(village.do(command))


def yes_no(yes: int, no: int = 0, abstain: int = 0) -> tuple[Choices, ...]:
    """So many ballots."""
    return ((YES,),) * yes + ((NO,),) * no + ((ABSTAIN,),) * abstain


def approvals(ballots: int, votes: Mapping[str, int]) -> tuple[Choices, ...]:
    """So many ballots, on which each option is named so many times; every option begins at another ballot."""
    named: list[list[str]] = [[] for _ in range(ballots)]
    for place, (label, count) in enumerate(votes.items()):
        for number in range(count):
            named[(place * 5 + number) % ballots].append(label)
    return tuple(map(tuple, named))


def recuse(village: Village, round_id: RoundId, member: str, reason: str) -> None:
    """A member will not vote in this round."""
    token = village.people[member]
    command = DeclareRecusal(account=village.account, round=round_id, member=token, reason=reason)
    village.do(command, by=token)


def open_round(village: Village, round_id: RoundId) -> None:
    """The round opens."""
    village.do(OpenRound(account=village.account, round=round_id))
    village.rounds_held += 1


def cast(village: Village, round_id: RoundId, ballots: Sequence[Choices], first: int = 0) -> None:
    """Electors vote, each round another one first; the treasurer is always the last."""
    electors = electors_of(village, round_id)
    chosen = (electors[(first + number) % len(electors)] for number in range(len(ballots)))
    account = village.account
    village.do_all(
        (CastBallot(account=account, round=round_id, elector=elector, choices=choices), elector)
        for elector, choices in zip(chosen, ballots, strict=True)
    )


def electors_of(village: Village, round_id: RoundId) -> list[RoundToken]:
    """Their tokens, in the order in which they vote here."""
    tokens = {member: token for token, member in village.ledger.people.members_of(round_id).items()}
    members = [
        member for member in village.people.values() if member in tokens and member != village.treasurer
    ]
    turn = village.rounds_held * 5 % len(members)
    last = [village.treasurer] if village.treasurer in tokens else []
    return [tokens[member] for member in (*members[turn:], *members[:turn], *last)]


def hold(
    village: Village,
    round_id: RoundId,
    opens: int,
    closes: int,
    ballots: Sequence[Choices],
    undecided: int = 0,
) -> Chapter:
    """A round opens, is voted on over two days, closes and is counted on the day after its deadline.

    The undecided hand in an empty ballot or an abstention first, and their choice on the last day.
    """
    yield opens
    open_round(village, round_id)
    early = len(ballots) * 2 // 3
    empty: Choices = (ABSTAIN,) if ballots[0][0:1] in {(YES,), (NO,), (ABSTAIN,)} else ()
    yield opens + 1
    cast(village, round_id, ballots[:early])
    cast(village, round_id, (empty,) * undecided, early)
    yield closes
    cast(village, round_id, ballots[early:], early)
    yield closes + 1
    village.do(CloseRound(account=village.account, round=round_id))
    yield closes + 1
    village.do(CountRound(account=village.account, round=round_id))


def make_final(village: Village, round_id: RoundId) -> None:
    """Nobody objected in time."""
    village.do(MakeRoundFinal(account=village.account, round=round_id))
