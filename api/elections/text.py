"""The text of a Pabulib file: three sections of rows, each row knowing its line.

A `.pb` file is three `;`-separated tables in one UTF-8 text. This module finds the tables, `api.elections.cells`
reads single cells, and `api.elections.pabulib` says what they mean together. What is wrong is told as an
`ElectionFileProblem` that names a section, a column or a META key, and never repeats what a cell holds:
the ages, homes and names of voters may stand there.
"""

import csv
import io
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

NEEDED_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "META": ("key", "value"),
    "PROJECTS": ("project_id", "cost"),
    "VOTES": ("voter_id", "vote"),
}
LARGEST_FILE_BYTES = 256 * 1024 * 1024
"""The largest published elections hold some 10 MB; the bound keeps a wrong path from filling the memory."""


class ElectionFileProblem(ValueError):  # noqa: N818 - it is an answer to a person, not a failure
    """The election file cannot be read; the sentence says what is wrong and what to do."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        super().__init__(sentence if line is None else f"Line {line}: {sentence}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells by column name, and the line on which it begins, counted from 1."""

    line: int
    cells: Mapping[str, str]


def read_text(path: Path) -> str:
    """The whole file as text, without a byte order mark."""
    raw = _bytes_of(path)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        raise ElectionFileProblem("The file is not UTF-8 here; save it again as UTF-8.", line) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ElectionFileProblem("The file holds the character U+0000 here; remove it.", line)
    if not text.strip():
        raise ElectionFileProblem("The file is empty; give a file with META, PROJECTS and VOTES.")
    return text


def _bytes_of(path: Path) -> bytes:
    """The file's bytes; only plain files are opened, because a pipe or a device may never end."""
    try:
        status = path.stat()
        if stat.S_ISREG(status.st_mode) and status.st_size <= LARGEST_FILE_BYTES:
            return path.read_bytes()
    except FileNotFoundError:
        raise ElectionFileProblem("There is no such file; check the path.") from None
    except (OSError, ValueError):
        sentence = "The file cannot be read; check the path and who may read it."
        raise ElectionFileProblem(sentence) from None
    if stat.S_ISREG(status.st_mode):
        raise ElectionFileProblem("The file is larger than 256 MiB; give the file of one election.")
    kind = "a folder" if stat.S_ISDIR(status.st_mode) else "not a plain file"
    raise ElectionFileProblem(f"The path is {kind}; give the path of one .pb file.")


def sections_of(text: str) -> dict[str, tuple[Row, ...]]:
    """The rows of the three sections by name, in whatever order the sections stand.

    A section begins with a row that holds its name alone. Blank rows are passed over, also those that a
    spreadsheet leaves as `;;;`.
    """
    tables: dict[str, list[tuple[int, list[str]]]] = {}
    table: list[tuple[int, list[str]]] | None = None
    for line, cells in _lines_of_cells(text):
        if not any(cells):
            continue
        name = cells[0].upper()
        if name in NEEDED_COLUMNS and not any(cells[1:]):
            if name in tables:
                raise ElectionFileProblem(f"The section {name} begins a second time; keep one.", line)
            table = tables[name] = []
        elif table is None:
            raise ElectionFileProblem("The file does not begin with a section; begin it with META.", line)
        else:
            table.append((line, cells))
    for name in NEEDED_COLUMNS:
        if name not in tables:
            sentence = f"The section {name} is missing; a file needs META, PROJECTS and VOTES."
            raise ElectionFileProblem(sentence)
    return {name: _rows(name, table) for name, table in tables.items()}


def _lines_of_cells(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every row with the line on which it begins; cells come without the spaces around them.

    Published files hold names such as `"Together" for all`, where the quotes end before the field does. This is
    forgiven within one line only: across lines a stray quote would swallow ballots without a word.
    """
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=";", skipinitialspace=True)
    begin = 1
    try:
        for cells in reader:
            if reader.line_num > begin or reader.line_num == len(lines):
                own_lines = lines[begin - 1 : reader.line_num]
                list(csv.reader(own_lines, delimiter=";", skipinitialspace=True, strict=True))
            yield begin, [cell.strip() for cell in cells]
            begin = reader.line_num + 1
    except csv.Error:
        sentence = 'The quotes of a field that begins here do not close; inside a field, write " twice.'
        raise ElectionFileProblem(sentence, begin) from None


def _rows(section: str, table: list[tuple[int, list[str]]]) -> tuple[Row, ...]:
    if not table:
        sentence = f"The section {section} has no row with the names of its columns; add it."
        raise ElectionFileProblem(sentence)
    line, header = table[0]
    while not header[-1]:
        header.pop()
    columns = [column.casefold() for column in header]
    for column in NEEDED_COLUMNS[section]:
        if column not in columns:
            raise ElectionFileProblem(f"The section {section} has no column {column}; add it.", line)
    named = [column for column in columns if column]
    if len(set(named)) < len(named):
        raise ElectionFileProblem(f"The section {section} has two columns of one name; keep one.", line)
    rows = []
    for line, cells in table[1:]:
        if len(cells) < len(columns) or any(cells[len(columns) :]):
            few_or_many = "few" if len(cells) < len(columns) else "many"
            sentence = f"This row of {section} has too {few_or_many} fields; it needs {len(columns)}."
            raise ElectionFileProblem(sentence, line)
        rows.append(Row(line, dict(zip(columns, cells, strict=False))))
    return tuple(rows)
