"""A key is looked up once and believed for a second, and not a moment longer once it is revoked here."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any

from api.http import keys
from api.http.keys import BELIEVED_SECONDS, Holder, Keys
from ledger.identifiers import AccountId, KeyId, MemberToken
from ledger.keys.state import Grant, KeyRecord, Role

KNOWN = b"Bearer usf_known"
HERE, ELSEWHERE = AccountId("account-here"), AccountId("account-elsewhere")


class Register:
    """Where keys are looked up: a ledger that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.revoked = False
        self.reading: Callable[[], None] = lambda: None

    def find_key(self, secret: str) -> KeyRecord | None:
        self.asked += 1
        revoked = self.revoked
        self.reading()
        if revoked or secret != "usf_known":
            return None
        grant = Grant(account=HERE, member=MemberToken("member-1"), roles=(Role.TREASURER,))
        return KeyRecord(key=KeyId("key-1"), registrar=False, grants=(grant,))


class Moment:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def run(story: Callable[[Keys, Register, Moment], Coroutine[Any, Any, None]]) -> None:
    """Tell a story on an event loop."""
    register, moment = Register(), Moment()
    asyncio.run(story(Keys(register, moment), register, moment))  # type: ignore[arg-type]


def test_many_requests_with_one_key_ask_the_register_once_a_second() -> None:
    """L9"""

    async def story(known: Keys, register: Register, moment: Moment) -> None:
        holders = await asyncio.gather(*(known.holder(KNOWN) for _ in range(20)))
        assert {type(holder) for holder in holders} == {Holder}
        assert register.asked == 1
        moment.now += BELIEVED_SECONDS * 0.9
        await known.holder(KNOWN)
        assert register.asked == 1
        moment.now += BELIEVED_SECONDS * 0.2
        await known.holder(KNOWN)
        assert register.asked == 2

    run(story)


def test_another_process_is_believed_after_a_second_and_this_one_at_once() -> None:
    """L9"""

    async def story(known: Keys, register: Register, moment: Moment) -> None:
        assert await known.holder(KNOWN) is not None
        register.revoked = True
        assert await known.holder(KNOWN) is not None
        moment.now += BELIEVED_SECONDS
        assert await known.holder(KNOWN) is None
        register.revoked = False
        assert await known.holder(KNOWN) is not None
        register.revoked = True
        known.forget()
        assert await known.holder(KNOWN) is None

    run(story)


def test_what_was_read_before_a_revocation_is_not_believed_after_it() -> None:
    """L9"""

    async def story(known: Keys, register: Register, moment: Moment) -> None:
        reads, goes_on = threading.Event(), threading.Event()

        def reading() -> None:
            reads.set()
            goes_on.wait(30)

        register.reading = reading
        early = asyncio.create_task(known.holder(KNOWN))
        await asyncio.to_thread(reads.wait, 30)
        register.revoked, register.reading = True, lambda: None
        known.forget()
        assert await known.holder(KNOWN) is None
        goes_on.set()
        await early
        assert await known.holder(KNOWN) is None

    run(story)


def test_an_unknown_key_is_not_remembered_so_that_a_new_one_opens_at_once() -> None:
    """L9"""

    async def story(known: Keys, register: Register, moment: Moment) -> None:
        register.revoked = True
        assert await known.holder(KNOWN) is None
        register.revoked = False
        assert await known.holder(KNOWN) is not None
        assert await known.holder(b"Bearer usf_other") is None

    run(story)


def test_what_is_remembered_is_bounded_and_holds_no_secret(monkeypatch: Any) -> None:
    """L9"""
    monkeypatch.setattr(keys, "MOST_BELIEVED", 3)
    monkeypatch.setattr(
        Register, "find_key", lambda *_: KeyRecord(key=KeyId("key"), registrar=True, grants=())
    )

    async def story(known: Keys, register: Register, moment: Moment) -> None:
        for number in range(10):
            await known.holder(b"Bearer usf_%d" % number)
            assert len(known._holders) <= 3
        assert not known._asked
        assert "usf_" not in repr(known._holders)

    run(story)


def test_a_role_counts_in_its_account_alone() -> None:
    """A3"""

    async def story(known: Keys, register: Register, moment: Moment) -> None:
        holder = await known.holder(KNOWN)
        assert holder is not None
        assert holder.callers[HERE].roles == {Role.TREASURER}
        assert holder.callers.get(ELSEWHERE, holder.elsewhere).roles == frozenset()
        assert holder.elsewhere.member is None

    run(story)
