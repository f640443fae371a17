"""Why a command about lent offices is refused."""

from ledger.refusals import Conflict, Malformed, NotFound, Unprocessable


class PurseNotLent(Unprocessable):
    """The purse is kept by a member: lend an auditor, or a second signatory (A3)."""


class BorrowerMalformed(Malformed):
    """An officer is lent to another local account: give its id, as that account's holders wrote it (A3)."""


class BorrowerNotTwin(Unprocessable):
    """This is not the other side of that twinning: lend to the twin, or, as a federation, name no twinning (A3)."""


class LenderNotWider(Unprocessable):
    """A federation or the twin lends an officer: name the active twinning under which this is done (A3)."""


class LentThereAsAnother(Conflict):
    """This member was lent to that account as {office}: three offices are three people, so lend another (A3, M4)."""


class UnknownLending(NotFound):
    """This account has lent nobody by that decision: check the proposal's id (A3)."""


class UnknownLentPerson(NotFound):
    """Nobody was lent to this account under this token: look up who is lent (A3)."""


class LendingOver(Conflict):
    """This officer is lent no more: appoint somebody else, or have another one lent (A3)."""


class LentForAnotherOffice(Unprocessable):
    """This person is lent as {office}, and for no other office: appoint them to that one (A3)."""


class LentAfterAssembly(Unprocessable):
    """This person is lent since {since}, and was not at this assembly: name the minutes of a later one (A3)."""
