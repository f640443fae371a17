"""A key's secret: drawn at random, shown once, and kept as a hash alone."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Callable

PREFIX = "usf_"
"""So that a secret that was pasted in a wrong place can be recognised."""


def new_secret(random: Callable[[int], bytes]) -> str:
    """A new secret from 32 random bytes, such as `os.urandom` gives: the prefix and 43 characters."""
    return PREFIX + urlsafe_b64encode(random(32)).decode().rstrip("=")


def hash_of(secret: str) -> str:
    """SHA-256, hexadecimal. A secret has 256 random bits, so that it needs neither salt nor a slow hash."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
