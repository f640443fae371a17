"""When a question about the past is asked: as of an effective date, a recorded time, both, or a position (L10)."""

from datetime import date

import msgspec


class AsOf(msgspec.Struct, frozen=True, kw_only=True):
    """What of the log counts for an answer; all of it where nothing is said."""

    effective: date | None = None
    """What had taken effect by the end of this day."""
    recorded_us: int | None = None
    """What was known at this time: microseconds since 1970 in UTC."""
    position: int | None = None
    """What stands at or before this position of the account's partition."""

    @property
    def condition(self) -> str:
        """The condition in SQL, over columns `effective`, `recorded_us` and `position`."""
        said = []
        if self.effective is not None:
            said.append("effective <= :until_effective")
        if self.recorded_us is not None:
            said.append("recorded_us <= :until_recorded")
        if self.position is not None:
            said.append("position <= :until_position")
        return " AND ".join(said) or "1"

    @property
    def values(self) -> dict[str, int | str | None]:
        """What stands for the condition's names."""
        return {
            "until_effective": None if self.effective is None else self.effective.isoformat(),
            "until_recorded": self.recorded_us,
            "until_position": self.position,
        }


NOW = AsOf()


def total(column: str) -> str:
    """Two columns in SQL whose `summed` is the sum of a column.

    Every balance fits 64 bits, but the sum of a selection of entries need not: gifts whose reversals took effect
    later, say. SQLite's own SUM would refuse such a sum, so the upper and lower halves are summed apart.
    """
    return f"IFNULL(SUM({column} >> 32), 0), IFNULL(SUM({column} & 4294967295), 0)"


def summed(upper: int, lower: int) -> int:
    """The sum that the two columns of `total` make."""
    return (upper << 32) + lower
