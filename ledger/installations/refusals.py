"""Why a command about other installations is refused, or what came from one."""

from ledger.refusals import Conflict, Forbidden, Malformed, NotFound


class KeyMalformed(Malformed):
    """A public key is written with 64 hexadecimal digits in small letters: copy it from the other installation (X3)."""


class AddressMalformed(Malformed):
    """An installation's address begins with https:// or http://, names a host, and has at most 200 characters (X3)."""


class OwnInstallation(Conflict):
    """This key is this installation's own: recognise others, it knows itself (X3)."""


class UnknownInstallation(NotFound):
    """There is no such installation: recognise it by its public key first (X3)."""


class InstallationNotRecognised(Forbidden):
    """Messages of this installation are not believed here: a registrar recognises it by its public key first (X3)."""


class AccountLiesHere(Conflict):
    """This account lies in this installation: register those that lie in the other one (X3)."""


class AccountLiesElsewhere(Conflict):
    """This account is registered as one of another installation: check which one it lies in (X3)."""


class AccountMalformed(Malformed):
    """An account's id is account- and 16 letters or digits, as its own installation shows it (X3)."""
