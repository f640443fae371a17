"""What the HTTP face itself refuses, before the ledger is asked. Same tree of kinds, same form of answer."""

from ledger.refusals import Conflict, Forbidden, Malformed, NotFound, Refused, Unprocessable


class KeyNeeded(Refused):
    """This needs a key: send it in the header `Authorization: Bearer usf_…`."""


class KeyUnknown(Refused):
    """This key opens nothing here: check that it is whole and was not revoked, or ask a registrar for a new one."""


class RoleNeeded(Forbidden):
    """Your key's role in this account does not allow this; one of these does: {roles}."""


class KeyOfNoMember(Forbidden):
    """Your key names no member of this account, and this is a member's own act: use a member's key."""


class OthersInterest(Forbidden):
    """Members declare their own interests; treasurer and second signatory may declare another's."""


class OthersRecusal(Forbidden):
    """Members declare their own recusal; treasurer and second signatory note another's by minutes: name them."""


class ProxyUnwritten(Unprocessable):
    """A proxy that a teller writes down came on paper: name the minutes that keep it, or its scan."""


class OwnKey(Conflict):
    """This is the key that you are using: take another one first, and revoke this one with that."""


class NoSuchPath(NotFound):
    """There is nothing at this path: see /docs for the paths that exist."""


class MethodNotAllowed(Refused):
    """This path exists, but not with this method: see /docs."""


class UnknownProblem(NotFound):
    """There is no such kind of problem."""


class BodyTooLarge(Refused):
    """This body is larger than {largest_bytes} bytes: send less at once, or use a batch of lines."""


class BodyNotJson(Refused):
    """This body is not declared as what this path reads: set the header Content-Type to {expected}."""


class BodyPacked(Refused):
    """This body is declared as packed (Content-Encoding): send the file as it is."""


class TooManyPapers(Refused):
    """Too many papers are being sent and fetched at this moment: try again in a moment."""


class BodyTooSlow(Refused):
    """This paper did not arrive in {seconds} seconds: send it again, or send a smaller one."""


class JsonNotUtf8(Malformed):
    """This body is not valid UTF-8."""


class JsonMalformed(Malformed):
    """This body is not valid JSON (near byte {byte})."""


class JsonKeyTwice(Malformed):
    """This JSON names a field twice in one object: say each thing once."""


class JsonTextUnreadable(Malformed):
    """A text in this JSON holds U+0000 or half of a character (a lone surrogate): send it as plain UTF-8."""


class JsonNumberUnreadable(Malformed):
    """This JSON holds a number that is not finite, or has too many digits; amounts are strings such as "12.50"."""


class JsonTooDeep(Malformed):
    """This JSON nests more than {deepest} lists and objects."""


class BodyNotUnderstood(Unprocessable):
    """This body is JSON, but not what this path reads: `errors` says where, and what to do."""


class ParameterNotUnderstood(Unprocessable):
    """A parameter in the path, the query or a header is not what this path reads: `errors` says which."""


class IdempotencyKeyMalformed(Malformed):
    """An Idempotency-Key is 1 to 255 visible ASCII characters without spaces, and there is one."""


class IfMatchMalformed(Malformed):
    """If-Match takes one version as this API gives it in the header ETag, such as "7" in double quotes."""


class PositionMalformed(Malformed):
    """This is not a position: pass on a position exactly as an answer gave it."""


class UnknownLog(NotFound):
    """This position names a log that is not here: pass on positions only to where they came from."""


class PositionNotReached(Refused):
    """The views did not reach this position in time: ask again in a moment, or check where the position came from."""


class TooManyRounds(Malformed):
    """More than {most} rounds were counted on these days: ask for fewer days with `from` and `to`."""


class CursorMalformed(Malformed):
    """This is not where a page ended: follow the header Link rather than building one."""


class AsOfUnclear(Malformed):
    """Ask as of an effective date, a recorded moment, both, or a position; a position goes with neither."""


class UnknownBalance(NotFound):
    """This account has no entry in this unit and purpose."""


class UnknownStream(NotFound):
    """Nothing is recorded in this stream up to this position."""


class LineTooLong(Malformed):
    """This line is longer than {largest_bytes} bytes; the rest of the stream was not read."""


class DatabaseUnavailable(Refused):
    """The database cannot serve now, and nothing was recorded: try again in a moment."""


class CommitUnknown(Refused):
    """The database did not confirm: it may or may not be recorded. Send it again with the same Idempotency-Key."""


class Unexpected(Refused):
    """Something went wrong on our side, and was written down for the operator. Nothing more is known here."""
