"""Every operation with a key that must not do: none, a revoked one, one of another account, one of too small a role."""

import re
from typing import Any

from api.http.app import SUBJECTS
from api.http.permissions import PUBLIC
from api.http.routing import Route
from ledger.keys.state import Role
from tests.api.server import Caller, Served, problem
from tests.api.test_http_keys import routes_of
from tests.api.village import Village


def address(route: Route, account: str) -> str:
    """A path whose ids are nobody's, but for the account."""
    path = route.path.replace("{account}", account).replace("{part}", "round-0000000000000000")
    path = path.replace("{slug}", "no-such-path").replace("{learned}", "adoption-0000000000000000")
    return re.sub(r"{(\w+)}", r"\1-0000000000000000", path)


def kind_of(caller: Caller, route: Route, account: str) -> str:
    """The problem that comes back, as an empty body meets it; empty where there is none."""
    (method,) = route.methods or {"GET"}
    answer: Any = caller.http.request(method, address(route, account), content=b"")
    return str(problem(answer)["type"]) if answer.status_code >= 400 else ""


def test_every_operation_lets_in_whom_it_names_and_nobody_else(village: Village, served: Served) -> None:
    """A3, L9"""
    routes = [route for subject in SUBJECTS for route in routes_of(subject.routes)]
    roles = [role for role in Role if role is not Role.REGISTRAR]
    holders: dict[Role, Caller] = {
        role: village.key(village.tokens["member 0"], role.value) for role in roles
    }
    holders[Role.REGISTRAR] = village.registrar
    elsewhere = Village(served, members=0)
    everything = elsewhere.key(elsewhere.tokens["treasurer"], *(role.value for role in roles))
    issued = village.registrar.post("/v1/keys", {"registrar": True}).json()
    village.registrar.done(f"/v1/keys/{issued['id']}/revocations")
    revoked = served.caller(issued["secret"])
    closed = 0
    for route in routes:
        assert kind_of(revoked, route, village.account) == "/problems/key-unknown", route.path
        allowed = route.permission.roles
        if route.permission is PUBLIC:
            assert kind_of(village.public, route, village.account) != "/problems/key-needed"
            continue
        closed += 1
        assert kind_of(village.public, route, village.account) == "/problems/key-needed", route.path
        assert kind_of(everything, route, village.account) == "/problems/role-needed", route.path
        for role, holder in holders.items():
            refused = kind_of(holder, route, village.account) == "/problems/role-needed"
            assert refused == (role not in allowed), (route.path, role)
    assert closed > 40


def test_nobody_but_a_registrar_makes_or_sees_keys(village: Village) -> None:
    """L9"""
    grant = {"account": village.account, "roles": ["treasurer"]}
    for caller in (village.treasurer, village.signatory, village.auditor, village.members[0], village.teller):
        assert caller.refused("/v1/keys", {"grants": [grant]})["type"] == "/problems/role-needed"
        assert caller.refused("/v1/keys", {"registrar": True})["type"] == "/problems/role-needed"
        for path in ("/v1/keys", "/v1/keys/key-0000000000000000"):
            assert problem(caller.get(path))["type"] == "/problems/role-needed"
    everywhere = village.registrar.post("/v1/keys", {"grants": [{**grant, "roles": ["registrar"]}]})
    if everywhere.status_code == 201:
        bound = village.served.caller(everywhere.json()["secret"])
        assert bound.refused("/v1/keys", {"registrar": True})["type"] == "/problems/role-needed"


def test_the_public_sees_no_person_no_contact_no_reference_and_no_anonymous_giver(village: Village) -> None:
    """C6, L9"""
    at, treasurer, public = village.at, village.treasurer, village.public
    treasurer.done(f"{at}/members", {"name": "Planted Member", "contact": "planted@contact"})
    person = {"kind": "person", "name": "Planted Person", "contact": "planted@contact"}
    company = {"kind": "company", "name": "Planted Company", "contact": "planted@contact", "public": False}
    open_company = {"kind": "company", "name": "Open Company", "contact": "planted@contact"}
    village.receive("60.00", giver=person, reference="Planted reference")
    village.receive("20.00", giver=company)
    village.receive("20.00", giver=open_company)
    hidden = village.receive("20.00", giver=open_company, anonymous=True)
    auditor = village.auditor
    auditor.position = public.position = treasurer.position
    giver = auditor.read(f"{at}/contributions/{hidden}")["giver"]
    assert giver.startswith("giver-")
    proposal = village.propose("40.00")
    village.decide(proposal)
    for tranche, payee in enumerate(
        (
            {"kind": "household", "name": "Planted Household", "contact": "planted@contact"},
            {"kind": "person", "member": village.tokens["member 1"]},
            {"kind": "company", "name": "Planted Company", "public": False},
        ),
        1,
    ):
        body = {"proposal": proposal, "tranche": tranche, "unit": "EUR", "purpose": "unrestricted"}
        treasurer.done(f"{at}/disbursements", {**body, "amount": "10.00", "payee": payee})
    public.position = treasurer.position
    told = 0
    for route in (route for subject in SUBJECTS for route in routes_of(subject.routes)):
        path = route.path.replace("{account}", village.account)
        if "GET" not in (route.methods or ()) or "{" in path or route.permission is not PUBLIC:
            continue
        for caller in (public, village.registrar):
            offered = {"limit": 1000, "unit": "EUR", "min_position": public.position}
            answer = caller.get(path, **{name: offered[name] for name in route.queries & offered.keys()})
            assert answer.status_code == 200, (path, answer.text)
            told += 1
            assert "planted" not in answer.text.casefold(), path
            assert "Founder" not in answer.text, path
            assert giver not in answer.text, path
    assert told > 25
    for kind in ("contributions", "disbursements"):
        for item in public.read(f"{at}/{kind}", limit=1000)["items"]:
            answer = public.get(f"{at}/{kind}/{item['id']}")
            assert "planted" not in answer.text.casefold()
            assert village.tokens["member 1"] not in answer.text
            assert giver not in answer.text
    assert "Open Company" in public.get(f"{at}/contributions", limit=1000).text
    assert (
        "Planted reference"
        in auditor.get(f"{at}/contributions/" + auditor.read(f"{at}/contributions")["items"][0]["id"]).text
    )
    assert "planted@contact" not in village.members[0].get(f"{at}/contributions", limit=1000).text
