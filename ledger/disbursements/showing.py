"""What shows that a payment arrived, and that it did what it was for: words, papers that were filed, or both."""

from datetime import date

from ledger.accounts.look import founded
from ledger.command import Context, Decision, Fact, Paper, Reads, Seen
from ledger.disbursements.events import DisbursementAcknowledged, DisbursementEvidenced
from ledger.disbursements.look import DisbursementCommand, require_status, since_sending
from ledger.disbursements.refusals import NothingShown
from ledger.disbursements.state import DisbursementStatus
from ledger.identifiers import PaperId
from ledger.papers.look import filed, paper_marks


class _Shown(DisbursementCommand, frozen=True, kw_only=True):
    """What a text, a paper, or both show."""

    scan: PaperId | None = None
    """The paper that shows it, which was filed before."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        marks = paper_marks(self.account, self.scan)
        return Reads(streams=(self.account, self.stream), marks=marks)

    def words(self, seen: Seen, said: str | None, context: Context) -> Paper | None:
        """The paper of what is said in words, if anything is. Raises NothingShown, and what `filed` raises."""
        if said is None and self.scan is None:
            raise NothingShown
        if self.scan is not None:
            filed(seen, self.account, self.scan)
        return None if said is None else context.paper(said)


class AcknowledgeDisbursement(_Shown, frozen=True, kw_only=True):
    """The beneficiary's word that it arrived."""

    acknowledgement: str | None = None

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        disbursement = self.found(seen)
        require_status(disbursement, DisbursementStatus.SETTLED)
        day = since_sending(account, disbursement, self.effective, context)
        words = self.words(seen, self.acknowledgement, context)
        if words is not None:
            yield words
        seal = None if words is None else words.seal
        yield Fact(self.stream, DisbursementAcknowledged(acknowledgement=seal, scan=self.scan, effective=day))
        return self.disbursement


class EvidenceDisbursement(_Shown, frozen=True, kw_only=True):
    """What shows that the money did what it was for: an invoice, a photograph, a visit's report."""

    evidence: str | None = None

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        disbursement = self.found(seen)
        require_status(disbursement, DisbursementStatus.ACKNOWLEDGED)
        day = since_sending(account, disbursement, self.effective, context)
        words = self.words(seen, self.evidence, context)
        if words is not None:
            yield words
        seal = None if words is None else words.seal
        yield Fact(self.stream, DisbursementEvidenced(evidence=seal, scan=self.scan, effective=day))
        return self.disbursement
