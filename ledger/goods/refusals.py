"""Why a command about goods is refused."""

from ledger.refusals import Conflict, NotFound, Unprocessable


class NotGoods(Unprocessable):
    """{unit} is no unit of goods: name what it is and its measure, such as goat:piece or cement:kg (C3)."""


class GoodsNotWaiting(Conflict):
    """This contribution is no delivery that waits for inspection: it was inspected, or is no gift in kind (C3)."""


class InspectorIsGiver(Unprocessable):
    """Who gave the goods does not inspect them: name another member (C3)."""


class InspectorNotMember(Unprocessable):
    """Who inspects goods is a member on that day: name a member who saw them (C3, M1)."""


class MoreThanDelivered(Unprocessable):
    """Only {delivered} {unit} was delivered: accept at most that (C3)."""


class PartRefusedUnexplained(Unprocessable):
    """Less is accepted than was delivered: say why the rest is refused (C3)."""


class ReasonNotNeeded(Unprocessable):
    """All that was delivered is accepted: leave the reason of a refusal out, or say how much is accepted (C3)."""


class ConfirmersNotTwo(Unprocessable):
    """A change of the stock is confirmed by two different members, neither of whom records it: name two others (B8)."""


class ConfirmerNotMember(Unprocessable):
    """Who confirms a change of the stock is a member on that day: name members who saw it (B8, M1)."""


class NeverInStock(Unprocessable):
    """This account never had {unit} under this purpose, so none can be lost: check unit and purpose (B8)."""


class UnknownLoan(NotFound):
    """There is no such loan in this account: check its id (B8)."""


class LoanEnded(Conflict):
    """All of this loan came back or is recorded as missing already (B8)."""


class MoreThanLent(Unprocessable):
    """Only {left} {unit} of this loan is still out: record at most that as returned and missing (B8)."""


class NothingReturned(Unprocessable):
    """Say what came back of the loan, or what is missing of it (B8)."""


class MissingUnexplained(Unprocessable):
    """What is missing of a loan is a loss: say why, and name the two members who confirm it (B8)."""


class DateBeforeLoan(Unprocessable):
    """This date lies before the loan itself, of {since}: check both (L10)."""
