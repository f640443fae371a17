"""Whoever cannot vote asks a neighbour to do it for them, and may change their mind (M6)."""

from api.demonstration import rounds
from api.demonstration.rounds import Ballot, token_of
from api.demonstration.village import Village
from ledger.identifiers import RoundId
from ledger.rounds.commands import GiveProxy, WithdrawProxy


def give(village: Village, round_id: RoundId, giver: str, holder: str) -> None:
    """A member asks another to vote for them in one round."""
    token = token_of(village, round_id, giver)
    command = GiveProxy(
        account=village.account,
        round=round_id,
        giver=token,
        holder=token_of(village, round_id, holder),
    )
    village.do(command, by=token)


def withdraw(village: Village, round_id: RoundId, giver: str) -> None:
    """They will vote themselves after all."""
    token = token_of(village, round_id, giver)
    village.do(WithdrawProxy(account=village.account, round=round_id, giver=token), by=token)


def cast(village: Village, round_id: RoundId, holder: str, giver: str, ballot: Ballot) -> None:
    """The holder votes for the other, as they were asked to."""
    token = token_of(village, round_id, holder)
    command = rounds.ballot_of(village, round_id, token_of(village, round_id, giver), ballot, proxy=token)
    village.do(command, by=token)
