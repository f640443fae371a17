"""The village's paper book, copied into a Portuguese spreadsheet, which grows and is taken in whole each time."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from openpyxl import Workbook  # type: ignore[import-untyped]
from typer.testing import CliRunner, Result

from api.cli import app
from tests.api.server import Served

HEADINGS = {
    "numero": "N.º",
    "tipo": "Tipo",
    "data": "Data",
    "quem": "Quem",
    "montante": "Montante",
    "unidade": "Unidade",
    "lugar": "Lugar",
    "por": "Por",
    "que": "O quê",
    "sobre": "Diz respeito a",
    "texto": "Texto",
    "horas": "Horas da reunião",
    "convocada": "Convocada em",
    "votos_ate": "Votos até",
}
IN_MONEY = {
    "donativo",
    "quota",
    "remessa",
    "evento",
    "colecta",
    "contagem",
    "saldo inicial",
    "furto",
}


class Book:
    """A sheet that is written into, and taken in by the one phone with a signal."""

    def __init__(self, served: Served, folder: Path) -> None:
        self.served, self.folder = served, folder
        self.rows: list[dict[str, str]] = []
        self.entries = 0

    def write(self, tipo: str, data: str, *more: dict[str, str], **cells: str) -> None:
        """An entry of one row, or of several with one number."""
        self.entries += 1
        numero = f"2026-{self.entries:03}"
        money = {"unidade": "CVE", "lugar": "caixa"} if tipo in IN_MONEY else {}
        self.rows.append({"numero": numero, "tipo": tipo, "data": data, **money, **cells})
        below = "votos" if tipo == "acta" else tipo
        self.rows.extend({"numero": numero, "tipo": below, **row} for row in more)

    def strike_out(self) -> None:
        """What was written last was never taken in, and is written anew."""
        last = self.rows[-1]["numero"]
        self.rows = [row for row in self.rows if row["numero"] != last]
        self.entries -= 1

    def as_csv(self) -> Path:
        """As a spreadsheet program of a Portuguese desk writes it."""
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, list(HEADINGS), restval="", delimiter=";")
        writer.writerow(HEADINGS)
        writer.writerows(self.rows)
        path = self.folder / "livro.csv"
        path.write_text(out.getvalue(), encoding="utf-8-sig", newline="")
        return path

    def as_xlsx(self) -> Path:
        """The same as a workbook."""
        workbook = Workbook()
        page = workbook.active
        for row in (HEADINGS, *self.rows):
            page.append([row.get(column, "") for column in HEADINGS])
        path = self.folder / "livro.xlsx"
        workbook.save(path)
        return path

    def usf(self, *arguments: str) -> Result:
        """A command on the village's database."""
        return CliRunner().invoke(app, [*arguments, "--db", self.served.ledger.store.address])

    def takes(self, path: Path | None = None, *more: str) -> dict[str, Any]:
        """`usf import`: what was recorded, what was known, and what is to be corrected."""
        asked = ["import", str(path or self.as_csv()), "--zone", "Atlantic/Cape_Verde", "--json", *more]
        done = self.usf(*asked)
        assert done.stdout, (done.output, done.exception)
        told: dict[str, Any] = json.loads(done.stdout)
        assert done.exit_code == (1 if told["corrections"] else 0)
        return told

    def taken(self) -> int:
        """The whole sheet again, now that there is a signal; how many entries were new."""
        told = self.takes()
        assert not told["corrections"], told["corrections"]
        return int(told["recorded"])
