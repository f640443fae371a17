"""The ledger: commands in, answers out, and the log to read. One object serves HTTP, command line and tests alike."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from random import Random
from typing import Any, Self, TypeVar

from ledger.accounts.refusals import UnknownAccount
from ledger.accounts.state import MemberRecord, members_group
from ledger.answers import FUTURES, Answer, Replies, Request
from ledger.associations.events import place_mark
from ledger.chance import PooledRandom
from ledger.command import AccountCommand, Command, Log, SealedPart
from ledger.context import Clock, SystemClock, readable
from ledger.contributions.state import reference_is, reference_mark
from ledger.decoders import decoder
from ledger.event import Event, Recorded
from ledger.identifiers import (
    AccountId,
    InstallationId,
    KeyedHash,
    Mark,
    MemberToken,
    PaperId,
    RoundId,
    RoundToken,
    Seal,
    StatementId,
    Stream,
    account_of,
)
from ledger.installations.state import PeerRecord, installation_mark
from ledger.keys.secret import hash_of
from ledger.keys.state import KeyRecord, key_mark
from ledger.marking import Marking
from ledger.message import REGISTER, MessageId
from ledger.papers.refusals import PaperLost, PaperWasForgotten, UnknownPaper
from ledger.papers.state import PaperRecord, paper_mark
from ledger.post.abroad import PostAbroad
from ledger.post.carrier import Carrier
from ledger.post.office import PostOffice
from ledger.signing import Signer
from ledger.source import NEWEST
from ledger.state import State
from ledger.statements.state import StatementRecord, statement_mark
from ledger.storage import Store, StoreUnavailable, open_store
from ledger.turn import Waiting
from ledger.vocabulary import state_of
from ledger.workspace import Workspace
from ledger.writer import SHUTTING_DOWN
from ledger.writers import Writers

__all__ = ["COMMONS", "Answer", "Ledger", "Replies", "Request", "one_each", "one_for_all"]

T = TypeVar("T")

log = logging.getLogger(__name__)

COMMONS = "main"
"""The partition that holds the register, the callers' keys, and by default every account too."""

FEW_TOKENS = 16
"""Round tokens that are looked up one by one; for more than these all links of the round are read."""

MOST_PLACES = 100_000
"""Accounts of which it is remembered where they lie; some 20 MB."""

Placement = Callable[[Store, Random], str]
"""Chooses the partition of a new account. Raises StoreUnavailable where there is none."""


def one_for_all(_: Store, __: Random) -> str:
    """Every account in the commons partition: the default."""
    return COMMONS


def one_each(store: Store, random: Random) -> str:
    """Every account in a partition of its own, so that nothing can silently read across."""
    return store.free_partition(random)


class Ledger:
    """Handles commands, has the messages between partitions delivered, and reads the log."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Clock | None = None,
        random: Random | None = None,
        placement: Placement = one_for_all,
        delivers: bool = True,
    ) -> None:
        """`delivers`: messages between accounts are delivered by this process, not left to another."""
        self.store = store
        self.clock: Clock = clock or SystemClock()
        self.people = store.people
        self.signer = Signer(store.secret)
        """Signs in the name of this installation."""
        self.papers = store.papers
        self._placement = placement
        self._random = random or PooledRandom()
        self._listeners: list[Callable[[str, int], None]] = []
        self.abroad = PostAbroad(
            store, self.signer, self._commons_mark, self.peers, self.partition_of, self._take_in
        )
        self.post_office = PostOffice(store, self._partition_for, self.abroad.installation_of, self._take_in)
        self._writers = Writers(store, self.clock, self._random, self._committed, self.post_office.sent)
        self._places: dict[AccountId, str] = {}
        self._closing = False
        self._carrier: Carrier | None = None
        try:
            store.create_partition(COMMONS)
            if delivers:
                self.post_office.open()
        except BaseException:
            self.close()
            raise

    @classmethod
    def open(
        cls,
        database: str,
        *,
        clock: Clock | None = None,
        random: Random | None = None,
        placement: Placement = one_for_all,
        create: bool = True,
        delivers: bool = True,
    ) -> Self:
        """The ledger in a database, made if it is not there. Raises StoreUnavailable."""
        store = open_store(database, create=create)
        return cls(store, clock=clock, random=random, placement=placement, delivers=delivers)

    def close(self) -> None:
        """Answer all that wait, then let go of the database."""
        self._closing = True
        if self._carrier is not None:
            self._carrier.close()
            self._carrier = None
        self.post_office.close()
        self._writers.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Commands

    def handle(
        self,
        command: Command,
        *,
        by: str,
        request: Request | None = None,
        dry_run: bool = False,
        expected: Mapping[str, int] | None = None,
    ) -> Answer:
        """Carry out a command and wait until it is durable. Raises Refused or StoreUnavailable."""
        return self.submit(command, by=by, request=request, dry_run=dry_run, expected=expected).result()

    def submit(
        self,
        command: Command,
        *,
        by: str,
        request: Request | None = None,
        dry_run: bool = False,
        expected: Mapping[str, int] | None = None,
    ) -> "Future[Answer]":
        """Queue a command; the future gives the answer once it is durable. Raises as `post` does."""
        future: Future[Answer] = Future()
        self.post(
            command,
            by=by,
            request=request,
            dry_run=dry_run,
            expected=expected,
            replies=FUTURES,
            about=future,
        )
        return future

    def post(
        self,
        command: Command,
        *,
        by: str,
        replies: Replies,
        about: Any,
        request: Request | None = None,
        dry_run: bool = False,
        expected: Mapping[str, int] | None = None,
    ) -> None:
        """Queue a command; once it is durable, the replies are told `about` and what came of it, a batch at a time.

        `expected` holds the versions at which the caller has seen streams (StaleVersion where one moved on). It may
        block unless all is `at_hand`. Raises UnknownAccount or StoreUnavailable; the replies are then told nothing.
        """
        partition = self.partition_of(command.account) if isinstance(command, AccountCommand) else COMMONS
        gathers = type(command).gather is not Command.gather
        gathered: Command = command.gather(_Log(self.store, partition)) if gathers else command
        if self._closing:
            raise StoreUnavailable(SHUTTING_DOWN)
        if command.sends_messages and not dry_run:
            registered: Future[Answer] = Future()
            self._queue(partition, Waiting(gathered, by, request, False, expected or {}, FUTURES, registered))
            self.post_office.after(registered, replies, about)
        else:
            self._queue(partition, Waiting(gathered, by, request, dry_run, expected or {}, replies, about))

    def _queue(self, partition: str, waiting: Waiting) -> None:
        self._writers.of(partition).submit(waiting)

    def at_hand(self, command: Command) -> bool:
        """Whether posting this command asks the database nothing: an event loop may do it then."""
        if type(command).gather is not Command.gather:
            return False
        place = self.known_place(command.account) if isinstance(command, AccountCommand) else COMMONS
        return place is not None and self._writers.at_work(place)

    def known_place(self, account: AccountId) -> str | None:
        """Where an account lies, if that is at hand; else `partition_of` asks the database."""
        return self._places.get(account)

    def place(self) -> str:
        """The partition for a new account."""
        return self._placement(self.store, self._random)

    def new_partition(self) -> str:
        """A partition of its own, for an imported season or a demonstration with a clock of its own."""
        return one_each(self.store, self._random)

    def partition_of(self, account: AccountId) -> str:
        """Where an account lies. Raises UnknownAccount or TextUnreadable."""
        found = self._places.get(account)
        if found is None:
            found = self._commons_mark(place_mark(AccountId(readable(account))), str)
            if found is None:
                raise UnknownAccount
            if len(self._places) >= MOST_PLACES:
                self._places.pop(next(iter(self._places)), None)
            self._places[account] = found
        return found

    def _partition_for(self, to: AccountId) -> str:
        """Where what is sent to an account, or to the register, is taken in. Raises UnknownAccount."""
        return COMMONS if to == REGISTER else self.partition_of(to)

    def _take_in(
        self, partition: str, command: Command, by: str, message: MessageId | None
    ) -> "Future[Answer]":
        future: Future[Answer] = Future()
        gathered = command.gather(_Log(self.store, partition))
        self._queue(partition, Waiting(gathered, by, None, False, {}, FUTURES, future, message))
        return future

    def carry(self) -> None:
        """Begin to exchange messages with other installations over HTTP, as a process that serves does."""
        self._carrier = Carrier(self.abroad)
        self.post_office.on_put_off = self._carrier.wake
        self._carrier.open()

    def settled(self, seconds: float = 30.0) -> bool:
        """Wait until all messages that can be taken in here are, and what these led to; whether that came in time."""
        return self.post_office.settled(seconds)

    def on_commit(self, listener: Callable[[str, int], None]) -> None:
        """Have a listener called with partition and position after every commit of this process."""
        self._listeners.append(listener)

    def _committed(self, partition: str, position: int) -> None:
        for listener in self._listeners:
            try:
                listener(partition, position)
            except Exception:
                log.exception("a listener failed at position %s.%d, which is recorded", partition, position)

    # Reading

    def find_key(self, secret: str) -> KeyRecord | None:
        """What a caller's key opens; None for a key that is unknown or revoked."""
        return self._commons_mark(key_mark(hash_of(secret)), KeyRecord)

    def keys(self) -> list[KeyRecord]:
        """All callers' keys in force."""
        with self.store.source(COMMONS) as source:
            found = source.group(key_mark(""))
        return [decoder(KeyRecord).decode(mark.value) for mark in found.values()]

    def peers(self) -> list[tuple[InstallationId, PeerRecord]]:
        """All installations that are recognised."""
        with self.store.source(COMMONS) as source:
            found = source.group(installation_mark(InstallationId("")))
        decode = decoder(PeerRecord).decode
        own = len(installation_mark(InstallationId("")))
        return [(InstallationId(mark[own:]), decode(stored.value)) for mark, stored in found.items()]

    def accounts(self) -> list[AccountId]:
        """All accounts that lie here."""
        beginning = place_mark(AccountId(""))
        with self.store.source(COMMONS) as source:
            return [AccountId(mark.removeprefix(beginning)) for mark in source.group(beginning)]

    def members_of(self, account: AccountId) -> Mapping[MemberToken, MemberRecord]:
        """All memberships of an account, ended ones too."""
        group = members_group(account)
        with self.store.source(self.partition_of(account)) as source:
            found = source.group(group)
        decode = decoder(MemberRecord).decode
        return {MemberToken(mark.removeprefix(group)): decode(record.value) for mark, record in found.items()}

    def paper(self, account: AccountId, paper: PaperId) -> PaperRecord:
        """What is known of a paper, forgotten or not. Raises UnknownAccount or UnknownPaper."""
        log = _Log(self.store, self.partition_of(account))
        found = log.mark(paper_mark(account, PaperId(readable(paper))), PaperRecord)
        if found is None:
            raise UnknownPaper
        return found

    def bytes_of(self, record: PaperRecord) -> bytes:
        """A paper's bytes, as they were filed. Raises PaperWasForgotten, PaperLost or PaperAltered."""
        if record.forgotten:
            raise PaperWasForgotten
        file = self.papers.file(record.seal)
        if file is None:
            raise PaperLost
        return file.content

    def _commons_mark(self, mark: Mark, kind: type[T]) -> T | None:
        with self.store.source(COMMONS) as source:
            found = source.marks((mark,)).get(mark)
        return None if found is None else decoder(kind).decode(found.value)

    def state(self, stream: Stream) -> tuple[State, int] | None:
        """The state of a stream and its version, as committed; None where the stream has no event."""
        with self.store.source(self._partition_of_stream(stream)) as source:
            kept = Workspace(source).keep(stream)
        return (kept.state, kept.version) if kept.version else None

    def state_at(self, stream: Stream, position: int) -> tuple[State, int] | None:
        """The state of a stream as it was at a position of its partition's log (L8)."""
        partition = self._partition_of_stream(stream)
        version = self.store.version_at(partition, stream, position)
        if not version:
            return None
        with self.store.source(partition) as source:
            state, known = source.snapshot(stream, version) or (state_of(stream)(), 0)
            for _, event in source.events(stream, known, version):
                event.apply(state)
        return state, version

    def events_of(self, stream: Stream) -> Iterator[Recorded]:
        """The events of a stream, in order."""
        return self.store.stream(self._partition_of_stream(stream), stream)

    def booked_under(self, account: AccountId, references: Iterable[KeyedHash]) -> dict[KeyedHash, str]:
        """The contributions, disbursements and others that are booked under outside references (C2)."""
        names = {reference: reference_mark(reference) for reference in references}
        with self.store.source(self.partition_of(account)) as source:
            marks = Marking(source)
            marks.prepare(names.values())
            found = {reference: marks.get(name, str) for reference, name in names.items()}
        return {reference: own for reference, own in found.items() if own is not None}

    def statement(self, account: AccountId, statement: StatementId) -> StatementRecord | None:
        """A statement's place, unit and lines; None where the account has no such (L12)."""
        log = _Log(self.store, self.partition_of(account))
        return log.mark(statement_mark(account, statement), StatementRecord)

    def log_of(self, account: AccountId) -> Log:
        """The log in which an account's events stand. Raises UnknownAccount."""
        return _Log(self.store, self.partition_of(account))

    def reference_of(self, recorded: Recorded) -> str | None:
        """The outside reference of an event, as it was entered (C2); None where it has none, or it was forgotten.

        A text that does not come to the hash that the event holds is not the reference.
        """
        keyed = getattr(recorded.event, "reference", None)
        if keyed is None:
            return None
        text = self.papers.reference(recorded.partition, recorded.position)
        theirs = text is not None and reference_is(
            text, keyed, account_of(recorded.stream), self.store.secret
        )
        return text if theirs else None

    def _partition_of_stream(self, stream: Stream) -> str:
        if readable(stream).startswith("account-"):
            return self.partition_of(account_of(stream))
        return COMMONS


class _Log:
    """One partition's log, as a command may read it before its turn (ledger.command.Log)."""

    def __init__(self, store: Store, partition: str) -> None:
        self._store = store
        self._partition = partition

    def events(self, stream: Stream) -> Iterator[tuple[int, Event]]:
        for recorded in self.read(stream):
            yield recorded.version, recorded.event

    def read(self, stream: Stream) -> Iterator[Recorded]:
        return self._store.stream(self._partition, Stream(readable(stream)))

    def event(self, stream: Stream, version: int) -> Event | None:
        with self._store.source(self._partition) as source:
            known = 0 < version < NEWEST
            found = source.events(Stream(readable(stream)), version - 1, version) if known else iter(())
            return next((event for _, event in found), None)

    def mark(self, mark: Mark, kind: type[T]) -> T | None:
        with self._store.source(self._partition) as source:
            return Marking(source).get(Mark(readable(mark)), kind)

    def listing(self, seal: Seal) -> tuple[str, ...]:
        return self._store.listing(self._partition, seal)

    def tokens_in(self, round_id: RoundId, members: Iterable[MemberToken]) -> tuple[RoundToken, ...]:
        wanted, people = tuple(members), self._store.people
        if len(wanted) <= FEW_TOKENS:
            tokens = (people.round_token(round_id, member) for member in wanted)
            return tuple(token for token in tokens if token is not None)
        linked = {member: token for token, member in people.members_of(round_id).items()}
        return tuple(linked[member] for member in wanted if member in linked)

    def sealed_parts(self, round_id: RoundId) -> Mapping[int, SealedPart]:
        return self._store.sealed_ballots.parts(round_id)
