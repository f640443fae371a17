"""What anyone may check of a counted round: its result, counted again from the log alone, and why it is so (R4)."""

from typing import Annotated, Any

from fastapi import Header, Query
from starlette.responses import Response

from api.explanations import told as told_why
from api.http.languages import language_of
from api.http.models.paths import AccountPath, RoundPath
from api.http.permissions import PUBLIC
from api.http.positions import written
from api.http.presenting import Decimal, page_of, shape_of, with_fields
from api.http.reading import Reading, shown
from api.http.routing import Router
from api.recounts import told
from ledger.accounts.refusals import UnknownAccount
from ledger.identifiers import AccountId, RoundId, stream_of
from ledger.rounds.counting import Tally
from ledger.rounds.counting.trace import Answers, Comparison, Verdict
from ledger.rounds.explaining import explanation
from ledger.rounds.recounting import Fault, recounted
from ledger.rounds.refusals import BallotConfidential, RoundNotCountedYet, UnknownBallot, UnknownRound
from ledger.rounds.terms import BallotType, CountingRule

AcceptLanguage = Annotated[str | None, Header(max_length=200, description="pt, fr or en.")]

routes = Router("rounds", prefix="/v1/accounts/{account}/rounds/{round}")

RecountShown = with_fields(
    "Recount",
    account=str,
    round=str,
    ballot_type=BallotType,
    rule=shape_of(CountingRule),
    electorate=int,
    recused=int,
    quorum_percent=int,
    ballots_cast=int,
    ballots_counted=int,
    by_hand=int,
    quorum_reached=bool,
    tallies=page_of(shape_of(Tally)),
    accepted=list[str],
    tie_decided=bool,
    recorded_hash=str,
    recounted_hash=str,
    faults=page_of(shape_of(Fault)),
    identical=bool,
    reflects=str,
)

LineShown = with_fields("ExplainedLine", unit=str, purpose=str, amount=Decimal)
TurnShown = with_fields(
    "TurnExplained",
    label=str,
    score=int,
    costs=page_of(LineShown),
    verdict=Verdict,
    left=page_of(LineShown),
)
PurchaseShown = with_fields(
    "PurchaseExplained",
    label=str,
    score=int,
    cost=Decimal,
    price=Decimal,
    price_exact_minor=str,
    rho=str,
    paid_price=int,
    paid_all=int,
)
UnboughtShown = with_fields(
    "UnboughtExplained",
    label=str,
    score=int,
    cost=Decimal,
    verdict=Verdict,
    supporters=int,
    had_left=Decimal,
    had_left_exact_minor=str,
)
TraceShown: Any = (
    with_fields("MajorityExplained", shape_of(Answers), kind=str)
    | with_fields("GreedyExplained", kind=str, minimum_score=int, turns=page_of(TurnShown))
    | with_fields(
        "EqualSharesExplained",
        kind=str,
        unit=str,
        first_share=Decimal,
        first_share_exact_minor=str,
        share=Decimal,
        share_exact_minor=str,
        added=int,
        purchases=page_of(PurchaseShown),
        unbought=page_of(UnboughtShown),
        completed=page_of(TurnShown),
        comparison=shape_of(Comparison) | None,
    )
)
PaymentShown = with_fields(
    "BallotPayment", label=str, paid=Decimal, paid_exact_minor=str, left=Decimal, left_exact_minor=str
)
BallotShown = with_fields(
    "BallotExplained",
    number=int,
    choices=list[str],
    points=list[int],
    counts=bool,
    payments=page_of(PaymentShown),
    won=list[str],
)
ExplanationShown = with_fields(
    "Explanation",
    account=str,
    round=str,
    rule=shape_of(CountingRule),
    quorum_reached=bool,
    accepted=list[str],
    tie_decided=bool,
    trace=TraceShown | None,
    ballot=BallotShown | None,
    sentences=list[str],
    reflects=str,
)


@routes.shows(
    "/recount",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownRound, RoundNotCountedYet),
    response_model=RecountShown,
)
async def recount_round(account: AccountPath, round: RoundPath, read: Reading) -> Response:
    """The result once more, from what was frozen and the ballots alone, compared by its bytes with the one in the log.

    `usf recount` does the same on your own machine.
    """
    where, round_id = AccountId(account), RoundId(round)
    partition = await read.partition(account)

    def ask() -> Response:
        reflects = written(partition, read.ledger.store.head(partition))
        again = recounted(read.ledger.log_of(where), stream_of(where, round_id))
        return shown(told(where, round_id, again) | {"reflects": reflects}, reflects)

    # One at a time: whoever asks for many waits for each, and nobody else for them.
    async with read.state.recounts:
        return await read.after_position(ask)


@routes.shows(
    "/explanation",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownRound, RoundNotCountedYet, UnknownBallot, BallotConfidential),
    response_model=ExplanationShown,
)
async def explain_round(
    account: AccountPath,
    round: RoundPath,
    read: Reading,
    ballot: Annotated[
        int | None, Query(ge=1, le=2**53 - 1, description="Number of a ballot of an open round: what it did.")
    ] = None,
    accept_language: AcceptLanguage = None,
) -> Response:
    """Why a counted round came to its result, step by step, in figures and in sentences; in pt, fr or en.

    Prices are rounded for people; the exact ones are fractions of minor units. Of a confidential round with few
    electors the steps of Equal Shares are not told.
    """
    where, round_id = AccountId(account), RoundId(round)
    partition, language = await read.partition(account), language_of(accept_language)

    def ask() -> Response:
        reflects = written(partition, read.ledger.store.head(partition))
        why = explanation(read.ledger.log_of(where), stream_of(where, round_id), ballot)
        whole = told_why(where, round_id, why, language) | {"reflects": reflects}
        return shown(whole, reflects, {"Content-Language": language.value})

    async with read.state.recounts:
        return await read.after_position(ask)
