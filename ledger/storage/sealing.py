"""Whether what the papers store holds is what was put there: looked at on every read, whoever reads."""

from collections.abc import Callable
from typing import Any

from ledger.command import Paper, PaperFile
from ledger.context import digest_of, seal_of
from ledger.identifiers import Seal
from ledger.papers.refusals import PaperAltered


def fits(salt: Any, content: Any, seal: Seal) -> bool:
    """Whether a text, or a file's bytes, come to their seal. What a tampered row holds may be of any kind."""
    if not isinstance(salt, str) or not isinstance(content, str | bytes):
        return False
    return seal_of(salt, content if isinstance(content, str) else digest_of(content)) == seal


def sealed_text(seal: Seal, salt: Any, text: Any) -> Paper:
    """The paper as it was put there. Raises PaperAltered."""
    if not isinstance(text, str) or not fits(salt, text, seal):
        raise PaperAltered(seal=seal)
    return Paper(seal, salt, text)


def sealed_file(seal: Seal, salt: Any, content: Any) -> PaperFile:
    """The file as it was put there. Raises PaperAltered."""
    if not isinstance(content, bytes) or not fits(salt, content, seal):
        raise PaperAltered(seal=seal)
    return PaperFile(seal, salt, content)


def not_altered(read: Callable[[Seal], object], seal: Seal) -> bool:
    """Whether what is read there fits its seal."""
    try:
        read(seal)
    except PaperAltered:
        return False
    return True
