"""`make elections`: every season of a folder through `usf election`, and its winners against the file's own.

    python -m tests.elections ../shared/data/elections

Ends with 1 when a season that is supported names other winners than its file, when `usf replay` disagrees, or when
the folder holds no season at all.
"""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

USF = (sys.executable, "-m", "api.cli")


def main(folder: Path) -> int:
    """Run them all; the exit code."""
    files = sorted(folder.glob("*.pb"))
    if not files:
        print(f"There is no .pb file in {folder}.", file=sys.stderr)
        return 1
    verdicts = [verdict(file) for file in files]
    for file, said in zip(files, verdicts, strict=True):
        print(f"{said:<60} {file.stem}")
    wrong = [said for said in verdicts if said.startswith("WRONG")]
    print(f"{len(files) - len(wrong)} passed, {len(wrong)} failed")
    return 1 if wrong else 0


def verdict(file: Path) -> str:
    """What came of one file."""
    with TemporaryDirectory() as folder:
        db = str(Path(folder) / "season.db")
        season = run("election", str(file), "--db", db, "--json")
        if season.returncode:
            supported = "cannot be counted here yet" in season.stderr
            return "refused: not supported yet" if supported else f"WRONG: {season.stderr.strip()[:200]}"
        outcome: dict[str, Any] = json.loads(season.stdout)
        if run("replay", "--db", db).returncode:
            return "WRONG: the replay disagrees with the views"
        if outcome["agrees_with_file"] is False and not outcome["tie_decided"]:
            return "WRONG: other winners than the file's"
    agreed = {
        True: "official winners",
        False: "a tie, decided otherwise by the city",
        None: "no winners in the file",
    }
    return f"{agreed[outcome['agrees_with_file']]}, {outcome['events']} events, {outcome['seconds']:.2f} s"


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """One call of the command line."""
    return subprocess.run([*USF, *arguments], capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
