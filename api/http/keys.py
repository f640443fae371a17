"""Callers' keys: whoever asks is admitted before anything of the request is read.

A key is looked up once and then believed for a second, so that most requests ask no database who is calling. What is
kept is the hash of its secret alone, and all of it goes at once when this process records that a key is revoked;
another process takes up to a second to learn of it.
"""

import asyncio
import time
from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool

from api.http.permissions import NOBODY, Caller, Permission
from api.http.refusals import KeyNeeded, KeyUnknown, RoleNeeded
from api.http.request import HttpRequest
from ledger.identifiers import AccountId
from ledger.keys.state import KeyRecord
from ledger.ledger import Ledger

BELIEVED_SECONDS = 1.0
LONGEST_SECRET = 200
MOST_BELIEVED = 10_000
"""Keys that are kept; beyond these all are looked up anew."""


class Holder(NamedTuple):
    """Who holds a key: as what in each account that it names, and as what anywhere else."""

    until: float
    """By the clock of `Keys`."""
    callers: dict[AccountId | None, Caller]
    elsewhere: Caller


class Keys:
    """The keys that were looked up within the last second."""

    def __init__(self, ledger: Ledger, clock: Callable[[], float] = time.monotonic) -> None:
        self._ledger = ledger
        self._clock = clock
        self._holders: dict[bytes, Holder] = {}
        """By the hash of the header that names the key."""
        self._asked: dict[bytes, asyncio.Task[Holder | None]] = {}
        """Look-ups under way, so that many requests with one key share one."""

    async def holder(self, header: bytes) -> Holder | None:
        """Who holds the key that a header names; None where it is unknown or revoked. Raises StoreUnavailable."""
        name = sha256(header).digest()
        found = self._holders.get(name)
        if found is not None and self._clock() < found.until:
            return found
        secret = _secret_in(header)
        if secret is None:
            return None
        task = self._asked.get(name)
        if task is None:
            task = self._asked[name] = asyncio.create_task(self._look_up(name, secret))
        return await asyncio.shield(task)

    def forget(self) -> None:
        """A key was revoked: look all of them up anew."""
        self._holders.clear()
        # What is being looked up may have been read before the revocation.
        self._asked.clear()

    async def _look_up(self, name: bytes, secret: str) -> Holder | None:
        asked, until = asyncio.current_task(), self._clock() + BELIEVED_SECONDS
        try:
            record = await run_in_threadpool(self._ledger.find_key, secret)
        finally:
            current = self._asked.get(name) is asked
            if current:
                del self._asked[name]
        if record is None:
            return None
        holder = _holder(record, until)
        if current:
            if len(self._holders) >= MOST_BELIEVED:
                self._holders.clear()
            self._holders[name] = holder
        return holder


async def admit(request: HttpRequest, permission: Permission) -> Caller:
    """The caller of a request. Raises KeyNeeded, KeyUnknown or RoleNeeded."""
    header = request.header_bytes(b"authorization")
    if header is None:
        if permission.key:
            raise KeyNeeded
        return NOBODY
    holder = await request.service.keys.holder(header)
    if holder is None:
        raise KeyUnknown
    caller = holder.callers.get(request.scope["path_params"].get("account"), holder.elsewhere)
    if not caller.may(permission):
        raise RoleNeeded(roles=", ".join(sorted(permission.roles)))
    return caller


def _secret_in(header: bytes) -> str | None:
    scheme, _, secret = header.partition(b" ")
    secret = secret.strip()
    if scheme.lower() != b"bearer" or not secret or not secret.isascii() or len(secret) > LONGEST_SECRET:
        return None
    return secret.decode()


def _holder(record: KeyRecord, until: float) -> Holder:
    accounts = {grant.account for grant in record.grants}
    return Holder(until, {account: _caller(record, account) for account in accounts}, _caller(record, None))


def _caller(record: KeyRecord, account: AccountId | None) -> Caller:
    grants = [grant for grant in record.grants if grant.account == account]
    return Caller(
        key=record.key,
        registrar=record.registrar,
        member=next((grant.member for grant in grants if grant.member is not None), None),
        roles=frozenset(role for grant in grants for role in grant.roles),
        grants=record.grants,
    )
