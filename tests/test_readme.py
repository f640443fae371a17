"""The session in the README is run, and says what it says there."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from api.demonstration import fill, full_rights_grants
from ledger.keys.commands import IssueKey
from ledger.keys.secret import hash_of
from tests.api.server import serve
from tests.placement import placement
from tests.stores import database_at

README = Path(__file__).parent.parent / "README.md"
ADDRESS = re.compile(r"curl http://127\.0\.0\.1:8000(/v1/[^`\s]+)")
BLOCK = re.compile(r"<!-- session -->\n+```console\n(.*?)```\n+<!-- /session -->", re.DOTALL)


def steps() -> list[tuple[str, str]]:
    """Commands, each with the output that the README shows."""
    found = BLOCK.findall(README.read_text(encoding="utf-8"))
    assert len(found) == 3, "the README has a session, which goes on between twins and with a recount"
    parts = [part for block in found for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    return [(command, output) for command, _, output in (part.partition("\n") for part in parts)]


def test_the_addresses_in_the_readme_answer(tmp_path: Path) -> None:
    """L9"""
    now = datetime.now(UTC)
    path = tmp_path / "usf.db"
    fill(database_at(path), now, placement=placement())
    addresses = ADDRESS.findall(README.read_text(encoding="utf-8"))
    assert len(addresses) == 2
    with serve(path, now=now) as served:
        registrar, grants = full_rights_grants(served.ledger)
        key = IssueKey(secret_hash=hash_of("usf_all"), registrar=registrar, grants=grants)
        position = served.ledger.handle(key, by="test").position
        caller = served.caller("usf_all")
        for address in addresses:
            assert caller.get(address, min_position=position).status_code == 200


def test_the_session_in_the_readme_is_real(tmp_path: Path) -> None:
    """Each command prints what the README shows; … stands for what differs from run to run."""
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    for command, shown in steps():
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        printed = "\n".join(line.rstrip() for line in done.stdout.splitlines())
        pattern = ".*?".join(map(re.escape, shown.strip("\n").split("…")))
        assert re.fullmatch(pattern, printed.strip("\n"), re.DOTALL), f"{command} printed:\n{printed}"
