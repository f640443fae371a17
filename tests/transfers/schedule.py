"""One schedule: what people, machines and the post do, in an order drawn at random, and the rules held after each step.

A failing schedule is found again by its number alone.
"""

from collections import Counter
from collections.abc import Callable
from itertools import count
from random import Random
from typing import NamedTuple

from ledger.disbursements.commands import (
    AuthoriseDisbursement,
    PartyGiven,
    SendDisbursement,
    SignOffDisbursement,
)
from ledger.disbursements.state import PartyKind
from ledger.identifiers import UNRESTRICTED, AccountId, DisbursementId, TransferId
from ledger.money import to_decimal
from ledger.post.letters import Letter
from ledger.storage.store import FIRST
from ledger.transfers.commands import AskToVoidTransfer, ReceiveTransfer, RefuseTransfer
from ledger.transfers.state import transfer_of
from tests.transfers.books import Told, a_cut, require_rules
from tests.transfers.world import Installation, World

STEPS = 40
MOST_TRANSFERS = 3
CUTS = 4
"""Drawn at random when a schedule is over, beside those at the end of each step."""
OLD_POST = 40
"""Parcels and letters of earlier schedules that may come once more."""


class Sent(NamedTuple):
    """A transfer of this schedule."""

    id: TransferId
    sender: AccountId
    receiver: AccountId
    amount_minor: int


class Parcel(NamedTuple):
    """What is on its way between installations."""

    to: Installation
    raw: bytes


class Played:
    """A world in which schedules are played one after the other."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.random = Random(0)
        self.flying: list[Parcel] = []
        """Parcels that may still arrive, in any order."""
        self.old_parcels: list[Parcel] = []
        self.old_letters: list[Letter] = []
        self.sent: list[Sent] = []
        self.logs: dict[AccountId, list[Told]] = {}
        self._read: dict[AccountId, int] = {}
        self._tranches = count(1)
        self.endings: Counter[str] = Counter(
            dict.fromkeys(("received", "refused", "voided", "in transit"), 0)
        )
        """How often a transfer ended in which way, or not at all."""
        for account in world.accounts:
            self._read[account] = self._head(account)
        self._steps: tuple[tuple[int, Callable[[], None]], ...] = (
            (3, self._send),
            (8, self._deliver_here),
            (8, self._make_parcel),
            (10, self._parcel_arrives),
            (1, self._parcel_is_lost),
            (2, self._old_post_comes_again),
            (7, self._receive),
            (4, self._refuse),
            (2, self._ask_to_void),
            (2, self._stop_and_start),
            (2, self._power_cut),
        )

    def play_all(self, schedules: int) -> None:
        """Play so many schedules. Raises Broken."""
        for number in range(schedules):
            self.play(number)

    def play(self, number: int) -> None:
        """Play one schedule, then let all post arrive, twice. Raises Broken."""
        self.random = Random(number)
        self.sent = []
        self.logs = {account: [] for account in self.world.accounts}
        steps = [step for weight, step in self._steps for _ in range(weight)]
        self._send()
        for _ in range(STEPS):
            self.random.choice(steps)()
            self._hold()
        self._settle()
        # Now that all are announced, most of them are answered; some stay in transit, as they may for ever.
        for _ in self.sent:
            self.random.choice((self._receive, self._refuse, self._ask_to_void))()
        self._settle()
        for sent in self.sent:
            self._require_agreement(sent)
        for _ in range(CUTS):
            require_rules(a_cut(self.logs, self.random))
        self._nothing_changes_any_more()

    def _hold(self) -> None:
        """The rules, at this moment."""
        for account in self.world.accounts:
            found = self._log(account)
            self._read[account] = found[-1][0] if found else self._read[account]
            self.logs[account] += [told for _, told in found]
        require_rules(self.logs)

    def _log(self, account: AccountId) -> list[tuple[int, Told]]:
        ledger = self.world.homes[account].ledger
        read = ledger.store.read(ledger.partition_of(account), self._read[account], 10_000)
        return [(r.position, Told(r.stream, r.event, r.envelope.cause is None)) for r in read]

    def _head(self, account: AccountId) -> int:
        ledger = self.world.homes[account].ledger
        return ledger.store.head(ledger.partition_of(account))

    # People

    def _send(self) -> None:
        if len(self.sent) >= MOST_TRANSFERS:
            return
        giver, taker = self.random.sample(self.world.accounts, 2)
        amount_minor = self.random.randint(2, 500)
        authorise = AuthoriseDisbursement(
            account=giver,
            proposal=self.world.decisions[giver, taker],
            tranche=next(self._tranches),
            unit="EUR",
            purpose=UNRESTRICTED,
            amount=to_decimal(amount_minor, "EUR"),
            payee=PartyGiven(kind=PartyKind.LOCAL_ACCOUNT, account=taker),
        )
        payment = DisbursementId(self.world.do(giver, authorise) or "")
        sign = SignOffDisbursement(account=giver, disbursement=payment)
        for signer in (self.world.treasurers[giver], self.world.signatories[giver]):
            self.world.do(giver, sign, signer)
        assert self.world.do(giver, SendDisbursement(account=giver, disbursement=payment)), "it is sent"
        self.sent.append(Sent(transfer_of(payment), giver, taker, amount_minor))

    def _coming(self) -> Sent:
        """A transfer that waits at its receiver, most often, or any."""
        waiting = [
            sent for sent in self.sent if self._kinds(sent.receiver, sent.id) == ["transfer-announced"]
        ]
        return self.random.choice(waiting if waiting and self.random.random() < 0.8 else self.sent)

    def _kinds(self, account: AccountId, transfer: TransferId) -> list[str]:
        return [event.kind() for stream, event, _ in self.logs[account] if stream.endswith(transfer)]

    def _receive(self) -> None:
        sent = self._coming()
        fee = self.random.choice((0, 0, 1, sent.amount_minor))
        self.world.do(
            sent.receiver,
            ReceiveTransfer(
                account=sent.receiver, transfer=sent.id, fee=to_decimal(fee, "EUR") if fee else None
            ),
        )

    def _refuse(self) -> None:
        sent = self._coming()
        self.world.do(
            sent.receiver, RefuseTransfer(account=sent.receiver, transfer=sent.id, reason="Not now.")
        )

    def _ask_to_void(self) -> None:
        sent = self.random.choice(self.sent)
        self.world.do(
            sent.sender, AskToVoidTransfer(account=sent.sender, transfer=sent.id, reason="By mistake.")
        )

    # The post

    def _deliver_here(self) -> None:
        """Any message between two accounts of an installation; some are delivered, and stay in the outbox."""
        home = self.random.choice(self.world.installations)
        waiting = home.waiting()
        if waiting:
            letter = self.random.choice(waiting)
            home.take(letter, again=self.random.random() < 0.25)
            self.old_letters = [*self.old_letters, letter][-OLD_POST:]

    def _make_parcel(self) -> None:
        home = self.random.choice(self.world.installations)
        other = self.world.other(home)
        raw, messages = home.parcel_for(other.id)
        if messages:
            self.flying.append(Parcel(other, raw))

    def _parcel_arrives(self) -> None:
        """Any of those on their way; some stay on their way, and come again."""
        if self.flying:
            place = self.random.randrange(len(self.flying))
            parcel = self.flying[place] if self.random.random() < 0.2 else self.flying.pop(place)
            self._take(parcel)

    def _take(self, parcel: Parcel) -> bool:
        """Whether there was anything in it that is answered."""
        came = parcel.to.ledger.abroad.take_in(parcel.raw)
        if came.wants_answer:
            self.flying.append(Parcel(self.world.other(parcel.to), came.answer))
        self.old_parcels = [*self.old_parcels, parcel][-OLD_POST:]
        assert not came.refused, "no honest message is refused"
        return came.wants_answer or bool(came.receipted)

    def _parcel_is_lost(self) -> None:
        if self.flying:
            self.flying.pop(self.random.randrange(len(self.flying)))

    def _old_post_comes_again(self) -> None:
        if self.old_parcels and self.random.random() < 0.5:
            parcel = self.random.choice(self.old_parcels)
            parcel.to.ledger.abroad.take_in(parcel.raw)
        elif self.old_letters:
            letter = self.random.choice(self.old_letters)
            self.world.homes[letter.to].take(letter, again=True)

    # Machines

    def _stop_and_start(self) -> None:
        """Between a commit and whatever was to be delivered after it."""
        self.random.choice(self.world.installations).restarted()

    def _power_cut(self) -> None:
        """In the middle of a commit, whatever it was for."""
        home = self.random.choice(self.world.installations)
        step = self.random.choice(
            (self._deliver_here, self._parcel_arrives, self._receive, self._refuse, self._ask_to_void)
        )
        with home.cut():
            step()

    # The end

    def _settle(self) -> None:
        """All machines run and all post arrives, until nobody has anything to say."""
        busy = True
        while busy:
            busy = False
            for home in self.world.installations:
                while waiting := home.waiting():
                    home.take(waiting[0], again=False)
                    busy = True
                raw, messages = home.parcel_for(self.world.other(home).id)
                if messages:
                    self.flying.append(Parcel(self.world.other(home), raw))
                    busy = True
            while self.flying:
                self._take(self.flying.pop(0))
            self._hold()
        for home in self.world.installations:
            assert not home.ledger.store.outbox.everything(FIRST, 1), "all post has arrived"

    def _require_agreement(self, sent: Sent) -> None:
        """Both sides say the same of it."""
        sides = [
            next(
                (
                    word
                    for stream, event, _ in reversed(self.logs[account])
                    if stream.endswith(sent.id)
                    for word in (getattr(event, "answer", None) or event.kind().removeprefix("transfer-"),)
                    if word in _OVER
                ),
                "in-transit",
            )
            for account in (sent.sender, sent.receiver)
        ]
        assert _OVER.get(sides[0]) == _OVER.get(sides[1]), (sent, sides)
        self.endings[_OVER.get(sides[0], "in transit")] += 1

    def _nothing_changes_any_more(self) -> None:
        """X3, X6: whatever came comes once more, and nothing is recorded; what is over cannot be received."""
        heads = {account: self._head(account) for account in self.world.accounts}
        for parcel in self.old_parcels[-10:]:
            parcel.to.ledger.abroad.take_in(parcel.raw)
        for letter in self.old_letters[-10:]:
            self.world.homes[letter.to].take(letter, again=True)
        for sent in self.sent:
            if set(self._kinds(sent.receiver, sent.id)) & {
                "transfer-received",
                "transfer-refused",
                "transfer-voided",
            }:
                again = ReceiveTransfer(account=sent.receiver, transfer=sent.id)
                assert self.world.do(sent.receiver, again) is None, "what is over stays so"
        assert heads == {account: self._head(account) for account in self.world.accounts}


_OVER = {
    "received": "received",
    "acknowledged": "received",
    "refused": "refused",
    "voided": "voided",
}
"""The words of both sides for how it ended."""
