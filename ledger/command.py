"""What a command is: an intention that says what it reads, and decides purely from that.

    class PledgeContribution(Command, frozen=True):
        def reads(self, context): return Reads(streams=(self.account,))
        def decide(self, seen, context):
            account = seen.account(self.account)
            ...                                   # refuse, or
            yield Fact(self.account, ContributionPledged(...))
            return contribution_id                # what the answer names

`decide` sees only what `reads` declared. It yields facts (events for streams of one partition) together with what
must never stand in an event: papers, people, sealed lists, links of round tokens, confidential choices. All of it is
committed together or not at all.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, ClassVar, Protocol, TypeAlias, TypeVar

import msgspec

from ledger.event import Event, Recorded
from ledger.identifiers import AccountId, KeyedHash, Mark, MemberToken, RoundId, RoundToken, Seal, Stream
from ledger.refusals import DateInFuture

T = TypeVar("T")


class Fact(msgspec.Struct, frozen=True):
    """An event for a stream."""

    stream: str
    event: Event


class Paper(msgspec.Struct, frozen=True):
    """A text for the papers store; the event holds its seal."""

    seal: Seal
    salt: str
    text: str


class PaperFile(msgspec.Struct, frozen=True):
    """An evidence file for the papers store; the event holds its seal. Stored once more, it takes its own place."""

    seal: Seal
    salt: str
    content: bytes


class Forgetting(msgspec.Struct, frozen=True):
    """The file with this seal goes from the papers store."""

    seal: Seal


class Reference(msgspec.Struct, frozen=True):
    """An outside reference for the papers store, where it is found by the position of the command's next event.

    That event holds its keyed hash, which says that this is the text, and that no other event holds it too.
    """

    text: str


class Person(msgspec.Struct, frozen=True):
    """Who a token is, for the people store. Any field may be unknown."""

    token: str
    name: str | None = None
    contact: str | None = None
    public: bool = False
    """An organisation's name is public unless it asks otherwise; a person's never is."""


class Listing(msgspec.Struct, frozen=True):
    """A list stored once, by content, whose seal stands in an event."""

    seal: Seal
    salt: str
    items: tuple[str, ...]


class ElectorLinks(msgspec.Struct, frozen=True):
    """Which member holds which round token: for the people store alone (V7)."""

    round: RoundId
    links: tuple[tuple[MemberToken, RoundToken], ...]
    pepper: str = ""
    """In a confidential round, drawn by chance: by nothing that is known without it can a repeated ballot be known."""


class SealedPart(msgspec.Struct, frozen=True):
    """What a ballot of a confidential round chooses, and its salt: beside the log until the round is final."""

    round: RoundId
    number: int
    """Of the ballot in its round; its event holds the seal."""
    salt: str
    text: str
    """What the seal is over with this salt (ledger.rounds.ballots.sealed_ballot)."""


class ForgetRound(msgspec.Struct, frozen=True):
    """The sealed parts of a confidential round's ballots go, its pepper, and which member held which token."""

    round: RoundId


Outcome: TypeAlias = (
    Fact
    | Paper
    | PaperFile
    | Forgetting
    | Reference
    | Person
    | Listing
    | ElectorLinks
    | SealedPart
    | ForgetRound
)
Decision: TypeAlias = Generator[Outcome, None, str]
"""Yields outcomes and returns the id that the answer names."""


class Reads(msgspec.Struct, frozen=True, kw_only=True):
    """Streams, marks, and groups of marks (by how their names begin) that a command reads, all of one partition."""

    streams: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    groups: tuple[str, ...] = ()


class Seen(Protocol):
    """The states and marks that a command declared, and nothing else."""

    def find(self, stream: str, kind: type[T]) -> T | None:
        """The state of a declared stream; None where the stream has no event."""

    def version(self, stream: str) -> int:
        """Events in a declared stream."""

    def holds(self, mark: Mark) -> bool:
        """Whether a declared mark was left."""

    def mark(self, mark: Mark, kind: type[T]) -> T | None:
        """The value of a declared mark; None where it was never left."""

    def group(self, beginning: str, kind: type[T]) -> Mapping[Mark, T]:
        """All marks of a declared group, in the order of their names."""

    def since(self, stream: str, version: int) -> Iterable[Event]:
        """The events of a declared stream after a version: those that came since a command gathered the others."""


class Context(Protocol):
    """Time, identity and randomness, handed in so that every decision is exact and repeatable."""

    @property
    def actor(self) -> str: ...

    @property
    def recorded_us(self) -> int: ...

    def fresh(self, prefix: str) -> str:
        """A new random id, `<prefix>-<16 characters>`."""

    def numbered(self, prefix: str, version: int) -> str:
        """A new id that begins with the version of its event in the account's stream (identifiers.numbered_id)."""

    def salt(self) -> str:
        """A new random salt: 32 hexadecimal digits."""

    def shuffled(self, items: tuple[T, ...]) -> tuple[T, ...]:
        """The same items in a random order."""

    def keyed(self, purpose: str, text: str, spelled: Callable[[str], str] = str) -> KeyedHash:
        """Keyed hash, under the installation's secret, of a text in one spelling: equal for equal texts."""

    def paper(self, text: str) -> Paper:
        """A paper with its seal. Raises TextEmpty, TextTooLong or TextUnreadable."""

    def reference(self, text: str) -> Reference:
        """An outside reference. Raises TextEmpty, TextTooLong or TextUnreadable."""

    def file(self, account: AccountId, digest: str, content: bytes) -> PaperFile:
        """An evidence file with its seal, which is the same for the same bytes in the same account."""

    def listing(self, items: tuple[str, ...]) -> Listing:
        """A sealed list, in the order given."""


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """An intention. Subclasses say what they read and decide from it."""

    sends_messages: ClassVar[bool] = False
    """Its events carry messages to other partitions, which are delivered before it is answered."""
    bulky: ClassVar[bool] = False
    """It may carry megabytes: no other bulky one is decided in the same batch, so that memory stays bounded."""

    def reads(self, context: Context) -> Reads:
        """What this command reads."""
        raise NotImplementedError  # pragma: no cover - every command says it

    def decide(self, seen: Seen, context: Context) -> Decision:
        """Refuse, or yield what is to be recorded."""
        raise NotImplementedError  # pragma: no cover - every command does

    def gather(self, log: "Log") -> Any:
        """Read, before the lock is taken, what can no longer change; the command, or a copy that holds it."""
        return self


class AccountCommand(Command, frozen=True, kw_only=True):
    """A command about one local account: routed to the partition where that account lies."""

    account: AccountId


_EPOCH = date(1970, 1, 1).toordinal()
_DAY_US = 86_400_000_000


class Log(Protocol):
    """One partition's log, as a command may read it before its turn."""

    def events(self, stream: Stream) -> Any:
        """The events of a stream in order, as pairs of version and event."""

    def read(self, stream: Stream) -> Iterator[Recorded]:
        """The same events with what the ledger knows of them."""

    def event(self, stream: Stream, version: int) -> Any:
        """One event of a stream; None where it has none of that version."""

    def mark(self, mark: Mark, kind: type[T]) -> T | None:
        """The value of a mark, as committed; None where it was never left."""

    def listing(self, seal: Seal) -> tuple[str, ...]:
        """The items of a sealed list that an event names."""

    def tokens_in(self, round_id: RoundId, members: Iterable[MemberToken]) -> tuple[RoundToken, ...]:
        """The tokens of those of these members who are electors of a round, as the people store links them (V7)."""

    def sealed_parts(self, round_id: RoundId) -> Mapping[int, SealedPart]:
        """By number, the sealed parts of a confidential round's ballots; none once they are forgotten."""


def recorded_date(context: Context) -> date:
    """The day of the recorded time, in UTC."""
    return date.fromordinal(_EPOCH + context.recorded_us // _DAY_US)


def effective_date(given: date | None, context: Context) -> date:
    """The effective date given, or today's. Raises DateInFuture (L10)."""
    today = recorded_date(context)
    if given is not None and given > today:
        raise DateInFuture
    return given or today
