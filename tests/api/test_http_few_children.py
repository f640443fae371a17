"""Sponsorships of two children and of four, read by everybody at every path: no answer tells the one from the other."""

import re
from pathlib import Path
from typing import Any

from tests.api.server import Caller, Json, Served, serve
from tests.api.twins import Twins

ACCOUNT = "/v1/accounts/{account}"
ID = re.compile(r"[a-z]+-[0-9a-z]{16,}|[0-9a-f]{64}|main[a-z0-9_]*\.[0-9]+|\bp[0-9a-f]{4,15}\b(?:\.[0-9]+)?")
"""What every database draws anew: ids, seals and the names of logs."""


def test_nobody_but_the_auditor_can_tell_how_few_they_are(tmp_path: Path) -> None:
    """W4: by no route, no sentence, no raw event of the twin's side, no ETag and no order of a list."""
    two, four = (readings(tmp_path / f"{size}.db", size) for size in (2, 4))
    assert len(two) > 150
    assert two.keys() == four.keys()
    assert {asked[2] for asked, (status, *_) in two.items() if status == 200} >= {
        "/links",
        "/links/{link}",
        "/audit",
    }
    assert [asked for asked in two if two[asked] != four[asked]] == [("south", "auditor", "/events")]


def readings(path: Path, size: int) -> dict[tuple[str, str, str], Any]:
    """What every caller is answered at every path of both accounts where a sponsorship of so many children begins."""
    with serve(path) as served:
        twins = Twins(served)
        actors = [{"side": "twin", "kind": "civil-society"}]
        body = {"kind": "child-sponsorship", "direction": "from-them", "actors": actors, "group_size": size}
        south = twins.south
        link = south.treasurer.done(f"{south.at}/twinnings/{twins.twinning}/links", body)
        twins.delivered()
        found = {}
        known = {"{twinning}": twins.twinning, "{link}": link, "{part}": link}
        for side, village in (("south", south), ("north", twins.north)):
            twin = village.key(None, "twin")
            callers = {
                "public": village.public,
                "member": village.members[0],
                "treasurer": village.treasurer,
                "twin": twin,
                "auditor": village.auditor,
            }
            for short, params in paths(served).items():
                whole = f"{village.at}{short}"
                for placeholder, value in known.items():
                    whole = whole.replace(placeholder, value)
                for who, caller in callers.items():
                    found[side, who, short] = answered(caller, whole, params)
        return found


def paths(served: Served) -> dict[str, Json]:
    """All that can be read of an account for which these ids are enough, and with what questions."""
    document = served.caller().http.get("/openapi.json").json()
    return {
        path.removeprefix(ACCOUNT): {
            name: asked
            for name, asked in (("on", "2026-03-01"), ("limit", 1000))
            if name in {parameter["name"] for parameter in methods["get"].get("parameters", ())}
        }
        for path, methods in document["paths"].items()
        if "get" in methods and path.startswith(ACCOUNT)
        if not re.search(r"\{(?!twinning|link|part)", path.removeprefix(ACCOUNT))
    }


def answered(caller: Caller, path: str, params: Json) -> tuple[int, str, str]:
    """Status, body and ETag, with ids by the order in which they come."""
    answer = caller.http.get(path, params=params)
    names: dict[str, str] = {}

    def numbered(match: re.Match[str]) -> str:
        return names.setdefault(match[0], f"<{len(names)}>")

    return answer.status_code, ID.sub(numbered, answer.text), ID.sub(numbered, answer.headers.get("ETag", ""))
