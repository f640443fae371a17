"""Who took part, as JSON tells it: shares as decimals with four digits, money as decimal strings, units apart (L3)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from api.explanations.fractions import rounded
from ledger.accounts.state import Destination
from ledger.context import day_of, moment_of
from ledger.identifiers import AccountId, stream_of
from ledger.ledger import Ledger
from ledger.money import to_decimal
from ledger.rounds.participation import Accepted, Fairness, Participation, participation
from ledger.rounds.state import RoundStatus
from projections import rounds
from projections.base import Database

DIGITS = 4
PAGE = 1_000


def told(row: rounds.Round, found: Participation) -> dict[str, Any]:
    """One round."""
    return {
        "round": row.id,
        "status": row.status,
        "ballot_type": row.ballot_type,
        "confidentiality": row.confidentiality,
        "counted": moment_of(row.counted_us or 0).isoformat().replace("+00:00", "Z"),
        "electorate": found.electorate,
        "took_part": found.took_part,
        "electronic": found.electronic,
        "by_hand": found.by_hand,
        "by_proxy": found.by_proxy,
        "turnout": share(found.turnout),
        "accepted": [_accepted(one) for one in found.accepted],
        "mean_accepted": _maybe(found.mean_accepted),
        "fairness": None if found.fairness is None else _fairness(found.fairness),
        "fairness_unknown": found.unknown,
    }


class Together(NamedTuple):
    """Several rounds, but for annulled ones: what these accepted is not spent.

    Electors are counted once for each round, since nobody is known from one round to the next (V7).
    """

    rounds: int
    electorate: int
    took_part: int
    accepted: tuple[Accepted, ...]
    known: int
    """Rounds of which it is known how fairly they reached the electors."""
    reached_share: Fraction | None
    mean_satisfaction: Fraction | None

    @property
    def turnout(self) -> Fraction | None:
        """Electors who took part, of all."""
        return Fraction(self.took_part, self.electorate) if self.electorate else None


def over_time(found: Iterable[tuple[rounds.Round, Participation]]) -> Together:
    """What rounds come to together; each ballot matters the same, in whichever round it was."""
    listed = [one for row, one in found if row.status is not RoundStatus.ANNULLED]
    known = [one.fairness for one in listed if one.fairness is not None]
    ballots = sum(one.ballots for one in known)
    satisfied = sum((one.mean_satisfaction * one.ballots for one in known), Fraction(0))
    return Together(
        rounds=len(listed),
        electorate=sum(one.electorate for one in listed),
        took_part=sum(one.took_part for one in listed),
        accepted=_together(listed),
        known=len(known),
        reached_share=Fraction(sum(one.reached for one in known), ballots) if ballots else None,
        mean_satisfaction=satisfied / ballots if ballots else None,
    )


def told_together(found: Together) -> dict[str, Any]:
    """The same as JSON tells it."""
    return {
        "rounds": found.rounds,
        "electorate": found.electorate,
        "took_part": found.took_part,
        "turnout": _maybe(found.turnout),
        "accepted": [_accepted(one) for one in found.accepted],
        "rounds_with_known_fairness": found.known,
        "reached_share": _maybe(found.reached_share),
        "mean_satisfaction": _maybe(found.mean_satisfaction),
    }


def _together(listed: Iterable[Participation]) -> tuple[Accepted, ...]:
    amounts: Counter[tuple[Destination, str]] = Counter()
    units: Counter[str] = Counter()
    for one in listed:
        for line in one.accepted:
            amounts[line.destination, line.unit] += line.amount_minor
            units[line.unit] += line.amount_minor
    return tuple(
        Accepted(destination, unit, amount, Fraction(amount, units[unit]))
        for (destination, unit), amount in sorted(amounts.items())
    )


def share(value: Fraction) -> str:
    """A share, rounded half to even."""
    return rounded(value, DIGITS)


def _maybe(value: Fraction | None) -> str | None:
    return None if value is None else share(value)


def _accepted(one: Accepted) -> dict[str, Any]:
    return {
        "destination": one.destination,
        "unit": one.unit,
        "amount": to_decimal(one.amount_minor, one.unit),
        "share": share(one.share),
    }


def _fairness(found: Fairness) -> dict[str, Any]:
    return {
        "ballots": found.ballots,
        "empty": found.empty,
        "reached": found.reached,
        "reached_share": share(found.reached_share),
        "mean_satisfaction": share(found.mean_satisfaction),
        "mean_cost_share": _maybe(found.mean_cost_share),
        "quartiles": [share(one) for one in found.quartiles],
        "gini": _maybe(found.gini),
    }


def counted_between(
    db: Database, account: AccountId, since: date | None, until: date | None
) -> list[rounds.Round]:
    """An account's rounds that were counted on these days, in UTC, in the order of drafting."""
    found: list[rounds.Round] = []
    after = 0
    while listed := rounds.page(db, account, after=after, limit=PAGE):
        after = listed[-1].position
        found += [row for row in listed if _between(row, since, until)]
    return found


def _between(row: rounds.Round, since: date | None, until: date | None) -> bool:
    if row.counted_us is None:
        return False
    day = day_of(row.counted_us)
    return (since is None or day >= since) and (until is None or day <= until)


def standing(db: Database, row: rounds.Round, found: Participation) -> Participation:
    """The same without the money of items that were annulled after an objection (R8)."""
    options = rounds.options(db, row.account, row.id)
    return found.but_for([option.label for option in options if option.standing is rounds.Standing.ANNULLED])


class Remembered:
    """What counted rounds came to, so that no ballot is read twice for it: nothing of a counted round changes."""

    MOST = 1_000
    """Rounds; some 2 MB."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Participation] = {}

    def of(self, ledger: Ledger, db: Database, row: rounds.Round) -> Participation:
        """Of a counted round, as its items stand now."""
        return standing(db, row, self._counted(ledger, row))

    def _counted(self, ledger: Ledger, row: rounds.Round) -> Participation:
        found = self._found.get((row.account, row.id))
        if found is None:
            found = participation(ledger.log_of(row.account), stream_of(row.account, row.id))
            if len(self._found) >= self.MOST:
                self._found.pop(next(iter(self._found)), None)
            self._found[row.account, row.id] = found
        return found
