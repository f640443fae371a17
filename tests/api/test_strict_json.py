"""JSON is read strictly by whichever reader is quick enough, and both understand the same."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.http.strict_json import read_canonically, read_json
from ledger.refusals import Refused

DEEPEST = 16

texts = st.text(st.sampled_from('aé:,{}[]" \\/🚌\x7f\u2028\0\ud800'), max_size=6)
numbers = st.one_of(
    st.integers(),
    st.integers(min_value=10**37, max_value=10**42),
    st.floats(allow_nan=True, allow_infinity=True),
)
values = st.recursive(
    st.one_of(texts, numbers, st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=20,
)


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """JSON as some sender or other writes it, now and then with a mistake in it."""
    written = json.dumps(
        draw(values),
        ensure_ascii=draw(st.booleans()),
        separators=draw(st.sampled_from([(",", ":"), (", ", ": "), (" ,\n", "\t: ")])),
    ).encode(errors="surrogatepass")
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(written)))
        end = draw(st.integers(place, min(len(written), place + 3)))
        slip = st.sampled_from([b"", b":", b",", b'"a":1,', b"\\", b'"', b"\xff", b"\x00", b"1e999", b"{"])
        written = written[:place] + draw(slip) + written[end:]
    return written


def outcome(read: Any, raw: bytes) -> Any:
    """What a reader says of a document, in a form that can be compared."""
    try:
        return repr(read(raw))
    except Refused as refusal:
        return type(refusal), refusal.about


@given(documents())
def test_the_quick_reader_understands_and_refuses_what_the_thorough_one_does(raw: bytes) -> None:
    """L4"""
    quick = outcome(lambda raw: read_canonically(raw, DEEPEST)[0], raw)
    assert quick == outcome(lambda raw: read_json(raw, DEEPEST), raw)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a": 1, "a": "\\u003a"}',
        b'[{"a": 1, "a": 1}, 1e999]',
        b"[" * DEEPEST + b"]" * DEEPEST,
        b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1),
        b'"' + b"[" * 100 + b'"',
        b"9" * 40,
        b"-" + b"9" * 40,
        b'"' + b"9" * 41 + b'"',
        b"0." + b"9" * 41,
        b"-0",
        b"",
    ],
)
def test_what_is_hard_to_tell_apart_is_told_by_the_thorough_reader(raw: bytes) -> None:
    """L4"""
    quick = outcome(lambda raw: read_canonically(raw, DEEPEST)[0], raw)
    assert quick == outcome(lambda raw: read_json(raw, DEEPEST), raw)


@given(st.dictionaries(texts, values, max_size=5))
def test_a_document_says_the_same_however_it_is_ordered_spaced_and_escaped(document: dict[str, Any]) -> None:
    """L2"""
    raw = json.dumps(document).encode()
    turned = json.dumps(dict(reversed(document.items())), ensure_ascii=False, indent=2)
    if not isinstance(outcome(lambda raw: read_json(raw, DEEPEST), raw), tuple):
        assert read_canonically(raw, DEEPEST)[1] == read_canonically(turned.encode(), DEEPEST)[1]


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a": ":", "a": 1}',
        b'{"a": {"b": 1, "b": 2}}',
        b'[{"a": 1}, {"a": 1, "a": 1}]',
        b'{"\\u0061": 1, "a": 1}',
        b'{"a": {}, "b": ":::", "a": {}}',
    ],
)
def test_a_field_that_stands_twice_is_found_wherever_it_stands(raw: bytes) -> None:
    """L4"""
    assert outcome(lambda raw: read_canonically(raw, DEEPEST), raw)[0].__name__ == "JsonKeyTwice"
