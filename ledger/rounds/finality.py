"""What was decided stands: a round becomes final once its objection window has passed, and each item with it but those
that are suspended by an objection, or annulled (R8, R10).
"""

from collections.abc import Collection, Iterable, Iterator

from ledger.accounts.events import Award, BudgetAwarded
from ledger.accounts.look import founded
from ledger.accounts.state import Line
from ledger.calls.events import CallGranted, CallRefused
from ledger.calls.state import OpenCall, Refusal, open_call_mark, open_calls_group
from ledger.command import Context, Decision, Fact, Reads, Seen, recorded_date
from ledger.context import moment_of
from ledger.event import Event
from ledger.identifiers import stream_of
from ledger.proposals.events import ProposalAccepted, ProposalRejected
from ledger.rounds.confidential import forgotten
from ledger.rounds.counting import Budget
from ledger.rounds.events import ItemMadeFinal, RoundMadeFinal
from ledger.rounds.look import RoundCommand, require_status
from ledger.rounds.putting_back import put_back
from ledger.rounds.refusals import ItemNotSuspended, ObjectionPending, ObjectionWindowOpen
from ledger.rounds.second_call import is_called_again
from ledger.rounds.state import Round, RoundStatus
from ledger.rounds.terms import Option, Terms


class DecidingCommand(RoundCommand, frozen=True, kw_only=True):
    """A command by which items of a counted round become final or are annulled; both may answer calls on the fund."""

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account, self.stream), groups=(open_calls_group(self.account),))

    def stand(
        self, seen: Seen, context: Context, found: Round, options: Collection[Option]
    ) -> Iterator[Fact]:
        """Their proposals are accepted or rejected, and the calls on the fund that they meet answered (P5).

        A call that was withdrawn meanwhile needs no answer. Where the quorum was missed and may be called again, all is
        put back instead, for that second call.
        """
        if is_called_again(terms_of(found), quorum_reached=quorum_reached(found)):
            yield from put_back(seen, self.account, self.round, options)
            return
        for option in options:
            outcome: Event
            if option.label in accepted(found):
                outcome = ProposalAccepted(
                    round=self.round,
                    decided=recorded_date(context),
                    rules_version=terms_of(found).rules_version,
                )
            else:
                outcome = ProposalRejected(round=self.round)
            yield Fact(stream_of(self.account, option.proposal), outcome)
        waiting = seen.group(open_calls_group(self.account), OpenCall)
        today = recorded_date(context)
        for option in options:
            call = waiting.get(open_call_mark(self.account, option.call)) if option.call else None
            if option.call is None or call is None:
                continue
            answer: Event
            if option.label in accepted(found):
                answer = CallGranted(
                    by=self.account, asking=call.asking, proposal=option.proposal, effective=today
                )
            else:
                answer = CallRefused(
                    by=self.account, asking=call.asking, ground=Refusal.DECIDED, effective=today
                )
            yield Fact(stream_of(self.account, option.call), answer)

    def award(self, winners: Iterable[Option], freed: tuple[Line, ...] = ()) -> Iterator[Fact]:
        """Out of what the round holds: winners keep their costs, the rest is freed; where there is neither, nothing."""
        awards = tuple(
            Award(option.proposal, option.destination, option.costs) for option in winners if option.costs
        )
        if awards or freed:
            yield Fact(self.account, BudgetAwarded(round=self.round, awards=awards, freed=freed))


class MakeRoundFinal(DecidingCommand, frozen=True, kw_only=True):
    """After the objection window what was decided stands, and its money is awarded (R10, B2).

    An item to which an objection waits for its decision stays suspended, and what it costs reserved; one to which an
    objection was upheld is annulled (R8).
    """

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        found = self.found(seen)
        require_status(found, RoundStatus.COUNTED)
        if context.recorded_us < found.window_ends_us():
            raise ObjectionWindowOpen
        pending = found.pending_objections(context.recorded_us).values()
        suspended = {objection.label for objection in pending}
        yield Fact(self.stream, RoundMadeFinal(suspended=tuple(sorted(suspended))))
        options = terms_of(found).options
        standing = [o for o in options if o.label not in suspended and o.label not in found.annulled]
        kept = [o for o in options if o.label in suspended and o.label in accepted(found)]
        winners = [o for o in standing if o.label in accepted(found)]
        rest = Budget(terms_of(found).budget)
        for option in (*winners, *kept):
            rest.take(option.costs)
        yield from self.award(winners, rest.left())
        yield from self.stand(seen, context, found, standing)
        annulled = [o for o in options if o.label in found.annulled]
        yield from put_back(seen, self.account, self.round, annulled)
        yield from forgotten(found, self.round, suspended)
        return self.round


class MakeItemFinal(DecidingCommand, frozen=True, kw_only=True):
    """What was decided on a suspended item stands, once every objection to it was dismissed or has lapsed (R8)."""

    label: str

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        found = self.found(seen)
        require_status(found, RoundStatus.FINAL)
        if self.label not in found.suspended:
            raise ItemNotSuspended
        for objection in found.pending_objections(context.recorded_us).values():
            if objection.label == self.label:
                until = moment_of(found.decide_by_us(objection))
                raise ObjectionPending(until=until.isoformat(timespec="minutes"))
        yield Fact(self.stream, ItemMadeFinal(label=self.label))
        items = [option for option in terms_of(found).options if option.label == self.label]
        yield from self.award(item for item in items if item.label in accepted(found))
        yield from self.stand(seen, context, found, items)
        yield from forgotten(found, self.round, set(found.suspended) - {self.label})
        return self.round


def terms_of(found: Round) -> Terms:
    """What a round froze that was counted."""
    assert found.terms is not None, "a counted round was opened"
    return found.terms


def quorum_reached(found: Round) -> bool:
    """Whether enough took part in a counted round."""
    assert found.result is not None, "a counted round has a result"
    return found.result.quorum_reached


def accepted(found: Round) -> tuple[str, ...]:
    """Labels of what a counted round accepts."""
    assert found.result is not None, "a counted round has a result"
    return found.result.accepted
