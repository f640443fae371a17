"""Why minutes are not recorded."""

from ledger.refusals import Malformed, NotFound, Unprocessable


class UnknownMinutes(NotFound):
    """This account has no such minutes: check their id, or record them first (R9)."""


class MeetingWithoutZone(Malformed):
    """When an assembly began and ended is said with its zone: add the offset, such as Z or -01:00 (R9)."""


class MeetingOutOfRange(Malformed):
    """In UTC this assembly lies outside the years 1 to 9999: check when it began and ended (R9)."""


class MeetingEndsBeforeItBegins(Malformed):
    """This assembly ends before it begins: check both times (R9)."""


class MeetingNotOver(Unprocessable):
    """Minutes tell what has happened: record them when the assembly is over (R9, L10)."""


class ConvenedAfterMeeting(Unprocessable):
    """Members are called together before they meet: the convocation is of {convened}, the assembly of {day} (R9)."""


class AttendanceMissing(Malformed):
    """Minutes say how many members were present, two at least: count them, or name them one by one (R9)."""


class AttendanceNotAsListed(Unprocessable):
    """The attendance list names {listed} members: give that number, or leave it out (R9)."""


class AttendingTwice(Malformed):
    """A member stands on the attendance list twice: name each person once (R9, M2)."""


class AttendingNotMember(Unprocessable):
    """Somebody on the attendance list was no member on the day of the assembly: list members only (R9, M1)."""


class MoreAttendingThanMembers(Unprocessable):
    """On the day of the assembly there were {members} members, and no more can have been present (R9, M1)."""


class AttestedByOnePerson(Unprocessable):
    """Minutes are attested by two members: name two different ones (R9)."""


class AttestedByNonMember(Unprocessable):
    """Who attests minutes was a member on the day of the assembly: name two who were (R9, M1)."""


class AttestingNotPresent(Unprocessable):
    """Who attests minutes was there: name two members of the attendance list (R9)."""


class EntryEndsBeforeMeeting(Unprocessable):
    """Votes are entered after the assembly: declare a day on or after its end (R9)."""
