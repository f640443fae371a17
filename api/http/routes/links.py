"""Links: ended by either side, with the persons in them, who are named as long as they consent."""

from starlette.responses import Response

from api.http.models.associations import FromDay
from api.http.models.base import command
from api.http.models.paths import AccountPath, LinkPath, PersonPath
from api.http.models.twinnings import Consent, NewLinkPerson
from api.http.named_refusals import refusals_of
from api.http.permissions import OFFICERS
from api.http.recording import Acting, Recorded
from api.http.routing import Router
from ledger.links.commands import AddPersonToLink, EndLink, GiveNameConsent, WithdrawNameConsent

routes = Router("links", prefix="/v1/accounts/{account}/links/{link}")


@routes.records("/endings", permission=OFFICERS, refusals=refusals_of(EndLink), response_model=Recorded)
async def end_link(account: AccountPath, link: LinkPath, body: FromDay, act: Acting) -> Response:
    """Record that a link ends; the twin is told."""
    return await act(command(EndLink, body, account=account, link=link))


@routes.records(
    "/people", permission=OFFICERS, refusals=refusals_of(AddPersonToLink), response_model=Recorded
)
async def add_person_to_link(
    account: AccountPath, link: LinkPath, body: NewLinkPerson, act: Acting
) -> Response:
    """Somebody takes part in a link, such as an ambassador; not in a child sponsorship, which has no persons."""
    return await act(command(AddPersonToLink, body, account=account, link=link))


@routes.records(
    "/people/{person}/consents",
    permission=OFFICERS,
    refusals=refusals_of(GiveNameConsent),
    response_model=Recorded,
)
async def give_name_consent(
    account: AccountPath, link: LinkPath, person: PersonPath, body: Consent, act: Acting
) -> Response:
    """Record that a person in a link consents to being named."""
    return await act(command(GiveNameConsent, body, account=account, link=link, person=person))


@routes.records(
    "/people/{person}/consent-withdrawals",
    permission=OFFICERS,
    refusals=refusals_of(WithdrawNameConsent),
    response_model=Recorded,
)
async def withdraw_name_consent(
    account: AccountPath, link: LinkPath, person: PersonPath, body: FromDay, act: Acting
) -> Response:
    """A person in a link takes consent back: the name is shown no more."""
    return await act(command(WithdrawNameConsent, body, account=account, link=link, person=person))
