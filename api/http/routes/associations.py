"""An association: its founding, its members, its purposes."""

from starlette.responses import Response

from api.http.models.associations import FromDay, NewFounding, NewMember, NewPurpose, Suspension
from api.http.models.base import command
from api.http.models.paths import AccountPath, MemberPath
from api.http.named_refusals import refusals_of
from api.http.permissions import OFFICERS, REGISTRAR
from api.http.recording import Acting, ActingOnVersion, Recorded
from api.http.routing import Router
from ledger.accounts.commands import DeclarePurpose
from ledger.associations.commands import (
    DeclareOfAge,
    EnrolMember,
    FoundAssociation,
    LeaveMember,
    ReinstateMember,
    SuspendMember,
)

routes = Router("associations", prefix="/v1/accounts/{account}")


@routes.records(
    "/foundings",
    permission=REGISTRAR,
    refusals=refusals_of(FoundAssociation),
    versioned=True,
    response_model=Recorded,
)
async def found_association(account: AccountPath, body: NewFounding, act: ActingOnVersion) -> Response:
    """Record the founding minutes: statutes, first rules, first members and officers, two who attest."""
    return await act(command(FoundAssociation, body, account=account), about=account)


@routes.records("/members", permission=OFFICERS, refusals=refusals_of(EnrolMember), response_model=Recorded)
async def enrol_member(account: AccountPath, body: NewMember, act: Acting) -> Response:
    """Enrol a member; the name goes to the people store alone."""
    return await act(command(EnrolMember, body, account=account))


@routes.records(
    "/members/{member}/leavings",
    permission=OFFICERS,
    refusals=refusals_of(LeaveMember),
    response_model=Recorded,
)
async def leave_association(account: AccountPath, member: MemberPath, body: FromDay, act: Acting) -> Response:
    """Somebody is no longer a member; their offices fall vacant."""
    return await act(command(LeaveMember, body, account=account, member=member))


@routes.records(
    "/members/{member}/suspensions",
    permission=OFFICERS,
    refusals=refusals_of(SuspendMember),
    response_model=Recorded,
)
async def suspend_member(account: AccountPath, member: MemberPath, body: Suspension, act: Acting) -> Response:
    """Suspend a member, who is no elector of rounds that open meanwhile."""
    return await act(command(SuspendMember, body, account=account, member=member))


@routes.records(
    "/members/{member}/reinstatements",
    permission=OFFICERS,
    refusals=refusals_of(ReinstateMember),
    response_model=Recorded,
)
async def reinstate_member(account: AccountPath, member: MemberPath, body: FromDay, act: Acting) -> Response:
    """End a suspension."""
    return await act(command(ReinstateMember, body, account=account, member=member))


@routes.records(
    "/members/{member}/comings-of-age",
    permission=OFFICERS,
    refusals=refusals_of(DeclareOfAge),
    response_model=Recorded,
)
async def declare_of_age(account: AccountPath, member: MemberPath, body: FromDay, act: Acting) -> Response:
    """A member reached the minimum age of the rules."""
    return await act(command(DeclareOfAge, body, account=account, member=member))


@routes.records(
    "/purposes", permission=OFFICERS, refusals=refusals_of(DeclarePurpose), response_model=Recorded
)
async def declare_purpose(account: AccountPath, body: NewPurpose, act: Acting) -> Response:
    """Declare a project or theme that money may be earmarked for."""
    return await act(command(DeclarePurpose, body, account=account))
