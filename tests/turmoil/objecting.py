"""Random commands about what is objected to a result, and about rounds that are annulled."""

from ledger.associations.rules import Office
from ledger.command import Command
from ledger.identifiers import MemberToken, RoundId, RoundToken
from ledger.rounds.commands import AnnulRound, DecideObjection, MakeItemFinal, RaiseObjection
from tests.turmoil.village import Village
from tests.turmoil.world import World


def raise_objection(w: World, v: Village) -> Command:
    round_id = w.one(v, "round", "counted")
    tokens = v.tokens.get(round_id) or ["elector-nobody"]
    return RaiseObjection(
        account=v.account,
        round=round_id,
        elector=RoundToken(w.random.choice(tokens)),
        label=_label(w),
        reason=w.text(),
    )


def decide(w: World, v: Village) -> Command:
    """By an assembly, or by the auditor, whichever the rules want."""
    round_id, number, _ = _objection(w, v)
    in_assembly = w.chance(50)
    return DecideObjection(
        account=v.account,
        round=round_id,
        number=number,
        upheld=w.chance(40),
        reason=w.text(),
        minutes=w.one(v, "minutes") if in_assembly else None,
        auditor=None if in_assembly else auditor(w, v),
    )


def make_item_final(w: World, v: Village) -> Command:
    round_id, _, label = _objection(w, v)
    return MakeItemFinal(account=v.account, round=round_id, label=label)


def annul(w: World, v: Village) -> Command:
    in_assembly = w.chance(50)
    return AnnulRound(
        account=v.account,
        round=w.one(v, "round", "open", "closed", "counted"),
        reason=w.text(),
        minutes=w.one(v, "minutes") if in_assembly else None,
        auditor=None if in_assembly else auditor(w, v),
    )


def auditor(w: World, v: Village) -> MemberToken:
    """Who acts where the auditor decides."""
    return w.officer(v, Office.AUDITOR)


def _objection(w: World, v: Village) -> tuple[RoundId, int, str]:
    """Round, number and label of something that was objected; or anything."""
    raised = v.things["objection"]
    if not raised or w.chance(5):
        return w.one(v, "round"), w.random.choice((0, 1, 9)), _label(w)
    found: tuple[RoundId, int, str] = w.random.choice(raised[-4:])
    return found


def _label(w: World) -> str:
    return w.random.choice(("item-1", "item-1", "item-2", "item-3"))
