"""A payment is signed off by two, sent, and settled."""

from datetime import date
from typing import Any

import msgspec

from ledger.accounts.events import PaymentBooked, PurposeKind
from ledger.accounts.look import effective_in, founded, require_no_shortfall, require_three_officers
from ledger.accounts.state import Account, Line, MemberRecord, member_mark
from ledger.associations.rules import Office
from ledger.bank_details.state import BankDetailsRecord, bank_details_mark
from ledger.command import Context, Decision, Fact, Log, Reads, Seen
from ledger.contributions.refusals import ReferenceAlreadyBooked
from ledger.contributions.state import hash_of_reference, reference_mark
from ledger.disbursements.events import (
    DisbursementAcknowledged,
    DisbursementAuthorised,
    DisbursementSent,
    DisbursementSettled,
    DisbursementSignedOff,
)
from ledger.disbursements.look import (
    DisbursementCommand,
    require_no_transfer,
    require_status,
    since_sending,
)
from ledger.disbursements.refusals import (
    AcknowledgementMissing,
    AlreadySignedOff,
    AttestingIsPayee,
    AttestingNotMember,
    DateBeforeDecision,
    GoodsHaveNoReference,
    NotASignatory,
    OfficeSignedOff,
    ReservationMissing,
    SettlementUnclear,
    SignerBecameAuditor,
    SignerBecameInterested,
    SignerHasInterest,
    SignerIsPayee,
    SignerIsProposer,
    SignOffsMissing,
)
from ledger.disbursements.state import Disbursement, DisbursementStatus, Party
from ledger.identifiers import (
    AccountId,
    CallId,
    KeyedHash,
    MemberToken,
    PaperId,
    PlaceId,
    ProposalId,
    stream_of,
)
from ledger.papers.look import filed, paper_marks
from ledger.places.look import where_from
from ledger.promises.opening import opened_promise
from ledger.proposals.look import proposal_in
from ledger.proposals.measure import Spend
from ledger.transfers.events import TransferSent
from ledger.transfers.state import Lineage, TransferTerms, lineage_mark, transfer_of
from ledger.units import is_money

SIGNATORIES = frozenset({Office.TREASURER, Office.SECOND_SIGNATORY})
"""The two offices whose sign-offs a payment needs."""


class _UnderDecision(DisbursementCommand, frozen=True, kw_only=True):
    """A command that looks at the decision behind the payment: who proposed it, who has an interest, and since when.

    Which proposal that is stands in the disbursement's first event and never changes, so it is read before the lock;
    so does what is paid.
    """

    proposal: ProposalId | None = None
    """Gathered, not given."""
    line: Line | None = None
    """Gathered, not given."""
    payee: Party | None = None
    """Gathered, not given."""

    def gather(self, log: Log) -> Any:
        for _, event in log.events(self.stream):
            if isinstance(event, DisbursementAuthorised):
                return msgspec.structs.replace(
                    self, proposal=event.proposal, line=event.line, payee=event.payee
                )
        return self

    def reads(self, context: Context) -> Reads:
        proposal = () if self.proposal is None else (stream_of(self.account, self.proposal),)
        return Reads(streams=(self.account, self.stream, *proposal))


class SignOffDisbursement(_UnderDecision, frozen=True, kw_only=True):
    """The treasurer or the second signatory, who acts, approves the payment (B3)."""

    def reads(self, context: Context) -> Reads:
        payee = () if self.payee is None else (bank_details_mark(self.account, self.payee.token),)
        return Reads(streams=_UnderDecision.reads(self, context).streams, marks=payee)

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        disbursement = self.found(seen)
        signer = MemberToken(context.actor)
        if signer in disbursement.signed_off:
            raise AlreadySignedOff
        require_status(disbursement, DisbursementStatus.AUTHORISED)
        require_three_officers(account)
        office = self._office(account, disbursement, signer)
        proposal = proposal_in(seen, self.account, disbursement.proposal)
        if signer == proposal.proposer:
            raise SignerIsProposer
        if signer == disbursement.payee.token:
            raise SignerIsPayee
        if signer in proposal.interests:
            raise SignerHasInterest
        details = seen.mark(bank_details_mark(self.account, disbursement.payee.token), BankDetailsRecord)
        yield Fact(
            self.stream,
            DisbursementSignedOff(member=signer, office=office, details=details.details if details else None),
        )
        return self.disbursement

    def _office(self, account: Account, disbursement: Disbursement, signer: MemberToken) -> Office:
        """The signatory's office that the person holds now. Raises NotASignatory or OfficeSignedOff."""
        offices = [office for office in account.offices_of(signer) if office in SIGNATORIES]
        if not offices:
            raise NotASignatory
        if offices[0] in disbursement.signed_off_as:
            raise OfficeSignedOff(office=offices[0].value)
        return offices[0]


class SendDisbursement(_UnderDecision, frozen=True, kw_only=True):
    """The money leaves, out of its decision's reservation (A3, B3, L2)."""

    place: PlaceId | None = None
    """Out of which it is paid; the unit's main place unless given (L12)."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        reads = super().reads(context)
        if self.line is None:
            return reads
        lineage = lineage_mark(self.account, self.line.unit, self.line.purpose)
        return msgspec.structs.replace(reads, marks=(lineage,))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        disbursement = self.found(seen)
        if disbursement.status is DisbursementStatus.AUTHORISED:
            raise SignOffsMissing
        require_status(disbursement, DisbursementStatus.SIGNED_OFF)
        require_three_officers(account)
        line = disbursement.line
        require_no_shortfall(account, line.unit, line.purpose)
        if held_for(account, disbursement) < line.amount_minor:
            raise ReservationMissing
        if account.officers[Office.AUDITOR] in disbursement.signed_off:
            raise SignerBecameAuditor
        proposal = proposal_in(seen, self.account, disbursement.proposal)
        if not proposal.interests.keys().isdisjoint(disbursement.signed_off):
            raise SignerBecameInterested
        day = effective_in(account, self.effective, context)
        if day < proposal.decided:
            raise DateBeforeDecision(decided=proposal.decided.isoformat())
        place = where_from(account, self.place, line.unit, line.amount_minor)
        yield Fact(self.stream, DisbursementSent(place=place, effective=day))
        yield Fact(
            self.account,
            PaymentBooked(
                disbursement=self.disbursement,
                proposal=disbursement.proposal,
                destination=disbursement.destination,
                line=line,
                place=place,
                effective=day,
            ),
        )
        if disbursement.is_transfer:
            call = proposal.measure.call if isinstance(proposal.measure, Spend) else None
            yield self._transfer(account, disbursement, seen, day, call)
        return self.disbursement

    def _transfer(
        self, account: Account, disbursement: Disbursement, seen: Seen, day: date, call: CallId | None
    ) -> Fact:
        """The money is in transit, with its purpose and its lineage, until the other account answers (X4, X6)."""
        line = disbursement.line
        brought = seen.mark(lineage_mark(self.account, line.unit, line.purpose), Lineage)
        declared = account.declared.get(line.purpose)
        terms = TransferTerms(
            unit=line.unit,
            amount_minor=line.amount_minor,
            purpose=line.purpose,
            purpose_kind=PurposeKind(account.purposes[line.purpose]) if declared else None,
            description=declared.description if declared else None,
            twinning=declared.twinning if declared else None,
            destination=disbursement.destination,
            decision=disbursement.proposal,
            call=call,
            before=brought or Lineage(),
            passes_on=disbursement.passes_on,
            sent=day,
        )
        return Fact(
            stream_of(self.account, transfer_of(self.disbursement)),
            TransferSent(to=AccountId(disbursement.payee.token), terms=terms),
        )


class SettleDisbursement(DisbursementCommand, frozen=True, kw_only=True):
    """A bank line or wallet reference shows the payment, or cash was handed over before an attesting member (C2).

    Goods and hours leave no such line: they leave the stock against the beneficiary's word, before an attesting
    member (B8).
    """

    reference: str | None = None
    attesting: MemberToken | None = None
    acknowledgement: str | None = None
    """The beneficiary's word, where it is had at once; goods and hours settle by nothing less."""
    scan: PaperId | None = None
    """The paper with that word, which was filed before; one of the two suffices."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        keyed, attesting = self._keyed(context), self.attesting
        return Reads(
            streams=(self.account, self.stream),
            marks=(
                *(() if keyed is None else (reference_mark(keyed),)),
                *(() if attesting is None else (member_mark(self.account, attesting),)),
                *paper_marks(self.account, self.scan),
            ),
        )

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        disbursement = self.found(seen)
        require_no_transfer(disbursement)
        require_status(disbursement, DisbursementStatus.SENT)
        if not is_money(disbursement.line.unit):
            self._require_handed_over(disbursement)
        if (self.reference is None) == (self.attesting is None):
            raise SettlementUnclear
        day = since_sending(account, disbursement, self.effective, context)
        keyed = self._keyed(context)
        if self.reference is not None and keyed is not None:
            reference = context.reference(self.reference)
            if seen.holds(reference_mark(keyed)):
                raise ReferenceAlreadyBooked
            yield reference
        if self.attesting is not None:
            member = seen.mark(member_mark(self.account, self.attesting), MemberRecord)
            if member is None or not member.on(day):
                raise AttestingNotMember
            if self.attesting == disbursement.payee.token:
                raise AttestingIsPayee
        yield Fact(self.stream, DisbursementSettled(reference=keyed, attesting=self.attesting, effective=day))
        yield from opened_promise(self.stream, disbursement, day)
        if self.scan is not None:
            filed(seen, self.account, self.scan)
        words = None if self.acknowledgement is None else context.paper(self.acknowledgement)
        if words is not None:
            yield words
        if words is not None or self.scan is not None:
            seal = None if words is None else words.seal
            yield Fact(
                self.stream,
                DisbursementAcknowledged(acknowledgement=seal, scan=self.scan, effective=day),
            )
        return self.disbursement

    def _require_handed_over(self, disbursement: Disbursement) -> None:
        """Raises GoodsHaveNoReference or AcknowledgementMissing (B8)."""
        if self.reference is not None:
            raise GoodsHaveNoReference(unit=disbursement.line.unit)
        if self.attesting is None or (self.acknowledgement is None and self.scan is None):
            raise AcknowledgementMissing(unit=disbursement.line.unit)

    def _keyed(self, context: Context) -> KeyedHash | None:
        return None if self.reference is None else hash_of_reference(self.account, self.reference, context)


def held_for(account: Account, disbursement: Disbursement) -> int:
    """What the decision still holds reserved of this payment's unit, purpose and destination."""
    line, destination = disbursement.line, disbursement.destination
    return sum(
        holding.amount_minor
        for holding in account.holdings.get(disbursement.proposal, [])
        if (holding.unit, holding.purpose, holding.destination) == (line.unit, line.purpose, destination)
    )
