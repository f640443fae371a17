"""The receiving account decides: it receives a transfer or refuses it, once and for ever."""

from datetime import date

from ledger.accounts.events import PurposeDeclared
from ledger.accounts.look import effective_in, founded
from ledger.accounts.state import Account, Line
from ledger.command import Context, Decision, Fact, Reads, Seen
from ledger.contributions.refusals import ReferenceAlreadyBooked
from ledger.contributions.state import hash_of_reference, reference_mark
from ledger.currency_exchanges.events import CurrencyExchanged
from ledger.currency_exchanges.state import ConversionGiven
from ledger.identifiers import AccountId, CurrencyExchangeId, KeyedHash, PlaceId
from ledger.money import checked, to_minor
from ledger.places.look import where_to
from ledger.promises.state import Honours
from ledger.transfers.events import TransferBooked, TransferReceived, TransferRefused
from ledger.transfers.look import TransferCommand, require_in_transit
from ledger.transfers.refusals import DateBeforeTransfer, FeeTakesAll, TransferLeftHere
from ledger.transfers.state import Transfer, TransferTerms


class _AtReceiver(TransferCommand, frozen=True, kw_only=True):
    """What the receiving account decides of a transfer that is in transit."""

    def coming(self, seen: Seen) -> tuple[Transfer, TransferTerms]:
        """The transfer and its terms. Raises UnknownTransfer, TransferLeftHere or TransferIsOver."""
        transfer = self.found(seen)
        if transfer.outgoing:
            raise TransferLeftHere
        require_in_transit(transfer)
        assert transfer.terms is not None, "what is in transit was announced"
        return transfer, transfer.terms


class ReceiveTransfer(_AtReceiver, frozen=True, kw_only=True):
    """It arrived: book it for the purpose that it was sent for, which is declared here if it is not known yet (X4)."""

    reference: str | None = None
    """What names this entry outside, such as the line of a bank statement (C2)."""
    fee: str | None = None
    """What a carrier took of it on the way, in the unit that was sent."""
    obtained: ConversionGiven | None = None
    """What it became, where a bank exchanged it on arrival (X5)."""
    place: PlaceId | None = None
    """Where the money lies since; the unit's main place unless given (L12)."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        keyed = self._keyed(context)
        marks = () if keyed is None else (reference_mark(keyed),)
        return Reads(streams=(self.account, self.stream), marks=marks)

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        transfer, terms = self.coming(seen)
        day = effective_in(account, self.effective, context)
        if day < terms.sent:
            raise DateBeforeTransfer(sent=terms.sent.isoformat())
        fee_minor = 0 if self.fee is None else to_minor(self.fee, terms.unit)
        amount_minor = terms.amount_minor - fee_minor
        if amount_minor <= 0:
            raise FeeTakesAll
        checked(account.ever_received(terms.unit) + amount_minor)
        obtained = None if self.obtained is None else self.obtained.read(terms.unit, day)
        if obtained is not None:
            checked(account.ever_received(obtained.unit) + obtained.amount_minor)
            checked(obtained.value_of(terms.unit, amount_minor))
        place = where_to(account, self.place, terms.unit, amount_minor)
        target = None
        if obtained is not None:
            target = where_to(account, self.place, obtained.unit, obtained.amount_minor)
        keyed = self._keyed(context)
        if self.reference is not None and keyed is not None:
            reference = context.reference(self.reference)
            if seen.holds(reference_mark(keyed)):
                raise ReferenceAlreadyBooked
            yield reference
        yield Fact(
            self.stream,
            TransferReceived(
                sender=transfer.other,
                amount_minor=amount_minor,
                fee_minor=fee_minor,
                obtained=obtained,
                honours=_honours(terms, self.account, amount_minor, day),
                reference=keyed,
                effective=day,
            ),
        )
        declared = _declared(account, terms)
        if declared is not None:
            yield Fact(self.account, declared)
        line = Line(terms.unit, terms.purpose, amount_minor)
        yield Fact(
            self.account,
            TransferBooked(
                transfer=self.transfer, sender=transfer.other, line=line, place=place, effective=day
            ),
        )
        if obtained is not None:
            exchange = CurrencyExchangeId(context.fresh("currency-exchange"))
            yield Fact(
                self.account,
                CurrencyExchanged(
                    exchange=exchange, given=line, obtained=obtained, origin=place, target=target
                ),
            )
        return self.transfer

    def _keyed(self, context: Context) -> KeyedHash | None:
        return None if self.reference is None else hash_of_reference(self.account, self.reference, context)


class RefuseTransfer(_AtReceiver, frozen=True, kw_only=True):
    """It is not taken, or never came: the sender has its money back, and this id is refused for ever (X6)."""

    reason: str

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        transfer, _ = self.coming(seen)
        reason = context.paper(self.reason)
        yield reason
        yield Fact(self.stream, TransferRefused(sender=transfer.other, reason=reason.seal))
        return self.transfer


def _honours(terms: TransferTerms, account: AccountId, amount_minor: int, day: date) -> Honours | None:
    """The promise that the sender keeps by what arrived, which a third account holds (C7, K2)."""
    honours = terms.passes_on
    if honours is None or honours.account == account:
        return None
    return honours.arrived(amount_minor, terms.amount_minor, day)


def _declared(account: Account, terms: TransferTerms) -> PurposeDeclared | None:
    """The purpose under the sender's id, where the account does not know it yet (X4)."""
    if terms.purpose_kind is None or terms.description is None or account.has_purpose(terms.purpose):
        return None
    return PurposeDeclared(
        purpose=terms.purpose,
        purpose_kind=terms.purpose_kind,
        description=terms.description,
        twinning=terms.twinning,
    )
