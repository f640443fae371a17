"""Why a request is refused, in the language of whoever asks."""

import re

import pytest

from api.http.problems import all_refusals
from api.http.sentences import templates
from projections.sentences.language import Language
from tests.api.village import Village

FIELDS = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("language", [Language.PT, Language.FR])
def test_every_refusal_has_its_sentence_in_every_language(language: Language) -> None:
    kinds = {kind.slug: kind for kind in all_refusals() if kind.__module__.startswith(("ledger.", "api."))}
    said = templates(language)
    assert sorted(said) == sorted(kinds)
    for slug, kind in kinds.items():
        assert sorted(FIELDS.findall(said[slug])) == sorted(FIELDS.findall(kind.title())), slug
        assert said[slug] != kind.title(), slug


@pytest.mark.parametrize(
    ("accepted", "language"), [("pt-PT,pt;q=0.9,en;q=0.5", "pt"), ("fr", "fr"), ("de", "en"), ("", "en")]
)
def test_a_refusal_is_told_in_the_language_of_whoever_asks(
    village: Village, accepted: str, language: str
) -> None:
    at = f"{village.at}/contributions"
    body = {"unit": "EUR", "amount": "1.234", "giver": {"name": "Rui"}}
    answer = village.treasurer.http.post(at, json=body, headers={"Accept-Language": accepted})
    assert answer.status_code == 400
    assert answer.headers["Content-Language"] == language
    problem = answer.json()
    assert problem["type"] == "/problems/too-many-digits", "the slug is the same in every language"
    assert "EUR" in problem["title"]
    assert "2" in problem["title"]
    english = "EUR has 2 digits after the point"
    assert problem["title"].startswith(english) is (language == "en")


def test_a_line_of_a_stream_is_refused_in_the_language_too(village: Village) -> None:
    answer = village.treasurer.http.post(
        f"{village.at}/contribution-batches",
        content=b'{"unit":"EUR","amount":"1.234","giver":{"name":"Rui"}}\n',
        headers={"Content-Type": "application/x-ndjson", "Accept-Language": "fr"},
    )
    assert '"too-many-digits"' not in answer.text
    assert "EUR has 2 digits" not in answer.text
    assert "/problems/too-many-digits" in answer.text
