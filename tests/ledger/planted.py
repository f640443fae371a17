"""Planted texts: what must never leave the people and papers stores."""

from collections.abc import Iterable

import msgspec

from ledger.command import Fact, Outcome, Paper, Person, Reference
from tests.scenario import Scenario


def outside_the_stores(outcomes: Iterable[Outcome]) -> str:
    """Everything that a command yielded, as text, but for what the people and papers stores hold."""
    public = [outcome for outcome in outcomes if not isinstance(outcome, Paper | Reference | Person)]
    return msgspec.json.encode(
        [(type(o).__name__, o.stream, o.event) if isinstance(o, Fact) else o for o in public]
    ).decode()


def kept_apart(scenario: Scenario, *planted: str) -> None:
    """Each planted text of the last command stands in a store, and in nothing else: no event, mark or refusal."""
    assert scenario.refusal is None, f"refused: {scenario.refusal!r}"
    stores = [
        text
        for outcome in scenario.outcomes
        for text in (
            (outcome.text,)
            if isinstance(outcome, Paper | Reference)
            else (outcome.name, outcome.contact)
            if isinstance(outcome, Person)
            else ()
        )
    ]
    kept, gone = scenario.workspace.marks.left()
    marks = " ".join(name + value.decode() for name, _, value in kept) + " ".join(gone)
    elsewhere = outside_the_stores(scenario.outcomes) + marks
    for text in planted:
        assert text in stores
        assert text.casefold() not in elsewhere.casefold()
