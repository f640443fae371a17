"""The session in the README is run, and says what it says there."""

import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
BLOCK = re.compile(r"<!-- session -->\n+```console\n(.*?)```\n+<!-- /session -->", re.DOTALL)


def steps() -> list[tuple[str, str]]:
    """Commands, each with the output that the README shows."""
    found = BLOCK.search(README.read_text(encoding="utf-8"))
    assert found is not None, "the README has a session"
    parts = re.split(r"^\$ ", found[1], flags=re.MULTILINE)[1:]
    return [(command, output) for command, _, output in (part.partition("\n") for part in parts)]


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
