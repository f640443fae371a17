"""What proposals show: their texts, money, interests and where they stand."""

import json
from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from api.http.models.paths import AccountPath, ProposalPath
from api.http.pages import After, Limit, after_number, link
from api.http.permissions import PUBLIC
from api.http.presenting import page_of, present, presented, shape_of, with_fields
from api.http.reading import Reading, Seen, shown
from api.http.routing import Router
from api.http.versions import etag
from ledger.accounts.refusals import UnknownAccount
from ledger.identifiers import AccountId, ProposalId, Seal, stream_of
from ledger.ledger import Ledger
from ledger.proposals.refusals import UnknownProposal
from ledger.proposals.state import ProposalStatus
from projections import proposals

routes = Router("proposals", prefix="/v1/accounts/{account}")

ProposalListed = with_fields("ProposalListed", shape_of(proposals.Proposal), need=str | None)
Texts = with_fields("ProposalTexts", need=str, costs=list[str], pass_on_plan=str)


@routes.shows(
    "/proposals",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=with_fields("Proposals", items=page_of(ProposalListed), reflects=str),
)
async def list_proposals(
    account: AccountPath,
    read: Reading,
    status: Annotated[ProposalStatus | None, Query()] = None,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """Proposals in the order of drafting, each with the need that its latest version names."""

    def ask(seen: Seen) -> Response:
        found = proposals.page(
            seen.db, AccountId(account), status=status, after=after_number(after), limit=limit
        )
        headers = link(read.http, found, limit, lambda row: row.position)
        listed = [present(row, seen.partition, need=_need(read.ledger, row.paper)) for row in found]
        return shown({"items": listed, "reflects": seen.written}, seen.written, headers)

    return await read.view(proposals.Proposals, account, ask)


@routes.shows(
    "/proposals/{proposal}",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownProposal),
    response_model=with_fields(
        "ProposalWhole",
        ProposalListed,
        texts=Texts | None,
        lines=page_of(shape_of(proposals.ProposalLine)),
        interests=page_of(shape_of(proposals.Interest)),
        reflects=str,
    ),
)
async def show_proposal(account: AccountPath, proposal: ProposalPath, read: Reading) -> Response:
    """The latest version of a proposal with its texts, what it asks for and was given, and declared interests."""

    def ask(seen: Seen) -> Response:
        where = AccountId(account), ProposalId(proposal)
        found = proposals.find(seen.db, *where)
        if found is None:
            raise UnknownProposal
        texts = _texts(read.ledger, found.paper)
        whole = present(
            found,
            seen.partition,
            need=texts and texts["need"],
            texts=texts,
            lines=presented(proposals.lines(seen.db, *where), seen.partition),
            interests=presented(proposals.interests(seen.db, *where), seen.partition),
            reflects=seen.written,
        )
        version = read.ledger.store.version_at(seen.partition, stream_of(*where), seen.position)
        return shown(whole, seen.written, etag(version))

    return await read.view(proposals.Proposals, account, ask)


def _need(ledger: Ledger, paper: Seal) -> str | None:
    texts = _texts(ledger, paper)
    return None if texts is None else str(texts["need"])


def _texts(ledger: Ledger, paper: Seal) -> dict[str, Any] | None:
    """The texts of a version; None once they are forgotten."""
    text = ledger.papers.text(paper)
    return None if text is None else json.loads(text)
