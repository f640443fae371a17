"""What is answered of a bank file that was taken in, or would be."""

from datetime import date

from pydantic import BaseModel, Field

from api.bank.foretelling import Happens


class LineForetold(BaseModel):
    """One line, and what would become of it."""

    number: int = Field(description="Within its statement, from 1.")
    line: int = Field(description="Of the file, from 1.")
    booked: date
    amount: str = Field(description="Less than zero where money went out.")
    happens: Happens
    entries: list[int] = Field(description="Entries of the account that it agrees with, or may.")


class EntryLeftOut(BaseModel):
    """An entry that is none yet, or moves nothing."""

    line: int
    status: str = Field(description="The bank's own code; 0 for an entry of nothing.")


class StatementInside(BaseModel):
    """One statement of the file."""

    id: str | None = Field(description="Of the statement that holds this now; none in a dry run.")
    recorded: bool = Field(description="False where all of it was taken before.")
    form: str = Field(description="What the file was found to be, such as camt.053.")
    unit: str
    begins: date
    ends: date
    opening: str | None
    closing: str | None
    line_count: int
    lines: list[LineForetold] | None = Field(description="In a dry run alone.")
    left_out: list[EntryLeftOut]


class BankFileTaken(BaseModel):
    """What became of a bank file."""

    position: str | None = Field(description="Pass it as `min_position` to read what this changed.")
    statements: list[StatementInside]
