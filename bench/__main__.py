"""`make bench`: measure every row, print the table, and write `bench/latest.json`.

    python -m bench                       # everything
    python -m bench --only http bulk      # the rows whose names begin so; written to bench/partial.json

Ends with 0 when every row was measured or says why not; goals that are not met are no failure of the measuring.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from bench.cores import GENERATOR, pin
from bench.machine import machine, versions
from bench.report import Result, Row, line_of, not_measured, result_of, table_of
from bench.rows import bulk, chains, counting, following, footprint, growth, own_write, past, replay, single
from bench.run import Run, disk, running
from bench.sizes import sizes_from_environment

FOLDER = Path(__file__).parent
LATEST = FOLDER / "latest.json"
PARTIAL = FOLDER / "partial.json"

ROWS: tuple[Row, ...] = (
    *single.ROWS,
    *own_write.ROWS,
    *bulk.ROWS,
    *replay.ROWS,
    *following.ROWS,
    *growth.ROWS,
    *past.ROWS,
    *chains.ROWS,
    *counting.ROWS,
    *footprint.ROWS,
)


def main() -> int:
    """Measure what is asked for."""
    asked = _arguments()
    rows = [row for row in ROWS if not asked.only or row.name.startswith(tuple(asked.only))]
    if not rows:
        print(f"No row begins so. The rows: {', '.join(row.name for row in ROWS)}.", file=sys.stderr)
        return 2
    began = time.monotonic()
    out: Path = asked.out or (PARTIAL if asked.only else LATEST)
    pin(GENERATOR)
    sizes = sizes_from_environment()
    with running(sizes, asked.folder) as run:
        on = machine(run)
        print(on["pinning"], f"The load generator alone reaches {on['generator_limit']:,} requests/s.")
        results, of = measured(rows, run), versions(run)
        made = [
            {
                "contributions": history.contributions,
                "recorded_per_second": round(history.recorded_per_second),
                "events_followed_per_second": round(history.followed_per_second),
            }
            for history in run.histories
        ]
    report = {
        "rows": results,
        "machine": on,
        "versions": of,
        "sizes": sizes,
        "histories": made,
        "minutes": round((time.monotonic() - began) / 60, 1),
    }
    out.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")
    print(f"\n{table_of(results)}\n\nMeasured in {report['minutes']} minutes, written to {out}.")
    return 0


def measured(rows: Sequence[Row], run: Run) -> list[Result]:
    """Measure one row after the other; what fails is reported in its row, and the next one is measured."""
    results = []
    deadline = time.monotonic() + run.sizes.minutes * 60
    for row in rows:
        began = time.monotonic()
        if began > deadline:
            result = not_measured(row, f"Not measured: {run.sizes.minutes:g} minutes were over.")
        else:
            try:
                result = result_of(row, row.measure(run), time.monotonic() - began)
            except Exception as error:  # noqa: BLE001 - whatever it is, the other rows are measured
                why = f"Not measured: {type(error).__name__}: {error}".partition("\n")[0][:300]
                result = not_measured(row, why, time.monotonic() - began)
        results.append(result)
        print("  ".join(line_of(result)), f" ({result.seconds:g} s)", result.note, flush=True)
    return results


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the ledger.")
    parser.add_argument("--only", nargs="+", metavar="ROW", help="rows whose names begin so")
    parser.add_argument("--out", type=Path, help=f"file for the report; {LATEST.name} unless given")
    parser.add_argument("--folder", type=Path, default=disk(), help="where databases lie while measured")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
