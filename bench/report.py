"""What is reported of each row: both figures, their ratio, and whether the goal is met."""

from collections.abc import Callable, Sequence
from statistics import median
from typing import Any, Literal

import msgspec

from bench.run import Run


class Figures(msgspec.Struct):
    """What a row measured: the samples, in the order in which they were taken."""

    ours: list[float]
    reference: list[float] = []
    """None where nothing is there to compare with: the figure itself is then the ratio."""
    note: str = ""
    detail: dict[str, Any] = {}
    """What explains the figure, such as the share of each table."""


class Row(msgspec.Struct, frozen=True):
    """A row of the table before it is measured."""

    name: str
    unit: str
    reference_is: str
    goal: float
    """Of the ratio; in the row's unit where there is no reference."""
    measure: Callable[[Run], Figures]
    better: Literal["higher", "lower"] = "higher"


class Result(msgspec.Struct):
    """A row of the table, and of the file."""

    name: str
    unit: str
    ours: float | None
    reference: float | None
    reference_is: str
    ratio: float
    goal: float
    better: str
    met: bool
    note: str = ""
    ours_samples: list[float] = []
    reference_samples: list[float] = []
    detail: dict[str, Any] = {}
    seconds: float = 0.0
    """How long the row took to measure."""


def result_of(row: Row, figures: Figures, seconds: float) -> Result:
    """Medians, their ratio, and the verdict."""
    ours = median(figures.ours)
    reference = median(figures.reference) if figures.reference else None
    ratio = ours if reference is None else ours / reference
    return Result(
        name=row.name,
        unit=row.unit,
        ours=_plain(ours),
        reference=None if reference is None else _plain(reference),
        reference_is=row.reference_is,
        ratio=_plain(ratio),
        goal=row.goal,
        better=row.better,
        met=ratio >= row.goal if row.better == "higher" else ratio <= row.goal,
        note=figures.note,
        ours_samples=[_plain(sample) for sample in figures.ours],
        reference_samples=[_plain(sample) for sample in figures.reference],
        detail=figures.detail,
        seconds=round(seconds, 1),
    )


def not_measured(row: Row, why: str, seconds: float = 0.0) -> Result:
    """A row without a figure is not met."""
    return Result(
        name=row.name,
        unit=row.unit,
        ours=None,
        reference=None,
        reference_is=row.reference_is,
        ratio=0.0,
        goal=row.goal,
        better=row.better,
        met=False,
        note=why,
        seconds=round(seconds, 1),
    )


def _plain(number: float) -> float:
    """Four significant digits: more would be noise."""
    return float(f"{number:.4g}")


COLUMNS = ("row", "ours", "reference", "unit", "ratio", "goal", "met")


def line_of(result: Result) -> tuple[str, ...]:
    """The row as people read it."""
    sign = "≥" if result.better == "higher" else "≤"
    return (
        result.name,
        _shown(result.ours),
        _shown(result.reference),
        result.unit,
        _shown(result.ratio),
        f"{sign} {result.goal:g}",
        "yes" if result.met else "NO",
    )


def _shown(number: float | None) -> str:
    if number is None:
        return "–"
    return f"{number:,.0f}" if number >= 1000 else f"{number:.3g}"


def table_of(results: Sequence[Result]) -> str:
    """All rows, in columns; below, what the references are and what there is to note."""
    lines = [COLUMNS, *map(line_of, results)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(COLUMNS))]
    right = {"ours", "reference", "ratio"}
    table = [
        "  ".join(
            cell.rjust(width) if name in right else cell.ljust(width)
            for name, cell, width in zip(COLUMNS, line, widths, strict=True)
        ).rstrip()
        for line in lines
    ]
    notes = [
        f"{result.name}: reference is {result.reference_is}.{' ' + result.note if result.note else ''}"
        for result in results
    ]
    return "\n".join((table[0], "─" * max(map(len, table)), *table[1:], "", *notes))
