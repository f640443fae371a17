"""How one row is looked at: each cell read as what it must be, and what is wrong said of its row and column."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from api.sheets.cells import day_of, figure_of
from api.sheets.people import Named
from api.sheets.reading import CellRefused, Row
from api.sheets.refusals import CellMissing, CellNotUsed, OnePersonNeeded, TwoPeopleNeeded, WordUnknown
from api.sheets.words import Column, bare, slugs_by_word
from ledger.identifiers import UNRESTRICTED, MemberToken, PlaceId, PurposeId
from ledger.refusals import Refused

T = TypeVar("T")

ALWAYS = frozenset({Column.NUMBER, Column.KIND})


class Cells:
    """The cells of one row, and whom and what they name."""

    def __init__(self, row: Row, named: Named) -> None:
        self.row = row
        self.named = named

    def require(self, must: frozenset[Column], may: frozenset[Column]) -> None:
        """Raises CellRefused where something is missing, or stands where nothing is read."""
        for column in Column:
            if column in must and not self.row.said(column):
                raise CellRefused(self.row, column, CellMissing())
            if self.row.said(column) and column not in must | may | ALWAYS:
                raise CellRefused(self.row, column, CellNotUsed())

    def read(self, column: Column, how: Callable[[str], T]) -> T:
        """What a cell says. Raises CellRefused with the reason for which it cannot be read."""
        try:
            return how(self.row.said(column))
        except Refused as refusal:
            raise CellRefused(self.row, column, refusal) from None

    def text(self, column: Column) -> str | None:
        return self.row.said(column) or None

    @property
    def day(self) -> date:
        return self.read(Column.DAY, day_of)

    @property
    def amount(self) -> str:
        return self.read(Column.AMOUNT, figure_of)

    @property
    def unit(self) -> str:
        said = self.row.said(Column.UNIT)
        return said.upper() if ":" not in said else said.lower()

    def place(self, column: Column = Column.PLACE) -> PlaceId | None:
        return self.read(column, self.named.place) if self.row.said(column) else None

    @property
    def purpose(self) -> PurposeId:
        said = self.row.said(Column.PURPOSE)
        return self.read(Column.PURPOSE, self.named.purpose) if said else UNRESTRICTED

    def member(self, column: Column) -> MemberToken:
        """The one member named. Raises CellRefused."""
        return self.read(column, lambda said: self.named.member_named(_one(said)))

    def members(self, column: Column) -> tuple[MemberToken, ...]:
        """All members named."""
        return self.read(column, lambda said: tuple(self.named.member_named(name) for name in names_in(said)))

    def two(self, column: Column = Column.BY) -> tuple[MemberToken, MemberToken]:
        """The two members named. Raises CellRefused."""

        def both(said: str) -> tuple[MemberToken, MemberToken]:
            names = names_in(said)
            if len(names) != 2:
                raise TwoPeopleNeeded
            return self.named.member_named(names[0]), self.named.member_named(names[1])

        return self.read(column, both)

    def words(self, allowed: frozenset[str]) -> frozenset[str]:
        """The words in the cell What, which are among these. Raises CellRefused."""

        def known(said: str) -> frozenset[str]:
            found = {slugs_by_word().get(bare(word)) for word in names_in(said)}
            if not found <= allowed:
                raise WordUnknown
            return frozenset(word for word in found if word is not None)

        return self.read(Column.WHAT, known)


def names_in(said: str) -> list[str]:
    """What stands between semicolons."""
    return [name.strip() for name in said.split(";") if name.strip()]


def _one(said: str) -> str:
    names = names_in(said)
    if len(names) != 1:
        raise OnePersonNeeded
    return names[0]
