"""Why a request is refused, in the language that its caller reads: one template for each kind of refusal.

English stands in the refusals' own docstrings; `pt.toml` and `fr.toml` hold the others by slug.
"""

import tomllib
from functools import cache
from importlib.resources import files

from ledger.refusals import Refused
from projections.sentences.language import Language


def sentence_of(refusal: Refused, language: Language) -> str:
    """The sentence of a refusal; in English where there is no template in the language."""
    return refusal.sentence(templates(language).get(refusal.slug))


@cache
def templates(language: Language) -> dict[str, str]:
    """The templates of a language by slug; none for English."""
    if language is Language.EN:
        return {}
    return tomllib.loads((files(__package__) / f"{language}.toml").read_text(encoding="utf-8"))
