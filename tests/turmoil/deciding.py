"""Random commands about rounds."""

from ledger.associations.rules import Body
from ledger.command import Command
from ledger.identifiers import UNRESTRICTED, RoundToken
from ledger.proposals.commands import LineGiven
from ledger.rounds.commands import (
    CastBallot,
    CloseRound,
    CountRound,
    DecideInAssembly,
    DeclareRecusal,
    DraftRound,
    EnterShowOfHands,
    MakeRoundFinal,
    OpenRound,
)
from ledger.rounds.counting import Tally
from ledger.rounds.counting.rules import DEFINITIONS
from ledger.rounds.declaring import BoundsGiven
from ledger.rounds.events import RoundDrafted
from ledger.rounds.terms import (
    ABSTAIN,
    NO,
    RULE_OF,
    YES,
    BallotType,
    Completion,
    Confidentiality,
    CountingRule,
    Extension,
    Item,
    RuleKind,
)
from tests.turmoil.village import Village
from tests.turmoil.world import World

POINTS = 10
"""Of a cumulative ballot together, and of a score ballot for one option."""


def draft(w: World, v: Village) -> Command:
    """Of every ballot type and rule."""
    ballot = w.random.choice((*BallotType, BallotType.YES_NO_ABSTAIN))
    return DraftRound(
        account=v.account,
        title=w.text(),
        ballot_type=ballot,
        body=Body.STEERING_COMMITTEE if w.chance(1) else Body.GENERAL_ASSEMBLY,
        items=_items(w, v, ballot),
        budget=_budget(w, ballot),
        rule=_rule(w, ballot),
        bounds=bounds(ballot),
        closes=w.soon(110),
        extension=Extension(within_minutes=600, by_minutes=900) if w.chance(30) else None,
        confidentiality=Confidentiality.CONFIDENTIAL if w.chance(15) else Confidentiality.OPEN,
    )


def recuse(w: World, v: Village) -> Command:
    return DeclareRecusal(account=v.account, round=w.one(v, "round"), member=w.member(v), reason=w.text())


def open_round(w: World, v: Village) -> Command:
    return OpenRound(account=v.account, round=w.one(v, "round", "drafted"))


def cast(w: World, v: Village) -> Command:
    """Mostly what the ballot asks for, in favour of most."""
    round_id = w.one(v, "round", "open")
    drafted, tokens = v.drafts.get(round_id), v.tokens.get(round_id)
    choices, points = ((YES,), ()) if drafted is None else chosen(w, drafted)
    elector = RoundToken("elector-nobody") if not tokens or w.chance(2) else w.random.choice(tokens)
    return CastBallot(
        account=v.account, round=round_id, elector=RoundToken(elector), choices=choices, points=points
    )


def close(w: World, v: Village) -> Command:
    return CloseRound(account=v.account, round=w.one(v, "round", "open"))


def count(w: World, v: Village) -> Command:
    return CountRound(account=v.account, round=w.one(v, "round", "closed"))


def make_final(w: World, v: Village) -> Command:
    return MakeRoundFinal(account=v.account, round=w.one(v, "round", "counted"))


def show_hands(w: World, v: Village) -> Command:
    round_id = w.one(v, "round", "open", "closed")
    drafted = v.drafts.get(round_id)
    labels = () if drafted is None else tuple(item.label for item in drafted.items)
    ballot = BallotType.YES_NO_ABSTAIN if drafted is None else drafted.ballot_type
    return EnterShowOfHands(
        account=v.account,
        round=round_id,
        minutes=w.one(v, "minutes"),
        totals=_totals(w, ballot, labels),
        replaces=w.chance(50),
    )


def decide_in_assembly(w: World, v: Village) -> Command:
    ballot = w.random.choice((BallotType.YES_NO_ABSTAIN, BallotType.APPROVAL))
    items = _items(w, v, ballot)
    return DecideInAssembly(
        account=v.account,
        title=w.text(),
        ballot_type=ballot,
        body=Body.GENERAL_ASSEMBLY,
        items=items,
        budget=_budget(w, ballot),
        minutes=w.one(v, "minutes"),
        totals=_totals(w, ballot, tuple(item.label for item in items)),
    )


def _items(w: World, v: Village, ballot: BallotType) -> tuple[Item, ...]:
    """Some proposals, each mostly once; a question asks about one."""
    wanted = 1 if ballot is BallotType.YES_NO_ABSTAIN else w.random.randint(1, 3)
    proposals = [w.one(v, "proposal", "admitted") for _ in range(wanted)]
    if not w.chance(2):
        proposals = list(dict.fromkeys(proposals))
    return tuple(Item(f"item-{place}", proposal) for place, proposal in enumerate(proposals, 1))


def _budget(w: World, ballot: BallotType) -> tuple[LineGiven, ...]:
    if ballot is BallotType.YES_NO_ABSTAIN:
        return ()
    return (LineGiven("EUR", UNRESTRICTED, w.amount(250)),)


def _rule(w: World, ballot: BallotType) -> CountingRule | None:
    """Another than what goes with the ballot now and then, also such as do not count it."""
    if w.chance(60):
        return None
    kind, version = w.random.choice(sorted(DEFINITIONS))
    if kind is RuleKind.EQUAL_SHARES:
        return CountingRule(
            kind=kind, version=version, completion=w.random.choice(list(Completion)), compared=w.chance(30)
        )
    scored_by = RULE_OF[ballot].scored_by
    return CountingRule(
        kind=kind, version=version, scored_by=scored_by, minimum_score=w.random.choice((0, 2))
    )


def bounds(ballot: BallotType) -> BoundsGiven:
    """What a ballot of this type must be given, and no more."""
    if ballot is BallotType.CUMULATIVE:
        return BoundsGiven(max_sum_points=POINTS)
    return BoundsGiven(max_points=POINTS) if ballot is BallotType.SCORE else BoundsGiven()


def chosen(w: World, drafted: RoundDrafted) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Choices, with points where the ballot gives any."""
    if drafted.ballot_type is BallotType.YES_NO_ABSTAIN:
        return (w.random.choice((YES, YES, YES, NO, ABSTAIN)),), ()
    labels = [item.label for item in drafted.items if w.chance(75)]
    if w.chance(2):
        labels.append("item-1")
    if not drafted.ballot_type.gives_points:
        return tuple(labels), ()
    most = POINTS // max(len(labels), 1) if drafted.ballot_type is BallotType.CUMULATIVE else POINTS
    return tuple(labels), tuple(w.random.randint(1, most) for _ in labels)


def _totals(w: World, ballot: BallotType, labels: tuple[str, ...]) -> tuple[Tally, ...]:
    asked = (YES, NO, ABSTAIN) if ballot is BallotType.YES_NO_ABSTAIN else labels
    return tuple(Tally(label, w.random.choice((0, 1, 2)) + (label == YES)) for label in asked)
