"""What was decided is contested: objections and their decisions, items that stand after all, annulled rounds (R8)."""

from api.demonstration.rounds import token_of
from api.demonstration.village import Village
from ledger.identifiers import MinutesId, RoundId
from ledger.rounds.commands import AnnulRound, DecideObjection, MakeItemFinal, RaiseObjection


def raised(village: Village, round_id: RoundId, member: str, label: str, reason: str) -> int:
    """An elector objects to one item; the number of the objection."""
    token = token_of(village, round_id, member)
    command = RaiseObjection(
        account=village.account, round=round_id, elector=token, label=label, reason=reason
    )
    return int(village.do(command, by=token).rpartition(".")[2])


def decide(
    village: Village, round_id: RoundId, number: int, held: MinutesId, reason: str, *, upheld: bool
) -> None:
    """An assembly has decided on an objection."""
    command = DecideObjection(
        account=village.account,
        round=round_id,
        number=number,
        upheld=upheld,
        reason=reason,
        minutes=held,
    )
    village.do(command)


def make_item_final(village: Village, round_id: RoundId, label: str) -> None:
    """What was decided on the item stands, since nothing that was objected to it holds."""
    village.do(MakeItemFinal(account=village.account, round=round_id, label=label))


def annul(village: Village, round_id: RoundId, held: MinutesId, reason: str) -> None:
    """An assembly has annulled a round."""
    command = AnnulRound(account=village.account, round=round_id, reason=reason, minutes=held)
    village.do(command)
