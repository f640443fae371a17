"""The command: every fault on every store, a table, `latest.json`, and exit code 1 where anything did not hold."""

import argparse
import os
import sys
from random import SystemRandom

from tests.chaos import report
from tests.chaos.campaign import FAULTS, STORES, Row, campaign

SWITCH_S = 0.001
"""The campaign's threads must not wait for each other where the process under test waits for one of them."""


def main() -> int:
    """Run the campaign; 0 if every row holds."""
    names = [*(fault.name for fault in FAULTS), *STORES]
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, help="that of an earlier campaign, to plan the same faults again")
    parser.add_argument("--only", action="append", choices=names, help="a fault or a store; may be repeated")
    options = parser.parse_args()
    sys.setswitchinterval(SWITCH_S)
    seed = SystemRandom().randrange(10**6) if options.seed is None else options.seed
    print(f"Seed {seed}", flush=True)
    rows: list[Row] = []
    for row in campaign(seed, float(os.environ.get("USF_CHAOS", "1")), options.only or ()):
        rows.append(row)
        print(f"{row.store} {row.fault}: {row.faults} faults in {row.seconds:.0f} s", flush=True)
    report.show(rows)
    if not options.only:
        report.write(rows)
    return 0 if rows and all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
