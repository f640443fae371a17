"""Why a booking or a count is refused."""

from ledger.refusals import Conflict, NotFound, Unprocessable


class BookingUnproved(Unprocessable):
    """Nothing shows this: give the bank's reference or a filed paper, or say what does, such as who saw it (L13)."""


class DifferenceWithoutCount(Unprocessable):
    """A counted difference is booked with the count that found it: record the count, then book its difference (L13)."""


class AboveCeiling(Unprocessable):
    """The rules let {kind} be booked up to {ceiling} {unit}: have a higher ceiling adopted, and book it with its own
    date then (L13).
    """


class NoStandingRule(Unprocessable):
    """The rules name no ceiling for {kind} in {unit}: have one adopted, and book it with its own date then (L13)."""


class ConfirmersMissing(Unprocessable):
    """No standing rule covers this: name two different members who saw it, neither of whom records it (L2, L13)."""


class ConfirmersNotNeeded(Unprocessable):
    """This is within its ceiling, and its evidence is enough: leave those who confirm out (L13)."""


class ConfirmerNoMember(Unprocessable):
    """Who confirms or counts is a member on that day: name members who saw it (L12, M1)."""


class CountersNotTwo(Unprocessable):
    """A count is made by two different members, neither of whom records it: name two others (L12, C6)."""


class UnknownBooking(NotFound):
    """There is no such booking in this account: check its id (L6)."""


class CorrectedAlready(Conflict):
    """This booking is corrected already: book anew what is right (L6)."""


class DateBeforeBooking(Unprocessable):
    """This date lies before the booking itself, of {since}: check both (L10)."""


class UnknownCount(NotFound):
    """There is no such count in this account: check its id (L12)."""


class BankIsNotCounted(Unprocessable):
    """A bank account is compared with the bank's statement: take in the statement instead of a count (L12)."""


class CountAgrees(Unprocessable):
    """What was counted is what the books said: there is no difference to book (L12)."""


class DifferenceBooked(Conflict):
    """The difference of this count is booked already: correct that booking before another (L13)."""


class BooksSayOtherwise(Conflict):
    """At the end of {day} the books say that {booked} {unit} lies there: look at the count again, and book the
    difference that it shows now, if any is left (L12, L13).
    """
