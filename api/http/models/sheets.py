"""What is answered of a sheet that was taken in, or would be."""

from pydantic import BaseModel, Field

from api.sheets.taking import Became
from api.sheets.words import Column, Kind


class EntryTold(BaseModel):
    """One entry of the sheet, and what became of it."""

    sheet: int = Field(description="Number of the sheet in the file, from 1.")
    rows: list[int] = Field(description="Numbers of its rows, from 1.")
    kind: Kind
    became: Became
    created: list[str] = Field(description="Ids of what it made, in the order in which that happened.")


class RowCorrection(BaseModel):
    """What is wrong with a row. Nothing that stands in a cell is repeated: it may be a name."""

    sheet: int
    row: int
    column: Column | None = Field(description="None where it is the row as a whole.")
    refusal: str = Field(description="Slug of the refusal.")
    sentence: str = Field(description="What to do, in the caller's language.")


class SheetTaken(BaseModel):
    """What became of a sheet."""

    position: str | None = Field(description="Pass it as `min_position` to read what this changed.")
    paper: str | None = Field(description="The sheet itself, kept where anything of it was recorded.")
    entries: list[EntryTold]
    corrections: list[RowCorrection]
