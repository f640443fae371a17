"""Time, identity and randomness, as commands are handed them.

The ledger draws from the operating system; tests and demonstrations hand in a seeded source, and get the same ids,
salts and orders every time.
"""

import hashlib
import json
import time
from binascii import b2a_base64
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Protocol, TypeVar

from ledger.command import Listing, Paper, PaperFile, Reference
from ledger.identifiers import AccountId, KeyedHash, Seal, numbered_id, random_id
from ledger.refusals import TextEmpty, TextTooLong, TextUnreadable

T = TypeVar("T")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_US = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)
_LAST_US = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)
_FIRST_DAY = _EPOCH.toordinal()
_DAY_US = 86_400_000_000
LONGEST_TEXT = 20_000
"""Characters of a free text."""


class Clock(Protocol):
    """Where the ledger asks what time it is."""

    def now_us(self) -> int:
        """Microseconds since 1970 in UTC."""


class SystemClock:
    """The machine's own clock."""

    def now_us(self) -> int:
        return time.time_ns() // 1000


class ScriptedClock:
    """A clock that stands still until it is moved, for tests, demonstrations and imported seasons."""

    def __init__(self, now: datetime) -> None:
        self._now_us = microseconds(now)

    def now_us(self) -> int:
        return self._now_us

    def set(self, now: datetime) -> None:
        """Move the clock; the ledger never records an earlier time than before, wherever this points."""
        self._now_us = microseconds(now)


def is_moment(recorded_us: int) -> bool:
    """Whether a calendar in UTC has this moment: the years 1 to 9999."""
    return _FIRST_US <= recorded_us <= _LAST_US


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970 of an aware moment, exact: no float on the way."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


LAST_MOMENT_US = microseconds(datetime(9999, 12, 31, tzinfo=UTC))
"""Up to here a moment can be written as one."""


def moment_of(recorded_us: int) -> datetime:
    """The moment in UTC of microseconds since 1970, exact."""
    return _EPOCH + timedelta(microseconds=recorded_us)


class RecordingContext:
    """What one command is given."""

    __slots__ = ("_hashed", "_random", "_secret", "actor", "recorded_us")

    def __init__(self, actor: str, recorded_us: int, random: Random, secret: bytes) -> None:
        self.actor = actor
        self.recorded_us = recorded_us
        self._random = random
        self._secret = secret
        self._hashed = ("", "", KeyedHash(""))
        """The last text that was hashed: a command asks for the same when it says what it reads and when it decides."""

    def fresh(self, prefix: str) -> str:
        return random_id(prefix, self._random.getrandbits(80))

    def numbered(self, prefix: str, version: int) -> str:
        return numbered_id(prefix, version, self._random.getrandbits(40))

    def salt(self) -> str:
        return f"{self._random.getrandbits(128):032x}"

    def shuffled(self, items: tuple[T, ...]) -> tuple[T, ...]:
        mixed = list(items)
        self._random.shuffle(mixed)
        return tuple(mixed)

    def keyed(self, purpose: str, text: str, spelled: Callable[[str], str] = str) -> KeyedHash:
        if self._hashed[0] != purpose or self._hashed[1] != text:
            self._hashed = purpose, text, keyed_hash(self._secret, purpose, spelled(text))
        return self._hashed[2]

    def paper(self, text: str) -> Paper:
        salt = self.salt()
        return Paper(seal_of(salt, said(text)), salt, text)

    def file(self, account: AccountId, digest: str, content: bytes) -> PaperFile:
        # The salt is drawn from the bytes under the secret: whoever has not both learns nothing from the seal, and the
        # same bytes filed again are known to be the same.
        salt = keyed_hash(self._secret, "paper-salt", f"{account}\n{digest}", 18)
        return PaperFile(seal_of(salt, digest), salt, content)

    def reference(self, text: str) -> Reference:
        return Reference(said(text))

    def listing(self, items: tuple[str, ...]) -> Listing:
        salt = self.salt()
        return Listing(seal_of(salt, canonical(items)), salt, items)


def day_of(recorded_us: int) -> date:
    """The day in UTC of a recorded time."""
    return date.fromordinal(_FIRST_DAY + recorded_us // _DAY_US)


def readable(text: str) -> str:
    """The same text. Raises TextTooLong or TextUnreadable."""
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(longest=LONGEST_TEXT)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise TextUnreadable from None
    if "\0" in text:
        raise TextUnreadable
    return text


def all_readable(names: tuple[str, ...]) -> None:
    """Raises TextTooLong or TextUnreadable where one of these is no text that every database can hold."""
    together = "".join(names)
    if len(together) > LONGEST_TEXT or not together.isascii() or "\0" in together:
        for name in names:
            readable(name)


def said(text: str) -> str:
    """The same text. Raises TextEmpty, TextTooLong or TextUnreadable."""
    if not readable(text).strip():
        raise TextEmpty
    return text


def canonical(value: object) -> str:
    """The one way to write a value down before it is hashed: JSON, no spaces, keys sorted, plain UTF-8."""
    return _canonical(value)


_canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
"""Made once: it is written for every ballot."""


def seal_of(salt: str, text: str) -> Seal:
    """SHA-256 over the salt, a newline and the text, hexadecimal. Without the salt it tells nothing of the text."""
    return Seal(hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest())


def digest_of(content: bytes) -> str:
    """SHA-256 of a file's bytes, hexadecimal: as `sha256sum` prints it. A file's seal is that of this text."""
    return hashlib.sha256(content).hexdigest()


def keyed_hash(secret: bytes, purpose: str, text: str, size: int = 12) -> KeyedHash:
    """Keyed BLAKE2b, by default of 96 bits, in URL-safe base 64: equal for equal texts, where uniqueness matters.

    A hash for one purpose tells nothing of the same text's hash for another.
    """
    begun = _begun_hash(secret, purpose, size).copy()
    begun.update(text.encode("utf-8", "surrogatepass"))
    return KeyedHash(b2a_base64(begun.digest(), newline=False).translate(_IN_ADDRESSES).decode())


_IN_ADDRESSES = bytes.maketrans(b"+/", b"-_")
"""From the letters of base 64 to those that stand in an address as they are."""


@lru_cache(maxsize=16)
def _begun_hash(secret: bytes, purpose: str, size: int) -> "hashlib.blake2b":
    return hashlib.blake2b(key=secret, person=purpose.encode(), digest_size=size)
