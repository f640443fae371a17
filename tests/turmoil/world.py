"""Villages in one ledger, what exists in each, and how an argument is drawn: mostly of what is new, sometimes of
all there ever was, sometimes of the next village, and sometimes nothing that exists.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from ledger.accounts.state import Account
from ledger.associations.commands import FoundAssociation, Founder, OpenLocalAccount
from ledger.associations.given import CriterionGiven, RulesGiven
from ledger.associations.rules import AssociationKind, ObjectionBody, Office, Tier
from ledger.command import ElectorLinks
from ledger.contributions.commands import Giver, ReceiveContribution
from ledger.delivery import taken_in
from ledger.identifiers import AccountId, AssociationId, MemberToken, account_of, part_of, stream_of
from tests.scenario import Scenario
from tests.turmoil.record import Record
from tests.turmoil.village import Village

T = TypeVar("T")

BEGAN = datetime(2026, 3, 1, 12, tzinfo=UTC)
OPENED = date(2026, 1, 10)
CRITERION = "way-to-school"
RECENT = 40
"""Among how many of the newest things those are looked for that have come so far as a command asks."""
NEWEST = 8
"""How many of the newest things are drawn from most of the time: what is old is mostly over."""


class World:
    """One ledger, one clock and one chance for all."""

    def __init__(self, seed: int, accounts: int) -> None:
        self.random = Random(seed)
        self.scenario = Scenario(BEGAN, seed)
        self.now = BEGAN
        self.record = Record()
        self.villages = [self._founded(number) for number in range(accounts)]

    def _founded(self, number: int) -> Village:
        village = Village(AccountId(f"account-000000000000000{number}"))
        opening = OpenLocalAccount(
            account=village.account,
            association=AssociationId(f"association-{number}"),
            association_kind=AssociationKind.RESIDENTS,
            tier=Tier.MICRO_LOCAL,
            opened=OPENED,
        )
        offices = [*Office, *[None] * 5]
        founders = tuple(
            Founder(name=f"Member {place}", office=office, attests=place < 2)
            for place, office in enumerate(offices)
        )
        founding = FoundAssociation(
            account=village.account,
            statutes="We share.",
            founders=founders,
            rules=self.rules(),
            effective=OPENED,
        )
        gift = ReceiveContribution(
            account=village.account, unit="EUR", amount="1000.00", giver=Giver(name="Emma Grant")
        )
        for command in (opening, founding, gift):
            self.scenario.done(command)
            self.learn(village)
        return village

    def rules(self) -> RulesGiven:
        """Rules under which most rounds come to something, and some do not."""
        return RulesGiven(
            quorum_percent=self.random.choice((0, 0, 20, 40)),
            second_call_quorum_percent=self.random.choice((None, 10)),
            threshold_percent=self.random.choice((50, 50, 66)),
            objection_days=self.random.choice((0, 1, 2)),
            objection_body=self.random.choice(list(ObjectionBody)),
            objection_decision_days=self.random.choice((1, 3)),
            criteria=(CriterionGiven(CRITERION, "Whoever walks for more than an hour."),),
        )

    # What is drawn

    def chance(self, of_a_hundred: float) -> bool:
        """So many times out of a hundred."""
        return self.random.random() * 100 < of_a_hundred

    def among(self, things: Sequence[T]) -> T:
        """One of these, mostly a new one."""
        return self.random.choice(things if self.chance(15) else things[-NEWEST:])

    def one(self, village: Village, kind: str, *ripe: str) -> Any:
        """A thing by its id: mostly one that is ripe, if it is said when; now and then of any village, or of none."""
        if ripe and self.chance(70):
            found = [thing for thing in village.things[kind][-RECENT:] if self.status(village, thing) in ripe]
            if found:
                return self.random.choice(found[-NEWEST:])
        if self.chance(4):
            village = self.random.choice(self.villages)
        things = village.things[kind]
        if not things or self.chance(1):
            return f"{kind}-0000000000nobody"
        return self.among(things)

    def member(self, village: Village) -> MemberToken:
        """Anybody."""
        if self.chance(2):
            village = self.random.choice(self.villages)
        return self.random.choice(village.members)

    def status(self, village: Village, thing: str) -> str:
        """How far a proposal, round or payment has come, as the ledger itself has it: it is only drawn by that."""
        status: str = self.scenario.workspace.keep(stream_of(village.account, thing)).state.status  # type: ignore[attr-defined]
        return status

    def officer(self, village: Village, *offices: Office) -> MemberToken:
        """Mostly who holds one of these offices."""
        account = self.account(village)
        holders = [who for office, who in account.officers.items() if office in offices]
        return self.member(village) if not holders or self.chance(10) else self.random.choice(holders)

    def account(self, village: Village) -> Account:
        """The account as it stands."""
        account: Account = self.scenario.state(village.account, Account)
        return account

    def text(self) -> str:
        """What people write; sometimes nothing."""
        return "" if self.chance(1) else "As was said in the assembly."

    def amount(self, most: int) -> str:
        """Whole euros, mostly."""
        return (
            self.random.choice(("0.00", "-1.00", "1e3"))
            if self.chance(1)
            else f"{self.random.randint(1, most)}.00"
        )

    def soon(self, hours: int) -> datetime:
        """A moment from now on."""
        return self.now + timedelta(minutes=self.random.randint(0, hours * 60))

    def go_on(self) -> None:
        """Time passes: mostly none, sometimes minutes, now and then more than a day."""
        drawn = self.random.random()
        if drawn < 0.002:
            self.now += timedelta(minutes=self.random.randint(0, 36 * 60))
        elif drawn < 0.1:
            self.now += timedelta(minutes=self.random.randint(0, 10))
        self.scenario.at(self.now)

    # What is learned

    def deliver(self) -> None:
        """The oldest message from one village to another arrives."""
        arrived = self.scenario.outbox.popleft()
        self.scenario.done(taken_in(arrived), by=arrived.sender)
        self.learn(next(village for village in self.villages if village.account == arrived.to))

    def learn(self, village: Village) -> None:
        """What came of the last command: for the record, and to be drawn from."""
        now_us = self.scenario.clock.now_us()
        for outcome in self.scenario.outcomes:
            if isinstance(outcome, ElectorLinks):
                village.tokens[outcome.round] = [token for _, token in outcome.links]
        for fact in self.scenario.recorded:
            self.record.take(fact.stream, fact.event, now_us)
            assert account_of(fact.stream) == village.account, "a command of one village changes another"
            village.learn(part_of(fact.stream), fact.event)
