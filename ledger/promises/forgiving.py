"""A promise is forgiven."""

from ledger.accounts.look import founded
from ledger.command import Context, Decision, Fact, Seen
from ledger.disbursements.look import DisbursementCommand
from ledger.promises.events import PromiseForgiven
from ledger.promises.honouring import require_open
from ledger.promises.refusals import ForgivenByOfficers


class ForgivePromise(DisbursementCommand, frozen=True, kw_only=True):
    """An officer forgives what is open of a promise: who could not pass on is not asked again (K1)."""

    reason: str

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        disbursement = self.found(seen)
        if not account.offices_of(context.actor):
            raise ForgivenByOfficers
        require_open(disbursement)
        paper = context.paper(self.reason)
        yield paper
        yield Fact(self.stream, PromiseForgiven(reason=paper.seal))
        return self.disbursement
