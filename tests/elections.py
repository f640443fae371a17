"""`make elections`: every season of a folder through `usf election`, and its winners against the file's own.

    python -m tests.elections ../shared/data/elections

A file that names no rule is asked for one. Each round is then exported, and the file that comes out is held against the
season. Ends with 1 when a season names other winners than its file, when `usf replay` disagrees, when the exported file
does, or when the folder holds no season at all.
"""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from api.elections.pabulib import read_election

USF = (sys.executable, "-m", "api.cli")
NAMED_RULE = "equal-shares/add1"
"""For files that name none."""


def main(folder: Path) -> int:
    """Run them all; the exit code."""
    files = sorted(folder.glob("*.pb"))
    if not files:
        print(f"There is no .pb file in {folder}.", file=sys.stderr)
        return 1
    verdicts = []
    for file in files:
        verdicts.append(verdict(file))
        print(f"{verdicts[-1]:<75} {file.stem}", flush=True)
    wrong = [said for said in verdicts if said.startswith("WRONG")]
    print(f"{len(files) - len(wrong)} passed, {len(wrong)} failed")
    return 1 if wrong else 0


def verdict(file: Path) -> str:
    """What came of one file."""
    with TemporaryDirectory() as folder:
        db, out = str(Path(folder) / "season.db"), Path(folder) / "round.pb"
        words, asked = ("election", str(file), "--db", db, "--json"), ""
        season = run(*words)
        if season.returncode and "name one with --rule" in season.stderr:
            season, asked = run(*words, "--rule", NAMED_RULE), f", asked for a rule: {NAMED_RULE}"
        if season.returncode:
            return f"WRONG: {season.stderr.strip()[:200]}"
        outcome: dict[str, Any] = json.loads(season.stdout)
        if run("replay", "--db", db).returncode:
            return "WRONG: the replay disagrees with the views"
        if run("round", "export", outcome["round"], "--db", db, "--out", str(out)).returncode:
            return "WRONG: the round cannot be exported"
        if not exported_as(out, outcome):
            return "WRONG: the exported file tells another result"
        if not asked and outcome["agrees_with_file"] is False and not outcome["tie_decided"]:
            return "WRONG: other winners than the file's"
    refused = sum(outcome["ballots_refused"].values())
    return ", ".join(
        (
            said_of(outcome["agrees_with_file"], bool(asked)) + asked,
            f"{outcome['ballots_counted']} ballots" + (f" and {refused} refused" if refused else ""),
            f"{outcome['seconds']:.2f} s",
        )
    )


def said_of(agrees: bool | None, asked: bool) -> str:
    """In words."""
    if agrees is None:
        return "no winners in the file"
    if asked:
        return "the same winners" if agrees else "other winners than by the city's own rule"
    return "official winners" if agrees else "a tie, decided otherwise by the city"


def exported_as(out: Path, outcome: dict[str, Any]) -> bool:
    """Whether the exported file holds the season's ballots and winners."""
    election = read_election(out)
    selected = sorted(project.project_id for project in election.projects if project.selected)
    return len(election.ballots) == outcome["ballots_counted"] and selected == sorted(outcome["selected"])


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """One call of the command line."""
    return subprocess.run([*USF, *arguments], capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
