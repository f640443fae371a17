"""The workload: associations with known givers, and the contributions that come in, drawn by one seed.

Most contributions take effect on the day on which they are recorded; one in twenty was found later, in a bank statement
of any day since the accounts were opened.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from datetime import UTC, date, datetime
from itertools import count, islice
from random import Random

import msgspec

from ledger.accounts.state import Account
from ledger.associations.commands import FoundAssociation, Founder, RegisterAccount, RegisterAssociation
from ledger.associations.rules import AssociationKind, Office, Tier
from ledger.context import ScriptedClock, canonical
from ledger.contributions.commands import Giver, ReceiveContribution
from ledger.contributions.events import ContributionReceived
from ledger.identifiers import AccountId, AssociationId, KeyId, MemberToken, PartyToken, stream_of
from ledger.keys.commands import IssueKey
from ledger.keys.secret import hash_of
from ledger.keys.state import Grant, Role
from ledger.ledger import Answer, Ledger, Request

SEED = 20260301
OPENED = datetime(2023, 1, 1, tzinfo=UTC)
"""When the accounts were opened."""
UNTIL = datetime(2025, 12, 31, tzinfo=UTC)
"""When the last contribution of a scripted history comes in; what comes over HTTP comes today."""
BACK_DATED = 0.05
IN_FLIGHT = 256
"""Commands of a scripted history that wait together, and so share commits."""

FOUNDERS = (
    Founder(name="Ana Lima", office=Office.TREASURER, attests=True),
    Founder(name="Bia Reis", office=Office.SECOND_SIGNATORY, attests=True),
    Founder(name="Caty Dias", office=Office.AUDITOR),
)


class Village(msgspec.Struct, frozen=True):
    """One account, and what is needed to record in it."""

    account: AccountId
    treasurer: MemberToken
    key: KeyId
    secret: str
    """Of the treasurer's key."""
    givers: tuple[PartyToken, ...]


class Gift(msgspec.Struct, frozen=True):
    """One contribution that came in."""

    number: int
    village: Village
    giver: PartyToken
    unit: str
    amount: str
    late: float | None
    """How far between the opening and its recording it took effect, where that was not the day of recording."""

    def effective(self, today: datetime) -> date | None:
        """The day that it names, if any."""
        return None if self.late is None else (OPENED + (today - OPENED) * self.late).date()

    def body(self, today: datetime) -> dict[str, str]:
        """The JSON body that records it."""
        body = {"unit": self.unit, "amount": self.amount, "giver": self.giver, "reference": self.reference}
        effective = self.effective(today)
        return body | ({"effective": effective.isoformat()} if effective else {})

    @property
    def reference(self) -> str:
        """As a bank writes it."""
        return f"BCA-{self.number:012d}"

    @property
    def key(self) -> str:
        """Its Idempotency-Key."""
        return f"gift-{self.number:012d}"

    @property
    def path(self) -> str:
        """Where it is sent."""
        return f"/v1/accounts/{self.village.account}/contributions"


def settle(ledger: Ledger, clock: ScriptedClock, accounts: int, givers: int) -> tuple[Village, ...]:
    """Found associations in an empty ledger, and have each account meet its givers."""
    clock.set(OPENED)
    return tuple(_settled(ledger, number, givers) for number in range(accounts))


def _settled(ledger: Ledger, number: int, givers: int) -> Village:
    register = RegisterAssociation(
        kind=AssociationKind.RESIDENTS, tier=Tier.MICRO_LOCAL, name=f"Village {number}", country="CV"
    )
    association = AssociationId(ledger.handle(register, by="registrar").created)
    opening = RegisterAccount(association=association, partition=ledger.place())
    account = AccountId(ledger.handle(opening, by="registrar").created)
    ledger.handle(FoundAssociation(account=account, statutes="We share.", founders=FOUNDERS), by="registrar")
    treasurer = _treasurer(ledger, account)
    secret = f"usf_bench_{number}"
    grant = Grant(account, treasurer, (Role.TREASURER, Role.MEMBER))
    key = KeyId(ledger.handle(IssueKey(secret_hash=hash_of(secret), grants=(grant,)), by="operator").created)
    meetings = [
        ReceiveContribution(account=account, unit="EUR", amount="1.00", giver=Giver(name=f"Giver {n}"))
        for n in range(givers)
    ]
    for met in [ledger.submit(meeting, by=treasurer) for meeting in meetings]:
        met.result()
    known = tuple(
        recorded.event.giver
        for recorded in ledger.events_of(stream_of(account))
        if isinstance(recorded.event, ContributionReceived)
    )
    return Village(account, treasurer, key, secret, known)


def _treasurer(ledger: Ledger, account: AccountId) -> MemberToken:
    found = ledger.state(stream_of(account))
    assert found is not None
    assert isinstance(found[0], Account)
    return found[0].officers[Office.TREASURER]


def gifts(villages: Sequence[Village]) -> Iterator[Gift]:
    """Contributions without end, the same ones each time."""
    random = Random(SEED)
    for number in count(1):
        village = random.choice(villages)
        yield Gift(
            number=number,
            village=village,
            giver=random.choice(village.givers),
            unit="EUR" if random.random() < 0.7 else "CVE",
            amount=f"{random.randrange(100, 20_000) / 100:.2f}",
            late=random.random() if random.random() < BACK_DATED else None,
        )


def as_request(gift: Gift) -> bytes:
    """The bytes that record it over HTTP."""
    body = msgspec.json.encode(gift.body(UNTIL))
    head = (
        f"POST {gift.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Authorization: Bearer {gift.village.secret}\r\nIdempotency-Key: {gift.key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def as_stream(together: Sequence[Gift]) -> list[bytes]:
    """The bytes that record contributions to one account as a stream of lines, each with a key of its own."""
    lines = [msgspec.json.encode(gift.body(UNTIL) | {"idempotency_key": gift.key}) for gift in together]
    body = b"\n".join(lines) + b"\n"
    village = together[0].village
    head = (
        f"POST /v1/accounts/{village.account}/contribution-batches HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Authorization: Bearer {village.secret}\r\n"
        f"Content-Type: application/x-ndjson\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return [head.encode(), body]


def as_balance(village: Village, query: str = "") -> bytes:
    """The bytes that ask for an account's balances."""
    return f"GET /v1/accounts/{village.account}/balances{query} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()


def record(ledger: Ledger, clock: ScriptedClock, coming: Iterator[Gift], gifts_in_all: int) -> None:
    """Record so many in the ledger itself, spread evenly over the years, with references and keys like any other."""
    waiting: deque[Future[Answer]] = deque()
    for number, gift in enumerate(islice(coming, gifts_in_all)):
        if len(waiting) >= IN_FLIGHT:
            waiting.popleft().result()
        today = OPENED + (UNTIL - OPENED) * (number / gifts_in_all)
        clock.set(today)
        waiting.append(_submitted(ledger, gift, today))
    for one in waiting:
        one.result()


def _submitted(ledger: Ledger, gift: Gift, today: datetime) -> "Future[Answer]":
    village = gift.village
    return ledger.submit(
        ReceiveContribution(
            account=village.account,
            unit=gift.unit,
            amount=gift.amount,
            giver=gift.giver,
            reference=gift.reference,
            effective=gift.effective(today),
        ),
        by=village.treasurer,
        request=Request(
            caller=village.key, key=gift.key, content=f"POST {gift.path}\n{canonical(gift.body(today))}"
        ),
    )
