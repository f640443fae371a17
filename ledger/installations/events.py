"""What happens between this installation and others, in the commons partition."""

from ledger.associations.rules import AssociationKind, Tier
from ledger.event import Event, Marks, Sealed
from ledger.identifiers import AccountId, InstallationId, Seal, Stream
from ledger.installations.state import (
    ForeignAccount,
    Installation,
    PeerRecord,
    foreign_mark,
    installation_mark,
)


class InstallationRecognised(Event, frozen=True, kw_only=True, tag="installation-recognised"):
    """Messages signed with this key are believed from now on; said again where the name or the address changed."""

    key: str
    """Its public Ed25519 key, hexadecimal; the stream is its fingerprint."""
    name: Seal
    address: Seal | None = None

    def apply(self, state: Installation) -> None:
        state.key, state.recognised = self.key, True

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        record = PeerRecord(key=self.key, name=self.name, address=self.address)
        marks.put(installation_mark(InstallationId(stream)), record)


class RecognitionWithdrawn(Event, frozen=True, kw_only=True, tag="recognition-withdrawn"):
    """Messages of this installation are believed no more."""

    def apply(self, state: Installation) -> None:
        state.recognised = False

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        marks.put(installation_mark(InstallationId(stream)), None)


class ForeignAccountRegistered(Event, frozen=True, kw_only=True, tag="foreign-account-registered"):
    """An account lies in this installation: its messages come from there, and those for it go there."""

    account: AccountId
    name: Seal
    association_kind: AssociationKind
    tier: Tier
    country: str
    """ISO 3166-1 alpha-2."""

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        record = ForeignAccount(
            installation=InstallationId(stream),
            name=self.name,
            association_kind=self.association_kind,
            tier=self.tier,
            country=self.country,
        )
        marks.put(foreign_mark(self.account), record)
