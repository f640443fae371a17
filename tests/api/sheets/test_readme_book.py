"""The book in the README is tried, and what the README shows is what is said."""

import re
from pathlib import Path

from typer.testing import CliRunner

from api.cli import app
from tests.api.sheets.books import village

README = Path(__file__).parents[3] / "README.md"
BLOCK = re.compile(
    r"<!-- book -->\n+```console\n\$ cat livro.csv\n(.*?)\n\n\$ usf (.*?)\n(.*?)```\n+<!-- /book -->",
    re.DOTALL,
)


def test_the_book_in_the_readme_is_answered_as_it_shows(tmp_path: Path) -> None:
    """L6"""
    found = BLOCK.search(README.read_text(encoding="utf-8"))
    assert found is not None
    book, command, shown = found.groups()
    season = village(tmp_path)
    file = tmp_path / "livro.csv"
    file.write_text(book + "\n", encoding="utf-8")
    paths = {"livro.csv": str(file), "village.db": season.ledger.store.address}
    season.close()
    told = CliRunner().invoke(app, [paths.get(word, word) for word in command.split()])
    assert "\n".join(line.rstrip() for line in told.stdout.splitlines()) == shown.rstrip()
