"""What registrars say of other installations and the accounts that lie there."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from ledger.associations.events import place_mark
from ledger.associations.given import country_of
from ledger.associations.rules import AssociationKind, Tier
from ledger.command import Command, Context, Decision, Fact, Reads, Seen
from ledger.identifiers import AccountId, InstallationId, is_id
from ledger.installations.events import (
    ForeignAccountRegistered,
    InstallationRecognised,
    RecognitionWithdrawn,
)
from ledger.installations.refusals import (
    AccountLiesElsewhere,
    AccountLiesHere,
    AccountMalformed,
    AddressMalformed,
    KeyMalformed,
    OwnInstallation,
    UnknownInstallation,
)
from ledger.installations.state import ForeignAccount, Installation, foreign_mark
from ledger.signing import fingerprint, is_key

LONGEST_ADDRESS = 200


class RecogniseInstallation(Command, frozen=True, kw_only=True):
    """Believe messages that are signed with this key. Said again, it changes the name and the address."""

    key: str
    """The public key that the other installation shows, compared over the telephone or face to face."""
    name: str
    address: str | None = None
    """Where its messages are posted, such as https://ledger.example; none where they are carried by hand."""
    own: InstallationId
    """This installation."""

    def reads(self, context: Context) -> Reads:
        return Reads()

    def decide(self, seen: Seen, context: Context) -> Decision:
        if not is_key(self.key):
            raise KeyMalformed
        installation = fingerprint(self.key)
        if installation == self.own:
            raise OwnInstallation
        if self.address is not None and not is_address(self.address):
            raise AddressMalformed
        name = context.paper(self.name)
        yield name
        address = None if self.address is None else context.paper(self.address)
        if address is not None:
            yield address
        recognised = InstallationRecognised(
            key=self.key, name=name.seal, address=None if address is None else address.seal
        )
        yield Fact(installation, recognised)
        return installation


class _OfOneInstallation(Command, frozen=True, kw_only=True):
    """What the commands about one installation read."""

    installation: InstallationId

    def _recognised(self, seen: Seen) -> None:
        """Raises UnknownInstallation."""
        found = seen.find(self.installation, Installation) if self._is_id() else None
        if found is None or not found.recognised:
            raise UnknownInstallation

    def _is_id(self) -> bool:
        # What is no installation's id names a stream with another state: it is not looked up.
        return self.installation.startswith("installation-") and "/" not in self.installation


class WithdrawRecognition(_OfOneInstallation, frozen=True, kw_only=True):
    """Believe messages of an installation no more; what waits for it stays until it is recognised again."""

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.installation,))

    def decide(self, seen: Seen, context: Context) -> Decision:
        self._recognised(seen)
        yield Fact(self.installation, RecognitionWithdrawn())
        return self.installation


class RegisterForeignAccount(_OfOneInstallation, frozen=True, kw_only=True):
    """An account lies in that installation. Said again, it changes what is known of it, never where it lies."""

    account: AccountId
    name: str
    association_kind: AssociationKind
    tier: Tier
    country: str

    def reads(self, context: Context) -> Reads:
        marks = (place_mark(self.account), foreign_mark(self.account))
        return Reads(streams=(self.installation,), marks=marks)

    def decide(self, seen: Seen, context: Context) -> Decision:
        self._recognised(seen)
        if not is_id("account", self.account):
            raise AccountMalformed
        # The other way round needs no guard: ids of accounts here are drawn from 80 random bits.
        if seen.holds(place_mark(self.account)):
            raise AccountLiesHere
        known = seen.mark(foreign_mark(self.account), ForeignAccount)
        if known is not None and known.installation != self.installation:
            raise AccountLiesElsewhere
        country = country_of(self.country)
        name = context.paper(self.name)
        yield name
        registered = ForeignAccountRegistered(
            account=self.account,
            name=name.seal,
            association_kind=self.association_kind,
            tier=self.tier,
            country=country,
        )
        yield Fact(self.installation, registered)
        return self.account


def is_address(address: str) -> bool:
    """Whether messages can be posted there."""
    try:
        parts = urlsplit(address)
        named = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
    # Where machines keep their own secrets, on the same wire, no installation lies.
    try:
        here = ip_address(parts.hostname or "")
        named = named and not (here.is_link_local or here.is_multicast or here.is_unspecified)
    except ValueError:
        pass
    plain = address.isascii() and address.isprintable() and " " not in address
    return (
        named
        and plain
        and not (parts.query or parts.fragment or parts.username)
        and len(address) <= LONGEST_ADDRESS
    )
