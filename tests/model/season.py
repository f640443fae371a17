"""A ledger on a file of its own and the model beside it: every command goes to both, and they must agree."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from hypothesis import note

from ledger.associations.commands import RegisterAccount, RegisterAssociation
from ledger.associations.rules import AssociationKind, Tier
from ledger.command import AccountCommand
from ledger.context import ScriptedClock, moment_of
from ledger.contributions.events import ContributionPledged, ContributionReceived
from ledger.disbursements.events import DisbursementAuthorised
from ledger.event import Recorded
from ledger.identifiers import AccountId, AssociationId, RoundId, Stream, part_of
from ledger.ledger import Answer, Ledger, Request, one_each, one_for_all
from ledger.refusals import Refused
from ledger.rounds.events import RoundOpened
from tests.model.agreement import agree, agree_in_all
from tests.model.model import Fund
from tests.model.reading import Learned
from tests.model.remembered import LocalAccount
from tests.model.views import Views
from tests.stores import database_at

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
OPENED = date(2026, 1, 10)


class Done(NamedTuple):
    """A command that was carried out under an idempotency key."""

    command: AccountCommand
    by: str
    request: Request
    answer: Answer


class Season:
    """The ledger, the model, and what both have been told so far."""

    def __init__(self, folder: Path, *, partitions_of_their_own: bool) -> None:
        self._database = database_at(folder / "usf.db")
        self._placement = one_each if partitions_of_their_own else one_for_all
        self._random = Random(7)
        self._clock = ScriptedClock(START)
        self.fund = Fund(START)
        self.ledger = self._open()
        self.views = Views()
        self.done: list[Done] = []
        self.counts: Counter[str] = Counter()
        """How often what was reached, for the statistics."""

    def _open(self) -> Ledger:
        return Ledger.open(self._database, clock=self._clock, random=self._random, placement=self._placement)

    def close(self) -> None:
        """The files are the caller's to throw away."""
        self.ledger.close()

    def set_clock(self, now: datetime) -> None:
        """Move the clock, backwards too."""
        note(f"the clock says {now:%Y-%m-%d %H:%M}")
        self._clock.set(now)
        self.fund.clock = now

    # Accounts

    def open_account(self, tier: Tier = Tier.MICRO_LOCAL) -> LocalAccount:
        """A registered association with its account, which waits for its founding."""
        name = f"Association {len(self.fund.accounts) + 1}"
        register = RegisterAssociation(kind=AssociationKind.RESIDENTS, tier=tier, name=name, country="CV")
        association = AssociationId(self.ledger.handle(register, by="registrar").created)
        command = RegisterAccount(association=association, partition=self.ledger.place(), opened=OPENED)
        account = AccountId(self.ledger.handle(command, by="registrar").created)
        partition = self.ledger.partition_of(account)
        for each in {partition, "main"}:
            self.fund.recorded(each)
        self.fund.accounts[account] = LocalAccount(account, partition, OPENED, tier.value)
        return self.fund.accounts[account]

    def how_many(self, kind: str, fits: Callable[[Any], bool] = lambda _: True) -> int:
        """How many such gifts, proposals, rounds or payments there are, in all accounts."""
        return sum(
            fits(each) for account in self.fund.accounts.values() for each in getattr(account, kind).values()
        )

    # Commands

    def attempt(
        self,
        command: AccountCommand,
        by: str = "member-of-the-board",
        *,
        key: str | None = None,
        stale: bool = False,
        rehearsed: bool = False,
    ) -> str | None:
        """Give a command to both; the id that it created, or None where both refuse it.

        With `key` it is remembered, to be repeated later; `stale` says a wrong version of the account along;
        `rehearsed` decides it first without recording.
        """
        note(f"{command!r} by {by}{' (stale)' if stale else ''}")
        verdict = self.fund.judge(command, by)
        refusals = verdict.refusals | ({"stale-version"} if stale else set())
        partition = self._partition(command.account)
        heads = self.heads()
        if rehearsed:
            self._rehearse(command, by, verdict.refusals)
        request = Request("the-board", key, repr(command)) if key else None
        expected = {str(command.account): 1_000_000} if stale else None
        heard = self._handle(command, by, request=request, expected=expected)
        if isinstance(heard, str):
            note(f"  refused: {heard}; the model says {sorted(refusals)}")
            assert heard in refusals, f"refused for {heard}, not for {sorted(refusals) or 'nothing'}"
            assert self.heads() == heads, "a refused command recorded something"
            self.counts["refused"] += 1
            self.counts[f"refused: {heard}"] += 1
            return None
        answer, what = heard, type(command).__name__
        note(f"  done: {answer.created}")
        assert not refusals, f"{what} was carried out, and should be refused for {sorted(refusals)}"
        new = self.ledger.store.read(partition, heads[partition], 1_000)
        assert new, "an accepted command recorded nothing"
        assert answer.position == f"{partition}.{new[-1].position}"
        assert {moment_of(recorded.envelope.recorded_us) for recorded in new} == {self.fund.now(partition)}
        verdict.effect(self._learn(answer.created, new))
        self.fund.recorded(partition)
        if request:
            self.done.append(Done(command, by, request, answer))
        self.counts[what] += 1
        self._agree(command.account, new)
        return answer.created

    def _rehearse(self, command: AccountCommand, by: str, refusals: frozenset[str]) -> None:
        """A dry run says the same, and changes nothing."""
        heads = self.heads()
        heard = self._handle(command, by, dry_run=True)
        refused = heard if isinstance(heard, str) else None
        assert (refused in refusals) if refusals else (refused is None), (
            f"rehearsed: {refused}, not {sorted(refusals)}"
        )
        assert self.heads() == heads, "a dry run recorded something"

    def repeat(self, done: Done) -> None:
        """The same request again gets the same answer and changes nothing, whatever happened since."""
        heads = self.heads()
        answer = self.ledger.handle(done.command, by=done.by, request=done.request)
        assert answer.replayed
        assert (answer.position, answer.created) == (done.answer.position, done.answer.created)
        assert self.heads() == heads, "a repeat recorded something"
        self.counts["repeated"] += 1

    def reuse(self, done: Done, command: AccountCommand) -> None:
        """A key that served one request serves no other."""
        note(f"key reused: {command!r}")
        heads = self.heads()
        request = Request("the-board", done.request.key, "other")
        assert self._handle(command, done.by, request=request) == "key-reused"
        assert self.heads() == heads, "a key was used for two requests"

    def _handle(self, command: AccountCommand, by: str, **options: Any) -> Answer | str:
        """The ledger's answer, or the refusal's slug."""
        try:
            return self.ledger.handle(command, by=by, **options)
        except Refused as refusal:
            return refusal.slug

    # Both sides

    def heads(self) -> dict[str, int]:
        """The newest position of every partition."""
        return {partition: self.ledger.store.head(partition) for partition in self.ledger.store.partitions()}

    def restart(self) -> None:
        """Close the ledger and open it again: everything must still agree."""
        note("restart")
        self.ledger.close()
        self.ledger = self._open()
        self.agree_in_all()

    def agree_in_all(self) -> None:
        """Every account with everything in it."""
        for name, account in self.fund.accounts.items():
            agree_in_all(self.ledger, name, account)

    def agree_in_views(self) -> None:
        """Replay and views, brought up now, show what the model says."""
        note("views")
        self.views.agree(self.ledger, self.fund)

    def _agree(self, name: str, new: list[Recorded]) -> None:
        account = self.fund.accounts[name]
        for stream in {recorded.stream for recorded in new} | {Stream(name)}:
            assert stream.startswith(name), "an event for another account"
            agree(self.ledger, stream, account)
        wheres = {where[:2] for where in account.balances()}
        self.counts["in shortfall"] += any(account.available(*where) < 0 for where in wheres)
        self.views.remember(name, account, new[-1])

    def _partition(self, account: str) -> str:
        found = self.fund.accounts.get(account)
        return found.partition if found else "main"

    def _learn(self, created: str, new: list[Recorded]) -> Learned:
        """What the ledger drew by chance: tokens, as the people store or the events name them."""
        learned = Learned(created)
        for recorded in new:
            match event := recorded.event:
                case ContributionReceived() | ContributionPledged():
                    learned.giver = event.giver
                case DisbursementAuthorised():
                    learned.payee, learned.beneficiary = event.payee.token, event.beneficiary.token
                case RoundOpened():
                    links = self.ledger.people.members_of(RoundId(part_of(recorded.stream)))
                    learned.electors = {member: token for token, member in links.items()}
                case _:
                    pass
        if created in self.fund.accounts:
            for token in self.ledger.members_of(AccountId(created)):
                person = self.ledger.people.person(token)
                assert person is not None
                assert person.name is not None
                learned.founders[person.name] = token
        return learned
