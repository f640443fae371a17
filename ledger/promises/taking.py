"""An account elsewhere says that a contribution honours a promise of this one."""

from datetime import date

from ledger.command import Context, Decision, Fact, Reads, Seen
from ledger.disbursements.look import DisbursementCommand, require_status
from ledger.disbursements.state import Disbursement, DisbursementStatus
from ledger.identifiers import AccountId, is_id
from ledger.money import checked
from ledger.promises.events import HonouringTakenBack, PromiseHonoured
from ledger.promises.refusals import (
    GiverIsNotBeneficiary,
    PassedOnBefore,
    PassedOnToItself,
    PromiseInOtherUnit,
)
from ledger.promises.state import Honouring, honouring_mark
from ledger.refusals import AmountNotPositive
from ledger.twinnings.refusals import MessageMalformed


class CountPassedOn(DisbursementCommand, frozen=True, kw_only=True):
    """Take in what a contribution to another account honours; what exceeds the promise is not counted (K3)."""

    elsewhere: AccountId
    """Where the contribution came in: the sender."""
    contribution: str
    unit: str
    amount_minor: int
    taken_back_minor: int = 0
    giver: AccountId | None = None
    effective: date

    def reads(self, context: Context) -> Reads:
        mark = honouring_mark(self.account, self.disbursement, self.elsewhere, self.contribution)
        return Reads(streams=(self.stream,), marks=(mark,))

    def decide(self, seen: Seen, context: Context) -> Decision:
        disbursement = self.found(seen)
        # A gift, or the transfer by which a local account passes on.
        if not (is_id("contribution", self.contribution) or is_id("transfer", self.contribution)):
            raise MessageMalformed
        self._possible(disbursement)
        (mark,) = self.reads(context).marks
        said = seen.mark(mark, Honouring)
        if said is None:
            yield Fact(
                self.stream,
                PromiseHonoured(
                    account=self.elsewhere,
                    contribution=self.contribution,
                    unit=self.unit,
                    amount_minor=self.amount_minor,
                    effective=self.effective,
                ),
            )
        taken_back_minor = self.taken_back_minor - (said.taken_back_minor if said else 0)
        if taken_back_minor > 0:
            yield Fact(
                self.stream,
                HonouringTakenBack(
                    account=self.elsewhere,
                    contribution=self.contribution,
                    unit=self.unit,
                    amount_minor=taken_back_minor,
                ),
            )
        return self.disbursement

    def _possible(self, disbursement: Disbursement) -> None:
        """What another account may say. Raises StatusForbids, AmountNotPositive, AmountTooLarge, PromiseInOtherUnit,
        PassedOnToItself, GiverIsNotBeneficiary or PassedOnBefore.
        """
        require_status(
            disbursement,
            DisbursementStatus.SETTLED,
            DisbursementStatus.ACKNOWLEDGED,
            DisbursementStatus.EVIDENCED,
            DisbursementStatus.RETURNED,
        )
        if not 0 <= self.taken_back_minor <= self.amount_minor or not self.amount_minor:
            raise AmountNotPositive
        checked(disbursement.honoured_minor + self.amount_minor)
        if self.unit != disbursement.line.unit:
            raise PromiseInOtherUnit(unit=disbursement.line.unit)
        beneficiary: str = disbursement.beneficiary.token
        if beneficiary == self.elsewhere:
            raise PassedOnToItself
        if self.giver is not None and beneficiary != self.giver:
            raise GiverIsNotBeneficiary
        if self.effective < disbursement.settled:
            raise PassedOnBefore(since=disbursement.settled.isoformat())
