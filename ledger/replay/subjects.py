"""The figures of every subject: of contributions, proposals, rounds and disbursements, of members and balances."""

import msgspec

from ledger.accounts.events import BudgetAwarded, PaymentBooked, PaymentRestored
from ledger.accounts.state import Account, Line
from ledger.associations.events import AssociationFounded, RulesChanged
from ledger.associations.rules import Rules
from ledger.bookings.events import EntryCorrected, MishapBooked, PlaceCounted, StandingEntryBooked
from ledger.bookings.state import BookingRecord, booking_mark
from ledger.calls.events import CallMade, CallOpinionAsked, CallReceived
from ledger.calls.state import CallTerms
from ledger.context import seal_of
from ledger.contributions.events import (
    ContributionRefunded,
    ContributionReversed,
)
from ledger.contributions.state import ContributionRecord, contribution_mark
from ledger.currency_exchanges.events import CurrencyExchanged, CurrencyExchangeReversed
from ledger.disbursements.events import (
    DisbursementAuthorised,
    DisbursementCancelled,
    DisbursementFailed,
    DisbursementReturned,
)
from ledger.disbursements.state import Disbursement
from ledger.event import Recorded
from ledger.flows.events import FlowsTold
from ledger.flows.state import FlowLine
from ledger.goods.events import GoodsRefused
from ledger.identifiers import ContributionId, ProposalId, RoundToken, Stream, account_of, part_of
from ledger.learning.events import LearningExchangeHeld, LearningExchangeTold
from ledger.learning.state import Experience
from ledger.minutes.state import Minutes
from ledger.papers.events import PaperFiled, PaperForgotten
from ledger.payment_files.events import PaymentFileAnswered, PaymentFileMade
from ledger.proposals.measure import requested_of
from ledger.proposals.state import Proposal
from ledger.replay.figures import Tell
from ledger.replay.marks import RemadeMarks
from ledger.replay.statements import OF_STATEMENTS, tell_of_statements
from ledger.replay.stock import OF_STOCK, tell_of_stock
from ledger.rounds.ballots import read_choices
from ledger.rounds.confidential import lists_fit
from ledger.rounds.counting import count, electronic, sealed_as
from ledger.rounds.events import BallotCast, ProxyWithdrawn, RoundCounted, RoundOpened, ShowOfHandsEntered
from ledger.rounds.recusing import less_recused
from ledger.rounds.state import Round
from ledger.state import State
from ledger.transfers.events import (
    TransferAcknowledged,
    TransferAnnounced,
    TransferReceived,
    TransferSent,
)
from ledger.work.events import WorkDayRefused


class Subjects:
    """Follows the events of one partition."""

    def __init__(self) -> None:
        self._ballots: dict[Stream, dict[RoundToken, BallotCast]] = {}
        """Of each round that is not counted, the latest ballot of every elector for whom any counts."""
        self._hands: dict[Stream, ShowOfHandsEntered] = {}
        """Of each round that is not counted, the newest show of hands (R9)."""
        self._calls: set[Stream] = set()
        """Those that were told of."""
        self._told: dict[str, tuple[int, FlowLine]] = {}
        """What twins last told of each transfer, and when they said so."""

    def take(self, recorded: Recorded, state: State, marks: RemadeMarks, tell: Tell) -> str | None:
        """The next event, which its state and the marks hold already. What is wrong with it, if anything is."""
        event, stream = recorded.event, recorded.stream
        if type(event) in OF_STOCK:
            tell_of_stock(recorded, marks, tell)
        if type(event) in OF_STATEMENTS:
            tell_of_statements(recorded, marks, tell)
        match event:
            case AssociationFounded():
                _ceilings(stream, 1, event.rules, tell)
            case RulesChanged():
                _ceilings(stream, event.version, event.rules, tell)
            case BallotCast():
                self._ballots[stream][event.elector] = event
            case ProxyWithdrawn() if event.unvoted:
                del self._ballots[stream][event.giver]
            case ShowOfHandsEntered():
                self._hands[stream] = event
            case WorkDayRefused():
                for hours in event.lines:
                    _gone(stream, hours.contribution, marks, tell)
            case ContributionRefunded() | ContributionReversed() | GoodsRefused():
                _gone(stream, event.contribution, marks, tell)
            case BudgetAwarded():
                for award in event.awards:
                    for line in award.lines:
                        _line(stream, award.proposal, line, "awarded", 1, tell)
            case DisbursementAuthorised():
                _line(stream, event.proposal, event.line, "authorised", 1, tell)
            case DisbursementCancelled() | DisbursementFailed() | DisbursementReturned():
                _line(stream, event.proposal, event.line, "authorised", -1, tell)
            case PaymentBooked():
                _line(stream, event.proposal, event.line, "paid", 1, tell)
            case PaymentRestored():
                _line(stream, event.proposal, event.line, "paid", -1, tell)
            case PaymentFileMade():
                name = f"payment-files/{account_of(stream)}/{part_of(stream)}"
                tell(f"{name}/sum", event.control_sum_minor)
                tell(f"{name}/ordered", sum(one.amount_minor for one in event.payments))
            case PaymentFileAnswered():
                for one in event.answers:
                    name = f"payment-files/{account_of(stream)}/{part_of(stream)}/{one.disbursement}"
                    tell(f"{name}/answers", 1)
            case CallMade() | CallOpinionAsked() | CallReceived():
                self._call(stream, event.terms, tell)
            case StandingEntryBooked() | MishapBooked():
                tell(f"bookings/{stream}/{event.booking}/amount", event.amount_minor)
                if event.count is not None:
                    tell(f"counts/{stream}/{event.count}/booked", 1)
            case EntryCorrected():
                _corrected(stream, event, marks, tell)
            case PlaceCounted():
                tell(f"counts/{stream}/{event.count}/counted", event.counted_minor)
            case CurrencyExchanged():
                _between_units(stream, event, tell)
                _exchanged(stream, event, tell)
            case CurrencyExchangeReversed():
                _between_units(stream, event, tell)
                tell(f"currency-exchanges/{account_of(stream)}/{event.exchange}/reversed", 1)
            case TransferSent() | TransferAnnounced():
                name = f"transfers/{account_of(stream)}/{part_of(stream)}"
                tell(f"{name}/sent", event.terms.amount_minor)
            case TransferReceived() | TransferAcknowledged():
                name = f"transfers/{account_of(stream)}/{part_of(stream)}"
                tell(f"{name}/received", event.amount_minor)
                tell(f"{name}/fee", event.fee_minor)
                tell(f"{name}/obtained", event.obtained.amount_minor if event.obtained else 0)
            case LearningExchangeHeld() | LearningExchangeTold():
                name = f"learning/{account_of(stream)}/{part_of(stream)}"
                tell(f"{name}/participants", event.participants)
                tell(f"{name}/minutes", event.minutes)
            case PaperFiled():
                tell(f"papers/{account_of(stream)}/{event.paper}/bytes", event.size_bytes)
            case PaperForgotten():
                tell(f"papers/{account_of(stream)}/{event.paper}/forgotten", 1)
            case FlowsTold():
                self._flows(stream, event, tell)
            case RoundOpened():
                self._ballots[stream] = {}
                if len(marks.listing(event.terms.members_list)) != event.terms.electorate:
                    return "froze another number of electors than its list names"
            case RoundCounted():
                return self._recount(stream, event, state, marks, tell)
            case _:
                pass
        return None

    def _call(self, stream: Stream, terms: CallTerms, tell: Tell) -> None:
        """What a call asks, told once: a twin that is called on itself hears of it twice."""
        if stream in self._calls:
            return
        self._calls.add(stream)
        measure = terms.measure
        for what, amounts in (
            ("costs", measure.costs),
            ("own", measure.own),
            ("other", measure.other),
            ("requested", measure.requested),
        ):
            for amount in amounts:
                name = f"calls/{account_of(stream)}/{part_of(stream)}/{amount.unit}/{what}"
                tell(name, amount.amount_minor)

    def _flows(self, stream: Stream, event: FlowsTold, tell: Tell) -> None:
        """Of each transfer the twin's newest word counts, in whatever order they come."""
        for line in event.lines:
            name = f"flows/{account_of(stream)}/{event.other}/{line.transfer}"
            stated_us, before = self._told.get(name, (event.stated_us, None))
            if event.stated_us >= stated_us:
                self._told[name] = event.stated_us, line
                tell(f"{name}/amount", line.amount_minor - (before.amount_minor if before else 0))
                tell(f"{name}/fee", line.fee_minor - (before.fee_minor if before else 0))

    def _recount(
        self, stream: Stream, event: RoundCounted, state: State, marks: RemadeMarks, tell: Tell
    ) -> str | None:
        """Count again from ballots, hands and the list of those present; the log's own result must be the same (R4)."""
        assert isinstance(state, Round)
        assert state.terms is not None
        entry, ballots = self._hands.pop(stream, None), self._ballots.pop(stream, {})
        present: tuple[str, ...] = ()
        if entry is not None:
            if entry.seal != seal_of(entry.salt, sealed_as(entry.hands)):
                return "counts a show of hands whose seal does not fit its totals"
            present = marks.listing(entry.tokens) if entry.tokens is not None else ()
            if entry.tokens is not None and len(set(present)) != entry.hands.voting:
                return "counts another number of electors by hand than its list names"
        aside = marks.listing(event.set_aside) if event.set_aside is not None else ()
        latest = electronic(ballots, frozenset(map(RoundToken, (*present, *aside))))
        counting = [cast.chosen for cast in latest]
        if event.choices is not None and event.ballots is not None:
            lists = marks.listing(event.choices), marks.listing(event.ballots)
            by_hand = 0 if entry is None else entry.hands.voting
            if not lists_fit(
                state.terms, ballots.values(), lists, by_hand=by_hand, recused=state.recused_later
            ):
                return "counts other ballots than electors cast last"
            counting = list(map(read_choices, lists[0]))
        terms = less_recused(state.terms, state.recused_later)
        result = count(terms, counting, entry.hands if entry is not None else None)
        if msgspec.json.encode(result) != msgspec.json.encode(event.result):
            return "holds another result than its ballots come to"
        name = f"rounds/{account_of(stream)}/{part_of(stream)}"
        tell(f"{name}/counted", result.ballots_counted)
        tell(f"{name}/by-hand", result.by_hand)
        for tally in result.tallies:
            tell(f"{name}/tally/{tally.label}", tally.votes)
            if tally.score is not None:
                tell(f"{name}/score/{tally.label}", tally.score)
        for label in result.accepted:
            tell(f"{name}/accepted/{label}", 1)
        return None


def _gone(stream: Stream, contribution: ContributionId, marks: RemadeMarks, tell: Tell) -> None:
    """What an event took from a contribution: by how much less its mark says to be left."""
    account = account_of(stream)
    mark = contribution_mark(account, contribution)
    before, after = marks.before(mark, ContributionRecord), marks.now(mark, ContributionRecord)
    assert before is not None, "what is given back was received"
    assert after is not None, "every event of a contribution leaves its mark"
    tell(f"contributions/{account}/{contribution}/gone", before.left_minor - after.left_minor)


def _ceilings(stream: Stream, version: int, rules: Rules, tell: Tell) -> None:
    for name, amount_minor in rules.ceilings():
        tell(f"rules/{stream}/{version}/{name}", amount_minor)


def _corrected(stream: Stream, event: EntryCorrected, marks: RemadeMarks, tell: Tell) -> None:
    """A correction frees the count whose difference was booked."""
    record = marks.before(booking_mark(account_of(stream), event.booking), BookingRecord)
    assert record is not None, "what is corrected was booked"
    tell(f"bookings/{stream}/{event.booking}/corrected", 1)
    if record.count is not None:
        tell(f"counts/{stream}/{record.count}/booked", -1)


def _between_units(stream: Stream, event: CurrencyExchanged | CurrencyExchangeReversed, tell: Tell) -> None:
    """How much more, or less, a decision has of each unit."""
    if event.decision is None:
        return
    for side in event.sides():
        line = Line(side.unit, event.purpose, side.net)
        _line(stream, event.decision.proposal, line, "exchanged", 1, tell)


def _exchanged(stream: Stream, event: CurrencyExchanged, tell: Tell) -> None:
    """The amounts, and what they are compared with."""
    name = f"currency-exchanges/{account_of(stream)}/{event.exchange}"
    given, obtained = event.given, event.obtained
    tell(f"{name}/given", given.amount_minor)
    tell(f"{name}/obtained", obtained.amount_minor)
    tell(f"{name}/fee", event.fee.amount_minor if event.fee else 0)
    tell(f"{name}/value", obtained.value_of(given.unit, given.amount_minor))


def _line(stream: Stream, proposal: ProposalId, line: Line, what: str, sign: int, tell: Tell) -> None:
    name = f"proposals/{account_of(stream)}/{proposal}/{line.unit}/{line.purpose}/{what}"
    tell(name, sign * line.amount_minor)


def sum_up(stream: Stream, state: State, tell: Tell) -> None:
    """What a stream's state comes to in the end."""
    match state:
        case Account():
            _account(stream, state, tell)
        case Proposal():
            for line in requested_of(state.measure) if state.measure else ():
                _line(stream, ProposalId(part_of(stream)), line, "requested", 1, tell)
        case Minutes():
            tell(f"minutes/{account_of(stream)}/{part_of(stream)}/attendance", state.attendance)
        case Round():
            _round(stream, state, tell)
        case Disbursement():
            tell(f"disbursements/{account_of(stream)}/{part_of(stream)}/amount", state.line.amount_minor)
            name = f"promises/{account_of(stream)}"
            tell(f"{name}/{part_of(stream)}/promised", state.promised_minor)
            tell(f"{name}/{part_of(stream)}/honoured", state.honoured_minor)
            tell(f"{name}/{part_of(stream)}/honourings", state.honoured_minor)
            tell(f"{name}/{state.line.unit}/promises", int(state.promised_minor > 0))
            tell(f"{name}/{state.line.unit}/promised", state.promised_minor)
            tell(f"{name}/{state.line.unit}/honoured", min(state.promised_minor, state.honoured_minor))
            tell(f"{name}/{state.line.unit}/open", state.promise_open_minor)
        case Experience():
            tell(f"learning/{account_of(stream)}/{part_of(stream)}/versions", state.version)
        case _:
            pass


def _account(stream: Stream, state: Account, tell: Tell) -> None:
    tell(f"members/{stream}/count", state.members)
    for (unit, purpose, destination), totals in state.totals.items():
        name = f"balances/{stream}/{unit}/{purpose}/{destination}"
        tell(f"{name}/received", totals.received)
        tell(f"{name}/reserved", totals.reserved)
        tell(f"{name}/paid", totals.paid)
        tell(f"{name}/available", totals.available)
    for (place, unit), lying in state.lying.items():
        tell(f"places/{stream}/{place}/{unit}/lying", lying)


def _round(stream: Stream, state: Round, tell: Tell) -> None:
    name = f"rounds/{account_of(stream)}/{part_of(stream)}"
    tell(f"{name}/ballots", state.ballots_cast)
    for line in state.terms.budget if state.terms else state.budget:
        tell(f"{name}/budget/{line.unit}/{line.purpose}", line.amount_minor)
    if state.terms is None:
        return
    tell(f"{name}/electorate", state.terms.electorate)
    tell(f"{name}/recused", state.terms.recused)
    for option in state.terms.options:
        for line in option.costs:
            tell(f"{name}/option/{option.label}/{line.unit}/{line.purpose}", line.amount_minor)
