"""Which language a caller reads: pt, fr or en, by the header Accept-Language."""

import re

from starlette.requests import HTTPConnection

from projections.sentences.language import Language

_RANGE = re.compile(
    r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q=([01](?:\.[0-9]{0,3})?))?\s*", re.ASCII
)


def language_for(connection: HTTPConnection) -> Language:
    """The language of whoever asks."""
    return language_of(connection.headers.get("accept-language"))


def language_of(accepted: str | None) -> Language:
    """The language that the header likes best among ours; English where it likes none or cannot be read."""
    best, liked = Language.EN, "0"
    for part in (accepted or "").split(","):
        match = _RANGE.fullmatch(part)
        if match is None:
            continue
        tag, quality = match[1].lower(), match[2] or "1"
        # Qualities have at most three digits after the point, so that they compare as text once these are filled up.
        if tag in set(Language) and _filled(quality) > _filled(liked):
            best, liked = Language(tag), quality
    return best


def _filled(quality: str) -> str:
    whole, _, fraction = quality.partition(".")
    return whole + fraction.ljust(3, "0")
