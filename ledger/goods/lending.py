"""Equipment is lent and comes back; while it is out it is reserved (B8)."""

from collections.abc import Generator
from datetime import date

from ledger.accounts.look import effective_in, founded, known_purpose, require_available
from ledger.command import AccountCommand, Context, Decision, Fact, Outcome, Reads, Seen, effective_date
from ledger.disbursements.parties import PartyGiven, named
from ledger.goods.events import GoodsLent, GoodsLoanReturned, StockChanged
from ledger.goods.look import member_marks, require_confirmed, require_goods
from ledger.goods.refusals import (
    DateBeforeLoan,
    LoanEnded,
    MissingUnexplained,
    MoreThanLent,
    NothingReturned,
    UnknownLoan,
)
from ledger.goods.state import Condition, LoanRecord, StockChangeKind, loan_mark
from ledger.identifiers import UNRESTRICTED, LoanId, MemberToken, PurposeId, StockChangeId
from ledger.money import to_decimal, to_minor


class LendGoods(AccountCommand, frozen=True, kw_only=True):
    """Lend equipment, at most what is available; it stays the account's own."""

    unit: str
    amount: str
    purpose: PurposeId = UNRESTRICTED
    borrower: PartyGiven
    condition: Condition
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.account,), marks=self.borrower.marks(self.account))

    def decide(self, seen: Seen, context: Context) -> Decision:
        account = founded(seen, self.account)
        amount_minor = to_minor(self.amount, self.unit)
        require_goods(self.unit)
        purpose = known_purpose(account, self.purpose)
        require_available(account, self.unit, purpose, amount_minor)
        day = effective_in(account, self.effective, context)
        borrower = yield from named(self.borrower, "borrower", self.account, seen, context)
        loan = LoanId(context.fresh("loan"))
        yield Fact(
            self.account,
            GoodsLent(
                loan=loan,
                unit=self.unit,
                purpose=purpose,
                amount_minor=amount_minor,
                borrower=borrower,
                condition=self.condition,
                effective=day,
            ),
        )
        return loan


class ReturnLoan(AccountCommand, frozen=True, kw_only=True):
    """What came back of a loan, and what will not: the missing part is a loss that two members confirm."""

    loan: LoanId
    amount: str | None = None
    """What came back; nothing unless given."""
    missing: str | None = None
    """What will not come back; nothing unless given."""
    condition: Condition
    reason: str | None = None
    """Why something is missing."""
    confirmed_by: tuple[MemberToken, ...] = ()
    """Two members who confirm the loss, where there is one."""
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        marks = (loan_mark(self.account, self.loan), *member_marks(self.account, self.confirmed_by))
        return Reads(streams=(self.account,), marks=marks)

    def decide(self, seen: Seen, context: Context) -> Decision:
        founded(seen, self.account)
        record = self._open(seen)
        returned = 0 if self.amount is None else to_minor(self.amount, record.unit)
        missing = 0 if self.missing is None else to_minor(self.missing, record.unit)
        if not returned and not missing:
            raise NothingReturned
        if returned + missing > record.left_minor:
            raise MoreThanLent(left=to_decimal(record.left_minor, record.unit), unit=record.unit)
        if missing and (self.reason is None or not self.confirmed_by):
            raise MissingUnexplained
        day = effective_date(self.effective, context)
        if day < record.since:
            raise DateBeforeLoan(since=record.since.isoformat())
        yield Fact(
            self.account,
            GoodsLoanReturned(
                loan=self.loan,
                unit=record.unit,
                purpose=record.purpose,
                amount_minor=returned,
                missing_minor=missing,
                condition=self.condition,
                effective=day,
            ),
        )
        if missing:
            yield from self._lost(seen, record, missing, day, context)
        return self.loan

    def _open(self, seen: Seen) -> LoanRecord:
        record = seen.mark(loan_mark(self.account, self.loan), LoanRecord)
        if record is None:
            raise UnknownLoan
        if not record.left_minor:
            raise LoanEnded
        return record

    def _lost(
        self, seen: Seen, record: LoanRecord, missing: int, day: date, context: Context
    ) -> Generator[Outcome]:
        confirmed_by = require_confirmed(seen, self.account, self.confirmed_by, day, context)
        reason = context.paper(self.reason or "")
        yield reason
        yield Fact(
            self.account,
            StockChanged(
                change=StockChangeId(context.fresh("stock-change")),
                change_kind=StockChangeKind.LOSS,
                unit=record.unit,
                purpose=record.purpose,
                amount_minor=missing,
                reason=reason.seal,
                confirmed_by=confirmed_by,
                loan=self.loan,
                effective=day,
            ),
        )
