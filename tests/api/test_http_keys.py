"""Who may do what over HTTP."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.routing import BaseRoute

from api.http.app import SUBJECTS
from api.http.permissions import PUBLIC, Permission
from api.http.routing import Route, Router, UndeclaredPermissionError
from tests.api.server import Served, problem
from tests.api.village import Village, spending


def test_no_route_can_be_registered_without_saying_who_may_use_it() -> None:
    """L9"""

    async def endpoint() -> None:
        """Show nothing."""

    router = Router("test")
    with pytest.raises(UndeclaredPermissionError):
        router.get("/everything")(endpoint)
    with pytest.raises(UndeclaredPermissionError):
        router.add_api_route("/everything", endpoint, methods=["GET"])
    router.add_api_route("/nothing", endpoint, methods=["GET"], permission=PUBLIC)
    assert [route.path for route in routes_of(router.routes)] == ["/v1/nothing"]


def routes_of(routes: list[BaseRoute]) -> Iterator[Route]:
    """The routes, all of our own class."""
    for route in routes:
        assert isinstance(route, Route)
        yield route


SIGNED = {"exchange_messages"}
"""What is handed in without a key, since the signature of a recognised installation stands for it."""


def test_every_route_of_the_service_says_who_may_use_it(served: Served) -> None:
    """L9"""
    declared = [route for subject in SUBJECTS for route in routes_of(subject.routes)]
    assert all(isinstance(route.permission, Permission) for route in declared)
    for route in declared:
        if "GET" not in (route.methods or ()) and route.name not in SIGNED:
            assert route.permission.key, f"{route.path} records, and needs no key"
    others = {
        getattr(route, "path", "") for route in served.app.framework.routes if not isinstance(route, Route)
    }
    assert others == {"/openapi.json", "/docs", "/docs/oauth2-redirect", "/static-offline-docs"}


def test_whoever_has_no_key_reads_what_is_public_and_records_nothing(village: Village) -> None:
    """L9"""
    at, public = village.at, village.public
    public.position = village.registrar.position
    for path in (
        "",
        "/balances",
        "/proposals",
        "/rounds",
        "/contributions",
        "/audit",
        "/journal",
        "/members",
    ):
        public.read(at + path)
    answer = public.post(f"{at}/members", {"name": "Nobody"})
    assert problem(answer)["type"] == "/problems/key-needed"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    for path in ("/events", "/states"):
        assert problem(public.get(at + path))["status"] == 401
    assert {member["name"] for member in public.read(f"{at}/members")["items"]} == {None}
    assert "Member 0" in {member["name"] for member in village.members[1].read(f"{at}/members")["items"]}


def test_a_role_in_one_account_opens_no_other(village: Village, served: Served) -> None:
    """A3, L9"""
    other = Village(served, members=0)
    for caller in (other.treasurer, village.members[0], village.teller, village.registrar):
        refused = caller.refused(f"{village.at}/members", {"name": "Rui"})
        assert refused["type"] == "/problems/role-needed"
        assert refused["roles"] == "second-signatory, treasurer"
    assert problem(other.auditor.get(f"{village.at}/events"))["status"] == 403
    other.auditor.position = None
    assert "Member 0" not in {m["name"] for m in other.auditor.read(f"{village.at}/members")["items"]}


def test_a_key_that_is_unknown_or_revoked_opens_nothing(village: Village, served: Served) -> None:
    """L9"""
    assert problem(served.caller("usf_nonsense").get("/v1/associations"))["type"] == "/problems/key-unknown"
    issued = village.registrar.post("/v1/keys", {"registrar": True}).json()
    guest = served.caller(issued["secret"])
    assert guest.get("/v1/keys").status_code == 200
    village.registrar.done(f"/v1/keys/{issued['id']}/revocations")
    assert problem(guest.get("/v1/keys"))["type"] == "/problems/key-unknown"
    shown = village.registrar.read(f"/v1/keys/{issued['id']}")
    assert shown["revoked"] is not None
    assert issued["secret"] not in village.registrar.http.get("/v1/keys").text


def test_nobody_revokes_the_key_that_they_are_using(village: Village, served: Served) -> None:
    """L9"""
    issued = village.registrar.post("/v1/keys", {"registrar": True}).json()
    guest = served.caller(issued["secret"])
    assert guest.refused(f"/v1/keys/{issued['id']}/revocations")["type"] == "/problems/own-key"
    assert guest.get("/v1/keys").status_code == 200


def test_a_secret_is_shown_once(village: Village) -> None:
    """L9"""
    headers = {"Idempotency-Key": "k1"}
    first = village.registrar.post("/v1/keys", {"registrar": True}, headers=headers)
    again = village.registrar.post("/v1/keys", {"registrar": True}, headers=headers)
    assert first.json()["secret"].startswith("usf_")
    assert "secret" not in again.json()
    assert again.json()["id"] == first.json()["id"]
    assert again.headers["Idempotency-Replayed"] == "true"


def test_a_key_without_a_member_cannot_do_a_members_own_act(village: Village) -> None:
    """V1, P3"""
    lent = village.key(None, "auditor")
    assert lent.refused(f"{village.at}/proposals", spending())["type"] == "/problems/key-of-no-member"


@pytest.mark.parametrize("header", ["", "Basic abc", "Bearer", "Bearer é", "Bearer " + "a" * 300])
def test_a_header_that_is_no_key_is_refused(served: Served, header: str) -> None:
    """L9"""
    caller: Any = served.caller()
    answer = caller.http.get("/v1/accounts", headers={"Authorization": header.encode()})
    assert problem(answer)["type"] == "/problems/key-unknown"
