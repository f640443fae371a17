"""What happens in a decision round."""

import msgspec

from ledger.accounts.state import Line
from ledger.associations.rules import Body
from ledger.event import Event, Marks, Sealed
from ledger.identifiers import (
    MemberToken,
    MinutesId,
    PaperId,
    RoundId,
    RoundToken,
    Seal,
    Stream,
    account_of,
    part_of,
)
from ledger.rounds.ballots import Choices
from ledger.rounds.counting import Hands, Result
from ledger.rounds.state import (
    ElectorRecord,
    Objection,
    Recusals,
    Round,
    RoundStatus,
    elector_mark,
    recusals_mark,
    second_call_mark,
)
from ledger.rounds.terms import BallotType, Bounds, Confidentiality, CountingRule, Extension, Item, Terms


class RoundDrafted(Event, frozen=True, kw_only=True, tag="round-drafted"):
    """A round is prepared; all of it may still be looked at, and interests declared."""

    ballot_type: BallotType
    body: Body
    items: tuple[Item, ...]
    budget: tuple[Line, ...]
    closes_us: int
    confidentiality: Confidentiality
    title: Seal
    counting_us: int = 0
    """When it is counted at the earliest; until then a show of hands may be entered (R9). 0: at the deadline."""
    rule: CountingRule | None = None
    """None: the one that goes with the ballot type."""
    bounds: Bounds = Bounds()
    extension: Extension | None = None
    second_call_of: RoundId | None = None
    """The round whose count missed the quorum; this one asks the same once more."""

    def apply(self, state: Round) -> None:
        state.extension, state.second_call_of = self.extension, self.second_call_of
        state.ballot_type, state.body, state.items = self.ballot_type, self.body, self.items
        state.rule, state.bounds = self.rule, self.bounds
        state.budget, state.confidentiality = self.budget, self.confidentiality
        state.closes_us, state.counting_us = self.closes_us, self.counting_us


class RecusalDeclared(Event, frozen=True, kw_only=True, tag="recusal-declared"):
    """A member will not be an elector of this round (M3), or is one no longer (R3).

    Nothing here or beside it says which round token is theirs (V7).
    """

    member: MemberToken
    reason: Seal
    late: bool = False
    """The round was open already: whatever they have cast does not count."""
    minutes: MinutesId | None = None
    """Of the assembly that said so; None: they did themselves, or it was written down with those of its sitting."""

    def apply(self, state: Round) -> None:
        state.recused[self.member] = self.reason
        if self.late:
            state.recused_later += 1
            state.hands_overtaken = state.minutes is not None

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        if self.late:
            mark = recusals_mark(account_of(stream), RoundId(part_of(stream)))
            before = marks.get(mark, Recusals) or Recusals()
            marks.put(mark, Recusals((*before.members, self.member)))


class RoundOpened(Event, frozen=True, kw_only=True, tag="round-opened"):
    """All of R1, frozen at once."""

    terms: Terms

    def apply(self, state: Round) -> None:
        state.status, state.terms = RoundStatus.OPEN, self.terms

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        for token in sealed.listing(self.terms.tokens_list):
            mark = elector_mark(account_of(stream), RoundId(part_of(stream)), RoundToken(token))
            marks.put(mark, ElectorRecord())
        if self.terms.second_call_of is not None:
            marks.put(
                second_call_mark(account_of(stream), self.terms.second_call_of), RoundId(part_of(stream))
            )


class BallotCast(Event, frozen=True, kw_only=True, tag="ballot-cast"):
    """An elector chose. Before counting nobody is shown more of it than its number and its seal (V8)."""

    elector: RoundToken
    number: int
    """The ballot's place among all ballots of the round, from 1."""
    choices: tuple[str, ...] = ()
    """Not written in a confidential round, where they lie beside the log, with the salt."""
    points: tuple[int, ...] = ()
    """One for each choice, on ballots that give points."""
    salt: str = ""
    seal: Seal
    """Hash of salt, number and choices, so that a ballot can be pointed at without being shown."""
    again: bool = False
    """One was cast before for this elector, which it replaces (V3)."""
    proxy: RoundToken | None = None
    """Who cast it for the elector, as holder of a proxy (M6)."""

    def apply(self, state: Round) -> None:
        state.ballots_cast += 1
        state.electors_voted += not self.again

    @property
    def chosen(self) -> Choices:
        """What it chooses, as it is counted."""
        return Choices(self.choices, self.points)

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        mark = elector_mark(account_of(stream), RoundId(part_of(stream)), self.elector)
        record = marks.get(mark, ElectorRecord) or ElectorRecord()
        cast = {"ballots": record.ballots + 1, "latest": self.number, "cast_by": self.proxy}
        marks.put(mark, msgspec.structs.replace(record, **cast))


class RoundExtended(Event, frozen=True, kw_only=True, tag="round-extended"):
    """A late ballot reached the quorum: the deadline moves, once, as was declared."""

    closes_us: int
    """The new deadline."""

    def apply(self, state: Round) -> None:
        state.closes_us, state.extended = self.closes_us, True


class ProxyGiven(Event, frozen=True, kw_only=True, tag="proxy-given"):
    """An elector asks another to vote for them, in this round alone (M6)."""

    giver: RoundToken
    holder: RoundToken
    minutes: MinutesId | None = None
    """With which it was handed in, where it was written on paper."""
    paper: PaperId | None = None
    """Its scan."""

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        giving, holding = (
            elector_mark(account_of(stream), RoundId(part_of(stream)), token)
            for token in (self.giver, self.holder)
        )
        given = marks.get(giving, ElectorRecord) or ElectorRecord()
        marks.put(giving, msgspec.structs.replace(given, holder=self.holder))
        held = marks.get(holding, ElectorRecord) or ElectorRecord()
        marks.put(holding, msgspec.structs.replace(held, givers=(*held.givers, self.giver)))


class ProxyWithdrawn(Event, frozen=True, kw_only=True, tag="proxy-withdrawn"):
    """The elector takes it back: nobody votes for them any more, and what was cast under it does not count."""

    giver: RoundToken
    holder: RoundToken
    unvoted: bool = False
    """A ballot that the holder had cast for them no longer counts."""

    def apply(self, state: Round) -> None:
        state.electors_voted -= self.unvoted

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        giving, holding = (
            elector_mark(account_of(stream), RoundId(part_of(stream)), token)
            for token in (self.giver, self.holder)
        )
        given = marks.get(giving, ElectorRecord) or ElectorRecord()
        if self.unvoted:
            given = msgspec.structs.replace(given, latest=0, cast_by=None)
        marks.put(giving, msgspec.structs.replace(given, holder=None))
        held = marks.get(holding, ElectorRecord) or ElectorRecord()
        others = tuple(token for token in held.givers if token != self.giver)
        marks.put(holding, msgspec.structs.replace(held, givers=others))


class ShowOfHandsEntered(Event, frozen=True, kw_only=True, tag="show-of-hands-entered"):
    """The totals of an assembly; the newest before counting count. Until then nobody is shown them (V8, R9)."""

    minutes: MinutesId
    hands: Hands
    tokens: Seal | None = None
    """Of the list of round tokens of those present or represented, in random order; other ballots of theirs do not
    count. In a confidential round there is no such list: which tokens these are is worked out when it is counted."""
    salt: str
    seal: Seal
    """Hash of salt, electors present and totals, so that they can be pointed at without being shown."""

    def apply(self, state: Round) -> None:
        state.minutes, state.present = self.minutes, self.hands.voting
        state.hands_overtaken = False


class RoundClosed(Event, frozen=True, kw_only=True, tag="round-closed"):
    """The deadline has passed; no ballot is taken any more."""

    def apply(self, state: Round) -> None:
        state.status = RoundStatus.CLOSED


class RoundCounted(Event, frozen=True, kw_only=True, tag="round-counted"):
    """The result, and with it the start of the objection window."""

    result: Result
    counted_us: int
    choices: Seal | None = None
    """In a confidential round: of the list of the choices that count, in random order, without whose they are."""
    ballots: Seal | None = None
    """In a confidential round: of the list of the numbers of the ballots that count, so that a slip proves it (V5)."""
    set_aside: Seal | None = None
    """In an open round: of the list of round tokens whose ballots do not count, since they or who cast them by proxy
    were recused; in random order.
    """

    def apply(self, state: Round) -> None:
        state.status, state.result, state.counted_us = RoundStatus.COUNTED, self.result, self.counted_us


class ObjectionRaised(Event, frozen=True, kw_only=True, tag="objection-raised"):
    """An elector objects to what was decided on one item, with reason; that item is suspended (R8)."""

    number: int
    """The objection's place among all objections to the round, from 1."""
    elector: RoundToken
    label: str
    """Of the item."""
    reason: Seal
    raised_us: int
    """Start of the days within which it is decided, or lapses."""

    def apply(self, state: Round) -> None:
        state.objections_raised += 1
        state.undecided[self.number] = Objection(self.label, self.raised_us)

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        mark = elector_mark(account_of(stream), RoundId(part_of(stream)), self.elector)
        record = marks.get(mark, ElectorRecord) or ElectorRecord()
        marks.put(mark, msgspec.structs.replace(record, objected=True))


class ObjectionDecided(Event, frozen=True, kw_only=True, tag="objection-decided"):
    """The body that the rules name upheld an objection, which annuls its item, or dismissed it (R8)."""

    number: int
    label: str
    upheld: bool
    reason: Seal
    minutes: MinutesId | None = None
    """Of the assembly that decided; None: the auditor did."""

    def apply(self, state: Round) -> None:
        if not self.upheld:
            state.undecided.pop(self.number, None)
            return
        # What else was objected to an item that is annulled needs no answer any more.
        state.undecided = {n: other for n, other in state.undecided.items() if other.label != self.label}
        state.annulled = tuple(sorted({*state.annulled, self.label}))
        state.suspended = tuple(label for label in state.suspended if label != self.label)


class RoundMadeFinal(Event, frozen=True, kw_only=True, tag="round-made-final"):
    """The window has passed: the decision stands (R10), but for the items that are suspended or annulled (R8)."""

    suspended: tuple[str, ...] = ()
    """Labels, sorted as text: an objection to each of these waits for its decision."""

    def apply(self, state: Round) -> None:
        state.status, state.suspended = RoundStatus.FINAL, self.suspended
        state.undecided = {n: one for n, one in state.undecided.items() if one.label in self.suspended}


class ItemMadeFinal(Event, frozen=True, kw_only=True, tag="item-made-final"):
    """What was objected to a suspended item was dismissed, or has lapsed: what was decided on it stands (R8)."""

    label: str

    def apply(self, state: Round) -> None:
        state.suspended = tuple(label for label in state.suspended if label != self.label)
        state.undecided = {n: other for n, other in state.undecided.items() if other.label != self.label}


class RoundAnnulled(Event, frozen=True, kw_only=True, tag="round-annulled"):
    """Nothing is decided by this round, for a reason that is written down; what it asked may be asked by another."""

    reason: Seal
    minutes: MinutesId | None = None
    """Of the assembly that annulled it; None: a draft was given up, or the auditor annulled it."""

    def apply(self, state: Round) -> None:
        state.status = RoundStatus.ANNULLED
        state.undecided = {}
