"""Why a command about callers' keys is refused."""

from ledger.refusals import Conflict, Forbidden, Malformed, NotFound, Unprocessable


class KeyOpensNothing(Unprocessable):
    """A key without any role opens nothing: grant a role in an account, or make it a registrar's key."""


class GrantNamesNoToken(Malformed):
    """A grant names a member by the token that the ledger drew, such as member-27h6p3amkdqg6stt: look it up (L9)."""


class KeyExists(Conflict):
    """A key with this secret was issued already: let the ledger draw a new secret."""


class UnknownKey(NotFound):
    """There is no such key: check its id."""


class KeyIsRevoked(Conflict):
    """This key is revoked already: nothing more is to be done."""


class NotAnOtherOfficer(Forbidden):
    """A lost key is replaced by two officers who are not the one who lost it: ask one of them, or an assembly (A5)."""


class ReplacementNotAsked(Conflict):
    """No officer in office has asked for this key to be replaced: let one of them ask first (A5)."""


class OfficerAskedBefore(Conflict):
    """You asked for this key to be replaced: another officer confirms it (A5)."""


class KeyReplacedByMinutes(Conflict):
    """These minutes have replaced this member's key: another loss needs another assembly, or two officers (A5)."""
