"""What happens to callers' keys, in the commons partition."""

from ledger.event import Event, Marks, Sealed
from ledger.identifiers import KeyId, Mark, Stream
from ledger.keys.state import Grant, Key, KeyRecord


class KeyIssued(Event, frozen=True, kw_only=True, tag="key-issued"):
    """A caller may act; the secret itself is shown once and stored nowhere."""

    secret: Mark
    """Mark made of the SHA-256 of the secret."""
    registrar: bool = False
    grants: tuple[Grant, ...] = ()

    def apply(self, state: Key) -> None:
        state.mark = self.secret

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        marks.put(self.secret, KeyRecord(KeyId(stream), self.registrar, self.grants))


class KeyRevoked(Event, frozen=True, kw_only=True, tag="key-revoked"):
    """The key opens nothing any more."""

    secret: Mark

    def apply(self, state: Key) -> None:
        state.revoked = True

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        marks.put(self.secret, None)
