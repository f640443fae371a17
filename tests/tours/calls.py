"""Calls on the fund: one granted, one refused, one passed on, one taken back."""

from ledger.accounts.state import Destination
from ledger.associations.given import RulesGiven
from ledger.calls.commands import GiveOpinion, MakeCall, PassCallOn, SendCall, WithdrawCall
from ledger.calls.state import OpinionKind
from ledger.identifiers import UNRESTRICTED, AccountId, CallId, TwinningId
from ledger.proposals.commands import AmountGiven, CallOnFundGiven, CostGiven, LineGiven, SpendGiven
from tests.season import Season
from tests.tours.post import carried
from tests.tours.twinnings import at_home, twinned


def tour(season: Season) -> None:
    """A village calls, in the name of its twinning, on two accounts whose rules accept calls."""
    twin, near, far = (Season(season.ledger, season.clock) for _ in range(3))
    twin.found()
    for giving in (near, far):
        giving.found(RulesGiven(accepts_calls=True))
        giving.receive("900.00")
    at_home(twin, "Plouha-le-Haut", "FR")
    twinning = twinned(season, twin)
    granted = sent(season, twin, twinning, near.account)
    meet(season, near, granted, {near.treasurer: ("yes",)})
    refused = sent(season, twin, twinning, near.account)
    meet(season, near, refused, {near.treasurer: ("no",)})
    passed = sent(season, twin, twinning, near.account)
    near.do(PassCallOn(account=near.account, call=passed, to=far.account))
    carried(season.ledger, near.account, passed)
    carried(season.ledger, season.account, passed)
    season.do(WithdrawCall(account=season.account, call=passed))
    carried(season.ledger, season.account, passed)


def sent(season: Season, twin: Season, twinning: TwinningId, addressee: AccountId) -> CallId:
    """A call with a favourable opinion that lies with its addressee."""
    ledger = season.ledger
    proposal = season.accepted(
        CallOnFundGiven(
            twinning=twinning,
            addressee=addressee,
            beneficiaries=14,
            costs=(CostGiven("A press", "EUR", "400.00"),),
            own=(AmountGiven("EUR", "100.00"),),
            requested=(AmountGiven("EUR", "300.00"),),
        )
    )
    call = CallId(season.do(MakeCall(account=season.account, proposal=proposal)))
    carried(ledger, season.account, call)
    opinion = GiveOpinion(
        account=twin.account, call=call, opinion=OpinionKind.FAVOURABLE, text="They have no other way."
    )
    twin.do(opinion)
    carried(ledger, twin.account, call)
    season.do(SendCall(account=season.account, call=call))
    carried(ledger, season.account, call)
    return call


def meet(season: Season, giving: Season, call: CallId, votes: dict[str, tuple[str, ...]]) -> None:
    """The body where the call lies decides."""
    proposal = giving.admitted_proposal(
        SpendGiven(
            destination=Destination.UNIVERSAL_SOLIDARITY,
            receiving_account=season.account,
            beneficiaries=14,
            costs=(CostGiven("Their press", "EUR", "300.00"),),
            requested=(LineGiven("EUR", UNRESTRICTED, "300.00"),),
            call=call,
        )
    )
    giving.decide_round(giving.open_round((proposal,)), votes)  # type: ignore[arg-type]
    carried(season.ledger, giving.account, call)
