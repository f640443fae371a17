"""The measuring instrument itself, at sizes so small that its figures say nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

from bench.__main__ import ROWS

TINY = {
    "ACCOUNTS": "2",
    "CONTRIBUTIONS": "400",
    "GIVERS": "2",
    "SAMPLES": "1",
    "READS": "100",
    "QUESTIONS": "2",
    "FEW": "20",
    "MANY": "60",
}


def test_every_row_is_measured_or_says_why_not(tmp_path: Path) -> None:
    out = tmp_path / "figures.json"
    sizes = {f"USF_BENCH_{name}": value for name, value in TINY.items()}
    command = [sys.executable, "-m", "bench", "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | sizes)
    assert done.returncode == 0, done.stderr
    report = json.loads(out.read_text())
    assert [row["name"] for row in report["rows"]] == [row.name for row in ROWS]
    for row in report["rows"]:
        assert isinstance(row["ratio"], int | float)
        assert row["ours"] is not None or "the package `ledger`" in row["note"], row["note"]
        assert row["name"] in done.stdout
