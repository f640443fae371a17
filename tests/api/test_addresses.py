"""Each route is found at its path, and nothing else is."""

import pytest

from api.http import addresses
from api.http.addresses import Addresses
from api.http.app import SUBJECTS
from api.http.permissions import PUBLIC
from api.http.routing import Route, Router

ROUTES = [route for subject in SUBJECTS for route in subject.own]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_every_route_is_found_at_its_path(route: Route) -> None:
    """L9"""
    filled = route.path
    for name in route.names:
        filled = filled.replace("{" + name + "}", f"some {name}")
    known = Addresses(ROUTES)
    for _ in ("looked up", "remembered"):
        found = known.find(filled)
        assert all(found[method].route is route for method in route.methods or ())
        assert all(
            found[method].parameters == {name: f"some {name}" for name in route.names}
            for method in route.methods or ()
        )


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/v1",
        "/v1/accounts/",
        "/v1/accounts//contributions",
        "/v1/accounts/a/contributions/",
        "/v1/accounts/a/contributions\n",
        "/v1/accounts/a/b/contributions",
        "//v1/accounts",
        "v1/accounts",
        "*",
    ],
)
def test_nothing_is_found_where_nothing_stands(path: str) -> None:
    """L9"""
    assert not Addresses(ROUTES).find(path)


def test_a_word_that_is_named_goes_before_one_that_may_be_anything() -> None:
    """L9"""
    router = Router("test", prefix="")

    async def endpoint() -> None:
        """Show nothing."""

    for path in ("/things/{thing}", "/things/new", "/things/{thing}/parts"):
        router.add_api_route(path, endpoint, methods=["GET"], permission=PUBLIC)
    known = Addresses(router.own)
    paths = ("/things/new", "/things/old", "/things/old/parts")
    assert [known.find(path)["GET"].route.path for path in paths] == [
        "/things/new",
        "/things/{thing}",
        "/things/{thing}/parts",
    ]


def test_what_is_remembered_of_paths_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """L9"""
    monkeypatch.setattr(addresses, "MOST_KNOWN", 3)
    known = Addresses(ROUTES)
    for number in range(10):
        assert known.find(f"/v1/accounts/account-{number}/contributions")
        assert not known.find(f"/nothing/{number}")
        assert len(known._known) <= 3
