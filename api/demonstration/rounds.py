"""How a village holds rounds: drafted, opened, voted in over two days, closed, counted and made final."""

from collections.abc import Mapping, Sequence

from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.identifiers import ProposalId, RoundId, RoundToken
from ledger.proposals.given import LineGiven
from ledger.rounds.commands import (
    CastBallot,
    CloseRound,
    CountRound,
    DeclareRecusal,
    DraftRound,
    MakeRoundFinal,
    OpenRound,
)
from ledger.rounds.declaring import BoundsGiven
from ledger.rounds.terms import (
    ABSTAIN,
    NO,
    YES,
    BallotType,
    Confidentiality,
    CountingRule,
    Extension,
    Item,
)

Choices = tuple[str, ...]

Ballot = Choices | Mapping[str, int]
"""What somebody chooses; where it is done by points, so many for each."""


def draft_vote(village: Village, title: str, label: str, proposal: ProposalId, closes: int) -> RoundId:
    """A round that asks yes or no."""
    return draft(village, title, BallotType.YES_NO_ABSTAIN, {label: proposal}, (), closes)


def draft_budget_round(
    village: Village,
    title: str,
    proposals: Mapping[str, ProposalId],
    budget: tuple[LineGiven, ...],
    closes: int,
) -> RoundId:
    """A round in which everyone names the proposals that they approve of."""
    return draft(village, title, BallotType.APPROVAL, proposals, budget, closes)


def draft(
    village: Village,
    title: str,
    ballot_type: BallotType,
    proposals: Mapping[str, ProposalId],
    budget: tuple[LineGiven, ...],
    closes: int,
    *,
    rule: CountingRule | None = None,
    bounds: BoundsGiven | None = None,
    confidentiality: Confidentiality = Confidentiality.OPEN,
    extension: Extension | None = None,
    second_call_of: RoundId | None = None,
) -> RoundId:
    """A round of any kind."""
    command = DraftRound(
        account=village.account,
        title=title,
        ballot_type=ballot_type,
        body=village.body,
        items=tuple(Item(label, proposal) for label, proposal in proposals.items()),
        budget=budget,
        closes=village.calendar.evening(closes),
        rule=rule,
        bounds=bounds or BoundsGiven(),
        confidentiality=confidentiality,
        extension=extension,
        second_call_of=second_call_of,
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


def cast(
    village: Village,
    round_id: RoundId,
    ballots: Sequence[Ballot],
    first: int = 0,
    without: Sequence[str] = (),
) -> None:
    """Electors vote, each round another one first; the treasurer is always the last, and some do not vote."""
    electors = electors_of(village, round_id, without)
    chosen = (electors[(first + number) % len(electors)] for number in range(len(ballots)))
    village.do_all(
        (ballot_of(village, round_id, elector, ballot), elector)
        for elector, ballot in zip(chosen, ballots, strict=True)
    )


def ballot_of(
    village: Village, round_id: RoundId, elector: RoundToken, ballot: Ballot, proxy: RoundToken | None = None
) -> CastBallot:
    """What an elector hands in, or another for them."""
    points = tuple(ballot.values()) if isinstance(ballot, Mapping) else ()
    return CastBallot(
        account=village.account,
        round=round_id,
        elector=elector,
        choices=tuple(ballot),
        points=points,
        proxy=proxy,
    )


def electors_of(village: Village, round_id: RoundId, without: Sequence[str] = ()) -> list[RoundToken]:
    """Their tokens, in the order in which they vote here."""
    tokens = {member: token for token, member in village.ledger.people.members_of(round_id).items()}
    members = [
        member
        for name, member in village.people.items()
        if member in tokens and member != village.treasurer and name not in without
    ]
    turn = village.rounds_held * 5 % len(members)
    last = [village.treasurer] if village.treasurer in tokens else []
    return [tokens[member] for member in (*members[turn:], *members[:turn], *last)]


def token_of(village: Village, round_id: RoundId, member: str) -> RoundToken:
    """The token by which a member votes in a round."""
    token = village.ledger.people.round_token(round_id, village.people[member])
    if token is None:
        raise LookupError(member)
    return token


def hold(
    village: Village,
    round_id: RoundId,
    opens: int,
    closes: int,
    ballots: Sequence[Ballot],
    undecided: int = 0,
) -> Chapter:
    """A round opens, is voted on over two days, closes and is counted on the day after its deadline.

    The undecided hand in an empty ballot or an abstention first, and their choice on the last day.
    """
    yield opens
    open_round(village, round_id)
    early = len(ballots) * 2 // 3
    empty: Choices = (ABSTAIN,) if ballots[0] in ((YES,), (NO,), (ABSTAIN,)) else ()
    yield opens + 1
    cast(village, round_id, ballots[:early])
    cast(village, round_id, (empty,) * undecided, early)
    yield closes
    cast(village, round_id, ballots[early:], early)
    yield closes + 1
    close_and_count(village, round_id)


def close_and_count(village: Village, round_id: RoundId) -> None:
    """Nobody votes any more, and the ballots are counted."""
    village.do(CloseRound(account=village.account, round=round_id))
    village.do(CountRound(account=village.account, round=round_id))


def make_final(village: Village, round_id: RoundId) -> None:
    """Nobody objected in time."""
    village.do(MakeRoundFinal(account=village.account, round=round_id))
