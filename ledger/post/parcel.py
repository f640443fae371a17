"""What one installation hands to another: messages, and receipts for messages, signed as one piece of canonical JSON.

There is one way to write a parcel down, and only that is read; so whatever byte is changed, nothing of it is believed.
A parcel holds no time and no number: read twice, late, or after others, it says the same.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from ledger.command import Paper
from ledger.context import canonical, readable, seal_of
from ledger.decoders import convert
from ledger.identifiers import AccountId, InstallationId, Seal, is_seal
from ledger.message import MessageId, written
from ledger.post.letters import Letter
from ledger.post.refusals import PaperUnfit, ParcelMalformed, ParcelTooLarge, SignatureWrong
from ledger.refusals import Refused
from ledger.signing import Signer, fits

LARGEST_BYTES = 2 * 1024 * 1024
MOST = 200
"""Messages in one parcel, and receipts."""
LONGEST_WORD = 200
"""Characters of any text in a message: what people write travels as papers."""
LARGEST_NUMBER = 2**63 - 1
_SLUG = re.compile("[a-z0-9][a-z0-9-]{0,79}")
"""What a refusal is called: it is shown to people, so nobody writes anything else in its place."""


class PackedPaper(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text with what it is sealed by."""

    seal: str
    salt: str
    text: str


class PackedMessage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message, as it travels."""

    id: str
    """`<installation>/<partition>.<position>.<number>`: told apart from all others, wherever they come from."""
    sender: AccountId
    to: AccountId
    message: dict[str, Any]
    papers: tuple[PackedPaper, ...] = ()

    @property
    def digest(self) -> str:
        """What a receipt names beside the id, so that one for what a restore has undone is good for nothing else."""
        return digest_of(self.sender, self.to, self.message)


class Receipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message was taken in, durably; or it was refused, and why."""

    id: str
    digest: str
    refusal: str | None = None
    """The refusal's slug."""


class Parcel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All that is handed over at once."""

    sender: InstallationId
    receiver: InstallationId
    messages: tuple[PackedMessage, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    signature: str = ""

    def signed(self, signer: Signer) -> bytes:
        """As it travels."""
        content = msgspec.to_builtins(self)
        del content["signature"]
        content["signature"] = signer.sign(_signable(content))
        return canonical(content).encode()

    def require_signed(self, key: str) -> None:
        """Raises SignatureWrong where the holder of this key did not sign just this."""
        content = msgspec.to_builtins(self)
        del content["signature"]
        if not fits(key, self.signature, _signable(content)):
            raise SignatureWrong


def _signable(content: dict[str, Any]) -> bytes:
    """What is signed says what it is, so that no signature for anything else can stand for it."""
    return b"usf parcel 1\n" + canonical(content).encode()


def packed(letter: Letter, own: InstallationId) -> PackedMessage:
    """A message made ready to travel."""
    return PackedMessage(
        id=name_of(letter.id, own),
        sender=AccountId(letter.sender),
        to=letter.to,
        message=msgspec.to_builtins(letter.message),
        papers=tuple(PackedPaper(p.seal, p.salt, p.text) for p in letter.papers),
    )


def name_of(message: MessageId, own: InstallationId) -> str:
    """How a message is called outside."""
    return f"{own}/{message.written}"


def message_of(name: str, own: InstallationId) -> MessageId | None:
    """Which of our messages is called so; None where none can be."""
    return written(name.removeprefix(f"{own}/")) if name.startswith(f"{own}/") else None


def digest_of(sender: str, to: str, message: dict[str, Any]) -> str:
    """SHA-256 of a message, hexadecimal; without its papers, which may be forgotten meanwhile (L9)."""
    return hashlib.sha256(canonical([sender, to, message]).encode()).hexdigest()


def read(raw: bytes) -> Parcel:
    """A parcel as it came. Who it is from, and whether that is true, is for the reader to ask.

    Raises ParcelTooLarge, ParcelMalformed or PaperUnfit.
    """
    if len(raw) > LARGEST_BYTES:
        raise ParcelTooLarge(largest_bytes=LARGEST_BYTES)
    try:
        content = json.loads(raw)
        parcel = convert(content, Parcel)
        # What was left out stands in it, so that there is one way to write it.
        if canonical(msgspec.to_builtins(parcel)).encode() != raw:
            raise ParcelMalformed
        if not all(
            receipt.refusal is None or _SLUG.fullmatch(receipt.refusal) for receipt in parcel.receipts
        ):
            raise ParcelMalformed
        _require_sound([msgspec.to_builtins(message) | {"papers": ()} for message in parcel.messages])
    except (ValueError, RecursionError, msgspec.ValidationError, Refused):
        raise ParcelMalformed from None
    if len(parcel.messages) > MOST or len(parcel.receipts) > MOST:
        raise ParcelTooLarge(largest_bytes=LARGEST_BYTES)
    return parcel


def papers_of(message: PackedMessage) -> tuple[Paper, ...]:
    """The papers of a message. Raises PaperUnfit where one does not fit its seal, or the message names no such seal."""
    named = canonical(message.message)
    return tuple(_paper(paper, named) for paper in message.papers)


def seals_without_papers(message: PackedMessage) -> set[Seal]:
    """What could be seals of texts in a message that does not bring these texts."""
    brought = {paper.seal for paper in message.papers}
    return {Seal(said) for said in _texts(message.message) if is_seal(said) and said not in brought}


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for part in value.values():
                yield from _texts(part)
        case list() | tuple():
            for part in value:
                yield from _texts(part)
        case _:
            pass


def _paper(paper: PackedPaper, named: str) -> Paper:
    try:
        seal = seal_of(paper.salt, readable(paper.text))
    except Refused:
        raise PaperUnfit from None
    if seal != paper.seal or f'"{seal}"' not in named or len(paper.salt) > LONGEST_WORD:
        raise PaperUnfit
    return Paper(seal, paper.salt, paper.text)


def _require_sound(value: Any) -> None:
    """Raises ValueError or Refused where a value of a message is none that an event can hold."""
    match value:
        case str():
            if len(readable(value)) > LONGEST_WORD:
                raise ValueError
        case bool() | None:
            pass
        case int():
            if abs(value) > LARGEST_NUMBER:
                raise ValueError
        case dict():
            _require_sound([*value, *value.values()])
        case list() | tuple():
            for part in value:
                _require_sound(part)
        case _:
            raise ValueError


def within(messages: Sequence[PackedMessage]) -> tuple[PackedMessage, ...]:
    """As many of these as one parcel takes, and at least one."""
    left = LARGEST_BYTES // 2
    taken: list[PackedMessage] = []
    for message in messages[:MOST]:
        left -= len(canonical(msgspec.to_builtins(message)).encode())
        if left < 0 and taken:
            break
        taken.append(message)
    return tuple(taken)
