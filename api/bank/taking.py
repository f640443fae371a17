"""From what a bank file says to what the ledger is asked: the statements of one place, each as the ledger takes it."""

import msgspec

from api.bank.joining import joined
from api.bank.refusals import NoStatementInside, SeveralAccountsInside, StatementOfAnother, StatementsApart
from api.bank.statement import BankLine, BankStatement
from api.bank.whose import is_number_of, spelled
from ledger.identifiers import AccountId, PlaceId
from ledger.papers.media import Examined
from ledger.statements.commands import LineGiven, LineText, TakeStatement


class Chosen(msgspec.Struct, frozen=True):
    """A statement of the file, and what the ledger is asked to take of it."""

    statement: BankStatement
    command: TakeStatement


def chosen(
    statements: tuple[BankStatement, ...],
    account: AccountId,
    place: PlaceId,
    file: Examined,
    number: str | None = None,
) -> tuple[Chosen, ...]:
    """What is to be taken of the statements in a file for one place; one for each currency.

    `number` is that of the place's own bank account, where it is known. Raises NoticeAlone, StatementOfAnother,
    SeveralAccountsInside, StatementsApart or NoStatementInside.
    """
    together = _of_place(joined(statements), number)
    found: dict[str, Chosen] = {}
    for one in together:
        if one.begins is None or one.ends is None:
            continue
        if one.unit in found:
            raise StatementsApart(line=one.at)
        found[one.unit] = Chosen(one, _command(one, account, place, file))
    if not found:
        raise NoStatementInside
    return tuple(found.values())


def _of_place(statements: tuple[BankStatement, ...], number: str | None) -> tuple[BankStatement, ...]:
    """The statements of the place's own bank account; of the only one in the file where nobody said which it is."""
    inside = {spelled(one.account) for one in statements}
    if number is None:
        if len(inside) > 1:
            raise SeveralAccountsInside(count=len(inside))
        return statements
    found = tuple(one for one in statements if is_number_of(one.account, number))
    if not found:
        raise StatementOfAnother(line=statements[0].at)
    return found


def _command(one: BankStatement, account: AccountId, place: PlaceId, file: Examined) -> TakeStatement:
    assert one.begins is not None
    assert one.ends is not None
    opening, closing = one.balances or (None, None)
    return TakeStatement(
        account=account,
        place=place,
        unit=one.unit,
        begins=one.begins,
        ends=one.ends,
        opening_minor=opening,
        closing_minor=closing,
        lines=tuple(_given(line) for line in one.lines),
        file=file,
    )


def _given(line: BankLine) -> LineGiven:
    text = f"{line.creditor_reference} {line.text}".strip()
    return LineGiven(
        number=line.number,
        amount_minor=line.amount_minor,
        booked=line.booked,
        said=LineText(
            reference=line.bank_reference,
            end_to_end=line.end_to_end,
            name=line.name,
            iban=line.iban,
            text=text,
            valued=line.valued,
        ),
    )
