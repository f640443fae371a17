"""What keeps an association going when somebody leaves or a key is lost: vacant offices, lost keys, lent officers."""

import os

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.http.models.base import command
from api.http.models.keys import IssuedKey
from api.http.models.minutes import LostKey, NewAppointment
from api.http.models.paths import AccountPath, MemberPath, MinutesPath, ProposalPath
from api.http.named_refusals import refusals_of
from api.http.permissions import OFFICERS, needs
from api.http.recording import Acting, Recorded
from api.http.routing import Router
from ledger.associations.commands import FillOfficeByMinutes
from ledger.command import Command
from ledger.keys.replacing import AskKeyReplacement, ConfirmKeyReplacement, ReplaceKeyByMinutes
from ledger.keys.secret import hash_of, new_secret
from ledger.keys.state import Role
from ledger.lent_offices.commands import RecallOfficer, ReleaseOfficer

routes = Router("beginnings", prefix="/v1/accounts/{account}")

BY_MINUTES = needs(*OFFICERS.roles, Role.AUDITOR, Role.REGISTRAR)
"""Any officer who is left; and the registrar, where no officer has a key any more (A3, A5)."""
OTHER_OFFICERS = needs(*OFFICERS.roles, Role.AUDITOR)

OPENED_SECONDS = 3.0
"""How long the answer waits for the register to know the new key; it does so in any case, if later."""


@routes.records(
    "/minutes/{minutes}/appointments",
    permission=BY_MINUTES,
    refusals=refusals_of(FillOfficeByMinutes),
    response_model=Recorded,
)
async def fill_office(
    account: AccountPath, minutes: MinutesPath, body: NewAppointment, act: Acting
) -> Response:
    """Give a vacant office to a member, as an assembly decided; no key of who left is needed."""
    return await act(command(FillOfficeByMinutes, body, account=account, minutes=minutes))


@routes.records(
    "/members/{member}/key-replacements",
    permission=OTHER_OFFICERS,
    refusals=refusals_of(AskKeyReplacement),
    body=False,
    response_model=Recorded,
)
async def ask_key_replacement(account: AccountPath, member: MemberPath, act: Acting) -> Response:
    """Say that a member has lost their key; another officer confirms it."""
    return await act(command(AskKeyReplacement, account=account, member=member))


@routes.records(
    "/members/{member}/key-replacements/confirmations",
    permission=OTHER_OFFICERS,
    refusals=refusals_of(ConfirmKeyReplacement),
    body=False,
    response_model=IssuedKey,
)
async def confirm_key_replacement(account: AccountPath, member: MemberPath, act: Acting) -> Response:
    """Confirm that a member has lost their key. The new secret is in this answer alone; the lost key opens no more."""
    secret = new_secret(os.urandom)
    confirmed = command(ConfirmKeyReplacement, account=account, member=member, secret_hash=hash_of(secret))
    return await _replaced(act, confirmed, secret)


@routes.records(
    "/minutes/{minutes}/key-replacements",
    permission=BY_MINUTES,
    refusals=refusals_of(ReplaceKeyByMinutes),
    response_model=IssuedKey,
)
async def replace_key_by_minutes(
    account: AccountPath, minutes: MinutesPath, body: LostKey, act: Acting
) -> Response:
    """Replace a member's lost key, as an assembly decided. The new secret is in this answer alone."""
    secret = new_secret(os.urandom)
    replaced = command(
        ReplaceKeyByMinutes, body, account=account, minutes=minutes, secret_hash=hash_of(secret)
    )
    return await _replaced(act, replaced, secret)


@routes.records(
    "/lent-officers/{proposal}/recalls",
    permission=OFFICERS,
    refusals=refusals_of(RecallOfficer),
    body=False,
    response_model=Recorded,
)
async def recall_officer(account: AccountPath, proposal: ProposalPath, act: Acting) -> Response:
    """Lend an officer no more, whom that decision lent; there the office falls vacant."""
    return await act(command(RecallOfficer, account=account, proposal=proposal))


@routes.records(
    "/lent-officers/{member}/releases",
    permission=OTHER_OFFICERS,
    refusals=refusals_of(ReleaseOfficer),
    body=False,
    response_model=Recorded,
)
async def release_officer(account: AccountPath, member: MemberPath, act: Acting) -> Response:
    """Ask no more for an officer whom another account lends; an office that they hold falls vacant."""
    return await act(command(ReleaseOfficer, account=account, member=member))


async def _replaced(act: Acting, replaced: Command, secret: str) -> Response:
    """The answer, once the register knows the new key."""
    answer = await act.carry_out(replaced)
    if answer.replayed:
        return act.answer(answer)
    await run_in_threadpool(act.ledger.settled, OPENED_SECONDS)
    act.http.service.keys.forget()
    return act.answer(answer, secret=secret)
