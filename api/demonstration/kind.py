"""Gifts in kind and work: delivered and inspected, lent and returned, worked and confirmed."""

from api.demonstration import purse
from api.demonstration.purse import Donor
from api.demonstration.village import Village
from ledger.disbursements.commands import PartyGiven
from ledger.goods.commands import AcceptGoods, ChangeStock, DeliverGoods, LendGoods, RefuseGoods, ReturnLoan
from ledger.goods.state import Condition, StockChangeKind
from ledger.identifiers import UNRESTRICTED, ContributionId, LoanId, PurposeId, SheetId
from ledger.valuations.commands import StateValuation
from ledger.valuations.state import ValuationMethod
from ledger.work.commands import ConfirmWorkDay, HoursGiven, RecordWorkDay, RefuseWorkDay


def pledge(village: Village, donor: Donor, amount: str, unit: str, earmark: str) -> ContributionId:
    """Somebody says that they will bring something."""
    return purse.pledge(village, donor, amount, unit, earmark=earmark)


def deliver(
    village: Village,
    donor: Donor,
    amount: str,
    unit: str,
    condition: Condition,
    *,
    earmark: str | None = None,
) -> ContributionId:
    """Something is brought, and waits for whoever inspects it."""
    command = DeliverGoods(
        account=village.account,
        unit=unit,
        amount=amount,
        condition=condition,
        giver=purse.known(village, donor),
        motive=donor.motive,
        earmark=_purpose(village, earmark),
    )
    return purse.kept(village, donor, command)


def deliver_pledged(
    village: Village, pledged: ContributionId, amount: str, unit: str, condition: Condition
) -> None:
    """What was pledged is brought."""
    account = village.account
    village.do(DeliverGoods(account=account, unit=unit, amount=amount, condition=condition, pledge=pledged))


def accept(
    village: Village,
    delivery: ContributionId,
    inspector: str,
    condition: Condition,
    amount: str | None = None,
    reason: str | None = None,
) -> None:
    """A member has looked at it: all of it enters the stock, or as much as is fit."""
    village.do(
        AcceptGoods(
            account=village.account,
            contribution=delivery,
            inspector=village.people[inspector],
            condition=condition,
            amount=amount,
            reason=reason,
        )
    )


def refuse(village: Village, delivery: ContributionId, inspector: str, reason: str) -> None:
    """A member has looked at it, and it goes back."""
    member = village.people[inspector]
    village.do(RefuseGoods(account=village.account, contribution=delivery, inspector=member, reason=reason))


def lend(
    village: Village,
    borrower: PartyGiven,
    amount: str,
    unit: str,
    condition: Condition,
    purpose: str | None = None,
) -> LoanId:
    """Equipment goes out, and stays the account's own."""
    command = LendGoods(
        account=village.account,
        unit=unit,
        amount=amount,
        purpose=_purpose(village, purpose),
        borrower=borrower,
        condition=condition,
    )
    return LoanId(village.do(command))


def bring_back(village: Village, loan: LoanId, amount: str, condition: Condition) -> None:
    """Equipment comes back."""
    village.do(ReturnLoan(account=village.account, loan=loan, amount=amount, condition=condition))


def change(
    village: Village,
    kind: StockChangeKind,
    amount: str,
    unit: str,
    reason: str,
    *confirmers: str,
    purpose: str | None = None,
) -> None:
    """The stock is another than it was, as two members confirm."""
    first, second = (village.people[name] for name in confirmers)
    village.do(
        ChangeStock(
            account=village.account,
            kind=kind,
            unit=unit,
            amount=amount,
            purpose=_purpose(village, purpose),
            reason=reason,
            confirmed_by=(first, second),
        )
    )


def value(
    village: Village,
    contribution: ContributionId,
    amount: str,
    unit: str,
    value: str,
    method: ValuationMethod,
    source: str,
    currency: str = "EUR",
) -> str:
    """Somebody says what it is worth; no balance changes by it (L3)."""
    return village.do(
        StateValuation(
            account=village.account,
            unit=unit,
            amount=amount,
            contribution=contribution,
            currency=currency,
            value=value,
            method=method,
            source=source,
        )
    )


def work_day(
    village: Village, day: int, leader: str, minutes: int, *workers: str, purpose: str | None = None
) -> SheetId:
    """The attendance sheet of a day on which all worked equally long, who led it too."""
    lines = tuple(HoursGiven(village.people[name], minutes) for name in (leader, *workers))
    command = RecordWorkDay(
        account=village.account,
        day=village.calendar.day(day),
        leader=village.people[leader],
        lines=lines,
        purpose=_purpose(village, purpose),
    )
    return SheetId(village.do(command))


def confirm(village: Village, sheet: SheetId, member: str) -> None:
    """Somebody who was not on the sheet saw the work."""
    village.do(ConfirmWorkDay(account=village.account, sheet=sheet, confirmer=village.people[member]))


def refuse_sheet(village: Village, sheet: SheetId, member: str, reason: str) -> None:
    """The sheet does not say what happened."""
    confirmer = village.people[member]
    village.do(RefuseWorkDay(account=village.account, sheet=sheet, confirmer=confirmer, reason=reason))


def _purpose(village: Village, name: str | None) -> PurposeId:
    return village.purpose(name) if name else UNRESTRICTED
