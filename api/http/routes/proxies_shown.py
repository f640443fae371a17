"""Who votes for whom in a round: told to those who keep it, and to giver and holder."""

from typing import Any

from starlette.responses import Response

from api.http.models.paths import AccountPath, RoundPath
from api.http.permissions import OFFICERS, Caller
from api.http.presenting import page_of, present, shape_of, with_fields
from api.http.reading import Reading, Seen, shown
from api.http.routes.rounds import VOTERS
from api.http.routing import Router
from ledger.accounts.refusals import UnknownAccount
from ledger.identifiers import AccountId, MemberToken, RoundId
from ledger.keys.state import Role
from ledger.rounds.refusals import UnknownRound
from ledger.rounds.terms import Confidentiality
from projections import rounds

routes = Router("rounds", prefix="/v1/accounts/{account}")

KEEPERS = frozenset({*OFFICERS.roles, Role.AUDITOR, Role.TELLER})

ProxyShown = with_fields(
    "ProxyShown",
    shape_of(rounds.Proxy),
    giver=str | None,
    holder=str | None,
    stands=bool,
    recorded=str | None,
    withdrawn=str | None,
    position=str | None,
)


@routes.shows(
    "/rounds/{round}/proxies",
    permission=VOTERS,
    refusals=(UnknownAccount, UnknownRound),
    response_model=with_fields("Proxies", items=page_of(ProxyShown), reflects=str),
)
async def list_proxies(account: AccountPath, round: RoundPath, read: Reading) -> Response:
    """Proxies for a round in the order in which they were given, by member; a member sees those of their own.

    In a confidential round nobody can tell any more who they were once its links are destroyed; and nobody is told when
    they were given, nor where they stand in the log: whoever had written it down could join member and token for ever.
    """

    def ask(seen: Seen) -> Response:
        where = AccountId(account), RoundId(round)
        found = rounds.find(seen.db, *where)
        if found is None:
            raise UnknownRound
        hidden: dict[str, Any] = {}
        if found.confidentiality is Confidentiality.CONFIDENTIAL:
            hidden = {"recorded": None, "withdrawn": None, "position": None}
        member_of = read.ledger.people.members_of(where[1])
        listed: list[dict[str, Any]] = []
        for proxy in rounds.proxies(seen.db, *where):
            giver, holder = member_of.get(proxy.giver), member_of.get(proxy.holder)
            if _may_see(read.caller, giver, holder):
                told = {"giver": giver, "holder": holder, "stands": proxy.withdrawn_us is None, **hidden}
                listed.append(present(proxy, seen.partition, **told))
        return shown({"items": listed, "reflects": seen.written}, seen.written)

    return await read.view(rounds.Rounds, account, ask)


def _may_see(caller: Caller, *members: MemberToken | None) -> bool:
    return not KEEPERS.isdisjoint(caller.roles) or (caller.member is not None and caller.member in members)
