"""Who took part: how many electors, where the money went, and how fairly it reached those who voted."""

from datetime import date
from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from api.http.models.paths import AccountPath, RoundPath
from api.http.models.queries import Day
from api.http.permissions import PUBLIC
from api.http.presenting import Decimal, page_of, with_fields
from api.http.reading import Reading, Seen, shown
from api.http.refusals import TooManyRounds
from api.http.routing import Router
from api.participation import counted_between, over_time, told, told_together
from ledger.accounts.refusals import UnknownAccount
from ledger.accounts.state import Destination
from ledger.identifiers import AccountId, RoundId
from ledger.rounds.participation import Unknown
from ledger.rounds.refusals import RoundNotCountedYet, UnknownRound
from ledger.rounds.state import RoundStatus
from ledger.rounds.terms import BallotType, Confidentiality
from projections import rounds

routes = Router("rounds", prefix="/v1/accounts/{account}")

MOST = 500
"""Rounds in one answer."""

AcceptedShown = with_fields("AcceptedMoney", destination=Destination, unit=str, amount=Decimal, share=Decimal)
FairnessShown = with_fields(
    "Fairness",
    ballots=int,
    empty=int,
    reached=int,
    reached_share=Decimal,
    mean_satisfaction=Decimal,
    mean_cost_share=Decimal | None,
    quartiles=list[Decimal],
    gini=Decimal | None,
)
ParticipationShown = with_fields(
    "Participation",
    round=str,
    status=RoundStatus,
    ballot_type=BallotType,
    confidentiality=Confidentiality,
    counted=str,
    electorate=int,
    took_part=int,
    electronic=int,
    by_hand=int,
    by_proxy=int,
    turnout=Decimal,
    accepted=page_of(AcceptedShown),
    mean_accepted=Decimal | None,
    fairness=FairnessShown | None,
    fairness_unknown=Unknown | None,
)
TogetherShown = with_fields(
    "ParticipationTogether",
    rounds=int,
    electorate=int,
    took_part=int,
    turnout=Decimal | None,
    accepted=page_of(AcceptedShown),
    rounds_with_known_fairness=int,
    reached_share=Decimal | None,
    mean_satisfaction=Decimal | None,
)
OverTimeShown = with_fields(
    "ParticipationOverTime",
    items=page_of(ParticipationShown),
    together=TogetherShown,
    reflects=str,
    **{"from": (date | None, None), "to": (date | None, None)},
)


@routes.shows(
    "/rounds/{round}/participation",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownRound, RoundNotCountedYet),
    response_model=with_fields("ParticipationOfRound", ParticipationShown, reflects=str),
)
async def show_participation(account: AccountPath, round: RoundPath, read: Reading) -> Response:
    """Turnout, money by destination and unit, and how fairly a counted round reached those who voted.

    A ballot's satisfaction is that part of its choices which is accepted. Shares have four digits; units are never
    added. Where fairness cannot be known, or not be told, `fairness_unknown` says why.
    """

    def ask(seen: Seen) -> Response:
        found = rounds.find(seen.db, AccountId(account), RoundId(round))
        if found is None:
            raise UnknownRound
        if found.counted_us is None:
            raise RoundNotCountedYet(status=found.status.value)
        whole = told(found, read.state.participations.of(read.ledger, seen.db, found))
        return shown(whole | {"reflects": seen.written}, seen.written)

    async with read.state.recounts:
        return await read.view(rounds.Rounds, account, ask)


@routes.shows(
    "/participation",
    permission=PUBLIC,
    refusals=(UnknownAccount, TooManyRounds),
    response_model=OverTimeShown,
)
async def show_participation_over_time(
    account: AccountPath,
    read: Reading,
    since: Annotated[
        Day | None, Query(alias="from", description="Rounds counted on this day or later.")
    ] = None,
    until: Annotated[
        Day | None, Query(alias="to", description="Rounds counted by the end of this day.")
    ] = None,
) -> Response:
    """The same for all rounds that were counted on these days, one by one and together.

    Nobody is known from one round to the next, so that each elector counts once for each round. Annulled rounds are
    listed, and no part of what stands together.
    """

    def ask(seen: Seen) -> Response:
        rows = counted_between(seen.db, AccountId(account), since, until)
        if len(rows) > MOST:
            raise TooManyRounds(most=MOST)
        found = [(row, read.state.participations.of(read.ledger, seen.db, row)) for row in rows]
        whole = {
            "from": since,
            "to": until,
            "items": [told(row, one) for row, one in found],
            "together": told_together(over_time(found)),
            "reflects": seen.written,
        }
        return shown(whole, seen.written)

    async with read.state.recounts:
        return await read.view(rounds.Rounds, account, ask)
