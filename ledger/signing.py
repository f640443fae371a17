"""Signatures by which one installation knows another: Ed25519 (RFC 8032). The only module that knows the library.

An installation's key is derived from its database's secret: nobody has to keep a file of keys, and a database that is
restored from a copy, or moved to another machine, stays the same installation.
"""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.identifiers import InstallationId, in_letters

KEY_LETTERS = 64
"""Hexadecimal digits of a public key."""
SIGNATURE_LETTERS = 128


class Signer:
    """Signs in the name of this installation."""

    def __init__(self, secret: bytes) -> None:
        seed = hashlib.blake2b(key=secret, person=b"signing", digest_size=32).digest()
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = self._private.public_key().public_bytes_raw().hex()
        """The public key, hexadecimal."""
        self.installation = fingerprint(self.key)

    def sign(self, content: bytes) -> str:
        """The signature, hexadecimal."""
        return self._private.sign(content).hex()


def fingerprint(key: str) -> InstallationId:
    """The id of the installation with this public key: 128 bits of its SHA-256, which can be read out.

    A message is never believed for the id alone: its signature must fit the key that a registrar recognised.
    """
    digest = hashlib.sha256(bytes.fromhex(key)).digest()[:16]
    return InstallationId(f"installation-{in_letters(digest)}")


def is_key(text: str) -> bool:
    """Whether this is a public key as `Signer.key` writes it."""
    return is_hexadecimal(text, KEY_LETTERS)


def is_hexadecimal(text: str, length: int) -> bool:
    """Whether these are so many hexadecimal digits, in small letters: there is one way to write them."""
    return len(text) == length and all(letter in "0123456789abcdef" for letter in text)


def fits(key: str, signature: str, content: bytes) -> bool:
    """Whether the holder of this key signed just this."""
    if not (is_key(key) and is_hexadecimal(signature, SIGNATURE_LETTERS)):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), content)
    except InvalidSignature:
        return False
    return True
