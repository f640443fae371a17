"""`usf import`: a cash book kept in a spreadsheet, taken in row by row; and the template to begin with."""

from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.common import (
    REFUSED,
    AccountOption,
    Database,
    Json,
    answered,
    as_json,
    as_table,
    caught_up,
    give_up,
    reading,
    say,
)
from api.cli.keys import OPERATOR
from api.cli.names import chosen
from api.sheets.reading import LARGEST_BYTES, MOST_ROWS, read_sheet
from api.sheets.refusals import SheetTooLarge
from api.sheets.taking import Became, Taken, Told, take_sheet
from api.sheets.telling import correction
from api.sheets.template import explanations, template_csv, template_xlsx
from api.sheets.words import Column, words_in
from api.sheets.zones import zone_of
from ledger.papers.media import examined
from projections.sentences.language import Language

File = Annotated[
    Path,
    typer.Argument(
        metavar="SHEET",
        help="The sheet, CSV or XLSX; where the template goes, with --template.",
        show_default=False,
    ),
]
Template = Annotated[
    Language | None,
    typer.Option("--template", help="Write an empty sheet in this language instead.", show_default=False),
]
AsXlsx = Annotated[
    bool | None,
    typer.Option("--xlsx/--csv", help="Form of the template; else as the file is named.", show_default=False),
]
Zone = Annotated[
    str | None,
    typer.Option("--zone", help="Time zone of meetings, such as Atlantic/Cape_Verde.", show_default=False),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(take_in)


def take_in(
    file: File,
    account: AccountOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would become of each row, and record nothing.")
    ] = False,
    good_rows: Annotated[
        bool, typer.Option("--good-rows", help="Record what is right, although other rows are wrong.")
    ] = False,
    zone: Zone = None,
    template: Template = None,
    xlsx: AsXlsx = None,
    db: Database = None,
    json: Json = False,
) -> None:
    """Take in a sheet, once: the same rows again change nothing. All are recorded, or none where one is wrong."""
    if template is not None:
        _write(file, template, xlsx)
        return
    with answered():
        known_zone = None if zone is None else zone_of(zone)
        raw = _read(file)
        sheet = read_sheet(raw)
    with reading(db) as (ledger, shelf):
        with shelf.reading() as views:
            found = chosen(views, account)
        if len(found) != 1:
            give_up("There are several local accounts here, or none: say which with --account.", 2)
        taken = take_sheet(
            ledger,
            found[0].account,
            sheet,
            examined(raw),
            by=OPERATOR,
            zone=known_zone,
            dry_run=dry_run,
            good_rows=good_rows,
        )
        caught_up(shelf)
    if json:
        as_json(_json(taken, sheet.language))
    else:
        _show(taken, sheet.language)
    if taken.faults:
        raise typer.Exit(REFUSED)


def _show(taken: Taken, language: Language) -> None:
    words = words_in(language)
    rows = [
        (str(told.entry.first.line), told.entry.number, words.kinds[told.entry.kind], words.told[told.became])
        for told in taken.told
        if told.became is not Became.REFUSED
    ]
    if rows:
        as_table(
            words.title,
            (words.row.format(row="").strip(), words.columns[Column.NUMBER], words.columns[Column.KIND], ""),
            rows,
            numbers=(words.row.format(row="").strip(),),
        )
    for fault in taken.faults:
        say(correction(fault, language))


def _json(taken: Taken, language: Language) -> dict[str, Any]:
    """For programs: of rows and columns, never of what stands in them."""
    return {
        "recorded": sum(told.became is Became.RECORDED for told in taken.told),
        "known": sum(told.became is Became.KNOWN for told in taken.told),
        "paper": taken.paper,
        "entries": [_entry(told) for told in taken.told],
        "corrections": [
            {
                "sheet": fault.row.tab,
                "row": fault.row.line,
                "column": fault.column,
                "refusal": fault.refusal.slug,
                "sentence": correction(fault, language),
            }
            for fault in taken.faults
        ],
    }


def _entry(told: Told) -> dict[str, Any]:
    return {
        "rows": [row.line for row in told.entry.rows],
        "sheet": told.entry.first.tab,
        "kind": told.entry.kind,
        "became": told.became,
        "created": told.created,
    }


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST_BYTES:
            raise SheetTooLarge(largest_bytes=LARGEST_BYTES, most_rows=MOST_ROWS)
        return file.read_bytes()
    except OSError:
        give_up(f"{file} cannot be read: check the path, and that this user may read it.", 2)


def _write(file: Path, language: Language, xlsx: bool | None) -> None:
    """Write a template, never over another file; beside a CSV lies its page of explanations."""
    if xlsx is None:
        xlsx = file.suffix.lower() == ".xlsx"
    files = {file: template_xlsx(language) if xlsx else template_csv(language)}
    if not xlsx:
        files[file.with_suffix(".txt")] = explanations(language).encode()
    for path, content in files.items():
        try:
            with path.open("xb") as opened:
                opened.write(content)
        except FileExistsError:
            give_up(f"{path} is there already: choose another name.", 2)
        except OSError:
            give_up(f"{path} cannot be written: check the path, and that this user may write there.", 2)
        say(f"Written: {path}.")
