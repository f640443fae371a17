"""How a village calls on the fund (P5)."""

from api.demonstration import proposals, rounds
from api.demonstration.proposals import cost, line
from api.demonstration.rounds import Choices, yes_no
from api.demonstration.season import Chapter
from api.demonstration.village import Village
from ledger.accounts.state import Destination
from ledger.calls.commands import GiveOpinion, MakeCall
from ledger.calls.state import OpinionKind
from ledger.identifiers import CallId, ProposalId, TwinningId
from ledger.proposals.given import AmountGiven, CallOnFundGiven, CostGiven, SpendGiven


def asked(
    village: Village,
    by: str,
    need: str,
    addressee: Village,
    costs: tuple[CostGiven, ...],
    requested: str,
    *,
    own: str | None = None,
    unit: str = "EUR",
    plan: str,
) -> ProposalId:
    """A proposal to call on the fund, ready for a ballot; whatever is not requested is the village's own."""
    measure = CallOnFundGiven(
        twinning=TwinningId(village.ids["twinning"]),
        addressee=addressee.account,
        beneficiaries=14,
        costs=costs,
        own=(AmountGiven(unit, own),) if own else (),
        requested=(AmountGiven(unit, requested),),
    )
    return proposals.admitted(village, by, need, measure, plan=plan)


def decided(
    village: Village, proposal: ProposalId, title: str, label: str, opens: int, closes: int
) -> Chapter:
    """The assembly decides, and nobody objects."""
    round_id = rounds.draft_vote(village, title, label, proposal, closes)
    ballots: tuple[Choices, ...] = yes_no(15, 1, 1)
    yield from rounds.hold(village, round_id, opens, closes, ballots)
    yield closes + 9
    rounds.make_final(village, round_id)


def made(village: Village, proposal: ProposalId, name: str) -> CallId:
    """The call is made, and the twin asked for its opinion."""
    village.ids[name] = village.do(MakeCall(account=village.account, proposal=proposal))
    return CallId(village.ids[name])


def opinion(twin: Village, call: CallId, opinion: OpinionKind, text: str) -> None:
    """The twin says what it thinks."""
    twin.do(GiveOpinion(account=twin.account, call=call, opinion=opinion, text=text))


def met(asking: Village, call: CallId, beneficiaries: int, amount: str) -> SpendGiven:
    """A measure by which the account where the call lies meets it."""
    return SpendGiven(
        destination=Destination.UNIVERSAL_SOLIDARITY,
        receiving_account=asking.account,
        call=call,
        beneficiaries=beneficiaries,
        costs=(cost("What the call asks for", amount, "EUR"),),
        requested=(line(amount, "EUR"),),
    )
