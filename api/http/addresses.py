"""Which routes there are at a path: looked up word by word, rather than by trying one pattern after the other."""

from collections.abc import Iterable
from typing import NamedTuple

from api.http.route import Route

MOST_KNOWN = 1_000
"""Paths that are remembered: those of one account come again and again."""


class Found(NamedTuple):
    """A route at a path, and what stands in the path where it has parameters."""

    route: Route
    parameters: dict[str, str]


class Addresses:
    """The routes by the words of their paths."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._root = _Place()
        self._known: dict[str, dict[str, Found]] = {}
        for route in routes:
            place = self._root
            for word in route.path.split("/")[1:]:
                place = place.next(word)
            for method in route.methods or ():
                place.routes.setdefault(method, route)

    def find(self, path: str) -> dict[str, Found]:
        """What stands at a path, by method; nothing where no route does."""
        known = self._known.get(path)
        if known is None:
            known = self._look_up(path)
            if known:
                if len(self._known) >= MOST_KNOWN:
                    self._known.clear()
                self._known[path] = known
        return known

    def _look_up(self, path: str) -> dict[str, Found]:
        """A word that a route names goes before one that may be anything."""
        place, values = self._root, []
        before, *words = path.split("/")
        if before:
            return {}
        for word in words:
            named = place.named.get(word)
            if named is None:
                if place.any is None or not word:
                    return {}
                values.append(word)
                named = place.any
            place = named
        return {
            method: Found(route, dict(zip(route.names, values, strict=True)))
            for method, route in place.routes.items()
        }


class _Place:
    __slots__ = ("any", "named", "routes")

    def __init__(self) -> None:
        self.named: dict[str, _Place] = {}
        self.any: _Place | None = None
        self.routes: dict[str, Route] = {}

    def next(self, word: str) -> "_Place":
        if word.startswith("{"):
            assert ":" not in word, "a parameter is one word of a path, of whatever form"
            self.any = self.any or _Place()
            return self.any
        return self.named.setdefault(word, _Place())
