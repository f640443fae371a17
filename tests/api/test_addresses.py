"""Each route is found at its path, and nothing else is."""

import pytest

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
    found = Addresses(ROUTES).find(filled)
    assert found is not None
    assert all(found.routes[method] is route for method in route.methods or ())
    assert found.values == [f"some {name}" for name in route.names]


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
    assert Addresses(ROUTES).find(path) is None


def test_a_word_that_is_named_goes_before_one_that_may_be_anything() -> None:
    """L9"""
    router = Router("test", prefix="")

    async def endpoint() -> None:
        """Show nothing."""

    for path in ("/things/{thing}", "/things/new", "/things/{thing}/parts"):
        router.add_api_route(path, endpoint, methods=["GET"], permission=PUBLIC)
    addresses = Addresses(router.own)
    paths = ("/things/new", "/things/old", "/things/old/parts")
    assert [found and found.routes["GET"].path for found in map(addresses.find, paths)] == [
        "/things/new",
        "/things/{thing}",
        "/things/{thing}/parts",
    ]
