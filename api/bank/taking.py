"""From what a bank file says to what the ledger is asked: the statements of one place, each as the ledger takes it."""

import msgspec

from api.bank.joining import joined
from api.bank.refusals import NoStatementInside, SeveralAccountsInside, StatementOfAnother, StatementsApart
from api.bank.statement import BankLine, BankStatement
from ledger.identifiers import AccountId, PlaceId
from ledger.papers.media import Examined
from ledger.statements.commands import LineGiven, LineText, TakeStatement

_SHORTEST_PART = 6
"""Letters of a bank's own number: fewer might stand in any IBAN."""


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
    inside = {_spelled(one.account) for one in statements}
    if number is None:
        if len(inside) > 1:
            raise SeveralAccountsInside(count=len(inside))
        return statements
    own = _spelled(number)
    found = tuple(one for one in statements if _is_of(_spelled(one.account), own))
    if not found:
        raise StatementOfAnother(line=statements[0].at)
    return found


def _is_of(said: str, own: str) -> bool:
    """Whether what the file says can be this number: banks also write the part of an IBAN that is their own."""
    return not said or said == own or (len(said) >= _SHORTEST_PART and said in own)


def _spelled(number: str) -> str:
    """Letters and digits alone: what stands between them is a matter of taste."""
    return "".join(sign for sign in number.upper() if sign.isalnum())


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
