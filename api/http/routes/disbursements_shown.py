"""What disbursements show. A payee who is a person or household is public only as "a household"."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from api.http.models.paths import AccountPath, DisbursementPath
from api.http.pages import After, Limit, after_number, link
from api.http.permissions import PUBLIC, Caller
from api.http.presenting import page_of, present, presented, shape_of, with_fields
from api.http.reading import Read, Reading, Seen, shown
from api.http.routing import Router
from api.http.versions import etag
from ledger.accounts.refusals import UnknownAccount
from ledger.command import Person
from ledger.disbursements.refusals import UnknownDisbursement
from ledger.disbursements.state import PartyKind
from ledger.identifiers import AccountId, DisbursementId, ProposalId, stream_of
from projections import disbursements

routes = Router("disbursements", prefix="/v1/accounts/{account}")

PRIVATE = frozenset({PartyKind.PERSON, PartyKind.HOUSEHOLD})

DisbursementShown = with_fields(
    "DisbursementShown",
    shape_of(disbursements.Disbursement),
    payee=str | None,
    payee_name=str | None,
    beneficiary=str | None,
    beneficiary_name=str | None,
)


@routes.shows(
    "/disbursements",
    permission=PUBLIC,
    refusals=(UnknownAccount,),
    response_model=with_fields("Disbursements", items=page_of(DisbursementShown), reflects=str),
)
async def list_disbursements(
    account: AccountPath,
    read: Reading,
    proposal: Annotated[str | None, Query(pattern="^proposal-[0-9a-z-]{1,60}$")] = None,
    after: After = None,
    limit: Limit = 100,
) -> Response:
    """Disbursements in the order of authorisation."""

    def ask(seen: Seen) -> Response:
        decision = None if proposal is None else ProposalId(proposal)
        found = disbursements.page(
            seen.db, AccountId(account), proposal=decision, after=after_number(after), limit=limit
        )
        known = _known(read, found)
        listed = [present(row, seen.partition, **_parties(row, known, read.caller)) for row in found]
        headers = link(read.http, found, limit, lambda row: row.position)
        return shown({"items": listed, "reflects": seen.written}, seen.written, headers)

    return await read.view(disbursements.Disbursements, account, ask)


@routes.shows(
    "/disbursements/{disbursement}",
    permission=PUBLIC,
    refusals=(UnknownAccount, UnknownDisbursement),
    response_model=with_fields(
        "DisbursementWhole",
        DisbursementShown,
        sign_offs=page_of(shape_of(disbursements.SignOff)),
        steps=page_of(shape_of(disbursements.Step)),
        reflects=str,
    ),
)
async def show_disbursement(account: AccountPath, disbursement: DisbursementPath, read: Reading) -> Response:
    """One disbursement, who signed it off, and how far it has come."""

    def ask(seen: Seen) -> Response:
        where = AccountId(account), DisbursementId(disbursement)
        found = disbursements.find(seen.db, *where)
        if found is None:
            raise UnknownDisbursement
        whole = present(
            found,
            seen.partition,
            **_parties(found, _known(read, [found]), read.caller),
            sign_offs=presented(disbursements.sign_offs(seen.db, *where), seen.partition),
            steps=presented(disbursements.steps(seen.db, *where), seen.partition),
            reflects=seen.written,
        )
        version = read.ledger.store.version_at(seen.partition, stream_of(*where), seen.position)
        return shown(whole, seen.written, etag(version))

    return await read.view(disbursements.Disbursements, account, ask)


def _known(read: Read, rows: Iterable[disbursements.Disbursement]) -> Mapping[str, Person]:
    return read.ledger.people.persons([token for row in rows for token in (row.payee, row.beneficiary)])


def _parties(row: disbursements.Disbursement, known: Mapping[str, Person], caller: Caller) -> dict[str, Any]:
    return {
        **party_shown("payee", row.payee_kind, row.payee, known, caller),
        **party_shown("beneficiary", row.beneficiary_kind, row.beneficiary, known, caller),
    }


def party_shown(
    what: str, kind: PartyKind, token: str, known: Mapping[str, Person], caller: Caller
) -> dict[str, Any]:
    """Who it is, as far as this caller may know."""
    person = known.get(token)
    if caller.sees_names:
        return {f"{what}_kind": kind, what: token, f"{what}_name": person and person.name}
    # A member's own token would say of a person who it is; so it is not shown, whatever kind was written down.
    if kind in PRIVATE or token.startswith("member-"):
        return {f"{what}_kind": PartyKind.HOUSEHOLD, what: None, f"{what}_name": None}
    return {
        f"{what}_kind": kind,
        what: token,
        f"{what}_name": person.name if person and person.public else None,
    }
