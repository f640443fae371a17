"""The command: survey, one run with nothing taken out, one trial per refusing statement, and a table."""

import argparse
import os
import sys
import time
from functools import partial
from typing import NamedTuple

from tests.rules.numbered import RULES
from tests.rules.survey import ROOT, Refusals, Site, Test, refusals, tests
from tests.rules.trial import Outcome, in_children, preload, run, run_all

SECONDS_FOR_ALL = 1200.0
SECONDS_FOR_ONE = 120.0


class Verdict(NamedTuple):
    """What is said of one statement."""

    holds: bool
    sentence: str


def main() -> int:
    """Print the table; 0 if every rule and every refusal is held by a test."""
    parser = argparse.ArgumentParser(prog="python -m tests.rules", description=__doc__)
    parser.add_argument(
        "--only", metavar="NAME", action="append", help="a refusal's class, or part of a path"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2, help="trials at a time")
    options = parser.parse_args()
    os.chdir(ROOT)
    began = time.monotonic()

    survey = _survey()
    broken = _broken()
    near = tests(ROOT / "tests" / "ledger")
    sound = [test for test in near if not any(name.startswith(test.node) for name in broken)]
    sites = [site for site in survey.sites if _wanted(site, options.only)]
    verdicts = _try_all(sites, sound, options.jobs)

    _table(sites, verdicts)
    print()
    faults = [f"Fails with nothing taken out: {name}" for name in broken]
    faults += [f"Two refusals share the slug {slug}." for slug in survey.slugs_twice]
    faults += [] if options.only else _unnamed()
    for fault in faults:
        print(fault)
    held = sum(verdict.holds for verdict in verdicts)
    print(f"{held} of {len(sites)} refusing statements are held, in {time.monotonic() - began:.0f} s.")
    return 0 if sites and held == len(sites) and not faults else 1


def _survey() -> Refusals:
    """What is refused where, seen from a child so that this process stays without the project."""
    [(_, survey)] = in_children([refusals], 1, SECONDS_FOR_ONE)
    if not isinstance(survey, Refusals):
        sys.exit("The ledger cannot be imported: .venv/bin/python -c 'import ledger.vocabulary' says why.")
    return survey


def _broken() -> tuple[str, ...]:
    """Tests that fail with nothing taken out, which can hold no rule."""
    _progress("all tests, with nothing taken out")
    [(_, result)] = in_children([partial(run_all, ("tests/ledger",))], 1, SECONDS_FOR_ALL)
    if not isinstance(result, tuple) or not isinstance(result[0], Outcome):
        sys.exit("The tests do not end: .venv/bin/python -m pytest tests/ledger shows where.")
    outcome, modules = result
    preload(modules)
    return outcome.failed


def _unnamed() -> list[str]:
    """Rules that no test anywhere names."""
    named = {rule for test in tests(ROOT / "tests") for rule in test.rules}
    return [f"No test names {rule}: {meaning}." for rule, meaning in RULES.items() if rule not in named]


def _wanted(site: Site, only: list[str] | None) -> bool:
    return not only or any(name in site.refusals or name in site.path for name in only)


def _candidates(site: Site, sound: list[Test]) -> tuple[list[str], list[str]]:
    """Tests that name the refusal's rules: those that name its class too, and the others."""
    by_class = [test for test in sound if not test.words.isdisjoint(site.refusals)]
    if not site.rules:
        return [test.node for test in by_class], []
    named = [test for test in sound if not test.rules.isdisjoint(site.rules)]
    others = [test.node for test in named if test not in by_class]
    return [test.node for test in named if test in by_class], others


def _try_all(sites: list[Site], sound: list[Test], jobs: int) -> list[Verdict]:
    """First the likely tests of every refusal; then, where these let it pass, the others that name its rules."""
    verdicts = [Verdict(False, "no test names it")] * len(sites)
    candidates = [_candidates(site, sound) for site in sites]
    for turn, words in enumerate(("", ", with other tests")):
        numbers = [n for n, verdict in enumerate(verdicts) if not verdict.holds and candidates[n][turn]]
        trials = [partial(run, candidates[n][turn], sites[n]) for n in numbers]
        for done, (trial, outcome) in enumerate(in_children(trials, jobs, SECONDS_FOR_ONE), 1):
            number = numbers[trial]
            verdicts[number] = _verdict(outcome)
            _progress(f"{done}/{len(trials)} without {_name(sites[number])}{words}")
    _progress("")
    return verdicts


def _verdict(outcome: Outcome | None) -> Verdict:
    if outcome is None:
        return Verdict(False, "the tests hang")
    if outcome.code == 1 and outcome.failed:
        return Verdict(True, outcome.failed[0].partition("::")[2])
    if outcome.code == 0:
        return Verdict(False, f"all {outcome.passed} tests that name it pass")
    return Verdict(False, f"the tests could not run (pytest ends with {outcome.code})")


def _name(site: Site) -> str:
    return f"{site.call}()" if site.call else site.refusals[0]


def _table(sites: list[Site], verdicts: list[Verdict]) -> None:
    """What is not held comes last, where it is seen."""
    rows = [
        (verdict, _name(site), f"{site.path}:{site.line}", " ".join(site.rules) or "no rule")
        for site, verdict in zip(sites, verdicts, strict=True)
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (1, 2, 3)]
    for verdict, *cells in sorted(rows, key=lambda row: (not row[0].holds, row[2])):
        padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
        print(*padded, "held by" if verdict.holds else "NOT HELD:", verdict.sentence, sep="  ")


def _progress(text: str) -> None:
    """One line on stderr, rewritten where that is a terminal."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
    elif text:
        print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
