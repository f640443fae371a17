"""Random commands of those who vote for others, and of whoever asks once more where a quorum was missed."""

from ledger.associations.rules import Body
from ledger.command import Command
from ledger.identifiers import RoundId, RoundToken
from ledger.proposals.commands import LineGiven
from ledger.rounds.commands import CastBallot, DraftRound, GiveProxy, WithdrawProxy
from tests.turmoil.deciding import bounds, chosen, draft
from tests.turmoil.village import Village
from tests.turmoil.world import World


def give_proxy(w: World, v: Village) -> Command:
    round_id = w.one(v, "round", "open")
    return GiveProxy(
        account=v.account, round=round_id, giver=_token(w, v, round_id), holder=_token(w, v, round_id)
    )


def withdraw_proxy(w: World, v: Village) -> Command:
    round_id, giver, _ = _proxy(w, v)
    return WithdrawProxy(account=v.account, round=round_id, giver=giver)


def cast_for_another(w: World, v: Village) -> Command:
    """Mostly as a holder may, sometimes for somebody who asked nobody, or another."""
    round_id, giver, holder = _proxy(w, v)
    drafted = v.drafts.get(round_id)
    choices, points = (("yes",), ()) if drafted is None else chosen(w, drafted)
    return CastBallot(
        account=v.account, round=round_id, elector=giver, proxy=holder, choices=choices, points=points
    )


def draft_again(w: World, v: Village) -> Command:
    """The same as a round before it, with or without something changed."""
    first = w.one(v, "round", "final")
    drafted = v.drafts.get(first)
    if drafted is None:
        return draft(w, v)
    budget = tuple(
        LineGiven(line.unit, line.purpose, f"{line.amount_minor // 100}.00") for line in drafted.budget
    )
    return DraftRound(
        account=v.account,
        title=w.text(),
        ballot_type=drafted.ballot_type,
        body=Body.GENERAL_ASSEMBLY,
        items=drafted.items[1:] if w.chance(5) else drafted.items,
        budget=budget,
        rule=drafted.rule,
        bounds=bounds(drafted.ballot_type),
        closes=w.soon(110),
        confidentiality=drafted.confidentiality,
        second_call_of=first,
    )


def _token(w: World, v: Village, round_id: str) -> RoundToken:
    return RoundToken(w.random.choice(v.tokens.get(round_id) or ["elector-nobody"]))


def _proxy(w: World, v: Village) -> tuple[RoundId, RoundToken, RoundToken]:
    """Round, giver and holder of a proxy that was given; or anybody."""
    given = v.things["proxy"]
    if not given or w.chance(10):
        round_id = w.one(v, "round", "open")
        return round_id, _token(w, v, round_id), _token(w, v, round_id)
    found: tuple[RoundId, RoundToken, RoundToken] = w.random.choice(given[-4:])
    return found
