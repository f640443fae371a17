"""What happens to territories; all of it in the commons."""

from datetime import date

from ledger.event import Event, Marks, Sealed
from ledger.identifiers import PartyToken, Seal, Stream, TerritoryId
from ledger.territories.state import Standing, Territory, TerritoryKind, parent_mark


class TerritoryRegistered(Event, frozen=True, kw_only=True, tag="territory-registered"):
    """A territory stands in the register, under its names."""

    territory_kind: TerritoryKind
    country: str
    """ISO 3166-1 alpha-2."""
    names: dict[str, Seal]
    """By language, the two or three letters of ISO 639; each name is a paper."""
    parent: TerritoryId | None = None
    """The territory in which it lies."""
    together: bool = False
    """Whether it is a member of TOGETHER."""

    def apply(self, state: Territory) -> None:
        state.kind, state.parent, state.together = self.territory_kind, self.parent, self.together

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        if self.parent is not None:
            marks.put(parent_mark(TerritoryId(stream)), self.parent)


class TerritoryMoved(Event, frozen=True, kw_only=True, tag="territory-moved"):
    """A territory lies in another one than before, or in none (T1)."""

    parent: TerritoryId | None
    effective: date

    def apply(self, state: Territory) -> None:
        state.parent = self.parent

    def mark(self, marks: Marks, stream: Stream, sealed: Sealed) -> None:
        marks.put(parent_mark(TerritoryId(stream)), self.parent)


class TogetherMembershipStated(Event, frozen=True, kw_only=True, tag="together-membership-stated"):
    """A territory is a member of TOGETHER from a date, or is so no longer."""

    member_of_together: bool
    effective: date

    def apply(self, state: Territory) -> None:
        state.together = self.member_of_together


class ResourcesStated(Event, frozen=True, kw_only=True, tag="resources-stated"):
    """Somebody states, on a day, that a territory is advantaged or disadvantaged in resources (T2)."""

    standing: Standing
    author: PartyToken
    """Who says so; the name stands in the people store."""
    grounds: Seal
    """Of the text that says why."""
    effective: date

    def apply(self, state: Territory) -> None:
        state.statements += 1
