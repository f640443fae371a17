"""The documentation's examples, tried one after the other on the demonstration."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api.demonstration import fill, full_rights_grants
from api.http import examples
from ledger.keys.commands import IssueKey
from ledger.keys.secret import hash_of
from tests.api.server import Caller, serve
from tests.placement import placement
from tests.stores import database_at

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

AFTERWARDS = (
    "leave_association",
    "revoke_key",
    "execute_proposal",
    "withdraw_recognition",
    "name_main_place",
)
"""What takes away what another example needs."""

ONLY_THERE = frozenset({"exchange_messages", "retry_message"})
"""What names an id or a signature that every database draws anew."""

LATER = frozenset({"recall_officer", "release_officer"})
"""What the demonstration does not hold yet."""


@pytest.fixture
def holder_of_all_rights(tmp_path: Path) -> Iterator[Caller]:
    """Whoever tries everything on the demonstration."""
    path = tmp_path / "usf.db"
    fill(database_at(path), NOW, placement=placement())
    with serve(path, now=NOW) as served:
        registrar, grants = full_rights_grants(served.ledger)
        key = IssueKey(secret_hash=hash_of("usf_all"), registrar=registrar, grants=grants)
        position = served.ledger.handle(key, by="test").position
        caller = served.caller("usf_all")
        assert caller.get("/v1/keys", min_position=position).status_code == 200
        yield caller


def test_every_example_of_the_documentation_succeeds_on_the_demonstration(
    holder_of_all_rights: Caller,
) -> None:
    """L9"""
    caller = holder_of_all_rights
    document = caller.get("/openapi.json").json()
    operations = [
        (operation["operationId"], method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    operations = [operation for operation in operations if operation[0] not in ONLY_THERE | LATER]
    operations.sort(key=lambda one: (one[0] in AFTERWARDS, one[1] == "post"))
    failed = []
    for name, method, path, operation in operations:
        answer = caller.http.request(method, *request(path, operation), **body(operation))
        results = answer.text if "batch" in path else ""
        if answer.status_code >= 300 or '"problem"' in results:
            failed.append((name, answer.status_code, answer.text))
    assert not failed, "\n".join(map(str, failed))
    assert set(examples.BODIES) <= {name for name, *_ in operations} | ONLY_THERE | LATER


def request(path: str, operation: dict[str, Any]) -> tuple[str]:
    """The address with its examples filled in."""
    query = []
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path":
            path = path.replace("{" + parameter["name"] + "}", str(parameter["example"]))
        elif parameter.get("required"):
            query.append(f"{parameter['name']}={parameter['example']}")
    return (path + "?" + "&".join(query),)


def body(operation: dict[str, Any]) -> dict[str, Any]:
    """The example of the body, as its content type asks."""
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        if isinstance(content["example"], str):
            return {"content": content["example"].encode(), "headers": {"Content-Type": kind}}
        return {"json": content["example"]}
    return {}
