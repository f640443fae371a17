"""Who does not take part in deciding: recusals before a round opens, and for interests that are found while it is open.

No event says which round token is a recused member's (V7). The people store tells it to whoever asks before the lock is
taken: so that no ballot of theirs is taken any more, and that none counts.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from ledger.accounts.look import founded
from ledger.accounts.state import member_mark
from ledger.associations.membership import current_member
from ledger.command import Context, Decision, Fact, Log, Reads, Seen
from ledger.identifiers import AccountId, Mark, MemberToken, MinutesId, RoundId, RoundToken
from ledger.minutes.look import minutes_in, minutes_stream
from ledger.refusals import StaleVersion
from ledger.rounds.deciding import recorder_of
from ledger.rounds.events import RecusalDeclared
from ledger.rounds.look import RoundCommand
from ledger.rounds.refusals import (
    AlreadyRecused,
    AssemblyTooEarly,
    ElectorRecused,
    RecusalTooLate,
    RecusedByRecorder,
    RecusedNoElector,
    RoundAlreadyOpened,
)
from ledger.rounds.state import ElectorRecord, Recusals, Round, RoundStatus, elector_mark, recusals_mark
from ledger.rounds.terms import Terms


class DeclareRecusal(RoundCommand, frozen=True, kw_only=True):
    """A member does not take part in deciding this round, and says why (M3, P3).

    Before the opening they do not become an elector. While it is open they cease to be one (R3): whatever they have
    cast does not count, and nothing further of theirs is taken.

    Whoever writes down another's names the minutes of an assembly that somebody else recorded: no officer alone keeps a
    member who disagrees from voting. While the round is open that assembly met since its opening.
    """

    member: MemberToken
    reason: str
    minutes: MinutesId | None = None
    """Of the assembly that said so, where the member does not act themselves."""
    recorder: str = ""
    """Gathered, not given: who recorded these minutes."""
    is_elector: bool = False
    """Gathered, not given: whether the round is open, with this member as one of its electors."""

    def gather(self, log: Log) -> Any:
        tokens = log.tokens_in(self.round, (self.member,)) if self.names_a_round else ()
        recorder = recorder_of(log, self.account, self.minutes)
        return msgspec.structs.replace(self, is_elector=bool(tokens), recorder=recorder)

    def reads(self, context: Context) -> Reads:
        minutes = () if self.minutes is None else (minutes_stream(self.account, self.minutes),)
        streams = self.account, self.stream, *minutes
        return Reads(streams=streams, marks=(member_mark(self.account, self.member),))

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        found = self.found(seen)
        if found.status not in (RoundStatus.DRAFTED, RoundStatus.OPEN):
            raise RoundAlreadyOpened(status=found.status.value)
        late = found.status is RoundStatus.OPEN
        # Who took part is known by then: nobody moves the quorum any more, however late an officer closes the round.
        if late and context.recorded_us >= found.closes_us:
            raise RecusalTooLate
        if not late:
            current_member(seen, self.account, self.member)
        if self.member in found.recused:
            raise AlreadyRecused
        # Whoever has left since the opening is an elector still (M5).
        if late and not self.is_elector:
            raise RecusedNoElector
        if self.minutes is not None:
            self._require_evidence(seen, context, self.minutes, found.terms)
        reason = context.paper(self.reason)
        yield reason
        declared = RecusalDeclared(member=self.member, reason=reason.seal, late=late, minutes=self.minutes)
        yield Fact(self.stream, declared)
        return self.round

    def _require_evidence(self, seen: Seen, context: Context, named: MinutesId, terms: Terms | None) -> None:
        """Raises UnknownMinutes, AssemblyTooEarly or RecusedByRecorder."""
        minutes = minutes_in(seen, self.account, named)
        if terms is not None and minutes.began_us < terms.opened_us:
            raise AssemblyTooEarly
        if context.actor == self.recorder:
            raise RecusedByRecorder


class ElectorCommand(RoundCommand, frozen=True, kw_only=True):
    """Something that an elector does in an open round, by round token: those who were recused later do it no more."""

    recused: tuple[RoundToken, ...] = ()
    """Gathered, not given: tokens of those who were recused while the round was open."""
    silenced: tuple[RoundToken, ...] = ()
    """Gathered, not given: tokens of those whose proxies they hold."""

    def gather(self, log: Log) -> Any:
        members = members_recused(log, self.account, self.round)
        if not members:
            return self
        recused = log.tokens_in(self.round, members)
        marks = (elector_mark(self.account, self.round, token) for token in recused)
        records = (log.mark(mark, ElectorRecord) or ElectorRecord() for mark in marks)
        silenced = tuple(giver for record in records for giver in record.givers)
        return msgspec.structs.replace(self, recused=recused, silenced=silenced)

    def marks_of(self, *tokens: RoundToken) -> Mapping[RoundToken, Mark]:
        """Where these electors are kept, and those whom a recusal keeps from voting."""
        return {
            token: elector_mark(self.account, self.round, token)
            for token in (*tokens, *self.recused, *self.silenced)
        }

    def require_not_recused(self, seen: Seen, found: Round, *tokens: RoundToken | None) -> None:
        """Raises ElectorRecused, or StaleVersion where somebody was recused since."""
        if len(self.recused) != found.recused_later:
            raise StaleVersion(version=seen.version(self.stream))
        if not set(tokens).isdisjoint(self.recused):
            raise ElectorRecused

    def voted(self, seen: Seen, found: Round) -> int:
        """Electors for whom a ballot was cast that counts as things stand."""
        marks = self.marks_of()
        records = {token: seen.mark(mark, ElectorRecord) or ElectorRecord() for token, mark in marks.items()}
        gone = (bool(record.latest) and not self.counts(token, record) for token, record in records.items())
        return found.electors_voted - sum(gone)

    def counts(self, token: RoundToken, record: ElectorRecord) -> bool:
        """Whether an elector's latest ballot counts as things stand: neither they nor who cast it were recused."""
        return bool(record.latest) and {token, record.cast_by}.isdisjoint(self.recused)


def members_recused(log: Log, account: AccountId, round_id: RoundId) -> tuple[MemberToken, ...]:
    """The electors who were recused while this round was open, so far."""
    return (log.mark(recusals_mark(account, round_id), Recusals) or Recusals()).members


def less_recused(terms: Terms, recused: int) -> Terms:
    """The terms under which a round is counted: the frozen ones, with the electorate less those recused later (R3)."""
    return msgspec.structs.replace(terms, electorate=terms.electorate - recused) if recused else terms
