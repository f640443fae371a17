"""Why a command about territories is refused."""

from ledger.refusals import Conflict, Malformed, NotFound, Unprocessable


class UnknownTerritory(NotFound):
    """There is no such territory in the register: check its id (T1)."""


class TerritoryNameMissing(Malformed):
    """A territory has a name in at least one language: give one (T1)."""


class LanguageMalformed(Malformed):
    """A language is written with the two or three small letters of ISO 639, such as pt, fr or kea (T1)."""


class TerritoryInCircle(Unprocessable):
    """A territory cannot lie in itself, nor in one that lies in it: name another parent (T1)."""


class TerritoryNamedAlready(Conflict):
    """This association's territory stands in the register already: nothing is to be done (T1)."""
