"""Which routes there are at a path: looked up word by word, rather than by trying one pattern after the other."""

from collections.abc import Iterable
from typing import NamedTuple

from api.http.route import Route


class Found(NamedTuple):
    """What stands at a path."""

    routes: dict[str, Route]
    """By method."""
    values: list[str]
    """What stands in the path where the routes have a parameter."""


class Addresses:
    """The routes by the words of their paths."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._root = _Place()
        for route in routes:
            place = self._root
            for word in route.path.split("/")[1:]:
                place = place.next(word)
            for method in route.methods or ():
                place.routes.setdefault(method, route)

    def find(self, path: str) -> Found | None:
        """The routes at a path; a word that one of them names goes before one that may be anything."""
        place, values = self._root, []
        before, *words = path.split("/")
        if before:
            return None
        for word in words:
            named = place.named.get(word)
            if named is None:
                if place.any is None or not word:
                    return None
                values.append(word)
                named = place.any
            place = named
        return Found(place.routes, values) if place.routes else None


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
