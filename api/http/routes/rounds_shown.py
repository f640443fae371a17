"""What rounds show. Before counting a ballot is its number and its seal; after it, anyone sees who chose what (V8)."""

from collections.abc import Set
from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from api.http.models.paths import AccountPath, RoundPath
from api.http.pages import After, Limit, after_number, link
from api.http.permissions import PUBLIC
from api.http.positions import written
from api.http.presenting import moment, page_of, present, presented, shape_of, with_fields
from api.http.reading import Read, Reading, Seen, shown
from api.http.routing import Router
from api.http.versions import etag
from ledger.accounts.refusals import UnknownAccount
from ledger.decoders import decoder
from ledger.identifiers import AccountId, RoundId, RoundToken, stream_of
from ledger.ledger import Ledger
from ledger.rounds.events import BallotCast, ShowOfHandsEntered
from ledger.rounds.refusals import UnknownRound
from ledger.rounds.state import ElectorRecord, RoundStatus, elector_mark
from ledger.rounds.terms import Confidentiality
from projections import rounds

routes = Router("rounds", prefix="/v1/accounts/{account}")

OptionShown = with_fields(
    "OptionShown", shape_of(rounds.RoundOption), costs=page_of(shape_of(rounds.BudgetLine))
)
RoundShown = with_fields(
    "RoundShown",
    shape_of(rounds.Round),
    title=str | None,
    title_seal=str,
    annulment=str | None,
    annulment_seal=str | None,
    electronic=int | None,
)
TotalShown = with_fields("TotalShown", label=str, votes=int)
HandsShown = with_fields(
    "ShowOfHandsShown",
    minutes=str,
    seal=str,
    recorded=str,
    position=str,
    present=(int | None, None),
    represented=(int | None, None),
    totals=(page_of(TotalShown) | None, None),
    salt=(str | None, None),
    counts=(bool | None, None),
)
BallotShown = with_fields(
    "BallotShown",
    number=int,
    seal=str,
    recorded=(str | None, None),
    position=(str | None, None),
    member=(str | None, None),
    cast_by=(str | None, None),
    choices=(list[str] | None, None),
    points=(list[int] | None, None),
    salt=(str | None, None),
    counts=(bool | None, None),
)


@routes.shows(
    "/rounds",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=with_fields("Rounds", items=page_of(RoundShown), reflects=str),
)
async def list_rounds(
    account: AccountPath,
    read: Reading,
    status: Annotated[RoundStatus | None, Query()] = None,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """Decision rounds in the order of drafting."""

    def ask(seen: Seen) -> Response:
        found = rounds.page(
            seen.db, AccountId(account), status=status, after=after_number(after), limit=limit
        )
        listed = [present(row, seen.partition, **_beside(read, row)) for row in found]
        headers = link(read.http, found, limit, lambda row: row.position)
        return shown({"items": listed, "reflects": seen.written}, seen.written, headers)

    return await read.view(rounds.Rounds, account, ask)


@routes.shows(
    "/rounds/{round}",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownRound),
    response_model=with_fields(
        "RoundWhole",
        RoundShown,
        budget=page_of(shape_of(rounds.BudgetLine)),
        options=page_of(OptionShown),
        tallies=page_of(shape_of(rounds.RoundTally)),
        recusals=list[str],
        ballots_cast=int,
        proxies_given=int,
        shows_of_hands=page_of(HandsShown),
        reflects=str,
    ),
)
async def show_round(account: AccountPath, round: RoundPath, read: Reading) -> Response:
    """One round with its budget and options and, once it is counted, its tallies."""

    def ask(seen: Seen) -> Response:
        where = AccountId(account), RoundId(round)
        found = rounds.find(seen.db, *where)
        if found is None:
            raise UnknownRound
        whole = present(
            found,
            seen.partition,
            **_beside(read, found),
            budget=presented(rounds.budget(seen.db, *where), seen.partition),
            options=_options(seen, *where),
            tallies=presented(rounds.tallies(seen.db, *where), seen.partition),
            recusals=rounds.recusals(seen.db, *where),
            ballots_cast=rounds.ballots_cast(seen.db, *where),
            proxies_given=rounds.proxies_given(seen.db, *where),
            shows_of_hands=_hands(read.ledger, seen, found, rounds.shows_of_hands(seen.db, *where)),
            reflects=seen.written,
        )
        version = read.ledger.store.version_at(seen.partition, stream_of(*where), seen.position)
        return shown(whole, seen.written, etag(version))

    return await read.view(rounds.Rounds, account, ask)


def _beside(read: Read, row: rounds.Round) -> dict[str, Any]:
    """Title and reason of an annulment in words, None once forgotten; how many took part electronically (R9)."""
    counted, by_hand = row.ballots_counted, row.by_hand
    return {
        "title": read.ledger.papers.text(row.title),
        "title_seal": row.title,
        "annulment": None if row.annulment is None else read.ledger.papers.text(row.annulment),
        "annulment_seal": row.annulment,
        "electronic": None if counted is None or by_hand is None else counted - by_hand,
    }


def _hands(
    ledger: Ledger, seen: Seen, row: rounds.Round, entered: list[rounds.ShowOfHands]
) -> list[dict[str, Any]]:
    """What was entered of assemblies; after counting with the totals, and what anyone needs to check the seal."""
    listed = []
    for entry in entered:
        told: dict[str, Any] = {
            "minutes": entry.minutes,
            "seal": entry.seal,
            "recorded": moment(entry.recorded_us),
            "position": written(seen.partition, entry.position),
        }
        if row.counted_us is not None:
            (recorded,) = ledger.store.read(seen.partition, entry.position - 1, 1)
            event = recorded.event
            assert isinstance(event, ShowOfHandsEntered), "the view says where each entry stands"
            told |= {
                "present": event.hands.present,
                "represented": event.hands.represented,
                "totals": [{"label": total.label, "votes": total.votes} for total in event.hands.totals],
                "salt": event.salt,
                "counts": entry is entered[-1],
            }
        listed.append(told)
    return listed


def _options(seen: Seen, account: AccountId, round_id: RoundId) -> list[dict[str, Any]]:
    costs: dict[str, list[dict[str, Any]]] = {}
    for cost in rounds.costs(seen.db, account, round_id):
        shown_cost = present(cost, seen.partition)
        costs.setdefault(shown_cost.pop("label"), []).append(shown_cost)
    return [
        present(option, seen.partition, costs=costs.get(option.label, []))
        for option in rounds.options(seen.db, account, round_id)
    ]


@routes.shows(
    "/rounds/{round}/ballots",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownRound),
    response_model=with_fields("Ballots", items=page_of(BallotShown), reflects=str),
)
async def list_ballots(
    account: AccountPath, round: RoundPath, read: Reading, after: After = None, limit: Limit = 100
) -> Response:
    """All ballots by number, replaced ones too; after counting with members, choices and the salts of the seals.

    Of a confidential round it says after counting which of them count, and nothing else.
    """

    def ask(seen: Seen) -> Response:
        where = AccountId(account), RoundId(round)
        found = rounds.find(seen.db, *where)
        if found is None:
            raise UnknownRound
        cast = rounds.ballots(seen.db, *where, after=after_number(after), limit=limit)
        if found.confidentiality is Confidentiality.CONFIDENTIAL:
            listed = _confidential(read.ledger, seen.partition, found, cast)
        elif found.counted_us is not None:
            entered = rounds.shows_of_hands(seen.db, *where)
            tokens = entered[-1].tokens if entered else None
            lists = [seal for seal in (tokens, found.set_aside) if seal is not None]
            without = {token for seal in lists for token in read.ledger.store.listing(seen.partition, seal)}
            listed = _open(read.ledger, seen.partition, *where, cast, without)
        else:
            listed = [_closed(ballot) for ballot in cast]
        headers = link(read.http, cast, limit, lambda ballot: ballot.number)
        return shown({"items": listed, "reflects": seen.written}, seen.written, headers)

    return await read.view(rounds.Rounds, account, ask)


def _closed(ballot: rounds.Ballot) -> dict[str, Any]:
    """Number and seal; not the round token, which would tell who changed their mind."""
    return {"number": ballot.number, "seal": ballot.seal}


def _confidential(
    ledger: Ledger, partition: str, row: rounds.Round, cast: list[rounds.Ballot]
) -> list[dict[str, Any]]:
    """Numbers and seals and, after counting, which of them count, so that a slip proves it (V5)."""
    if row.ballots_list is None:
        return [_closed(ballot) for ballot in cast]
    counting = frozenset(ledger.store.listing(partition, row.ballots_list))
    return [{**_closed(ballot), "counts": str(ballot.number) in counting} for ballot in cast]


def _open(
    ledger: Ledger,
    partition: str,
    account: AccountId,
    round_id: RoundId,
    cast: list[rounds.Ballot],
    without: Set[str],
) -> list[dict[str, Any]]:
    """Who chose what, with what anyone needs to check the seal, and whether it counts.

    It does if it is the elector's last (V3), and the elector was neither present or represented at a show of hands (R9)
    nor set aside, since somebody was recused (R3).
    """
    member_of = ledger.people.members_of(round_id)
    latest = _latest(ledger, partition, account, round_id, cast)
    listed = []
    for ballot in cast:
        (recorded,) = ledger.store.read(partition, ballot.position - 1, 1)
        event = recorded.event
        assert isinstance(event, BallotCast), "the view says where each ballot stands"
        listed.append(
            {
                **_closed(ballot),
                "recorded": moment(ballot.recorded_us),
                "position": written(partition, ballot.position),
                "member": member_of.get(ballot.elector),
                "cast_by": None if event.proxy is None else member_of.get(event.proxy),
                "choices": event.choices,
                "points": event.points,
                "salt": event.salt,
                "counts": latest[ballot.elector] == ballot.number and ballot.elector not in without,
            }
        )
    return listed


def _latest(
    ledger: Ledger, partition: str, account: AccountId, round_id: RoundId, cast: list[rounds.Ballot]
) -> dict[RoundToken, int]:
    """The number of the ballot that counts, by elector."""
    marks = {ballot.elector: elector_mark(account, round_id, ballot.elector) for ballot in cast}
    with ledger.store.source(partition) as source:
        found = source.marks(tuple(marks.values()))
    return {
        elector: decoder(ElectorRecord).decode(found[mark].value).latest for elector, mark in marks.items()
    }
