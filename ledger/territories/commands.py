"""What can be asked of the register of territories."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from ledger.accounts.look import person
from ledger.associations.refusals import CountryMalformed
from ledger.command import Command, Context, Decision, Fact, Reads, Seen, effective_date
from ledger.identifiers import Mark, PartyToken, Seal, TerritoryId
from ledger.territories.events import (
    ResourcesStated,
    TerritoryMoved,
    TerritoryRegistered,
    TogetherMembershipStated,
)
from ledger.territories.look import territory_in
from ledger.territories.refusals import LanguageMalformed, TerritoryInCircle, TerritoryNameMissing
from ledger.territories.state import PARENTS, Standing, TerritoryKind, parent_mark

_COUNTRY = re.compile("[A-Z]{2}")
_LANGUAGE = re.compile("[a-z]{2,3}")
"""The form alone, as for countries."""


class NameGiven(msgspec.Struct, frozen=True):
    """A territory's name in one language."""

    language: str
    name: str


class RegisterTerritory(Command, frozen=True, kw_only=True):
    """Enter a territory into the register; its names are papers."""

    kind: TerritoryKind
    country: str
    names: tuple[NameGiven, ...]
    """The last of one language counts."""
    parent: TerritoryId | None = None
    together: bool = False

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.parent,) if self.parent else ())

    def decide(self, seen: Seen, context: Context) -> Decision:
        if not _COUNTRY.fullmatch(self.country):
            raise CountryMalformed
        if not self.names:
            raise TerritoryNameMissing
        if not all(_LANGUAGE.fullmatch(given.language) for given in self.names):
            raise LanguageMalformed
        if self.parent is not None:
            territory_in(seen, self.parent)
        names: dict[str, Seal] = {}
        for given in self.names:
            paper = context.paper(given.name)
            yield paper
            names[given.language] = paper.seal
        territory = TerritoryId(context.fresh("territory"))
        yield Fact(
            territory,
            TerritoryRegistered(
                territory_kind=self.kind,
                country=self.country,
                names=names,
                parent=self.parent,
                together=self.together,
            ),
        )
        return territory


class _OfTerritory(Command, frozen=True, kw_only=True):
    """What the commands about one territory read."""

    territory: TerritoryId
    effective: date | None = None

    def reads(self, context: Context) -> Reads:
        return Reads(streams=(self.territory,))


class MoveTerritory(_OfTerritory, frozen=True, kw_only=True):
    """Let a territory lie in another one, or in none; never in itself nor in one that lies in it (T1)."""

    parent: TerritoryId | None

    def reads(self, context: Context) -> Reads:
        parents: Iterable[str] = () if self.parent is None else (self.parent,)
        return Reads(streams=(self.territory, *parents), groups=(PARENTS,))

    def decide(self, seen: Seen, context: Context) -> Decision:
        territory = territory_in(seen, self.territory)
        if self.parent is not None:
            territory_in(seen, self.parent)
            self._require_no_circle(seen.group(PARENTS, str), self.parent)
        if self.parent != territory.parent:
            effective = effective_date(self.effective, context)
            yield Fact(self.territory, TerritoryMoved(parent=self.parent, effective=effective))
        return self.territory

    def _require_no_circle(self, parents: Mapping[Mark, str], parent: TerritoryId) -> None:
        """Walk up from the parent; the chain above it has no circle, so this ends. Raises TerritoryInCircle."""
        above: str | None = parent
        while above is not None:
            if above == self.territory:
                raise TerritoryInCircle
            above = parents.get(parent_mark(TerritoryId(above)))


class StateTogetherMembership(_OfTerritory, frozen=True, kw_only=True):
    """Say that a territory is a member of TOGETHER from a date on, or is so no longer."""

    member: bool

    def decide(self, seen: Seen, context: Context) -> Decision:
        if territory_in(seen, self.territory).together is not self.member:
            effective = effective_date(self.effective, context)
            stated = TogetherMembershipStated(member_of_together=self.member, effective=effective)
            yield Fact(self.territory, stated)
        return self.territory


class StateResources(_OfTerritory, frozen=True, kw_only=True):
    """State that a territory is advantaged or disadvantaged in resources: on a day, by an author, with grounds (T2)."""

    standing: Standing
    author: str
    """Name of who says so: an organisation, whose name is public, or a person, whose name is not."""
    author_is_person: bool = False
    grounds: str

    def decide(self, seen: Seen, context: Context) -> Decision:
        territory_in(seen, self.territory)
        author = PartyToken(context.fresh("party"))
        yield person(author, self.author, public=not self.author_is_person)
        grounds = context.paper(self.grounds)
        yield grounds
        yield Fact(
            self.territory,
            ResourcesStated(
                standing=self.standing,
                author=author,
                grounds=grounds.seal,
                effective=effective_date(self.effective, context),
            ),
        )
        return self.territory
