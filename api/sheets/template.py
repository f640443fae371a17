"""The template of a sheet: headings, one example row, and a page of explanations, in pt, fr or en."""

import csv
import io

from api.sheets.kinds import COLUMNS
from api.sheets.words import Column, Kind, Words, words_in
from projections.sentences.language import Language

_EXAMPLE = {
    Column.DAY: "31/12/2026",
    Column.AMOUNT: "12,50",
    Column.UNIT: "EUR",
}


def example(language: Language) -> dict[Column, str]:
    """The row that shows how a gift is written; it is not read."""
    words = words_in(language)
    return {
        Column.NUMBER: words.example["number"],
        Column.KIND: words.kinds[Kind.GIFT],
        Column.WHO: words.example["who"],
        Column.TEXT: words.example["text"],
        **_EXAMPLE,
    }


def template_csv(language: Language) -> bytes:
    """Headings and the example row; with the mark by which spreadsheets know UTF-8."""
    text = io.StringIO(newline="")
    # Where decimals have a comma, spreadsheets expect semicolons between cells; all of ours understand these.
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    shown = example(language)
    writer.writerow([words_in(language).columns[column] for column in Column])
    writer.writerow([shown.get(column, "") for column in Column])
    return text.getvalue().encode("utf-8-sig")


def explanations(language: Language) -> str:
    """The page of explanations as plain text, to go with a CSV."""
    words = words_in(language)
    lines = [words.explanations, "", *words.help.rules, ""]
    for kind in Kind:
        must, may = (", ".join(names) for names in columns_of(words, kind))
        lines.append(f"{words.kinds[kind]}: {words.help.kinds[kind]}")
        lines.append(f"  {words.help.must}: {must}")
        lines.extend([f"  {words.help.may}: {may}"] if may else [])
    return "\n".join(lines) + "\n"


def columns_of(words: Words, kind: Kind) -> tuple[list[str], list[str]]:
    """The headings of what must and of what may be filled in."""
    must, may = COLUMNS[kind]
    return (
        [words.columns[column] for column in Column if column in must],
        [words.columns[column] for column in Column if column in may],
    )


def template_xlsx(language: Language) -> bytes:
    """A workbook with the book and the page of explanations."""
    # The library takes longer to load than most commands take to run.
    from xlsxwriter import Workbook  # type: ignore[import-untyped] # noqa: PLC0415

    words, shown = words_in(language), example(language)
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        pale = book.add_format({"italic": True, "font_color": "#666666"})
        texts = book.add_format({"num_format": "@"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(words.title)
        for place, column in enumerate(Column):
            width = 32 if column in (Column.TEXT, Column.WHO, Column.BY) else 14
            # As texts, days and figures stay as they were typed, whatever the country of the program.
            sheet.set_column(place, place, width, texts)
            sheet.write_string(0, place, words.columns[column], head)
            if column in shown:
                sheet.write_string(1, place, shown[column], pale)
        sheet.freeze_panes(1, 2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.data_validation(
            2, 1, 5_000, 1, {"validate": "list", "source": "=kinds", "error_type": "warning"}
        )
        page = book.add_worksheet(words.explanations)
        page.set_column(0, 0, 22, wrapped)
        page.set_column(1, 1, 70, wrapped)
        page.set_column(2, 3, 36, wrapped)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        for line, rule in enumerate(words.help.rules):
            page.merge_range(line, 0, line, 3, rule, wrapped)
            page.set_row(line, 32)
        top = len(words.help.rules) + 1
        for place, text in enumerate((words.columns[Column.KIND], "", words.help.must, words.help.may)):
            page.write_string(top, place, text, head)
        for line, kind in enumerate(Kind, top + 1):
            must, may = columns_of(words, kind)
            row = (words.kinds[kind], words.help.kinds[kind], ", ".join(must), ", ".join(may))
            for place, text in enumerate(row):
                page.write_string(line, place, text, wrapped)
        name = words.explanations
        book.define_name("kinds", f"='{name}'!$A${top + 2}:$A${top + 1 + len(Kind)}")
    return out.getvalue()
