"""Exchanging currency within one account, of what is available or of what a decision holds; and taking that back."""

from datetime import date

from ledger.accounts.events import left_to_authorise_group, left_to_authorise_mark
from ledger.accounts.look import (
    effective_in,
    founded,
    known_purpose,
    require_available,
    require_no_shortfall,
    require_three_officers,
)
from ledger.accounts.state import Account, Line
from ledger.command import AccountCommand, Context, Decision, Fact, Reads, Seen, effective_date
from ledger.contributions.refusals import ReferenceAlreadyBooked
from ledger.contributions.state import hash_of_reference, reference_mark
from ledger.currency_exchanges.events import CurrencyExchanged, CurrencyExchangeReversed
from ledger.currency_exchanges.refusals import (
    DateBeforeExchange,
    ExchangeReversed,
    ExchangeUnproved,
    ExchangeUsed,
    FeeBeyondAmount,
    FeeInAnotherUnit,
    NothingLeftToExchange,
    UnknownCurrencyExchange,
)
from ledger.currency_exchanges.state import (
    ConversionGiven,
    ExchangeRecord,
    ForDecision,
    exchange_mark,
    sides_of,
)
from ledger.disbursements.look import decided_spending
from ledger.disbursements.refusals import DateBeforeDecision
from ledger.identifiers import (
    CurrencyExchangeId,
    KeyedHash,
    Mark,
    PaperId,
    PlaceId,
    ProposalId,
    PurposeId,
    stream_of,
)
from ledger.money import checked, to_decimal, to_minor
from ledger.papers.look import filed, paper_marks
from ledger.places.look import put_back, where_from, where_to
from ledger.proposals.given import AmountGiven, sum_of
from ledger.proposals.look import proposal_in
from ledger.proposals.measure import Sum

__all__ = ["ExchangeCurrency", "ReverseCurrencyExchange"]


class ExchangeCurrency(AccountCommand, frozen=True, kw_only=True):
    """Book that money of one unit became money of another, under the same purpose (C10).

    With a proposal it is money that this final decision holds reserved: the decision can then be paid in the other
    currency, up to what was obtained for it.
    """

    purpose: PurposeId
    unit: str
    amount: str
    """Decimal string: what was given away, before any fee."""
    obtained: ConversionGiven
    fee: AmountGiven | None = None
    """In either unit, on top of what was given or out of what was obtained."""
    proposal: ProposalId | None = None
    reference: str | None = None
    """What names it outside, such as the line of a bank statement (C2)."""
    origin: PlaceId | None = None
    """Out of which was given; that unit's main place unless given (L12)."""
    target: PlaceId | None = None
    """Where what was obtained lies since; that unit's main place unless given (L12)."""
    evidence: str | None = None
    """What shows it, in words: a slip of the exchange office, a screen of the payment service."""
    scan: PaperId | None = None
    """The paper that shows it, which was filed before."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        streams, marks = [str(self.account)], list[Mark]()
        if self.proposal is not None:
            streams.append(stream_of(self.account, self.proposal))
            marks.append(self._left_mark(self.proposal))
        keyed = self._keyed(context)
        if keyed is not None:
            marks.append(reference_mark(keyed))
        marks.extend(paper_marks(self.account, self.scan))
        return Reads(streams=tuple(streams), marks=tuple(marks))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        require_three_officers(account)
        effective = effective_in(account, self.effective, context)
        obtained = self.obtained.read(self.unit, effective)
        given = Line(self.unit, known_purpose(account, self.purpose), to_minor(self.amount, self.unit))
        fee = self._fee(obtained.amount_minor)
        checked(account.ever_received(obtained.unit) + obtained.amount_minor)
        checked(obtained.value_of(self.unit, given.amount_minor))
        leaving = checked(given.amount_minor + (fee.amount_minor if fee and fee.unit == self.unit else 0))
        origin = where_from(account, self.origin, self.unit, leaving)
        target = where_to(account, self.target, obtained.unit, obtained.amount_minor)
        require_no_shortfall(account, self.unit, self.purpose)
        if self.proposal is None:
            decision = None
            require_available(account, self.unit, self.purpose, leaving)
        else:
            decision = self._decision(seen, account, self.proposal, leaving, effective)
        keyed = self._keyed(context)
        if self.reference is not None and keyed is not None:
            reference = context.reference(self.reference)
            if seen.holds(reference_mark(keyed)):
                raise ReferenceAlreadyBooked
            yield reference
        evidence = None if self.evidence is None else context.paper(self.evidence)
        if evidence is not None:
            yield evidence
        elif keyed is None and self.scan is None:
            raise ExchangeUnproved
        if self.scan is not None:
            filed(seen, self.account, self.scan)
        exchange = CurrencyExchangeId(context.fresh("currency-exchange"))
        yield Fact(
            self.account,
            CurrencyExchanged(
                exchange=exchange,
                given=given,
                obtained=obtained,
                fee=fee,
                decision=decision,
                reference=keyed,
                origin=origin,
                target=target,
                evidence=None if evidence is None else evidence.seal,
                scan=self.scan,
            ),
        )
        return exchange

    def _fee(self, obtained_minor: int) -> Sum | None:
        """The fee, if there was one. Raises FeeInAnotherUnit or FeeBeyondAmount, or what `to_minor` raises."""
        if self.fee is None:
            return None
        fee = sum_of(self.fee)
        if fee.unit not in {self.unit, self.obtained.unit}:
            raise FeeInAnotherUnit(unit=self.unit, other=self.obtained.unit)
        if fee.unit == self.obtained.unit and fee.amount_minor >= obtained_minor:
            raise FeeBeyondAmount
        return fee

    def _decision(
        self, seen: Seen, account: Account, proposal_id: ProposalId, leaving: int, effective: date
    ) -> ForDecision:
        """The decision whose money it is, within what is left to authorise of it.

        Raises what `decided_spending` raises, NothingLeftToExchange or DateBeforeDecision.
        """
        proposal = proposal_in(seen, self.account, proposal_id)
        spend = decided_spending(proposal)
        left = seen.mark(self._left_mark(proposal_id), int) or 0
        if leaving > left:
            raise NothingLeftToExchange(left=to_decimal(left, self.unit), unit=self.unit)
        if effective < proposal.decided:
            raise DateBeforeDecision(decided=proposal.decided.isoformat())
        return ForDecision(proposal_id, spend.destination)

    def _left_mark(self, proposal: ProposalId) -> Mark:
        return left_to_authorise_mark(self.account, proposal, self.unit, self.purpose)

    def _keyed(self, context: Context) -> KeyedHash | None:
        return None if self.reference is None else hash_of_reference(self.account, self.reference, context)


class ReverseCurrencyExchange(AccountCommand, frozen=True, kw_only=True):
    """It was booked by mistake: put back both amounts and the fee, even into a shortfall (L2, L6).

    Its reference is then free for the booking that corrects it. Where a decision's money was exchanged, the decision
    must still have left to authorise what was obtained: a payment in it stands, and would have nothing behind it.
    """

    exchange: CurrencyExchangeId
    reason: str
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        # The exchange's mark tells whose decision it was for, so what is left is asked of all decisions.
        return Reads(
            streams=(str(self.account),),
            marks=(exchange_mark(self.account, self.exchange),),
            groups=(left_to_authorise_group(self.account),),
        )

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        record = seen.mark(exchange_mark(self.account, self.exchange), ExchangeRecord)
        if record is None:
            raise UnknownCurrencyExchange
        if record.reversed:
            raise ExchangeReversed
        effective = effective_date(self.effective, context)
        if effective < record.effective:
            raise DateBeforeExchange(since=record.effective.isoformat())
        given, obtained = sides_of(record.given, record.obtained, record.fee)
        if record.decision is not None:
            self._require_unused(seen, record, record.decision)
        reason = context.paper(self.reason)
        yield reason
        yield Fact(
            self.account,
            CurrencyExchangeReversed(
                exchange=self.exchange,
                given=record.given,
                obtained=record.obtained,
                fee=record.fee,
                decision=record.decision,
                origin=put_back(account, record.origin, given.unit, -given.net),
                target=put_back(account, record.target, obtained.unit, -obtained.net),
                reason=reason.seal,
                effective=effective,
            ),
        )
        return self.exchange

    def _require_unused(self, seen: Seen, record: ExchangeRecord, decision: ForDecision) -> None:
        """The decision has as much left to authorise as was obtained for it. Raises ExchangeUsed."""
        _, obtained = sides_of(record.given, record.obtained, record.fee)
        mark = left_to_authorise_mark(self.account, decision.proposal, obtained.unit, record.given.purpose)
        left = seen.group(left_to_authorise_group(self.account), int).get(mark, 0)
        if left < obtained.net:
            raise ExchangeUsed(left=to_decimal(left, obtained.unit), unit=obtained.unit)
