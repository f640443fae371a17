"""What happens to a pass-on promise. All of it stands in the stream of the disbursement that opened it."""

from datetime import date

from ledger.disbursements.state import Disbursement
from ledger.event import Event, Marks, Sealed
from ledger.identifiers import AccountId, DisbursementId, Seal, Stream, account_of, part_of
from ledger.promises.state import Honouring, honouring_mark


class PromiseOpened(Event, frozen=True, kw_only=True, tag="promise-opened"):
    """The disbursement reached its payee: its beneficiary promises to pass it on (B7)."""

    unit: str
    amount_minor: int
    effective: date

    def apply(self, state: Disbursement) -> None:
        state.promised_minor = self.amount_minor


class PromiseHonoured(Event, frozen=True, kw_only=True, tag="promise-honoured"):
    """A contribution to somebody else in need honours this much of the promise (K2)."""

    account: AccountId
    """Where the contribution came in."""
    contribution: str
    """Its id, or that of the transfer by which it was given."""
    unit: str
    """The promise's own, whatever the contribution's is."""
    amount_minor: int
    effective: date

    def apply(self, state: Disbursement) -> None:
        state.honoured_minor += self.amount_minor

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        holder = account_of(stream)
        if self.account != holder:
            mark = honouring_mark(holder, DisbursementId(part_of(stream)), self.account, self.contribution)
            marks.put(mark, Honouring(self.amount_minor, 0))


class HonouringTakenBack(Event, frozen=True, kw_only=True, tag="honouring-taken-back"):
    """A contribution that honoured the promise was reversed or refunded: so much of it is open again."""

    account: AccountId
    contribution: str
    unit: str
    amount_minor: int

    def apply(self, state: Disbursement) -> None:
        state.honoured_minor -= self.amount_minor

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        holder = account_of(stream)
        if self.account == holder:
            return
        mark = honouring_mark(holder, DisbursementId(part_of(stream)), self.account, self.contribution)
        said = marks.get(mark, Honouring)
        assert said is not None, "what is taken back was said to be honoured"
        marks.put(mark, Honouring(said.amount_minor, said.taken_back_minor + self.amount_minor))


class PromiseForgiven(Event, frozen=True, kw_only=True, tag="promise-forgiven"):
    """An officer forgave what was open of the promise; why is a paper."""

    reason: Seal

    def apply(self, state: Disbursement) -> None:
        state.promise_ended = True
