"""A round that opened and closed in one sitting: recorded from the minutes of its assembly, and judged at its time."""

from typing import Any

import msgspec

from ledger.accounts.look import founded
from ledger.accounts.state import members_group
from ledger.associations.in_force import rules_at, rules_group
from ledger.calls.state import open_calls_group
from ledger.command import Context, Decision, Fact, Log, Reads, Seen, recorded_date
from ledger.identifiers import MemberToken, MinutesId, RoundId, TwinningId, stream_of
from ledger.minutes.look import members_on, minutes_in, minutes_stream
from ledger.minutes.state import Minutes
from ledger.rounds.counting import Hands, Tally, count
from ledger.rounds.drafting import Drafting
from ledger.rounds.events import RecusalDeclared, RoundClosed, RoundCounted
from ledger.rounds.freezing import Frozen, Opening, freeze, twinnings_of
from ledger.rounds.hands import attendance_list, checked, entered, present_of, require_decided_by_hands
from ledger.rounds.proxy_refusals import ProxiesNeedAttendanceList
from ledger.rounds.refusals import AlreadyRecused, EntryTooLate, NoEntryDeclared, RecusedNotMember
from ledger.rounds.represented import Carried, ProxyCarried, represented
from ledger.rounds.second_call import reads_first_call
from ledger.rounds.state import ElectorRecord, Round
from ledger.rounds.terms import rule_of


class RecusalGiven(msgspec.Struct, frozen=True):
    """A member who did not take part in deciding, and why."""

    member: MemberToken
    reason: str


class DecideInAssembly(Drafting, frozen=True, kw_only=True):
    """Record a round that an assembly opened, decided by show of hands and closed in one sitting (R9).

    Electorate, rules and recusals are those of the assembly; its budget is reserved, and it is counted, now.
    """

    minutes: MinutesId
    recusals: tuple[RecusalGiven, ...] = ()
    """Declared in the assembly before the round opened (M3)."""
    totals: tuple[Tally, ...]
    proxies: tuple[ProxyCarried, ...] = ()
    """Of electors for whom somebody present raised a hand, too (M6)."""
    present: int | None = None
    """Electors present; as many as the attendance list or, without one, the minutes say, if left out."""
    twinnings: tuple[TwinningId, ...] = ()
    """Gathered, not given: all that any version of the proposals names."""
    listed: tuple[MemberToken, ...] | None = None
    """Gathered, not given: the members on the attendance list; None: no list was kept."""

    def gather(self, log: Log) -> Any:
        proposals = (item.proposal for item in self.items)
        return msgspec.structs.replace(
            self,
            twinnings=tuple(twinnings_of(log, self.account, proposals)),
            listed=attendance_list(log, self.account, self.minutes),
        )

    def reads(self, context: Context) -> Reads:
        account = self.account
        twinnings = (stream_of(account, twinning) for twinning in self.twinnings)
        first = reads_first_call(account, self.second_call_of)
        minutes = minutes_stream(account, self.minutes)
        return Reads(
            streams=(account, minutes, *self.proposals, *twinnings, *first.streams),
            marks=first.marks,
            groups=(members_group(account), open_calls_group(account), rules_group(account)),
        )

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        minutes = minutes_in(seen, self.account, self.minutes)
        self._require_in_time(minutes, context)
        round_id = RoundId(context.fresh("round"))
        stream = stream_of(self.account, round_id)
        event = yield from self.drafted(seen, context, closes_us=minutes.ended_us)
        require_decided_by_hands(event.ballot_type, rule_of(event.ballot_type, event.rule))
        drafted = Round()
        event.apply(drafted)
        yield Fact(stream, event)
        members = members_on(seen, self.account, minutes.day)
        for recusal in self.recusals:
            if recusal.member not in members:
                raise RecusedNotMember
            if recusal.member in drafted.recused:
                raise AlreadyRecused
            reason = context.paper(recusal.reason)
            yield reason
            recused = RecusalDeclared(member=recusal.member, reason=reason.seal)
            recused.apply(drafted)
            yield Fact(stream, recused)
        rules = rules_at(seen, self.account, minutes.began_us)
        opening = Opening(minutes.began_us, minutes.day, rules, self.minutes)
        frozen = yield from freeze(seen, context, self.account, round_id, drafted, opening, self.twinnings)
        listed = None if self.listed is None else len(frozen.electors.intersection(self.listed))
        present = present_of(self.present, minutes, listed, frozen.terms.electorate)
        others = self._represented(frozen)
        hands = checked(frozen.terms, Hands(present=present, totals=self.totals, represented=len(others)))
        yield Fact(stream, entered(self.minutes, hands, None, context))
        yield Fact(stream, RoundClosed())
        result = count(frozen.terms, (), hands)
        yield Fact(stream, RoundCounted(result=result, counted_us=context.recorded_us))
        return round_id

    def _represented(self, frozen: Frozen) -> tuple[str, ...]:
        """Who is represented by somebody on the attendance list (M6)."""
        if not self.proxies:
            return ()
        if self.listed is None:
            raise ProxiesNeedAttendanceList
        carried = tuple(Carried(proxy.holder, proxy.giver) for proxy in self.proxies)
        present = frozen.electors.intersection(self.listed)
        most = frozen.terms.proxies_per_holder
        return represented(
            carried, present, most, lambda member: ElectorRecord() if member in frozen.electors else None
        )

    def _require_in_time(self, minutes: Minutes, context: Context) -> None:
        """Votes are entered until the day that the assembly declared. Raises NoEntryDeclared or EntryTooLate."""
        if minutes.entry_until is None:
            raise NoEntryDeclared
        if recorded_date(context) > minutes.entry_until:
            raise EntryTooLate(until=minutes.entry_until.isoformat())
