"""What happens to goods. All of it stands in the account's own stream."""

from datetime import date

import msgspec

from ledger.accounts.state import Account, Destination, Line
from ledger.contributions.events import amend
from ledger.contributions.state import (
    ContributionRecord,
    ContributionStatus,
    GiverKind,
    Motive,
    PledgeTerms,
    contribution_mark,
    giver_mark,
)
from ledger.disbursements.state import Party, party_mark
from ledger.event import Event, Marks, Sealed
from ledger.goods.state import Condition, LoanRecord, StockChangeKind, loan_mark, stock_change_mark
from ledger.identifiers import (
    AWAITING,
    UNRESTRICTED,
    ContributionId,
    LoanId,
    MemberToken,
    PartyToken,
    PurposeId,
    Seal,
    StockChangeId,
    Stream,
    account_of,
    is_member_token,
)
from ledger.message import Sending
from ledger.promises.messages import passed_on
from ledger.promises.state import Honours


class GoodsDelivered(Event, frozen=True, kw_only=True, tag="goods-delivered"):
    """Somebody brought goods; they enter no stock before they are inspected (C3)."""

    makes = "contribution"

    contribution: ContributionId
    giver: PartyToken | MemberToken
    giver_kind: GiverKind = GiverKind.PERSON
    anonymous: bool = False
    """Anonymous to the public, never to the auditor (C6)."""
    motive: Motive = Motive.GIFT
    unit: str
    amount_minor: int
    condition: Condition
    """As the giver says."""
    earmark: PurposeId = UNRESTRICTED
    effective: date

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        account = account_of(stream)
        if not marks.finds(self.contribution):
            marks.point(contribution_mark(account, self.contribution), self._record())
        if not is_member_token(self.giver):
            marks.put_first(giver_mark(account, PartyToken(self.giver)), self.giver_kind)

    def _record(self) -> ContributionRecord:
        return ContributionRecord(
            status=ContributionStatus.DELIVERED,
            unit=self.unit,
            left_minor=self.amount_minor,
            purpose=self.earmark,
            effective=self.effective,
            pledge=PledgeTerms(self.giver, self.giver_kind, self.anonymous, self.motive),
        )


class GoodsAccepted(Event, frozen=True, kw_only=True, tag="goods-accepted"):
    """Goods passed inspection and entered the stock (C3). With an earmark they wait until that is accepted (C5)."""

    contribution: ContributionId
    unit: str
    amount_minor: int
    condition: Condition
    """As it was found."""
    inspector: MemberToken
    earmark: PurposeId = UNRESTRICTED
    honours: Honours | None = None
    """The promise that a pass-on honours, and how much of it (C7)."""
    effective: date

    @property
    def purpose(self) -> PurposeId:
        """Where the goods lie at first."""
        return UNRESTRICTED if self.earmark == UNRESTRICTED else AWAITING

    def apply(self, state: Account) -> None:
        state.at(self.unit, self.purpose).received += self.amount_minor

    def sends(self, stream: Stream) -> tuple[Sending, ...]:
        return passed_on(stream, self.contribution, self.honours)

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        free = self.earmark == UNRESTRICTED
        status = ContributionStatus.RECEIVED if free else ContributionStatus.AWAITING
        amend(marks, stream, self.contribution, status=status, pledge=None, honours=self.honours)


class GoodsRefused(Event, frozen=True, kw_only=True, tag="goods-refused"):
    """Goods, or the part of them that was not accepted, did not pass inspection: they never enter the stock (C3)."""

    contribution: ContributionId
    unit: str
    amount_minor: int
    inspector: MemberToken
    reason: Seal
    effective: date

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        record = marks.get(contribution_mark(account_of(stream), self.contribution), ContributionRecord)
        assert record is not None, "goods are delivered before they are refused"
        waiting = record.status is ContributionStatus.DELIVERED
        status = ContributionStatus.REFUSED if waiting else record.status
        left = record.left_minor - self.amount_minor
        amend(marks, stream, self.contribution, status=status, left_minor=left, pledge=None)


class StockChanged(Event, frozen=True, kw_only=True, tag="stock-changed"):
    """Goods were lost, spoilt, born, or counted otherwise than the books had it, as two members confirm (B8).

    The purpose may fall into shortfall by it (L2).
    """

    makes = "change"

    change: StockChangeId
    change_kind: StockChangeKind
    unit: str
    purpose: PurposeId
    amount_minor: int
    """By how much; its kind says in which direction."""
    reason: Seal
    confirmed_by: tuple[MemberToken, MemberToken]
    loan: LoanId | None = None
    """The loan from which it did not come back."""
    effective: date

    @property
    def change_minor(self) -> int:
        """What the stock grows by; negative where it shrinks."""
        return self.change_kind.sign * self.amount_minor

    def apply(self, state: Account) -> None:
        state.at(self.unit, self.purpose).received += self.change_minor

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        marks.point(stock_change_mark(account_of(stream), self.change), self.change_minor)


class GoodsLent(Event, frozen=True, kw_only=True, tag="goods-lent"):
    """Equipment is lent: it stays the account's own, and is reserved while it is out (B8)."""

    makes = "loan"

    loan: LoanId
    unit: str
    purpose: PurposeId
    amount_minor: int
    borrower: Party
    condition: Condition
    effective: date

    def apply(self, state: Account) -> None:
        state.hold(self.loan, Line(self.unit, self.purpose, self.amount_minor), Destination.UNASSIGNED)

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        account = account_of(stream)
        record = LoanRecord(self.unit, self.purpose, self.amount_minor, self.effective)
        marks.point(loan_mark(account, self.loan), record)
        marks.put(party_mark(account, self.borrower.token), self.borrower.kind)


class GoodsLoanReturned(Event, frozen=True, kw_only=True, tag="goods-loan-returned"):
    """Lent equipment came back, in whole or part; what is missing for good is no longer lent but lost (B8)."""

    loan: LoanId
    unit: str
    purpose: PurposeId
    amount_minor: int
    """What came back; 0 where nothing did."""
    missing_minor: int = 0
    """What will not; a loss of it is recorded beside this."""
    condition: Condition
    """Of what came back."""
    effective: date

    def apply(self, state: Account) -> None:
        ended = self.amount_minor + self.missing_minor
        state.let_go(self.loan, Line(self.unit, self.purpose, ended), Destination.UNASSIGNED)

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        mark = loan_mark(account_of(stream), self.loan)
        record = marks.get(mark, LoanRecord)
        assert record is not None, "what comes back was lent"
        left = record.left_minor - self.amount_minor - self.missing_minor
        marks.put(mark, msgspec.structs.replace(record, left_minor=left))
