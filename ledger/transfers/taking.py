"""How one side of a transfer takes in what the other tells, in any order and however often (X3).

Where a message says what is known already, nothing happens. Nothing is taken from anybody but the other side, and
nothing that is over changes: so a message is refused only where an honest other side would never have sent it.
"""

from collections.abc import Iterator
from datetime import date

from ledger.accounts.events import PaymentRestored, PurposeKind
from ledger.accounts.look import opened
from ledger.accounts.state import Destination
from ledger.command import Context, Decision, Fact, Paper, Reads, Seen, recorded_date
from ledger.currency_exchanges.state import Conversion, ConversionGiven
from ledger.disbursements.events import (
    DisbursementAcknowledged,
    DisbursementReturned,
    DisbursementSettled,
)
from ledger.disbursements.state import Disbursement
from ledger.identifiers import (
    UNRESTRICTED,
    AccountId,
    DisbursementId,
    Seal,
    Stream,
    is_id,
    is_seal,
    stream_of,
)
from ledger.money import LARGEST_MINOR, digits_of, to_decimal
from ledger.places.look import back_to
from ledger.promises.opening import opened_promise
from ledger.promises.state import is_honouring
from ledger.transfers.events import (
    TransferAcknowledged,
    TransferAnnounced,
    TransferReturned,
    TransferVoided,
)
from ledger.transfers.look import TransferCommand
from ledger.transfers.refusals import (
    AmountsDoNotAddUp,
    AnnouncedOtherwise,
    AnsweredOtherwise,
    TermsUnreadable,
    TransferOfAnother,
    UnknownTransfer,
)
from ledger.transfers.state import LONGEST_LINEAGE, Transfer, TransferStatus, TransferTerms, disbursement_of


class _FromSender(TransferCommand, frozen=True, kw_only=True):
    """What the sending account told; for an id that is not known here, it is believed to be the sender's."""

    sender: AccountId
    papers: tuple[Paper, ...] = ()

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account, self.stream, self._own_disbursement()))

    def from_sender(self, seen: Seen) -> Transfer | None:
        """The transfer, if it is known. Raises UnknownTransfer, or TransferOfAnother."""
        opened(seen, self.account)
        if not (is_id("transfer", self.transfer) and is_id("account", self.sender)):
            raise UnknownTransfer
        transfer = self.known(seen)
        # An id that is this account's own for a payment that it has yet to send is nobody else's either.
        if seen.version(self._own_disbursement()) or (transfer is not None and transfer.other != self.sender):
            raise TransferOfAnother
        return transfer

    def _own_disbursement(self) -> Stream:
        return stream_of(self.account, disbursement_of(self.transfer))


class TakeAnnouncement(_FromSender, frozen=True, kw_only=True):
    """The sender has sent it: it is in transit here too, unless it was voided before this came (X6)."""

    terms: TransferTerms

    def decide(self, seen: Seen, context: Context) -> Decision:
        transfer = self.from_sender(seen)
        if transfer is None:
            _require_readable(self.terms)
            yield from _sealed_by(self.terms.description, self.papers)
            yield Fact(self.stream, TransferAnnounced(sender=self.sender, terms=self.terms))
        elif transfer.terms is not None and transfer.terms != self.terms:
            raise AnnouncedOtherwise
        return self.transfer


class TakeVoidRequest(_FromSender, frozen=True, kw_only=True):
    """The sender asks for it: it is voided, even before it is announced, unless it is over already (X6)."""

    reason: Seal

    def decide(self, seen: Seen, context: Context) -> Decision:
        transfer = self.from_sender(seen)
        if not is_seal(self.reason):
            raise TermsUnreadable
        if transfer is None or transfer.status is TransferStatus.IN_TRANSIT:
            yield from _sealed_by(self.reason, self.papers)
            yield Fact(self.stream, TransferVoided(sender=self.sender, reason=self.reason))
        return self.transfer


class _FromReceiver(TransferCommand, frozen=True, kw_only=True):
    """What the receiving account told: the transfer is over, and its disbursement follows."""

    sender: AccountId
    """Of the message: the receiving account."""
    papers: tuple[Paper, ...] = ()

    @property
    def disbursement(self) -> DisbursementId:
        """The payment that the transfer carries."""
        return disbursement_of(self.transfer)

    @property
    def paying(self) -> Stream:
        """Where the payment's events stand."""
        return stream_of(self.account, self.disbursement)

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account, self.stream, self.paying))

    def answered(self, seen: Seen, answer: TransferStatus) -> TransferTerms | None:
        """What was sent; None where this answer is known.

        Raises UnknownTransfer, TransferOfAnother or AnsweredOtherwise.
        """
        transfer = self.found(seen)
        if not transfer.outgoing or transfer.other != self.sender:
            raise TransferOfAnother
        if transfer.status is answer:
            return None
        if transfer.status is not TransferStatus.IN_TRANSIT:
            raise AnsweredOtherwise
        assert transfer.terms is not None, "what was sent has its terms"
        return transfer.terms

    def paid(self, event: DisbursementSettled | DisbursementAcknowledged | DisbursementReturned) -> Fact:
        """What becomes of the disbursement."""
        return Fact(self.paying, event)

    def disbursement_in(self, seen: Seen) -> Disbursement:
        """The payment, as it stands."""
        found = seen.find(self.paying, Disbursement)
        assert found is not None, "a transfer is sent with its disbursement"
        return found


class TakeReception(_FromReceiver, frozen=True, kw_only=True):
    """It was received: the disbursement is settled, and the receiver's signed word acknowledges it."""

    amount_minor: int
    fee_minor: int
    obtained: Conversion | None = None
    effective: date

    def decide(self, seen: Seen, context: Context) -> Decision:
        terms = self.answered(seen, TransferStatus.RECEIVED)
        if terms is not None:
            if min(self.amount_minor, self.fee_minor) < 0 or (
                self.amount_minor + self.fee_minor != terms.amount_minor
            ):
                raise AmountsDoNotAddUp
            if self.obtained is not None:
                _require_readable_conversion(self.obtained, terms.unit)
            # Two installations' clocks may differ by a day: here nothing arrives before it left, or tomorrow.
            day = max(terms.sent, min(self.effective, recorded_date(context)))
            yield Fact(
                self.stream,
                TransferAcknowledged(
                    amount_minor=self.amount_minor,
                    fee_minor=self.fee_minor,
                    obtained=self.obtained,
                    effective=self.effective,
                ),
            )
            yield self.paid(DisbursementSettled(effective=day))
            yield from opened_promise(self.paying, self.disbursement_in(seen), day)
            yield self.paid(DisbursementAcknowledged(effective=day))
        return self.transfer


class TakeReturn(_FromReceiver, frozen=True, kw_only=True):
    """It was refused or voided: the money is reserved for its decision again, under its purpose (B5, X6)."""

    answer: TransferStatus
    reason: Seal

    def decide(self, seen: Seen, context: Context) -> Decision:
        terms = self.answered(seen, self.answer)
        if not is_seal(self.reason):
            raise TermsUnreadable
        if terms is not None:
            disbursement = self.disbursement_in(seen)
            day = max(terms.sent, recorded_date(context))
            account = opened(seen, self.account)
            yield from _sealed_by(self.reason, self.papers)
            yield Fact(self.stream, TransferReturned(answer=self.answer, reason=self.reason))
            yield self.paid(
                DisbursementReturned(
                    proposal=disbursement.proposal,
                    tranche=disbursement.tranche,
                    line=disbursement.line,
                    reason=self.reason,
                    effective=day,
                )
            )
            yield Fact(
                self.account,
                PaymentRestored(
                    disbursement=self.disbursement,
                    proposal=disbursement.proposal,
                    destination=disbursement.destination,
                    line=disbursement.line,
                    place=back_to(account, disbursement.place, disbursement.line.unit),
                    effective=day,
                ),
            )
        return self.transfer


def _sealed_by(seal: Seal | None, papers: tuple[Paper, ...]) -> Iterator[Paper]:
    """The paper of this seal, where its text came along."""
    return (paper for paper in papers if paper.seal == seal)


def _require_readable_conversion(obtained: Conversion, unit: str) -> None:
    """Both amounts, rate and source are such as could be booked here. Raises what reading one raises (X5)."""
    if obtained.amount_minor <= 0:
        raise AmountsDoNotAddUp
    ConversionGiven(
        unit=obtained.unit,
        amount=to_decimal(obtained.amount_minor, obtained.unit),
        rate=obtained.rate.amount,
        rate_per=obtained.rate.per,
        source=obtained.source,
    ).read(unit, obtained.effective)


def _require_readable(terms: TransferTerms) -> None:
    """Nothing that somebody wrote in the place of an id is kept. Raises TermsUnreadable, or UnknownUnit."""
    digits_of(terms.unit)
    earmarked = terms.purpose != UNRESTRICTED
    if not (
        0 < terms.amount_minor <= LARGEST_MINOR
        and (is_id("purpose", terms.purpose) or not earmarked)
        and earmarked is (terms.purpose_kind is not None) is (terms.description is not None)
        and (terms.description is None or is_seal(terms.description))
        and (terms.purpose_kind is PurposeKind.TWINNING) is (terms.twinning is not None)
        and (terms.twinning is None or is_id("twinning", terms.twinning))
        and terms.destination in {Destination.TWINNED_AREA, Destination.UNIVERSAL_SOLIDARITY}
        and is_id("proposal", terms.decision)
        and (terms.call is None or is_id("call", terms.call))
        and (terms.passes_on is None or is_honouring(terms.passes_on))
        and len(terms.before.hops) <= LONGEST_LINEAGE
        and all(is_id("account", h.account) and is_id("transfer", h.transfer) for h in terms.before.hops)
    ):
        raise TermsUnreadable
