"""Whatever became of a file on its way: it is read and adds up, or is refused; nothing else ever comes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.bank.maps import BankMap, example, read_map
from api.bank.reading import read_bank_file
from api.bank.statement import BankStatement
from ledger.refusals import Refused
from tests.api.bank.camt_files import Entry, Transaction, camt
from tests.api.bank.test_mt940 import DUTCH, GERMAN
from tests.api.bank.test_ofx import SGML, XML
from tests.api.bank.test_tables import FRENCH

FILES = {
    "camt": camt([Entry(4000, [Transaction(2500, "Rui"), Transaction(1500, "Ana")]), Entry(-300)]),
    "german": GERMAN.encode(),
    "dutch": DUTCH.encode(),
    "ofx 1": SGML.encode(),
    "ofx 2": XML.encode(),
    "csv": FRENCH.encode(),
}
MAP: BankMap = read_map(example().encode())


@st.composite
def damage(draw: st.DrawFn) -> tuple[float, float, bytes]:
    """From where to where of the file, in parts of it, and what stands there instead."""
    pieces = st.sampled_from(
        [
            b"",
            b"\0",
            b"\n",
            b"<",
            b">",
            b"&x;",
            b":61:",
            b":62F:",
            b"9" * 40,
            b"-",
            b",",
            b'"',
            b"\xff",
            b"</Ntry>",
        ]
    )
    start = draw(st.floats(0, 1))
    return (
        start,
        start + draw(st.sampled_from((0, 0, 0.001, 0.01, 0.2, 1))),
        draw(pieces | st.binary(max_size=8)),
    )


@pytest.mark.parametrize("form", FILES)
@given(damages=st.lists(damage(), min_size=1, max_size=3))
def test_a_damaged_file_is_read_or_refused(form: str, damages: list[tuple[float, float, bytes]]) -> None:
    """L12"""
    raw = FILES[form]
    for start, end, instead in damages:
        raw = raw[: int(start * len(raw))] + instead + raw[int(end * len(raw)) :]
    found, sentence = _read(raw)
    assert "[" not in sentence, "every refusal says what it is about"
    for one in found:
        if one.opening_minor is not None and one.closing_minor is not None:
            assert one.opening_minor + one.sum_minor == one.closing_minor
        assert [line.number for line in one.lines] == list(range(1, len(one.lines) + 1))
        assert all(line.amount_minor for line in one.lines)


def _read(raw: bytes) -> tuple[tuple[BankStatement, ...], str]:
    """What is in the file, or why it is refused."""
    try:
        return read_bank_file(raw, MAP), ""
    except Refused as refusal:
        return (), refusal.sentence()
