"""What became of a sheet, in the language of its headings, and never with what stands in a cell."""

from api.http.sentences import sentence_of
from api.sheets.reading import CellRefused
from api.sheets.words import Column, words_in
from projections.sentences.language import Language


def correction(fault: CellRefused, language: Language) -> str:
    """The row, the column, and what to do there."""
    words = words_in(language)
    where = words.row.format(row=fault.row.line)
    if fault.row.tab > 1:
        where += f" ({fault.row.tab})"
    if fault.column is not None:
        where += f", {words.columns[Column(fault.column)]}"
    return words.correction.format(where=where, sentence=sentence_of(fault.refusal, language))
